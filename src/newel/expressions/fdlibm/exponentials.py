"""exp and expm1 (fdlibm: e_exp.c, s_expm1.c)."""

from __future__ import annotations

import math

from .bits import double, high, polynomial

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
_INVERSE_LN2 = 1.44269504088896338700e00
_OVERFLOW = 7.09782712893383973096e02
_UNDERFLOW = -7.45133219101941108420e02
_TWO_1023 = 8.988465674311579539e307
_TWO_M1000 = 9.33263618503218878990e-302
EXP_TERMS = (
    4.13813679705723846039e-08,
    -1.65339022054652515390e-06,
    6.61375632143793436117e-05,
    -2.77777777770155933842e-03,
    1.66666666666666019037e-01,
)
_EXPM1_TERMS = (
    -2.01099218183624371326e-07,
    4.00821782732936239552e-06,
    -7.93650757867487942473e-05,
    1.58730158725481460165e-03,
    -3.33333333333331316428e-02,
    1.0,
)


def exp(x: float) -> float:
    """Math.exp."""
    if math.isnan(x):
        return x
    if x > _OVERFLOW:
        return math.inf
    if x < _UNDERFLOW:
        return 0.0
    if x == 1.0:
        return math.e  # V8 makes this exception, as the computation would miss the last bit
    size = high(x) & 0x7FFFFFFF
    if size < 0x3E300000:
        return 1.0 + x
    power = 0
    high_part = low_part = 0.0
    if size > 0x3FD62E42:
        power, high_part, low_part = _reduce(x, size)
        x = high_part - low_part
    square = x * x
    term = x - square * polynomial(square, EXP_TERMS)
    if power == 0:
        return 1.0 - ((x * term) / (term - 2.0) - x)
    result = 1.0 - ((low_part - (x * term) / (2.0 - term)) - high_part)
    if power == 1024:
        return result * 2.0 * _TWO_1023
    if power >= -1021:
        return result * double(0x3FF00000 + (power << 20))
    return result * double(0x3FF00000 + ((power + 1000) << 20)) * _TWO_M1000


def _reduce(x: float, size: int) -> tuple[int, float, float]:
    """Write x as power * ln2 + high - low."""
    if size < 0x3FF0A2B2:
        return (1, x - LN2_HIGH, LN2_LOW) if x > 0 else (-1, x + LN2_HIGH, -LN2_LOW)
    power = int(_INVERSE_LN2 * x + (0.5 if x > 0 else -0.5))
    return power, x - power * LN2_HIGH, power * LN2_LOW


def expm1(x: float) -> float:
    """Math.expm1."""
    size = high(x) & 0x7FFFFFFF
    if math.isnan(x) or size < 0x3C900000:
        return x
    if x > _OVERFLOW:
        return math.inf
    if size >= 0x4043687A and x < 0:
        return -1.0
    power = 0
    correction = 0.0
    if size > 0x3FD62E42:
        power, high_part, low_part = _reduce(x, size)
        x = high_part - low_part
        correction = (high_part - x) - low_part
    half = 0.5 * x
    half_square = x * half
    ratio = polynomial(half_square, _EXPM1_TERMS)
    term = 3.0 - ratio * half
    error = half_square * ((ratio - term) / (6.0 - x * term))
    if power == 0:
        return x - (x * error - half_square)
    error = (x * (error - correction) - correction) - half_square
    return _scaled(x, error, power)


def _scaled(x: float, error: float, power: int) -> float:
    if power == -1:
        return 0.5 * (x - error) - 0.5
    if power == 1:
        return -2.0 * (error - (x + 0.5)) if x < -0.25 else 1.0 + 2.0 * (x - error)
    if power <= -2 or power > 56:
        result = 1.0 - (error - x)
        scaled = result * 2.0 * 8.98846567431158e307 if power == 1024 else result * double(0x3FF00000 + (power << 20))
        return scaled - 1.0
    scale = double(0x3FF00000 + (power << 20))
    if power < 20:
        return (double(0x3FF00000 - (0x200000 >> power)) - (error - x)) * scale
    return ((x - (error + double((0x3FF - power) << 20))) + 1.0) * scale
