"""Math, with V8's digits: the elementary functions are in fdlibm, module by module, and load on first use."""

from __future__ import annotations

import math
import os
from struct import pack, unpack

from ..coerce import to_number
from ..numbers import to_int32, to_uint32
from ..power import power
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
    "ceil": _whole(math.ceil),
    "clz32": _leading_zeros,
    "floor": _whole(math.floor),
    "fround": _single,
    "round": _round,
    "sign": lambda number: number if math.isnan(number) else _sign(number),
    "sqrt": _square_root,
    "trunc": _whole(math.trunc),
}

_TRANSCENDENTAL_WORK = 20


def _arcs() -> dict[str, Callable[[float], float]]:
    from ..fdlibm.arcs import acos, asin, atan

    return {"acos": acos, "asin": asin, "atan": atan}


def _exponentials() -> dict[str, Callable[[float], float]]:
    from ..fdlibm.exponentials import exp, expm1

    return {"exp": exp, "expm1": expm1}


def _hyperbolics() -> dict[str, Callable[[float], float]]:
    from ..fdlibm.hyperbolics import acosh, asinh, atanh, cosh, sinh, tanh

    return {"acosh": acosh, "asinh": asinh, "atanh": atanh, "cosh": cosh, "sinh": sinh, "tanh": tanh}


def _logarithms() -> dict[str, Callable[[float], float]]:
    from ..fdlibm.logarithms import log, log1p, log2, log10

    return {"log": log, "log10": log10, "log1p": log1p, "log2": log2}


def _roots() -> dict[str, Callable[[float], float]]:
    from ..fdlibm.roots import cbrt

    return {"cbrt": cbrt}


def _trigonometry() -> dict[str, Callable[[float], float]]:
    from ..fdlibm.trigonometry import cos, sin, tan

    return {"cos": cos, "sin": sin, "tan": tan}


_FAMILIES: dict[str, Callable[[], dict[str, Callable[[float], float]]]] = {
    "acos asin atan": _arcs,
    "exp expm1": _exponentials,
    "acosh asinh atanh cosh sinh tanh": _hyperbolics,
    "log log10 log1p log2": _logarithms,
    "cbrt": _roots,
    "cos sin tan": _trigonometry,
}
"""Which functions come from where; the modules of fdlibm load on first use."""


def _elementary(load: Callable[[], dict[str, Callable[[float], float]]], name: str) -> Body:
    def body(meter: Meter, _this: Value, args: Args) -> Value:
        meter.spend(_TRANSCENDENTAL_WORK)
        number = to_number(meter, args[0] if args else UNDEFINED)
        return load()[name](number)

    return body


for _name, _compute in _EXACT.items():
    _math.add(_name)(_numeric(_compute))
for _names, _load in _FAMILIES.items():
    for _name in _names.split():
        _math.add(_name)(_elementary(_load, _name))


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
    meter.spend(_TRANSCENDENTAL_WORK)
    from ..fdlibm.arcs import atan2  # loads on first use

    return atan2(height, width)


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
