"""What an execution uses."""

from __future__ import annotations

from typing import Any

import pytest

from newel.cost.bounds import every, fewest, starts_express
from newel.cost.usage import Meter, Usage
from newel.local import run

PASS = {"Type": "Pass"}
WORK = "arn:aws:lambda:us-east-1:123456789012:function:Work"
EXPRESS_MAP = {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}


def flow(**states: Any) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def used(definition: dict[str, Any], data: Any = None, *, express: bool = False, **options: Any) -> Usage:
    usage = Usage()
    kind: Any = "EXPRESS" if express else "STANDARD"
    run(definition, data or {}, observer=Meter(usage, express=express), type=kind, **options)
    return usage


def over(items: int, processor: dict[str, Any], **members: Any) -> dict[str, Any]:
    mapped = {"Type": "Map", "ItemProcessor": processor, "End": True, **members}
    return flow(Items={**PASS, "Result": list(range(items)), "Next": "Each"}, Each=mapped)


def test_states_are_counted_as_they_are_entered() -> None:
    assert used(flow(A={**PASS, "Next": "B"}, B={**PASS, "End": True})).transitions == 2
    assert used(over(3, flow(X={**PASS, "Next": "Y"}, Y={**PASS, "End": True}))).transitions == 2 + 3 * 2


def test_a_retry_is_a_transition_of_its_own() -> None:
    task = {"Type": "Task", "Resource": WORK, "Retry": [{"ErrorEquals": ["States.ALL"]}], "End": True}
    mocks = {"A": [{"Throw": {"Error": "E", "Cause": "c"}}, {"Throw": {"Error": "E", "Cause": "c"}}, {"Return": 1}]}
    usage = used(flow(A=task), mocks=mocks)
    assert (usage.transitions, usage.mocked, usage.calls) == (3, {"A"}, {})


@pytest.mark.parametrize(("config", "transitions", "requests"), [({"Mode": "DISTRIBUTED"}, 10, 0), (EXPRESS_MAP, 6, 4)])
def test_executions_of_a_distributed_map_are_counted(config: dict[str, Any], transitions: int, requests: int) -> None:
    config = {"ExecutionType": "STANDARD", **config}
    usage = used(over(4, {"ProcessorConfig": config, **flow(X={**PASS, "End": True})}))
    assert (usage.transitions, usage.requests) == (transitions, requests)


@pytest.mark.parametrize(("seconds", "billed"), [(0, 0.1), (1, 1.0), (2, 2.0)])
def test_an_express_workflow_is_billed_by_its_time(seconds: int, billed: float) -> None:
    definition = flow(W={"Type": "Wait", "Seconds": seconds, "End": True})
    usage = used(definition, express=True)
    assert (usage.transitions, usage.requests, round(usage.seconds, 6)) == (0, 1, billed)


def test_the_shortest_way_and_every_state() -> None:
    inner = flow(X={**PASS, "Next": "Y"}, Y={**PASS, "End": True})
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": True, "Next": "Short"}], "Default": "Long"}
    definition = flow(
        Which=choice,
        Long={"Type": "Map", "ItemProcessor": inner, "Next": "Both"},
        Both={"Type": "Parallel", "Branches": [inner, inner], "Next": "Which"},
        Short={"Type": "Succeed"},
    )
    assert (fewest(definition), every(definition)) == (2, 1 + 3 + 5 + 1)


@pytest.mark.parametrize("broken", [{}, {"States": 7}, {"StartAt": "A", "States": {"A": 1}}, flow(A={"Next": "B"})])
def test_a_definition_that_leads_nowhere_has_no_way(broken: dict[str, Any]) -> None:
    assert fewest(broken) is None
    assert every(broken) in (0, 1)


def test_a_loop_has_no_end_nor_has_what_it_is_inside_of() -> None:
    loop = flow(A={**PASS, "Next": "B"}, B={**PASS, "Next": "A"})
    assert fewest(loop) is None
    assert fewest(flow(Both={"Type": "Parallel", "Branches": [loop], "End": True})) is None


@pytest.mark.parametrize(
    ("config", "transitions", "express"), [({"Mode": "DISTRIBUTED"}, 3, False), (EXPRESS_MAP, 2, True)]
)
def test_starting_an_execution_of_a_distributed_map_is_a_transition(
    config: dict[str, Any], transitions: int, express: bool
) -> None:
    processor = {"ProcessorConfig": config, **flow(X={**PASS, "End": True})}
    definition = flow(Each={"Type": "Map", "ItemProcessor": processor, "End": True})
    assert (fewest(definition), every(definition)) == (transitions, transitions)
    assert starts_express(definition) is express


def test_three_hundred_maps_inside_of_each_other_are_counted() -> None:
    definition = flow(X={**PASS, "End": True})
    for _ in range(299):
        definition = flow(Each={"Type": "Map", "ItemProcessor": definition, "End": True})
    assert fewest(definition) == every(definition) == 300


def test_calls_are_billed_by_whole_milliseconds_each() -> None:
    usage = Usage()
    meter = Meter(usage, express=False)
    for seconds in (0.0001, 0.0011, 0.003):
        meter.answered("A", "Lambda Work", seconds)
    assert usage.function_ms == {"Work": 1 + 2 + 3}


def test_executions_that_are_counted_are_not_named_as_left_out() -> None:
    usage = Usage()
    for by in ("states:startExecution.sync:2", "aws-sdk:sfn:startSyncExecution", "sns:publish"):
        Meter(usage, express=False).answered("A", by, 0)
    assert usage.other == {"sns:publish"}
