"""asin, acos, atan and atan2 (fdlibm: e_asin.c, e_acos.c, s_atan.c, e_atan2.c)."""

from __future__ import annotations

import math

from .bits import clear_low, high, polynomial

_HALF_PI, _HALF_PI_LOW = 1.57079632679489655800e00, 6.12323399573676603587e-17
_QUARTER_PI = 7.85398163397448278999e-01
_PI, _PI_LOW = 3.14159265358979311600e00, 1.2246467991473531772e-16
_P = (
    3.47933107596021167570e-05,
    7.91534994289814532176e-04,
    -4.00555345006794114027e-02,
    2.01212532134862925881e-01,
    -3.25565818622400915405e-01,
    1.66666666666666657415e-01,
)
_Q = (
    7.70381505559019352791e-02,
    -6.88283971605453293030e-01,
    2.02094576023350569471e00,
    -2.40339491173441421878e00,
    1.0,
)
_ARCS = (
    (4.63647609000806093515e-01, 2.26987774529616870924e-17),
    (7.85398163397448278999e-01, 3.06161699786838301793e-17),
    (9.82793723247329054082e-01, 1.39033110312309984516e-17),
    (1.57079632679489655800e00, 6.12323399573676603587e-17),
)
"""The arcs of 0.5, 1, 1.5 and infinity, and what these doubles lack."""
_EVEN = (
    1.62858201153657823623e-02,
    4.97687799461593236017e-02,
    6.66107313738753120669e-02,
    9.09088713343650656196e-02,
    1.42857142725034663711e-01,
    3.33333333333329318027e-01,
)
_ODD = (
    -3.65315727442169155270e-02,
    -5.83357013379057348645e-02,
    -7.69187620504482999495e-02,
    -1.11111104054623557880e-01,
    -1.99999999998764832476e-01,
)


def _ratio(z: float) -> float:
    return z * polynomial(z, _P) / polynomial(z, _Q)


def acos(x: float) -> float:
    """Math.acos."""
    size = abs(x)
    if not size <= 1:
        return math.nan
    if size == 1:
        return 0.0 if x > 0 else _PI + 2.0 * _HALF_PI_LOW
    if size < 0.5:
        if high(x) & 0x7FFFFFFF <= 0x3C600000:
            return _HALF_PI + _HALF_PI_LOW
        return _HALF_PI - (x - (_HALF_PI_LOW - x * _ratio(x * x)))
    z = (1.0 - size) * 0.5
    s = math.sqrt(z)
    if x < 0:
        return _PI - 2.0 * (s + (_ratio(z) * s - _HALF_PI_LOW))
    upper = clear_low(s)
    correction = (z - upper * upper) / (s + upper)
    return 2.0 * (upper + (_ratio(z) * s + correction))


def asin(x: float) -> float:
    """Math.asin."""
    size = abs(x)
    if not size <= 1:
        return math.nan
    if size == 1:
        return x * _HALF_PI + x * _HALF_PI_LOW
    if size < 0.5:
        return x if size < 2.0**-27 else x + x * _ratio(x * x)
    t = (1.0 - size) * 0.5
    s = math.sqrt(t)
    ratio = _ratio(t)
    if high(size) >= 0x3FEF3333:
        result = _HALF_PI - (2.0 * (s + s * ratio) - _HALF_PI_LOW)
    else:
        w = clear_low(s)
        correction = (t - w * w) / (s + w)
        p = 2.0 * s * ratio - (_HALF_PI_LOW - 2.0 * correction)
        result = _QUARTER_PI - (p - (_QUARTER_PI - 2.0 * w))
    return result if x > 0 else -result


def atan(x: float) -> float:
    """Math.atan."""
    word = high(x)
    size = word & 0x7FFFFFFF
    if math.isnan(x) or size < 0x3E400000:
        return x
    if size >= 0x44100000:
        return math.copysign(_HALF_PI + _HALF_PI_LOW, x)
    if size < 0x3FDC0000:
        return x - x * _series(x)
    x = abs(x)
    if size < 0x3FE60000:
        place, x = 0, (2.0 * x - 1.0) / (2.0 + x)
    elif size < 0x3FF30000:
        place, x = 1, (x - 1.0) / (x + 1.0)
    elif size < 0x40038000:
        place, x = 2, (x - 1.5) / (1.0 + 1.5 * x)
    else:
        place, x = 3, -1.0 / x
    arc, rest = _ARCS[place]
    result = arc - ((x * _series(x) - rest) - x)
    return result if word > 0 else -result


def _series(x: float) -> float:
    z = x * x
    w = z * z
    return z * polynomial(w, _EVEN) + w * polynomial(w, _ODD)


def atan2(y: float, x: float) -> float:
    """Math.atan2."""
    if math.isnan(x) or math.isnan(y):
        return math.nan
    if x == 1:
        return atan(y)
    if y == 0:
        return y if math.copysign(1.0, x) > 0 else math.copysign(_PI, y)
    if x == 0:
        return math.copysign(_HALF_PI, y)
    if math.isinf(x):
        size = _QUARTER_PI * (1.0 if x > 0 else 3.0) if math.isinf(y) else (0.0 if x > 0 else _PI)
        return math.copysign(size, y)
    if math.isinf(y):
        return math.copysign(_HALF_PI, y)
    ratio = ((high(y) & 0x7FFFFFFF) - (high(x) & 0x7FFFFFFF)) >> 20
    if ratio > 60:
        return math.copysign(_HALF_PI + 0.5 * _PI_LOW, y)
    z = 0.0 if x < 0 and ratio < -60 else atan(abs(y / x))
    if x > 0:
        return z if y > 0 else -z
    return _PI - (z - _PI_LOW) if y > 0 else (z - _PI_LOW) - _PI
