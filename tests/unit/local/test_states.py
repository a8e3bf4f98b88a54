"""Pass, Wait, Succeed and Fail, and the data through them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newel.errors import NewelError
from newel.local import Execution, VirtualClock, run

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def one(state: dict[str, Any], data: Any = None, **more: Any) -> Execution:
    """Run a machine of one state."""
    whole = state if state["Type"] in ("Fail", "Succeed") else {"End": True, **state}
    return run({"StartAt": "S", "States": {"S": whole}}, data, clock=VirtualClock(START), **more)


def waited(execution: Execution) -> timedelta:
    passed: timedelta = execution.events[-1]["timestamp"] - execution.events[0]["timestamp"]
    return passed


@pytest.mark.parametrize(
    ("state", "given", "output"),
    [
        ({}, {"a": 1}, {"a": 1}),
        ({}, None, None),
        ({"Result": {"b": 2}}, {"a": 1}, {"b": 2}),
        ({"Result": None}, {"a": 1}, None),
        ({"Result": {"b": 2}, "ResultPath": "$.r"}, {"a": 1}, {"a": 1, "r": {"b": 2}}),
        ({"Result": 2, "ResultPath": None}, {"a": 1}, {"a": 1}),
        ({"InputPath": "$.a"}, {"a": {"b": 1}}, {"b": 1}),
        ({"InputPath": None}, {"a": 1}, {}),
        ({"OutputPath": None}, {"a": 1}, {}),
        ({"InputPath": "$.a", "ResultPath": "$.copy"}, {"a": 1}, {"a": 1, "copy": 1}),
        ({"Result": [1], "ResultPath": "$.r", "OutputPath": "$.r[0]"}, {}, 1),
        (
            {"Parameters": {"x.$": "$.a", "y": [{"z.$": "$.a"}], "k": "$.a"}},
            {"a": 1},
            {"x": 1, "y": [{"z": 1}], "k": "$.a"},
        ),
        ({"InputPath": "$.a", "Parameters": {"x.$": "$.b"}}, {"a": {"b": 3}}, {"x": 3}),
        ({"Parameters": {"in.$": "$$.Execution.Input.a", "who.$": "$$.State.Name"}}, {"a": 1}, {"in": 1, "who": "S"}),
        ({"Parameters": {}}, {"a": 1}, {}),
    ],
)
def test_pass_gives(state: dict[str, Any], given: Any, output: Any) -> None:
    assert one({"Type": "Pass", **state}, given).output == output


def test_succeed_narrows_and_ends() -> None:
    execution = one({"Type": "Succeed", "InputPath": "$.a", "OutputPath": "$.b"}, {"a": {"b": 7}})
    assert (execution.status, execution.output) == ("SUCCEEDED", 7)


@pytest.mark.parametrize(
    ("state", "error", "cause"),
    [
        ({"Error": "E", "Cause": "why"}, "E", "why"),
        ({}, None, None),
        ({"ErrorPath": "$.e", "CausePath": "$.c"}, "Given", "because"),
    ],
)
def test_fail_fails_with(state: dict[str, Any], error: str | None, cause: str | None) -> None:
    execution = one({"Type": "Fail", **state}, {"e": "Given", "c": "because"})
    assert (execution.status, execution.error, execution.cause) == ("FAILED", error, cause)


@pytest.mark.parametrize(
    ("state", "given", "seconds"),
    [
        ({"Seconds": 90}, {}, 90),
        ({"SecondsPath": "$.n"}, {"n": 7}, 7),
        ({"Timestamp": "2026-03-01T12:01:00Z"}, {}, 60),
        ({"TimestampPath": "$.t"}, {"t": "2026-03-01T14:00:00+01:00"}, 3600),
        ({"Timestamp": "2016-03-01T12:01:00Z"}, {}, 0),
    ],
)
def test_wait_lets_virtual_time_pass(state: dict[str, Any], given: Any, seconds: float) -> None:
    execution = one({"Type": "Wait", **state}, given)
    assert execution.status == "SUCCEEDED"
    assert execution.output == given
    assert waited(execution) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("state", "given", "said"),
    [
        ({"SecondsPath": "$.n"}, {"n": 5.0}, "cannot be parsed as a long value: $.n == 5.0"),
        ({"SecondsPath": "$.n"}, {"n": True}, "cannot be parsed as a long value"),
        ({"SecondsPath": "$.n"}, {"n": 10**9}, "Wait state delay is too long."),
        ({"Timestamp": "2996-01-01T00:00:00Z"}, {}, "Wait state delay is too long."),
        ({"TimestampPath": "$.t"}, {"t": 5}, "$.t == 5"),
    ],
)
def test_wait_that_cannot_be_waited_is_a_runtime_error(state: dict[str, Any], given: Any, said: str) -> None:
    execution = one({"Type": "Wait", **state}, given)
    assert execution.error == "States.Runtime"
    assert said in str(execution.cause)


def test_the_machines_own_time_out_ends_it() -> None:
    machine = {
        "StartAt": "Wait",
        "TimeoutSeconds": 5,
        "States": {"Wait": {"Type": "Wait", "Seconds": 60, "Next": "After"}, "After": {"Type": "Pass", "End": True}},
    }
    execution = run(machine, {}, clock=VirtualClock(START))
    assert execution.status == "TIMED_OUT"
    assert execution.events[-1]["type"] == "ExecutionTimedOut"
    assert waited(execution) == timedelta(seconds=5)


def test_the_input_is_left_alone_and_states_do_not_share_data() -> None:
    data = {"a": {"b": 1}}
    machine = {
        "StartAt": "One",
        "States": {
            "One": {"Type": "Pass", "Result": 2, "ResultPath": "$.a.b", "Next": "Two"},
            "Two": {"Type": "Pass", "End": True},
        },
    }
    execution = run(machine, data)
    assert execution.output == {"a": {"b": 2}}
    assert data == {"a": {"b": 1}}


def test_too_much_data_ends_the_execution() -> None:
    execution = one({"Type": "Pass", "Result": "x" * 262_143}, {})
    assert (execution.status, execution.error) == ("FAILED", "States.DataLimitExceeded")


def test_an_endless_loop_ends_at_the_history_limit() -> None:
    loop = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}}
    execution = run(loop, {})
    assert execution.status == "FAILED"
    assert len(execution.events) == 25_000
    assert "25000" in str(execution.cause)


def test_a_context_given_replaces_ours() -> None:
    state = {"Type": "Pass", "Parameters": {"id.$": "$$.Execution.Id", "machine.$": "$$.StateMachine.Name"}}
    execution = one(state, {}, context={"Execution": {"Id": "mine"}}, name="Orders")
    assert execution.output == {"id": "mine", "machine": "Orders"}


@pytest.mark.parametrize("given", [{"a": float("nan")}, object(), {1: 2}])
def test_an_input_that_is_no_json_is_refused(given: object) -> None:
    with pytest.raises(NewelError, match="the input"):
        one({"Type": "Pass"}, given)
