"""Powers and roots where V8's answer is certain to the last digit: where a number can hold the result exactly.

Elsewhere V8's pow and the C library's differ in the last digit for one input in twenty, and the operation is refused.
"""

from __future__ import annotations

import math

from .errors import UnsupportedSyntax

_LARGEST_EXPONENT = 1100
_LARGEST_ODD_EXPONENT = 34  # 3 ** 34 has more than 53 bits


def power(base: float, exponent: float) -> float:
    """`base ** exponent` (ECMA-262, "Number::exponentiate").

    Raises
    ------
    UnsupportedSyntax
        The result has more digits than a number holds, so that its last one is uncertain.
    """
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
    magnitude = math.log2(abs(base)) * exponent
    if not -1080 < magnitude < 1025:
        return _beyond(base, exponent, math.inf if magnitude > 0 else 0.0)
    exact = _root(base) if exponent == 0.5 else _exact_power(base, exponent)
    if exact is None:
        raise UnsupportedSyntax("A power that a number cannot hold exactly")
    return exact


def _beyond(base: float, exponent: float, size: float) -> float:
    return -size if base < 0 and math.fmod(exponent, 2) else size


def _limit(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except ValueError:  # 0 ** -1, which is an infinity
        odd = exponent.is_integer() and math.fmod(exponent, 2) != 0
        return math.copysign(math.inf, base) if odd else math.inf


def _root(number: float) -> float | None:
    root = math.sqrt(number)
    numerator, denominator = root.as_integer_ratio()
    return root if (numerator * numerator, denominator * denominator) == number.as_integer_ratio() else None


def _exact_power(base: float, exponent: float) -> float | None:
    """Give the power if a number can hold it exactly."""
    if not exponent.is_integer() or abs(exponent) > _LARGEST_EXPONENT:
        return None
    numerator, denominator = base.as_integer_ratio()
    odd = numerator // (numerator & -numerator)
    shift = (numerator & -numerator).bit_length() - denominator.bit_length()
    if abs(odd) != 1 and not 0 < exponent < _LARGEST_ODD_EXPONENT:
        return None
    result = odd ** int(abs(exponent))
    scale = shift * int(exponent)
    if result.bit_length() > 53 or not -1022 < scale + result.bit_length() <= 1024:
        return None
    return math.ldexp(float(result), scale)


def cube_root(number: float) -> float:
    """Math.cbrt; refused like `power`."""
    if number == 0 or number - number != 0:
        return number
    root = float(round(math.copysign(abs(number) ** (1 / 3), number)))
    if abs(root) < 2**17 and root**3 == number:
        return root
    raise UnsupportedSyntax("A cube root that is no whole number")
