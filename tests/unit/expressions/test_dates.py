"""Dates: UTC, with V8's parsing and texts."""

from __future__ import annotations

from typing import Any

import pytest

from newel.expressions import ExpressionRangeError, UnsupportedSyntax, evaluate


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-01-02", 1704153600000),
        ("2024", 1704067200000),
        ("2024-01-02 03:04", 1704164640000),
        ("2024-01-02T03:04:05.123456Z", 1704164645123),
        ("2024-01-02T03:04+05:30", 1704144840000),
        ("2024-01-02T24:00:00Z", 1704240000000),
        ("+012024-01-01", 317273587200000),
        ("Jan 2, 2024", 1704153600000),
        ("Tue, 02 Jan 2024 03:04:05 GMT", 1704164645000),
        ("Mon Jan 15 2024 10:30:00 GMT+0100 (CET)", 1705311000000),
        ("2024/01/02", 1704153600000),
        ("1/2/49", 2493158400000),
        ("1/2/50", -631065600000),
        ("1 Jan 2024 12:30 pm", 1704112200000),
        ("Jan 5", 978652800000),
        ("2024-02-30", 1709251200000),
        ("", None),
        ("abc", None),
        ("2024-13-01", None),
        ("-000000-01-01T00:00Z", None),
        ("2024-01-02T25:00", None),
        ("1 Jan 2024 13:00 pm", None),
        ("1 2 3 4", None),
    ],
)
def test_parse(text: str, time: float | None) -> None:
    assert evaluate("Date.parse($.text)", {"$.text": text}) == time


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("new Date(0)", "1970-01-01T00:00:00.000Z"),
        ("new Date(NaN)", None),
        ("[new Date(2024, 0, 31, 1, 2, 3, 4), new Date(99, 0)]",
         ["2024-01-31T01:02:03.004Z", "1999-01-01T00:00:00.000Z"]),
        ("new Date(new Date(5)).getTime()", 5),
        ("new Date('2024-02-29').toUTCString()", "Thu, 29 Feb 2024 00:00:00 GMT"),
        ("`${new Date(0)}`", "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)"),
        ("new Date(0) + 1", "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)1"),
        ("new Date(7) - new Date(5)", 2),
        ("new Date(7) > new Date(5)", True),
        ("new Date(7) == new Date(7)", False),
        ("new Date(8.64e15).toISOString()", "+275760-09-13T00:00:00.000Z"),
        ("new Date(-8.64e15).toISOString()", "-271821-04-20T00:00:00.000Z"),
        ("new Date(8.64e15 + 1).getTime()", None),
        ("`${new Date(NaN)}|${new Date(NaN).toUTCString()}`", "Invalid Date|Invalid Date"),
        ("JSON.stringify({a: new Date(0), b: new Date(NaN)})", '{"a":"1970-01-01T00:00:00.000Z","b":null}'),
        ("(d => [d.setUTCDate(0), d.setHours(1, 2), d.setFullYear(2023), d.setMonth(13, 31)])(new Date(0))",
         [-86400000, -82680000, 1703984520000, 1709341320000]),
        ("(d => [d.setHours(1), d.setFullYear(2000)])(new Date(NaN))", [None, 946684800000]),
        ("Date.UTC(2024)", 1704067200000),
        ("Date.UTC(99, 1, 29)", 920246400000),
        ("Date.UTC()", None),
        ("new Date(2024, 0, 7).getDay() + new Date(0).getTimezoneOffset()", 0),
        ("typeof Date() + typeof Date.now() + typeof new Date()", "stringnumberobject"),
        ("Date.now() <= new Date().getTime()", True),
    ],
)  # fmt: skip
def test_answers(source: str, value: Any) -> None:
    assert evaluate(source, {}) == value


def test_refusals() -> None:
    with pytest.raises(ExpressionRangeError):
        evaluate("new Date(NaN).toISOString()", {})
    with pytest.raises(UnsupportedSyntax):
        evaluate("new Date(0).toLocaleString()", {})
