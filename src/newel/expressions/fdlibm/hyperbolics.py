"""cosh, sinh, tanh and their inverses (fdlibm: e_cosh.c and its siblings, as V8 has them)."""

from __future__ import annotations

import math

from .bits import high
from .exponentials import exp, expm1
from .logarithms import log, log1p

_OVERFLOW = 710.4758600739439
_LN2 = 6.93147180559945286227e-01
_LOG_MAX = 709.7822265625


def cosh(x: float) -> float:
    """Math.cosh."""
    size = high(x) & 0x7FFFFFFF
    x = abs(x)
    if not math.isfinite(x):
        return x
    if size < 0x3FD62E43:
        t = expm1(x)
        w = 1.0 + t
        return w if size < 0x3C800000 else 1.0 + (t * t) / (w + w)
    if size < 0x40360000:
        t = exp(x)
        return 0.5 * t + 0.5 / t
    if size < 0x40862E42:
        return 0.5 * exp(x)
    if x <= _OVERFLOW:
        w = exp(0.5 * x)
        return (0.5 * w) * w
    return math.inf


def sinh(x: float) -> float:
    """Math.sinh."""
    size = abs(x)
    half = -0.5 if x < 0 else 0.5
    if size < 22:
        if size < 2.0**-28:
            return x
        t = expm1(size)
        return half * (2.0 * t - t * t / (t + 1.0)) if size < 1 else half * (t + t / (t + 1.0))
    if size < _LOG_MAX:
        return half * exp(size)
    if size <= _OVERFLOW:
        w = exp(0.5 * size)
        return (half * w) * w
    return x * 1.0e307


def tanh(x: float) -> float:
    """Math.tanh."""
    size = abs(x)
    if math.isnan(x) or size < 2.0**-28:
        return x
    if size >= 22:
        result = 1.0
    elif size >= 1:
        result = 1.0 - 2.0 / (expm1(2.0 * size) + 2.0)
    else:
        t = expm1(-2.0 * size)
        result = -t / (t + 2.0)
    return result if x > 0 else -result


def acosh(x: float) -> float:
    """Math.acosh."""
    if not x >= 1:
        return math.nan
    if x == 1:
        return 0.0
    word = high(x)
    if word >= 0x41B00000:
        return x if math.isinf(x) else log(x) + _LN2
    if word > 0x40000000:
        return log(2.0 * x - 1.0 / (x + math.sqrt(x * x - 1.0)))
    t = x - 1.0
    return log1p(t + math.sqrt(2.0 * t + t * t))


def asinh(x: float) -> float:
    """Math.asinh."""
    word = high(x)
    size = word & 0x7FFFFFFF
    if size >= 0x7FF00000 or size < 0x3E300000:
        return x
    t = abs(x)
    if size > 0x41B00000:
        result = log(t) + _LN2
    elif size > 0x40000000:
        result = log(2.0 * t + 1.0 / (math.sqrt(x * x + 1.0) + t))
    else:
        square = x * x
        result = log1p(t + square / (1.0 + math.sqrt(1.0 + square)))
    return result if word > 0 else -result


def atanh(x: float) -> float:
    """Math.atanh."""
    size = abs(x)
    if not size <= 1:
        return math.nan
    if size == 1:
        return math.copysign(math.inf, x)
    if size < 2.0**-28:
        return x
    t = size + size
    result = 0.5 * log1p(t + t * size / (1.0 - size) if size < 0.5 else t / (1.0 - size))
    return result if x > 0 else -result
