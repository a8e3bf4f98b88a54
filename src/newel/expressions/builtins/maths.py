"""Math: what can be computed to the last digit as V8 does it.

The transcendental functions answer where their result is exact and are refused elsewhere: the C library's last
digit differs from V8's in up to half of all cases.
"""

from __future__ import annotations

import math
import os
from struct import pack, unpack

from ..coerce import to_number
from ..errors import UnsupportedSyntax
from ..numbers import to_int32, to_uint32
from ..power import cube_root, power
from ..tables import Table
from ..values import UNDEFINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..limits import Meter
    from ..values import Args, Body, Value

_math = Table("Math", None, "f16round sumPrecise")


def _numeric(compute: Callable[[float], float]) -> Body:
    def body(meter: Meter, _this: Value, args: Args) -> Value:
        return compute(to_number(meter, args[0])) if args else compute(math.nan)

    return body


def _whole(rounding: Callable[[float], int]) -> Callable[[float], float]:
    def compute(number: float) -> float:
        if number - number != 0:
            return number
        return math.copysign(float(rounding(number)), number)

    return compute


def _round(number: float) -> float:
    if number - number != 0 or abs(number) >= 2**52:
        return number
    floor = math.floor(number)
    return math.copysign(float(floor + (number - floor >= 0.5)), number)


def _sign(number: float) -> float:
    return math.copysign(1.0, number) if number else number


def _square_root(number: float) -> float:
    return math.sqrt(number) if number >= 0 else math.nan


