"""Map and Parallel: lines side by side, in virtual time."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newel.local import Execution, VirtualClock, run

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
ARN = "arn:aws:lambda:us-east-1:123456789012:function:"


def chain(**states: dict[str, Any]) -> dict[str, Any]:
    """A machine that goes through `states` in their order."""
    names = list(states)
    for name, following in itertools.pairwise(names):
        if not {"End", "Next"} & states[name].keys() and states[name]["Type"] != "Choice":
            states[name]["Next"] = following
    if states[names[-1]]["Type"] not in ("Fail", "Succeed"):
        states[names[-1]]["End"] = True
    return {"StartAt": names[0], "States": states}


def wait(path: str) -> dict[str, Any]:
    return {"Type": "Wait", "SecondsPath": path}


def fail(error: str = "E") -> dict[str, Any]:
    return {"Type": "Fail", "Error": error, "Cause": "why"}


def task(name: str) -> dict[str, Any]:
    return {"Type": "Task", "Resource": ARN + name}


def mapped(processor: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return chain(M={"Type": "Map", "ItemProcessor": processor, **fields}, After={"Type": "Pass"})


def parallel(*branches: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return chain(P={"Type": "Parallel", "Branches": list(branches), **fields}, After={"Type": "Pass"})


def go(definition: dict[str, Any], data: Any = None, **more: Any) -> Execution:
    return run(definition, data, clock=VirtualClock(START), **more)


def elapsed(execution: Execution) -> timedelta:
    passed: timedelta = execution.events[-1]["timestamp"] - execution.events[0]["timestamp"]
    return passed


def story(execution: Execution, *but: str) -> list[str]:
    return [event["type"] for event in execution.events if event["type"] not in but]


@pytest.mark.parametrize(
    ("fields", "given", "output"),
    [
        ({}, [1, 2], [1, 2]),
        ({}, [], []),
        ({"ItemsPath": "$.list"}, {"list": ["a"]}, ["a"]),
        ({"InputPath": "$.in", "ItemsPath": "$.list"}, {"in": {"list": ["a"]}}, ["a"]),
        ({"ItemsPath": "$.list", "ResultPath": "$.out"}, {"list": [1]}, {"list": [1], "out": [1]}),
        ({"ItemsPath": "$.list", "ResultSelector": {"first.$": "$[0]"}}, {"list": [7, 8]}, {"first": 7}),
        (
            {
                "ItemsPath": "$.list",
                "ItemSelector": {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value", "k.$": "$.k"},
            },
            {"list": ["a", "b"], "k": 5},
            [{"i": 0, "v": "a", "k": 5}, {"i": 1, "v": "b", "k": 5}],
        ),
        ({"ItemsPath": "$.list", "Parameters": {"v.$": "$$.Map.Item.Value"}}, {"list": ["a"]}, [{"v": "a"}]),
        ({"ItemsPath": "$.list", "MaxConcurrencyPath": "$.n"}, {"list": [1, 2], "n": 1}, [1, 2]),
        ({"ItemsPath": "$$.Execution.Input.list"}, {"list": [3]}, [3]),
    ],
)
def test_map_gives_the_outputs_in_the_order_of_the_items(fields: dict[str, Any], given: Any, output: Any) -> None:
    assert go(mapped(chain(In={"Type": "Pass"}), **fields), given).output == output


def test_the_old_name_of_the_processor_works() -> None:
    machine = chain(M={"Type": "Map", "Iterator": chain(In={"Type": "Pass"})})
    assert go(machine, [1]).output == [1]


def test_states_inside_know_their_item() -> None:
    inside = chain(In={"Type": "Pass", "Parameters": {"i.$": "$$.Map.Item.Index", "who.$": "$$.State.Name"}})
    assert go(mapped(inside), ["a", "b"]).output == [{"i": 0, "who": "In"}, {"i": 1, "who": "In"}]


def test_maps_in_maps_know_the_innermost_item() -> None:
    innermost = chain(In={"Type": "Pass", "Parameters": {"v.$": "$$.Map.Item.Value"}})
    inner = chain(N={"Type": "Map", "ItemProcessor": innermost})
    assert go(mapped(inner), [[1, 2], [3]]).output == [[{"v": 1}, {"v": 2}], [{"v": 3}]]


@pytest.mark.parametrize(
    ("at_once", "seconds"), [(0, 3), (1, 1 + 2 + 3), (2, 1 + 3)], ids=["all at once", "in turn", "two at a time"]
)
def test_iterations_share_the_time(at_once: int, seconds: int) -> None:
    execution = go(mapped(chain(In=wait("$")), MaxConcurrency=at_once), [1, 2, 3])
    assert execution.output == [1, 2, 3]
    assert elapsed(execution) == timedelta(seconds=seconds)


def test_forty_iterations_run_at_once_at_most() -> None:
    assert elapsed(go(mapped(chain(In=wait("$")), MaxConcurrency=1000), [10] * 41)) == timedelta(seconds=20)


def test_parallel_gives_each_branch_the_input_and_collects_their_outputs() -> None:
    machine = parallel(
        chain(A={"Type": "Pass"}),
        chain(B={"Type": "Pass", "Result": 2}),
        Parameters={"x.$": "$.a"},
        ResultPath="$.r",
    )
    assert go(machine, {"a": 1}).output == {"a": 1, "r": [{"x": 1}, 2]}


def test_branches_take_as_long_as_the_longest() -> None:
    execution = go(parallel(chain(A=wait("$.a")), chain(B=wait("$.b"))), {"a": 60, "b": 3600})
    assert elapsed(execution) == timedelta(hours=1)
    assert [event["stateExitedEventDetails"]["name"] for event in execution.events if "Exited" in event["type"]] == [
        *("A", "B", "P", "After")
    ]


def test_events_of_a_line_follow_each_other() -> None:
    execution = go(parallel(chain(A=wait("$.a"), A2={"Type": "Pass"}), chain(B=wait("$.b"))), {"a": 5, "b": 1})
    order = [(event["id"], event["previousEventId"], event["type"]) for event in execution.events[2:]]
    assert order == [
        (3, 2, "ParallelStateStarted"),
        (4, 3, "WaitStateEntered"),
        (5, 3, "WaitStateEntered"),
        (6, 5, "WaitStateExited"),
        (7, 4, "WaitStateExited"),
        (8, 7, "PassStateEntered"),
        (9, 8, "PassStateExited"),
        (10, 9, "ParallelStateSucceeded"),
        (11, 9, "ParallelStateExited"),
        (12, 11, "PassStateEntered"),
        (13, 12, "PassStateExited"),
        (14, 13, "ExecutionSucceeded"),
    ]


def test_tasks_side_by_side_are_scheduled_before_the_first_result() -> None:
    machine = parallel(chain(A=task("F")), chain(B=task("F")))
    execution = go(machine, {}, lambdas={"F": lambda _: 1})
    assert story(execution)[3:8] == [
        *("TaskStateEntered", "LambdaFunctionScheduled", "TaskStateEntered", "LambdaFunctionScheduled"),
        "LambdaFunctionStarted",
    ]


def test_a_failing_branch_aborts_the_others() -> None:
    slow = chain(Slow=wait("$.slow"))
    nested = chain(Inner={"Type": "Map", "ItemsPath": "$.list", "ItemProcessor": chain(Deep=wait("$"))})
    execution = go(parallel(slow, nested, chain(Soon=wait("$.soon"), Bad=fail())), {"slow": 9, "soon": 1, "list": [8]})
    assert (execution.status, execution.error, execution.cause) == ("FAILED", "E", "why")
    assert elapsed(execution) == timedelta(seconds=1)
    assert story(execution)[-7:] == [
        "FailStateEntered",
        *("WaitStateAborted", "WaitStateAborted", "MapIterationAborted", "MapStateAborted"),
        *("ParallelStateFailed", "ExecutionFailed"),
    ]


def test_a_failing_task_inside_says_that_it_was_aborted() -> None:
    execution = go(parallel(chain(A=task("F"))), {}, mocks={"A": [{"Throw": {"Error": "E"}}]})
    assert story(execution)[-4:] == [
        *("LambdaFunctionFailed", "TaskStateAborted", "ParallelStateFailed", "ExecutionFailed")
    ]


@pytest.mark.parametrize("names", [["E"], ["States.ALL"], ["States.TaskFailed"]])
def test_a_failing_branch_can_be_caught(names: list[str]) -> None:
    catch = [{"ErrorEquals": names, "Next": "After", "ResultPath": "$.e"}]
    execution = go(parallel(chain(Bad=fail()), Catch=catch), {"a": 1})
    assert execution.output == {"a": 1, "e": {"Error": "E", "Cause": "why"}}
    assert "ParallelStateFailed" in story(execution)


def test_a_fail_state_without_an_error_is_caught_by_states_all() -> None:
    machine = mapped(chain(Bad={"Type": "Fail"}), Catch=[{"ErrorEquals": ["States.ALL"], "Next": "After"}])
    assert go(machine, [1]).status == "SUCCEEDED"


def test_a_map_is_tried_again_as_a_whole() -> None:
    seen: list[Any] = []

    def flaky(event: Any) -> Any:
        seen.append(event)
        if len(seen) == 2:
            raise ValueError(event)
        return event

    machine = mapped(chain(In=task("F")), MaxConcurrency=1, Retry=[{"ErrorEquals": ["ValueError"]}])
    execution = go(machine, [1, 2], lambdas={"F": flaky})
    assert execution.output == [1, 2]
    assert seen == [1, 2, 1, 2]
    assert elapsed(execution) == timedelta(seconds=1)
    assert story(execution).count("MapStateStarted") == 2
    assert "MapStateFailed" not in story(execution)


def test_an_inner_catch_keeps_the_others_going() -> None:
    inside = chain(In={**task("F"), "Catch": [{"ErrorEquals": ["E"], "Next": "Caught"}]}, Caught={"Type": "Pass"})
    mocks = {"In": [{"Throw": {"Error": "E"}}, {"Return": 2}]}
    assert go(mapped(inside), [1, 2], mocks=mocks).output == [{"Error": "E", "Cause": ""}, 2]


def test_a_runtime_error_inside_ends_the_execution_at_once() -> None:
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "After"}]
    inside = chain(In={"Type": "Pass", "Parameters": {"x.$": "$.none"}})
    execution = go(parallel(inside, chain(Slow=wait("$.s")), Catch=catch), {"s": 5})
    assert execution.error == "States.Runtime"
    assert "'In' (entered at the event id #4)" in str(execution.cause)
    assert story(execution)[-2:] == ["PassStateEntered", "ExecutionFailed"]


@pytest.mark.parametrize(
    ("fields", "given", "said"),
    [
        ({}, {"a": 1}, 'Reference path "$" must point to array.'),
        ({"ItemsPath": "$.none"}, {}, "$.none"),
        ({"MaxConcurrencyPath": "$[0]"}, ["x"], "not a valid integer: $[0]"),
        ({"MaxConcurrencyPath": "$[0]"}, [-1], "not a valid integer: $[0]"),
        ({"ItemSelector": {"x.$": "$.none"}}, [1], "'M' (entered at the event id #2)"),
    ],
)
def test_what_cannot_be_mapped_is_a_runtime_error(fields: dict[str, Any], given: Any, said: str) -> None:
    execution = go(mapped(chain(In={"Type": "Pass"}), **fields), given)
    assert execution.error == "States.Runtime"
    assert said in str(execution.cause)


def test_the_machines_time_out_ends_what_runs_inside() -> None:
    machine = {**parallel(chain(A=wait("$")), chain(B=wait("$"))), "TimeoutSeconds": 5}
    execution = go(machine, 60)
    assert (execution.status, story(execution)[-1]) == ("TIMED_OUT", "ExecutionTimedOut")
    assert elapsed(execution) == timedelta(seconds=5)


def test_a_wide_map_ends_at_the_history_limit() -> None:
    execution = go(mapped(chain(In={"Type": "Pass"})), [0] * 10_000)
    assert (execution.status, len(execution.events)) == ("FAILED", 25_000)


def test_states_inside_have_mocks_by_their_names() -> None:
    execution = go(mapped(chain(In=task("F"))), [1, 2], mocks={"In": [{"Return": "a"}, {"Return": "b"}]})
    assert execution.output == ["a", "b"]


def test_a_run_repeats() -> None:
    machine = mapped(chain(In=wait("$"), Next=task("F")), MaxConcurrency=3)
    one, two = (go(machine, [3, 1, 2, 1, 5], lambdas={"F": lambda event: event}) for _ in range(2))
    assert story(one) == story(two)
