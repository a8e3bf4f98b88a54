"""Intrinsic functions in a run: what they give, and what they say when they cannot."""

from __future__ import annotations

import re
from typing import Any

import pytest

from newel.checks.syntax.intrinsics import ARGUMENTS
from newel.local import Execution, run
from newel.local.intrinsic_functions import FUNCTIONS


def called(text: str, data: Any = None) -> Execution:
    state = {"Type": "Pass", "Parameters": {"v.$": text}, "End": True}
    return run({"StartAt": "S", "States": {"S": state}}, {} if data is None else data)


def test_every_function_has_its_entry() -> None:
    assert FUNCTIONS.keys() == ARGUMENTS.keys()


@pytest.mark.parametrize(
    ("text", "data", "value"),
    [
        ("States.Format('Hi {}', $.a)", {"a": "Ada"}, "Hi Ada"),
        ("States.Format($.t, 1, true)", {"t": "{}-{}"}, "1-true"),
        ("States.Format('{}', $.a)", {"a": None}, "null"),
        ("States.Format('{}', $.a)", {"a": {"k": ["x", 1.5]}}, "{k=[x, 1.5]}"),
        ("States.Format('{}', States.StringToJson('{\"k\": 1}'))", {}, '{"k":1}'),
        (r"States.Format('\'\{\}\\ {}', 'it\'s')", {}, "'{}\\ it's"),
        ("States.Format('{} {}', 100000000.0, 0.00015)", {}, "1.0E8 1.5E-4"),
        ("States.Format('{} {} {}', 1.0, -0.5, 0.001)", {}, "1.0 -0.5 0.001"),
        ("States.StringToJson($.a)", {"a": '{"b": [1, null]}'}, {"b": [1, None]}),
        ("States.StringToJson('')", {}, None),
        ("States.JsonToString($.a)", {"a": {"b": "é"}}, '{"b":"é"}'),
        ("States.Array()", {}, []),
        ("States.Array($.a, 'b', 1, 1.5, true, null)", {"a": [0]}, [[0], "b", 1, 1.5, True, None]),
        ("States.ArrayPartition($.a, 2)", {"a": [1, 2, 3]}, [[1, 2], [3]]),
        ("States.ArrayPartition($.a, 2.6)", {"a": [1, 2, 3]}, [[1, 2], [3]]),
        ("States.ArrayContains($.a, 1)", {"a": [1]}, True),
        ("States.ArrayContains($.a, $.b)", {"a": [{"x": 1, "y": 2}], "b": {"y": 2, "x": 1}}, False),
        ("States.ArrayContains($.a, true)", {"a": [1]}, False),
        ("States.ArrayRange(1, 9, 2)", {}, [1, 3, 5, 7, 9]),
        ("States.ArrayRange(5.4, -0.6, -2.4)", {}, [5, 3, 1]),
        ("States.ArrayRange(5, 1, 1)", {}, []),
        ("States.ArrayGetItem($.a, 1.9)", {"a": [1, 2]}, 2),
        ("States.ArrayGetItem($.a, 9)", {"a": []}, None),
        ("States.ArrayLength($.a)", {"a": [1, 2]}, 2),
        ("States.ArrayLength($.a[*].b)", {"a": [1]}, 0),
        ("States.ArrayUnique($.a)", {"a": [3, 1, 3]}, [1, 3]),
        ("States.ArrayUnique($.a)", {"a": [True, False, True]}, [False, True]),
        ("States.ArrayUnique($.a)", {"a": [[1, 2], [1, 2], [2, 1]]}, [[2, 1], [1, 2]]),
        ("States.ArrayUnique($.a)", {"a": [1, None, "1", None, {"a": 1, "b": 2}, {"b": 2, "a": 1}]}, None),
        ("States.Base64Encode('Data to encode')", {}, "RGF0YSB0byBlbmNvZGU="),
        ("States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", {}, "Data to encode"),
        ("States.Hash('input data', 'SHA-1')", {}, "aaff4a450a104cd177d28d18d74485e8cae074b7"),
        ("States.JsonMerge($.a, $.b, false)", {"a": {"x": 1, "y": {"z": 1}}, "b": {"y": 2}}, {"x": 1, "y": 2}),
        ("States.MathAdd(111, -1)", {}, 110),
        ("States.MathAdd(-2.5, 0.5)", {}, -1),
        ("States.MathRandom(7, 8)", {}, 7),
        ("States.StringSplit(',a,,b.c', '.,')", {}, ["a", "b", "c"]),
        ("States.StringSplit('', ',')", {}, []),
        ("States.ArrayGetItem(States.StringSplit($$.Execution.Input.a, '-'), 0)", {"a": "x-y"}, "x"),
        ("$.a[5]", {"a": [1]}, None),
    ],
)
def test_a_call_gives(text: str, data: Any, value: Any) -> None:
    execution = called(text, data)
    assert execution.status == "SUCCEEDED", execution.cause
    if value is None and "Unique" in text:
        assert len(execution.output["v"]) == 4
    else:
        assert execution.output == {"v": value}