def _single(number: float) -> float:
    try:
        return float(unpack("<f", pack("<f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)


def _leading_zeros(number: float) -> float:
    return float(32 - to_uint32(number).bit_length())


_EXACT: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "cbrt": cube_root,
    "ceil": _whole(math.ceil),
    "clz32": _leading_zeros,
    "floor": _whole(math.floor),
    "fround": _single,
    "round": _round,
    "sign": lambda number: number if math.isnan(number) else _sign(number),
    "sqrt": _square_root,
    "trunc": _whole(math.trunc),
}

_ZERO = {0.0: 0.0}
_NAN_OUTSIDE_ONE = (-1.0, 1.0)
_CERTAIN: dict[str, tuple[dict[float, float], tuple[float, float]]] = {
    "acos": ({1.0: 0.0}, _NAN_OUTSIDE_ONE),
    "acosh": ({1.0: 0.0, math.inf: math.inf}, (1.0, math.inf)),
    "asin": (_ZERO, _NAN_OUTSIDE_ONE),
    "asinh": ({0.0: 0.0, math.inf: math.inf, -math.inf: -math.inf}, (-math.inf, math.inf)),
    "atan": (_ZERO, (-math.inf, math.inf)),
    "atanh": ({0.0: 0.0, 1.0: math.inf, -1.0: -math.inf}, _NAN_OUTSIDE_ONE),
    "cos": ({0.0: 1.0, math.inf: math.nan, -math.inf: math.nan}, (-math.inf, math.inf)),
    "cosh": ({0.0: 1.0, math.inf: math.inf, -math.inf: math.inf}, (-math.inf, math.inf)),
    "exp": ({0.0: 1.0, math.inf: math.inf, -math.inf: 0.0}, (-math.inf, math.inf)),
    "expm1": ({0.0: 0.0, math.inf: math.inf, -math.inf: -1.0}, (-math.inf, math.inf)),
    "log": ({0.0: -math.inf, 1.0: 0.0, math.inf: math.inf}, (0.0, math.inf)),
    "log10": ({0.0: -math.inf, 1.0: 0.0, math.inf: math.inf}, (0.0, math.inf)),
    "log1p": ({0.0: 0.0, -1.0: -math.inf, math.inf: math.inf}, (-1.0, math.inf)),
    "log2": ({0.0: -math.inf, 1.0: 0.0, math.inf: math.inf}, (0.0, math.inf)),
    "sin": ({0.0: 0.0, math.inf: math.nan, -math.inf: math.nan}, (-math.inf, math.inf)),
    "sinh": ({0.0: 0.0, math.inf: math.inf, -math.inf: -math.inf}, (-math.inf, math.inf)),
    "tan": ({0.0: 0.0, math.inf: math.nan, -math.inf: math.nan}, (-math.inf, math.inf)),
    "tanh": ({0.0: 0.0, math.inf: 1.0, -math.inf: -1.0}, (-math.inf, math.inf)),
}
"""For each transcendental function the answers that are certain, and outside of which range it is NaN."""


def _transcendental(name: str) -> Callable[[float], float]:
    known, (lowest, highest) = _CERTAIN[name]

    def compute(number: float) -> float:
        if not lowest <= number <= highest:
            return math.nan
        if number not in known:
            raise UnsupportedSyntax(f"`Math.{name}` of this number")
        answer = known[number]
        return math.copysign(0.0, number) if number == 0 and answer == 0 else answer

    return compute


for _name, _compute in _EXACT.items():
    _math.add(_name)(_numeric(_compute))
for _name in _CERTAIN:
    _math.add(_name)(_numeric(_transcendental(_name)))


def _extreme(start: float, better: Callable[[float, float], bool]) -> Body:
    def body(meter: Meter, _this: Value, args: Args) -> Value:
        meter.spend(len(args) >> 2)
        numbers = [to_number(meter, value) for value in args]
        best = start
        for number in numbers:
            if math.isnan(number):
                return math.nan
            if better(number, best) or (number == best == 0 and better(_direction(number), _direction(best))):
                best = number
        return best

    return body


def _direction(number: float) -> float:
    return math.copysign(1.0, number)


_math.add("max")(_extreme(-math.inf, lambda left, right: left > right))
_math.add("min")(_extreme(math.inf, lambda left, right: left < right))


@_math.add("pow")
def _pow(meter: Meter, _this: Value, args: Args) -> Value:
    base, exponent = [*args, UNDEFINED, UNDEFINED][:2]
    number = to_number(meter, base)
    return power(number, to_number(meter, exponent))


@_math.add("atan2")
def _atan2(meter: Meter, _this: Value, args: Args) -> Value:
    first, second = [*args, UNDEFINED, UNDEFINED][:2]
    height = to_number(meter, first)
    width = to_number(meter, second)
    if math.isnan(height) or math.isnan(width):
        return math.nan
    if height == 0 and math.copysign(1.0, width) > 0:
        return height
    raise UnsupportedSyntax("`Math.atan2` of these numbers")


@_math.add("imul")
def _imul(meter: Meter, _this: Value, args: Args) -> Value:
    first, second = [*args, UNDEFINED, UNDEFINED][:2]
    bits = to_int32(to_number(meter, first))
    product = bits * to_int32(to_number(meter, second)) & 0xFFFFFFFF
    return float(product - 0x100000000 if product >= 0x80000000 else product)


@_math.add("hypot")
def _hypot(meter: Meter, _this: Value, args: Args) -> Value:
    """Compute as V8 does (math.tq): scaled by the largest, the sum compensated after Kahan."""
    meter.spend(len(args) >> 1)
    sizes = [abs(to_number(meter, value)) for value in args]
    if math.inf in sizes:
        return math.inf
    if any(map(math.isnan, sizes)):
        return math.nan
    largest = max(sizes, default=0.0)
    if largest == 0:
        return 0.0
    total = compensation = 0.0
    for size in sizes:
        part = (size / largest) * (size / largest) - compensation
        before, total = total, total + part
        compensation = (total - before) - part
    return math.sqrt(total) * largest


@_math.add("random")
def _random(_meter: Meter, _this: Value, _args: Args) -> Value:
    return (int.from_bytes(os.urandom(7), "big") >> 3) / 2**53


MATH = _math.namespace(
    E=math.e,
    LN10=2.302585092994046,
    LN2=0.6931471805599453,
    LOG10E=0.4342944819032518,
    LOG2E=1.4426950408889634,
    PI=math.pi,
    SQRT1_2=0.7071067811865476,
    SQRT2=1.4142135623730951,
)
