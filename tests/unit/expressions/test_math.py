"""Math with the digits of V8; the expected values are what Node 20 prints."""

from __future__ import annotations

import struct

import pytest

from newel.expressions import evaluate

CASES: list[tuple[str, float]] = [
    ("Math.acos(0.3)", 1.2661036727794992),
    ("Math.acos(-0.7)", 2.34619382340565),
    ("Math.acos(0.9)", 0.45102681179626236),
    ("Math.acosh(1.5)", 0.9624236501192069),
    ("Math.acosh(30)", 4.0940666686320855),
    ("Math.acosh(10000000000)", 23.7189981105004),
    ("Math.asin(0.3)", 0.3046926540153975),
    ("Math.asin(0.7)", 0.775397496610753),
    ("Math.asin(-0.99)", -1.4292568534704693),
    ("Math.asinh(0.3)", 0.29567304756342244),
    ("Math.asinh(5)", 2.3124383412727525),
    ("Math.asinh(-10000000000)", -23.7189981105004),
    ("Math.atan(0.3)", 0.2914567944778671),
    ("Math.atan(0.6)", 0.5404195002705842),
    ("Math.atan(1)", 0.7853981633974483),
    ("Math.atan(2)", 1.1071487177940904),
    ("Math.atan(1000)", 1.5697963271282298),
    ("Math.atanh(0.3)", 0.30951960420311175),
    ("Math.atanh(-0.7)", -0.8673005276940531),
    ("Math.cbrt(2)", 1.2599210498948732),
    ("Math.cbrt(-1e-310)", -4.641588833612774e-104),
    ("Math.cbrt(1e+300)", 1e100),
    ("Math.cos(1)", 0.5403023058681398),
    ("Math.cos(2)", -0.4161468365471424),
    ("Math.cos(100)", 0.8623188722876839),
    ("Math.cos(1e+22)", 0.523214785395139),
    ("Math.cosh(0.1)", 1.0050041680558035),
    ("Math.cosh(3)", 10.067661995777765),
    ("Math.cosh(300)", 9.712131976206279e129),
    ("Math.cosh(710)", 1.1169973830808557e308),
    ("Math.exp(1)", 2.718281828459045),
    ("Math.exp(-2.5)", 0.0820849986238988),
    ("Math.exp(700)", 1.0142320547350045e304),
    ("Math.exp(-740)", 4.2e-322),
    ("Math.expm1(0.00001)", 0.000010000050000166668),
    ("Math.expm1(0.5)", 0.6487212707001282),
    ("Math.expm1(-3)", -0.950212931632136),
    ("Math.expm1(40)", 235385266837019970),
    ("Math.log(2)", 0.6931471805599453),
    ("Math.log(0.7)", -0.35667494393873245),
    ("Math.log(1e-310)", -713.8013788281542),
    ("Math.log10(2)", 0.3010299956639812),
    ("Math.log10(1000)", 3),
    ("Math.log10(1e-7)", -7),
    ("Math.log1p(0.00001)", 0.000009999950000333332),
    ("Math.log1p(0.5)", 0.4054651081081644),
    ("Math.log1p(10000000000)", 23.025850930040455),
    ("Math.log2(3)", 1.584962500721156),
    ("Math.log2(0.7)", -0.5145731728297583),
    ("Math.log2(8)", 3),
    ("Math.sin(1)", 0.8414709848078965),
    ("Math.sin(2)", 0.9092974268256817),
    ("Math.sin(100)", -0.5063656411097588),
    ("Math.sin(1e+22)", -0.8522008497671888),
    ("Math.sinh(0.1)", 0.10016675001984403),
    ("Math.sinh(3)", 10.017874927409903),
    ("Math.sinh(300)", 9.712131976206279e129),
    ("Math.sinh(-710)", -1.1169973830808557e308),
    ("Math.tan(0.1)", 0.10033467208545055),
    ("Math.tan(1)", 1.5574077246549023),
    ("Math.tan(2)", -2.185039863261519),
    ("Math.tan(1e+22)", -1.628778225606899),
    ("Math.tanh(0.1)", 0.09966799462495582),
    ("Math.tanh(3)", 0.9950547536867305),
    ("Math.tanh(30)", 1),
    ("2 ** 0.3", 1.2311444133449163),
    ("10 ** -2", 0.01),
    ("1.1 ** 2", 1.2100000000000002),
    ("331 ** 0.3", 5.700965307033066),
    ("(-2) ** -3", -0.125),
    ("2 ** -1074", 5e-324),
    ("1.0000001 ** 1e9", 2.6881038582144647e43),
    ("Math.pow(0.5, 1075)", 0),
    ("Math.atan2(1, -2)", 2.677945044588987),
    ("Math.atan2(-3, 4)", -0.6435011087932844),
    ("Math.hypot(1, 2, 3.3)", 3.9862262855989496),
]


@pytest.mark.parametrize(("source", "value"), CASES, ids=[source for source, _ in CASES])
def test_the_last_digit(source: str, value: float) -> None:
    assert struct.pack("d", float(str(evaluate(source, {})))) == struct.pack("d", value)


@pytest.mark.parametrize(
    "source",
    [
        "Math.acos(2)", "Math.log(-1)", "Math.sin(Infinity)", "Math.atanh(1.1)", "Math.acosh(0.5)", "(-8) ** (1 / 3)",
        "Math.exp()", "Math.atan2(1)", "1 ** Infinity", "Math.log1p(-2)",
    ],
)  # fmt: skip
def test_not_a_number(source: str) -> None:
    assert evaluate(f"Number.isNaN({source})", {}) is True


@pytest.mark.parametrize(
    "source",
    ["Math.sin(-0)", "Math.cbrt(-0)", "Math.asinh(-0)", "Math.expm1(-0)", "Math.atan2(-0, 1)", "(-0) ** 3"],
)
def test_the_sign_of_zero_is_kept(source: str) -> None:
    assert evaluate(f"Object.is({source}, -0)", {}) is True