def test_a_uuid_is_one() -> None:
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", called("States.UUID()").output["v"]
    )


def test_a_seed_repeats() -> None:
    one, two = (called("States.MathRandom(0, 1000000, 7)").output for _ in range(2))
    assert one == two


@pytest.mark.parametrize(
    ("text", "data", "said"),
    [
        (
            "States.Format('{}', $.nope)",
            {"o": 1},
            "argument for the field '$.nope' could not be found in the input '{\"o\":1}'",
        ),
        ("States.Format('{}', $$.Nope)", {}, "argument for the field '$.Nope' could not be found in the input '{}'"),
        ("States.Format('{}', $.a[5])", {"a": [1]}, "for the field '$.a[5]'"),
        ("States.Format($.t, 1)", {"t": "none"}, "do not match the occurrences of {}"),
        ("States.Format($.t)", {"t": 5}, "Invalid arguments in States.Format"),
        ("States.Format('a {')", {}, "matching '}' not found for '{'"),
        ("States.StringToJson('{')", {}, "Invalid arguments in States.StringToJson"),
        ("States.StringToJson('NaN')", {}, "Invalid arguments in States.StringToJson"),
        ("States.StringToJson($.a)", {"a": "[" * 100_000}, "Invalid arguments in States.StringToJson"),
        ("States.ArrayPartition($.a, 0.6)", {"a": [1]}, "Invalid arguments in States.ArrayPartition"),
        ("States.ArrayPartition('a', 2)", {}, "Invalid arguments in States.ArrayPartition"),
        ("States.ArrayRange(1, 10, 0)", {}, "Invalid arguments in States.ArrayRange"),
        ("States.ArrayRange(1, 1001, 1)", {}, "Invalid arguments in States.ArrayRange"),
        ("States.ArrayRange(1, true, 1)", {}, "Invalid arguments in States.ArrayRange"),
        ("States.ArrayGetItem($.a, 1)", {"a": [1]}, "Invalid arguments in States.ArrayGetItem"),
        ("States.ArrayGetItem($.a, -1)", {"a": [1]}, "Invalid arguments in States.ArrayGetItem"),
        ("States.ArrayLength($.a)", {"a": {}}, "Invalid arguments in States.ArrayLength"),
        ("States.Base64Encode($.a)", {"a": "x" * 10_001}, "Invalid arguments in States.Base64Encode"),
        ("States.Base64Decode('a')", {}, "Invalid arguments in States.Base64Decode"),
        ("States.Hash('a', 'CRC')", {}, "Invalid arguments in States.Hash"),
        ("States.Hash($, 'MD5')", {}, "Invalid arguments in States.Hash"),
        ("States.JsonMerge($, $, true)", {}, "Invalid arguments in States.JsonMerge"),
        ("States.MathRandom(1.4, 1.6)", {}, "Invalid arguments in States.MathRandom"),
        ("States.MathAdd(2147483647, 1)", {}, "Invalid arguments in States.MathAdd"),
        ("States.MathAdd('1', 1)", {}, "Invalid arguments in States.MathAdd"),
        ("States.StringSplit($.a, ',')", {"a": None}, "Invalid arguments in States.StringSplit"),
    ],
)
def test_a_call_that_cannot_be_carried_out_is_a_runtime_error(text: str, data: Any, said: str) -> None:
    execution = called(text, data)
    assert (execution.status, execution.error) == ("FAILED", "States.Runtime")
    assert execution.cause is not None
    assert f"(entered at the event id #2). The function '{text}' had the following error: " in execution.cause
    assert said in execution.cause


def test_a_fail_state_may_make_its_words() -> None:
    state = {"Type": "Fail", "Error": "E", "CausePath": "States.Format('no {}', $.what)"}
    assert run({"StartAt": "S", "States": {"S": state}}, {"what": "luck"}).cause == "no luck"
