"""Machines and data at the limits, and past them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newel.errors import NewelError
from newel.local import run
from support.local_project import LocalProject

if TYPE_CHECKING:
    from pathlib import Path

END = {"Type": "Pass", "End": True}
ONE = {"StartAt": "A", "States": {"A": END}}
LIMIT = 256 * 1024


def row(count: int) -> dict[str, Any]:
    states = {f"S{index}": {"Type": "Pass", "Next": f"S{index + 1}"} for index in range(count - 1)}
    return {"StartAt": "S0", "States": {**states, f"S{count - 1}": END}}


def test_ten_thousand_states_in_a_row() -> None:
    execution = run(row(10_000), {"a": 1})
    assert (execution.status, execution.output) == ("SUCCEEDED", {"a": 1})
    assert len(execution.events) == 20_002


def test_an_endless_loop_ends_at_the_limit_of_the_history() -> None:
    machine = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}}
    execution = run(machine, {})
    assert (execution.status, execution.error) == ("FAILED", "States.Runtime")
    assert execution.cause == "The execution reached the maximum number of history events (25000)."
    assert len(execution.events) == 25_000


def test_an_express_workflow_ends_after_five_minutes() -> None:
    late = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 301, "End": True}}}
    assert run(late, {}).status == "SUCCEEDED"
    execution = run(late, {}, type="EXPRESS")
    assert (execution.status, execution.events[-1]["type"]) == ("TIMED_OUT", "ExecutionTimedOut")
    assert (execution.events[-1]["timestamp"] - execution.events[0]["timestamp"]).total_seconds() == 300


def test_an_express_workflow_has_no_limit_of_events() -> None:
    execution = run(row(13_000), {}, type="EXPRESS")
    assert (execution.status, len(execution.events)) == ("SUCCEEDED", 26_002)


def test_an_express_workflow_that_loops_forever_times_out() -> None:
    machine = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}}
    assert run(machine, {}, type="EXPRESS").status == "TIMED_OUT"


def test_an_express_workflow_is_named_as_one_in_the_context_object() -> None:
    machine = {"StartAt": "A", "States": {"A": {**END, "Parameters": {"id.$": "$$.Execution.Id"}}}}
    assert (
        run(machine, {}, type="EXPRESS").output["id"].startswith("arn:aws:states:us-east-1:123456789012:express:local:")
    )


@pytest.mark.parametrize(
    "resource", ["arn:aws:states:::states:startExecution.sync", "arn:aws:states:us-east-1:123456789012:activity:A"]
)
def test_what_an_express_workflow_lacks_is_told(resource: str) -> None:
    machine = {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": resource, "End": True}}}
    with pytest.raises(NewelError, match="Express state machine does not support"):
        run(machine, {}, mocks={"A": [{"Return": 1}]}, type="EXPRESS")


def test_express_children_of_a_map_end_after_five_minutes() -> None:
    inner = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 301, "End": True}}}
    settings = {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    each = {"Type": "Map", "ItemProcessor": {**inner, "ProcessorConfig": settings}, "End": True}
    execution = run({"StartAt": "Each", "States": {"Each": each}}, [1])
    assert execution.error == "States.ExceedToleratedFailureThreshold"


def test_a_callable_answers_an_activity() -> None:
    resource = "arn:aws:states:us-east-1:123456789012:activity:Approve"
    machine = {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": resource, "End": True}}}
    assert run(machine, 3, lambdas={"Approve": lambda given: given + 1}).output == 4


def test_a_thousand_branches() -> None:
    branches = [{"StartAt": f"B{index}", "States": {f"B{index}": END}} for index in range(1_000)]
    machine = {"StartAt": "All", "States": {"All": {"Type": "Parallel", "Branches": branches, "End": True}}}
    assert run(machine, 7).output == [7] * 1_000


def test_a_distributed_map_over_ten_thousand_items() -> None:
    processor = {**ONE, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    each = {"Type": "Map", "ItemProcessor": processor, "MaxConcurrency": 40, "End": True}
    items = list(range(10_000))
    assert run({"StartAt": "Each", "States": {"Each": each}}, items).output == items


@pytest.mark.parametrize("letter", ["x", "é"])  # one byte, and two
def test_an_input_may_be_as_large_as_on_aws(letter: str) -> None:
    text = letter * ((LIMIT - len('""')) // len(letter.encode()))
    assert run(ONE, text).status == "SUCCEEDED"
    with pytest.raises(NewelError, match="the input has 262,145 bytes, and an execution takes 262,144 at most"):
        run(ONE, text + "x")


@pytest.mark.parametrize("depth", [200, 2_000])
def test_a_definition_that_is_nested_too_deeply_is_told(depth: int, tmp_path: Path) -> None:
    machine: dict[str, Any] = ONE
    for level in range(depth):
        state = {"Type": "Parallel", "Branches": [machine], "End": True}
        machine = {"StartAt": f"M{level}", "States": {f"M{level}": state}}
    with pytest.raises(NewelError, match="nested too deeply"):
        run(machine, {})
    if depth < 500:  # more of it cannot be written as JSON
        with pytest.raises(NewelError, match="nested too deeply"):
            LocalProject(tmp_path, machines={"M": machine}).run("M")


def test_data_that_is_nested_too_deeply_is_told() -> None:
    data: Any = 1
    for _ in range(100_000):
        data = [data]
    with pytest.raises(NewelError, match="the input is nested too deeply"):
        run(ONE, data)


def test_a_machine_of_a_megabyte_runs() -> None:
    machine = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"x": "y" * 1_000}, "Next": "B"}, "B": END}}
    many = {f"Z{index}": {"Type": "Pass", "Comment": "c" * 1_000, "End": True} for index in range(1_000)}
    machine["States"] = {**machine["States"], **many}  # type: ignore[dict-item]
    assert len(json.dumps(machine)) > 1_000_000
    assert run(machine, {}).output == {"x": "y" * 1_000}
