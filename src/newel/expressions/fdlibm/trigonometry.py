"""sin, cos and tan (fdlibm: k_sin.c, k_cos.c, k_tan.c, as V8 has them)."""

from __future__ import annotations

import math

from .angles import reduce
from .bits import clear_low, double, high, polynomial

_S1 = -1.66666666666666324348e-01
_SIN = (
    1.58969099521155010221e-10,
    -2.50507602534068634195e-08,
    2.75573137070700676789e-06,
    -1.98412698298579493134e-04,
    8.33333333332248946124e-03,
)
_COS = (
    -1.13596475577881948265e-11,
    2.08757232129817482790e-09,
    -2.75573143513906633035e-07,
    2.48015872894767294178e-05,
    -1.38888888888741095749e-03,
    4.16666666666666019037e-02,
)
_T0 = 3.33333333333334091986e-01
_TAN_ODD = (
    -1.85586374855275456654e-05,
    7.81794442939557092300e-05,
    5.88041240820264096874e-04,
    3.59207910759131235356e-03,
    2.18694882948595424599e-02,
    1.33333333333201242699e-01,
)
_TAN_EVEN = (
    2.59073051863633712884e-05,
    7.14072491382608190305e-05,
    2.46463134818469906812e-04,
    1.45620945432529025516e-03,
    8.86323982359930005737e-03,
    5.39682539762260521377e-02,
)
_QUARTER_PI, _QUARTER_PI_LOW = 7.85398163397448278999e-01, 3.06161699786838301793e-17


def _sin(x: float, y: float) -> float:
    if high(x) & 0x7FFFFFFF < 0x3E400000:
        return x
    z = x * x
    v = z * x
    r = polynomial(z, _SIN)
    return x - ((z * (0.5 * y - v * r) - y) - v * _S1)


def _sin_alone(x: float) -> float:
    if high(x) & 0x7FFFFFFF < 0x3E400000:
        return x
    z = x * x
    return x + z * x * (_S1 + z * polynomial(z, _SIN))


def _cos(x: float, y: float) -> float:
    size = high(x) & 0x7FFFFFFF
    if size < 0x3E400000:
        return 1.0
    z = x * x
    r = z * polynomial(z, _COS)
    if size < 0x3FD33333:
        return 1.0 - (0.5 * z - (z * r - x * y))
    q = 0.28125 if size > 0x3FE90000 else double(size - 0x00200000)
    return (1.0 - q) - ((0.5 * z - q) - (z * r - x * y))


def _tan(x: float, y: float, direction: int) -> float:
    """Give tan(x + y), or -1 / tan(x + y) for the direction -1."""
    word = high(x)
    size = word & 0x7FFFFFFF
    if size < 0x3E300000:
        return x if direction == 1 else _negative_inverse(x + y, x, y)
    large = size >= 0x3FE59428
    if large:
        if word < 0:
            x, y = -x, -y
        x = (_QUARTER_PI - x) + (_QUARTER_PI_LOW - y)
        y = 0.0
    z = x * x
    w = z * z
    r = polynomial(w, _TAN_ODD)
    v = z * polynomial(w, _TAN_EVEN)
    s = z * x
    r = y + z * (s * (r + v) + y)
    r += _T0 * s
    w = x + r
    if large:
        turned = direction - 2.0 * (x - (w * w / (w + direction) - r))
        return -turned if word < 0 else turned
    return w if direction == 1 else _negative_inverse(w, x, r)


def _negative_inverse(w: float, x: float, rest: float) -> float:
    """Give -1 / (x + rest), where w is the sum."""
    z = clear_low(w)
    v = rest - (z - x)
    a = -1.0 / w
    t = clear_low(a)
    return t + a * ((1.0 + t * z) + t * v)


def _is_small(x: float) -> bool:
    return high(x) & 0x7FFFFFFF <= 0x3FE921FB


def sin(x: float) -> float:
    """Math.sin."""
    if not math.isfinite(x):
        return math.nan
    if _is_small(x):
        return _sin_alone(x)
    n, y, rest = reduce(x)
    result = _cos(y, rest) if n & 1 else _sin(y, rest)
    return -result if n & 2 else result


def cos(x: float) -> float:
    """Math.cos."""
    if not math.isfinite(x):
        return math.nan
    if _is_small(x):
        return _cos(x, 0.0)
    n, y, rest = reduce(x)
    result = _sin(y, rest) if n & 1 else _cos(y, rest)
    return -result if (n + 1) & 2 else result


def tan(x: float) -> float:
    """Math.tan."""
    if not math.isfinite(x):
        return math.nan
    if _is_small(x):
        return _tan(x, 0.0, 1)
    n, y, rest = reduce(x)
    return _tan(y, rest, 1 - ((n & 1) << 1))
