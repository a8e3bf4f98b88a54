"""pow (fdlibm: e_pow.c), for `**` and Math.pow."""

from __future__ import annotations

import math

from .bits import clear_low, double, high, polynomial, with_high, words
from .exponentials import EXP_TERMS

_LOG_TERMS = (
    2.06975017800338417784e-01,
    2.30660745775561754067e-01,
    2.72728123808534006489e-01,
    3.33333329818377432918e-01,
    4.28571428578550184252e-01,
    5.99999999999994648725e-01,
)
_LN2, _LN2_HIGH, _LN2_LOW = 6.93147180559945286227e-01, 6.93147182464599609375e-01, -1.90465429995776804525e-09
_CP, _CP_HIGH, _CP_LOW = 9.61796693925975554329e-01, 9.61796700954437255859e-01, -7.02846165095275826516e-09
_INV, _INV_HIGH, _INV_LOW = 1.44269504088896338700e00, 1.44269502162933349609e00, 1.92596299112661746887e-08
_DP_HIGH, _DP_LOW = (0.0, 5.84962487220764160156e-01), (0.0, 1.35003920212974897128e-08)
_OVERFLOW_REST = 8.0085662595372944372e-17


def pow_finite(x: float, y: float) -> float:
    """Give x ** y for finite numbers, where x is not 0 or is positive, and y is an integer if x is negative."""
    if y == 2:
        return x * x
    if y == -1:
        return 1.0 / x if abs(x) >= 2.0**-1024 else math.copysign(math.inf, x)
    if y == 0.5:
        return math.sqrt(x) if x >= 0 else math.nan
    size = abs(x)
    if size == 1:
        return -1.0 if x < 0 and math.fmod(y, 2) else 1.0
    sign = -1.0 if x < 0 and math.fmod(y, 2) else 1.0
    word = high(size)
    y_size = high(y) & 0x7FFFFFFF
    if y_size > 0x41E00000:
        beyond = _beyond(word, y, y_size)
        if beyond is not None:
            return sign * beyond
        t1, t2 = _log2_near_one(size)
    else:
        t1, t2 = _log2(size)
    y1 = clear_low(y)
    lower = (y - y1) * t1 + y * t2
    upper = y1 * t1
    return _power_of_two(lower, upper, sign)


def _beyond(word: int, y: float, y_size: int) -> float | None:
    """Give the result for an exponent so large that only a base next to 1 has a finite one."""
    large, none = math.inf, 0.0
    if y_size > 0x43F00000:
        if word <= 0x3FEFFFFF:
            return large if y < 0 else none
        return large if y > 0 else none
    if word < 0x3FEFFFFF:
        return large if y < 0 else none
    if word > 0x3FF00000:
        return large if y > 0 else none
    return None


def _log2_near_one(x: float) -> tuple[float, float]:
    t = x - 1.0
    w = (t * t) * (0.5 - t * (0.3333333333333333333333 - t * 0.25))
    u = _INV_HIGH * t
    v = t * _INV_LOW - w * _INV
    t1 = clear_low(u + v)
    return t1, v - (t1 - u)


def _log2(x: float) -> tuple[float, float]:
    """Give log2(x) in two parts."""
    n = 0
    if high(x) < 0x00100000:
        x *= 9007199254740992.0
        n = -53
    word = high(x)
    n += (word >> 20) - 0x3FF
    fraction = word & 0x000FFFFF
    word = fraction | 0x3FF00000
    k = 0
    if 0x3988E < fraction < 0xBB67A:
        k = 1
    elif fraction >= 0xBB67A:
        n += 1
        word -= 0x00100000
    x = with_high(x, word)
    base = 1.5 if k else 1.0
    u = x - base
    v = 1.0 / (x + base)
    ss = u * v
    s_high = clear_low(ss)
    t_high = double(((word >> 1) | 0x20000000) + 0x00080000 + (k << 18))
    t_low = x - (t_high - base)
    s_low = v * ((u - s_high * t_high) - s_high * t_low)
    square = ss * ss
    r = square * square * polynomial(square, _LOG_TERMS)
    r += s_low * (s_high + ss)
    square = s_high * s_high
    t_high = clear_low(3.0 + square + r)
    t_low = r - ((t_high - 3.0) - square)
    u = s_high * t_high
    v = s_low * t_high + t_low * ss
    p_high = clear_low(u + v)
    p_low = v - (p_high - u)
    z_high = _CP_HIGH * p_high
    z_low = _CP_LOW * p_high + p_low * _CP + _DP_LOW[k]
    t = float(n)
    t1 = clear_low(((z_high + z_low) + _DP_HIGH[k]) + t)
    return t1, z_low - (((t1 - t) - _DP_HIGH[k]) - z_high)


def _power_of_two(lower: float, upper: float, sign: float) -> float:
    """Give sign * 2 ** (lower + upper)."""
    z = lower + upper
    word, low = words(z)
    if word >= 0x40900000:
        if word > 0x40900000 or low or lower + _OVERFLOW_REST > z - upper:
            return sign * math.inf
    elif (word & 0x7FFFFFFF) >= 0x4090CC00 and (word & 0xFFFFFFFF != 0xC090CC00 or low or lower <= z - upper):
        return sign * 0.0
    size = word & 0x7FFFFFFF
    n = 0
    if size > 0x3FE00000:
        rounded = word + (0x00100000 >> ((size >> 20) - 0x3FF + 1))
        exponent = ((rounded & 0x7FFFFFFF) >> 20) - 0x3FF
        t = double(rounded & ~(0x000FFFFF >> exponent))
        n = ((rounded & 0x000FFFFF) | 0x00100000) >> (20 - exponent)
        n = -n if word < 0 else n
        upper -= t
    t = clear_low(lower + upper)
    u = t * _LN2_HIGH
    v = (lower - (t - upper)) * _LN2 + t * _LN2_LOW
    z = u + v
    w = v - (z - u)
    t = z * z
    t1 = z - t * polynomial(t, EXP_TERMS)
    r = (z * t1) / ((t1 - 2.0) - (w + z * w))  # so grouped in V8, other than in fdlibm
    z = 1.0 - (r - z)
    word = high(z) + (n << 20)
    return sign * (math.ldexp(z, n) if (word >> 20) <= 0 else with_high(z, word))
