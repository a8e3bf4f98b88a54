"""`**` and Math.pow with V8's digits: the special cases here, the rest in fdlibm/powers.py."""

from __future__ import annotations

import math


def power(base: float, exponent: float) -> float:
    """`base ** exponent` (ECMA-262, "Number::exponentiate")."""
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return math.nan
    if exponent == 0:
        return 1.0
    if exponent == 1:
        return base
    if base == 0 or base - base != 0 or math.isinf(exponent):
        return _limit(base, exponent)
    if base < 0 and not exponent.is_integer():
        return math.nan
    from .fdlibm.powers import pow_finite  # only for expressions with powers

    return pow_finite(base, exponent)


def _limit(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except ValueError:  # 0 ** -1, which is an infinity
        odd = exponent.is_integer() and math.fmod(exponent, 2) != 0
        return math.copysign(math.inf, base) if odd else math.inf
