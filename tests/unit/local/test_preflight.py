"""Before a run: what is not covered, and what is no machine, is refused by name."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from newel.errors import NewelError
from newel.local import InvalidDefinition, NotCovered, Observer, run

GOOD: dict[str, Any] = {
    "StartAt": "One",
    "States": {
        "One": {"Type": "Pass", "Next": "Two"},
        "Two": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {}, "End": True},
    },
}


MACHINE: dict[str, Any] = {"StartAt": "In", "States": {"In": {"Type": "Pass", "End": True}}}
DISTRIBUTED = {**MACHINE, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}


READ = "arn:aws:states:::s3:getObject"


class MustNotStart(Observer):
    """Fails the test when anything happens."""

    def event(self, event: dict[str, Any]) -> None:
        raise AssertionError(f"the run began: {event['type']}")


def refused(definition: Any) -> NewelError:
    with pytest.raises(NewelError) as caught:
        run(definition, {}, mocks={"Two": [{"Return": 1}]}, observer=MustNotStart())
    return caught.value


def with_state(name: str, **fields: Any) -> dict[str, Any]:
    changed = copy.deepcopy(GOOD)
    changed["States"][name] = {**changed["States"][name], **fields}
    return changed


def choice(*rules: Any, **fields: Any) -> dict[str, Any]:
    changed = copy.deepcopy(GOOD)
    changed["States"]["One"] = {"Type": "Choice", "Choices": list(rules), **fields}
    return changed


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        ({"Type": "Map", "ItemProcessor": DISTRIBUTED, "ItemReader": {"Resource": READ}}, "no buckets"),
        ({"Type": "Map", "ItemProcessor": DISTRIBUTED, "ItemReader": {"Resource": "arn:x"}}, "arn:x"),
        ({"Type": "Map", "ItemProcessor": DISTRIBUTED, "ResultWriter": {"Writer": {}}}, "'Writer'"),
        (
            {
                "Type": "Map",
                "ItemProcessor": DISTRIBUTED,
                "ItemReader": {"Resource": READ, "ReaderConfig": {"InputType": "PARQUET"}},
            },
            "PARQUET",
        ),
        ({"QueryLanguage": "JSONata", "Parameters": {}}, "'Parameters' of a Pass state in JSONata"),
        ({"Output": "{% 1 %}"}, "'Output' of a Pass state in JSONPath"),
        ({"Parameters": {"a.$": "$.list.sum()"}}, "sum()"),
        ({"Parameters": {"a.$": "$.list[(@.length-1)]"}}, "index"),
        ({"Output": {}}, "'Output'"),
        ({"Typo": 1}, "'Typo'"),
    ],
)
def test_what_is_not_covered_names_the_state_and_what_is_lacking(fields: dict[str, Any], lacking: str) -> None:
    error = refused(with_state("One", **fields))
    assert isinstance(error, NotCovered)
    assert "'One'" in str(error)
    assert lacking in str(error)


def test_what_is_not_covered_inside_of_a_state_names_the_inner_one() -> None:
    inner = {"StartAt": "In", "States": {"In": {"Type": "Pass", "Arguments": {}, "End": True}}}
    error = refused(with_state("One", Type="Parallel", Branches=[inner]))
    assert isinstance(error, NotCovered)
    assert "'In'" in str(error)


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ([], "no object"),
        ({}, "no States"),
        ({"StartAt": "A", "States": {}}, "no States"),
        ({"States": {"A": {"Type": "Succeed"}}}, "no StartAt"),
        ({**GOOD, "StartAt": "On"}, "write One"),
        ({"StartAt": "A", "States": {"A": "Pass"}}, "no object"),
        (with_state("One", Type="Pas"), "write Pass"),
        (with_state("One", Type=7), "no state type 7"),
        (with_state("One", Next="Twoo"), "write Two"),
        (with_state("One", End=True), "exactly one of Next and End"),
        (with_state("One", ResultPath="$.a[*]"), "no one place"),
        (with_state("One", InputPath="$.a[?(@.b ~ 1)]"), "filter"),
        (with_state("One", InputPath="$.a[?(@.b == 1]"), "filter"),
        (with_state("One", InputPath="$.a[?(@.b =~ /(/)]"), "filter"),
        (with_state("One", InputPath="$.a[?(" + "(" * 5000 + "@.b)]"), "filter"),
        (with_state("One", ResultPath="$$.a"), "no one place"),
        (with_state("One", InputPath=5), "no path"),
        (with_state("One", Parameters={"a.$": "b"}), "no path"),
        (with_state("One", Parameters={"a": [{"b.$": "States.Fromat()"}]}), "States.Format"),
        (with_state("One", Parameters={"a.$": "States.Hash($.a)"}), "2 arguments"),
        (with_state("One", InputPath="States.UUID()"), "a path alone"),
        (with_state("Two", TimeoutSeconds="5"), "whole number"),
        (with_state("Two", Retry=[{}]), "ErrorEquals"),
        (with_state("Two", Retry=[{"ErrorEquals": ["E"], "MaxAttempts": -1}]), "MaxAttempts"),
        (with_state("Two", Retry=[{"ErrorEquals": ["E"], "BackoffRate": 0.5}]), "BackoffRate"),
        (with_state("Two", Catch=[{"ErrorEquals": ["E"], "Next": "Nowhere"}]), "Nowhere"),
        (with_state("Two", Catch={"ErrorEquals": ["E"]}), "Catch"),
        (with_state("Two", Resource=5), "no Resource"),
        ({"StartAt": "W", "States": {"W": {"Type": "Wait", "End": True}}}, "exactly one of Seconds"),
        ({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": -1, "End": True}}}, "Seconds is -1"),
        ({"StartAt": "W", "States": {"W": {"Type": "Wait", "Timestamp": "soon", "End": True}}}, "Timestamp is 'soon'"),
        (with_state("One", Type="Map"), "one ItemProcessor"),
        (with_state("One", Type="Map", ItemProcessor=MACHINE, Iterator=MACHINE), "one ItemProcessor"),
        (with_state("One", Type="Map", ItemProcessor=5), "no object"),
        (with_state("One", Type="Map", ItemProcessor={}), "ItemProcessor of 'One' has no States"),
        (with_state("One", Type="Map", ItemProcessor=MACHINE, MaxConcurrency=-1), "MaxConcurrency is -1"),
        (with_state("One", Type="Map", ItemProcessor=MACHINE, ItemsPath="items"), "no path"),
        (with_state("One", Type="Map", ItemProcessor=MACHINE, ItemBatcher={}), "distributed Map"),
        (with_state("One", Type="Map", ItemProcessor=DISTRIBUTED, ItemBatcher=[]), "no object"),
        (with_state("One", Type="Parallel"), "list of Branches"),
        (with_state("One", Type="Parallel", Branches=[]), "list of Branches"),
        (with_state("One", Type="Parallel", Branches=[{**MACHINE, "StartAt": "I"}]), "write In"),
        (choice(), "list of Choices"),
        (choice(5), "no object"),
        (choice({"Variable": "$.a", "IsNull": True}), "Next of a rule"),
        (choice({"Variable": "$.a", "IsNull": True, "Next": "Twoo"}), "write Two"),
        (choice({"Variable": "$.a", "Next": "Two"}), "one comparison"),
        (choice({"Variable": "$.a", "IsNull": True, "IsString": True, "Next": "Two"}), "one comparison"),
        (choice({"Variable": "a", "IsNull": True, "Next": "Two"}), "no path"),
        (choice({"And": [], "Next": "Two"}), "no list of conditions"),
        (choice({"Not": 5, "Next": "Two"}), "no object"),
        (choice({"Variable": "$.a", "IsNull": True, "Next": "Two"}, Default="Nowhere"), "Nowhere"),
    ],
)
def test_what_is_no_machine_is_refused(definition: Any, said: str) -> None:
    assert said in str(refused(definition))


def test_a_resource_of_no_known_kind_is_refused() -> None:
    arn = "arn:aws:ecs:us-east-1:123456789012:cluster/Clean"
    assert "neither the ARN of a function or an activity nor" in str(refused(with_state("Two", Resource=arn)))


def test_a_task_that_nothing_answers_asks_for_a_mock() -> None:
    with pytest.raises(NotCovered, match=r"nothing here answers sns:publish(?s:.)*mocks="):
        run(GOOD, {}, observer=MustNotStart())


TASK = {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {"TopicArn": "t", "Message": "m"}}
THREE = {
    "StartAt": "One",
    "States": {
        "One": {**TASK, "Next": "Two"},
        "Two": {**TASK, "Next": "Choose", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught"}]},
        "Choose": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "Each"}]},
        "Each": {
            "Type": "Map",
            "ItemProcessor": {"StartAt": "In", "States": {"In": {**TASK, "End": True}}},
            "End": True,
        },
        "Caught": {**TASK, "End": True},
        "Alone": {**TASK, "End": True},
    },
}


def test_all_tasks_that_nothing_answers_are_named_at_once() -> None:
    with pytest.raises(NotCovered) as caught:
        run(THREE, {}, mocks={"Two": [{"Return": {}}]})
    assert str(caught.value.where) == "state 'One'"
    assert "nothing here answers sns:publish; nor 'Caught' (sns:publish), 'In' (sns:publish)" in str(caught.value)
    assert """{"One":[{"Return":{}}],"Caught":[{"Return":{}}],"In":[{"Return":{}}]}""" in str(caught.value)


def test_states_that_the_run_does_not_come_by_need_no_answer() -> None:
    stopped = run(THREE, {}, mocks={"One": [{"Return": {}}]}, until="Two")
    assert (stopped.status, stopped.stopped_at) == ("RUNNING", "Two")
    assert run(THREE, {}, mocks={"Caught": [{"Return": 1}]}, start="Caught").output == 1


def test_mocks_of_a_state_that_is_misspelled_are_told_first() -> None:
    with pytest.raises(NotCovered, match=r"'Tow' has mocks, and there is no such task(?s:.)*Two"):
        run(THREE, {}, mocks={"Tow": [{"Return": {}}]})


def test_the_good_machine_runs() -> None:
    assert run(GOOD, {}, mocks={"Two": [{"Return": 1}]}).status == "SUCCEEDED"
    assert issubclass(InvalidDefinition, NewelError)
