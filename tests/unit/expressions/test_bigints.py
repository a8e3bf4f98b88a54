"""BigInts: exact, apart from numbers, and bounded."""

from __future__ import annotations

from typing import Any

import pytest

from newel.expressions import (
    ExpressionError,
    ExpressionRangeError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    LimitExceeded,
    evaluate,
)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("`${10n} ${0xffn} ${0b11n} ${0o17n} ${1_000n} ${0xEn}`", "10 255 3 15 1000 14"),
        ("String(2n ** 100n)", "1267650600228229401496703205376"),
        ("String(-7n / 2n) + -7n % 2n", "-3-1"),
        ("`${1n + 2n} ${1n - 2n} ${3n * 4n} ${-5n >> 1n} ${1n << 70n} ${~5n} ${5n & -2n} ${5n | 2n} ${5n ^ 1n}`",
         "3 -1 12 -3 1180591620717411303424 -6 4 7 4"),
        ("1n + 'a'", "1a"),
        ("[1n == 1, 1n === 1, 1n == '1', 1n === 1n, 2n > 1, 1n < 1.5, 1n < 'x', 0n == '', 1n == true]",
         [True, False, True, True, True, True, False, True, True]),
        ("9007199254740993n > 9007199254740992", True),
        ("typeof 1n", "bigint"),
        ("[-5n, 2n ** 53n]", [-5, 9007199254740992]),
        ("0n ? 1 : 2", 2),
        ("Number(2n ** 64n) === 2 ** 64", True),
        ("BigInt(2 ** 53) + BigInt('0x10') + BigInt(true) + ''", "9007199254741009"),
        ("255n.toString(16) + (-255n).toString(2)", "ff-11111111"),
        ("`${BigInt.asIntN(8, 255n)} ${BigInt.asUintN(8, -1n)} ${BigInt.asIntN(0, 5n)} ${BigInt.asIntN(3, -5n)}`",
         "-1 255 0 3"),
        ("[3n, 1n, 2n].includes(2n)", True),
        ("[new Set([1n, 1n, 1]).size, new Map([[1n, 2]]).get(1n)]", [2, 2]),
        ("let a = 1n; a++; a += 2n; String(--a)", "3"),
        ("(10n ** 5000n).toString().length", 5001),
    ],
)  # fmt: skip
def test_answers(source: str, value: Any) -> None:
    assert evaluate(source, {}) == value


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("2n ** 64n", ExpressionTypeError),
        ("1n + 1", ExpressionTypeError),
        ("+1n", ExpressionTypeError),
        ("1n >>> 1n", ExpressionTypeError),
        ("Math.max(1n)", ExpressionTypeError),
        ("JSON.stringify([1n])", ExpressionTypeError),
        ("BigInt(undefined)", ExpressionTypeError),
        ("BigInt(1.5)", ExpressionRangeError),
        ("BigInt('1.5')", ExpressionSyntaxError),
        ("1n / 0n", ExpressionRangeError),
        ("1n % 0n", ExpressionRangeError),
        ("2n ** -1n", ExpressionRangeError),
        ("01n", ExpressionSyntaxError),
        ("1e3n", ExpressionSyntaxError),
        ("1.5n", ExpressionSyntaxError),
        ("2n ** 100000n", LimitExceeded),
        ("2n ** (2n ** 60n)", ExpressionRangeError),
        ("1n << 1000000n", LimitExceeded),
        ("BigInt.asUintN(1000000, -1n)", LimitExceeded),
        ("BigInt('9'.repeat(100000))", LimitExceeded),
    ],
)
def test_refusals(source: str, kind: type[ExpressionError]) -> None:
    with pytest.raises(kind):
        evaluate(source, {})
