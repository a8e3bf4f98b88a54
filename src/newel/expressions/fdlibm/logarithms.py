"""log, log1p, log2 and log10 (fdlibm: e_log.c, s_log1p.c; FreeBSD: e_log2.c; V8: log10)."""

from __future__ import annotations

import math

from .bits import clear_low, high, polynomial, with_high
from .exponentials import LN2_HIGH, LN2_LOW

_TWO54 = 1.80143985094819840000e16
_LG1, _LG2, _LG3 = 6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01
_LG4, _LG5, _LG6, _LG7 = (
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)
_LP = (_LG7, _LG6, _LG5, _LG4, _LG3, _LG2, _LG1)
_INVERSE_LN2_HIGH, _INVERSE_LN2_LOW = 1.44269504072144627571e00, 1.67517131648865118353e-10
_INVERSE_LN10 = 4.34294481903251816668e-01
_LOG10_2_HIGH, _LOG10_2_LOW = 3.01029995663611771306e-01, 3.69423907715893078616e-13


def _outside(x: float) -> float | None:
    """Give the logarithm where it is no finite number."""
    if x == 0:
        return -math.inf
    if x < 0:
        return math.nan
    return None if math.isfinite(x) else x


def _normal(x: float) -> tuple[float, int]:
    """Scale a subnormal number up; give it and its exponent's correction."""
    return (x * _TWO54, -54) if high(x) < 0x00100000 else (x, 0)


def _split(x: float) -> tuple[int, float, int]:
    """Write x as 2**exponent * (1 + f) with 1 + f near 1; give exponent, f and the high bits of x's fraction."""
    x, exponent = _normal(x)
    word = high(x)
    exponent += (word >> 20) - 1023
    word &= 0x000FFFFF
    carry = (word + 0x95F64) & 0x100000
    return exponent + (carry >> 20), with_high(x, word | (carry ^ 0x3FF00000)) - 1.0, word


def _rest(s: float) -> float:
    z = s * s
    w = z * z
    odd = w * (_LG2 + w * (_LG4 + w * _LG6))
    return z * (_LG1 + w * (_LG3 + w * (_LG5 + w * _LG7))) + odd


def log(x: float) -> float:
    """Math.log."""
    outside = _outside(x)
    if outside is not None:
        return outside
    power, f, word = _split(x)
    k = float(power)
    if (0x000FFFFF & (2 + word)) < 3:
        if f == 0:
            return k * LN2_HIGH + k * LN2_LOW if power else 0.0
        rest = f * f * (0.5 - 0.33333333333333333 * f)
        return k * LN2_HIGH - ((rest - k * LN2_LOW) - f) if power else f - rest
    s = f / (2.0 + f)
    rest = _rest(s)
    if ((word - 0x6147A) | (0x6B851 - word)) > 0:
        half = 0.5 * f * f
        if not power:
            return f - (half - s * (half + rest))
        return k * LN2_HIGH - ((half - (s * (half + rest) + k * LN2_LOW)) - f)
    return k * LN2_HIGH - ((s * (f - rest) - k * LN2_LOW) - f) if power else f - s * (f - rest)


def log1p(x: float) -> float:
    """Math.log1p."""
    if x <= -1.0:
        return -math.inf if x == -1.0 else math.nan
    if not math.isfinite(x):
        return x
    word = high(x)
    size = word & 0x7FFFFFFF
    if size < 0x3E200000:
        return x if size < 0x3C900000 else x - x * x * 0.5
    if word < 0x3FDA827A and (word > 0 or word <= 0xBFD2BEC4 - 0x100000000):
        power, f, fraction, correction = 0, x, 1, 0.0
    else:
        power, f, fraction, correction = _split_one_more(x, word)
    half = 0.5 * f * f
    if fraction == 0:
        if f == 0:
            return power * LN2_HIGH + (correction + power * LN2_LOW) if power else 0.0
        rest = half * (1.0 - 0.66666666666666666 * f)
        return power * LN2_HIGH - ((rest - (power * LN2_LOW + correction)) - f) if power else f - rest
    s = f / (2.0 + f)
    z = s * s
    rest = z * polynomial(z, _LP)
    if not power:
        return f - (half - s * (half + rest))
    return power * LN2_HIGH - ((half - (s * (half + rest) + (power * LN2_LOW + correction))) - f)


def _split_one_more(x: float, word: int) -> tuple[int, float, int, float]:
    """Split 1 + x like `_split`; the last part corrects for what the sum lost."""
    correction = 0.0
    u = x
    if word < 0x43400000:
        u = 1.0 + x
        correction = (1.0 - (u - x) if (high(u) >> 20) > 1023 else x - (u - 1.0)) / u
    fraction = high(u)
    power = (fraction >> 20) - 1023
    fraction &= 0x000FFFFF
    if fraction < 0x6A09E:
        return power, with_high(u, fraction | 0x3FF00000) - 1.0, fraction, correction
    return power + 1, with_high(u, fraction | 0x3FE00000) - 1.0, (0x00100000 - fraction) >> 2, correction


def log2(x: float) -> float:
    """Math.log2."""
    outside = _outside(x)
    if outside is not None:
        return outside
    if x == 1:
        return 0.0
    power, f, _ = _split(x)
    y = float(power)
    half = 0.5 * f * f
    s = f / (2.0 + f)
    r = s * (half + _rest(s))
    upper = clear_low(f - half)
    lower = (f - upper) - half + r
    value = upper * _INVERSE_LN2_HIGH
    rest = (lower + upper) * _INVERSE_LN2_LOW + lower * _INVERSE_LN2_HIGH
    w = y + value
    return rest + ((y - w) + value) + w


def log10(x: float) -> float:
    """Math.log10."""
    outside = _outside(x)
    if outside is not None:
        return outside
    if x == 1:
        return 0.0
    x, power = _normal(x)
    word = high(x)
    power += (word >> 20) - 1023
    negative = int(power < 0)
    y = float(power + negative)
    scaled = with_high(x, (word & 0x000FFFFF) | ((0x3FF - negative) << 20))
    return (y * _LOG10_2_LOW + _INVERSE_LN10 * log(scaled)) + y * _LOG10_2_HIGH
