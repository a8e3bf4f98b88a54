"""What a person sees of a run: the tree, the explanation of a failure, and histories that were written down."""

from __future__ import annotations

import contextlib
import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel.errors import NewelError
from newel.graph import mermaid
from newel.local import run, story
from newel.local.explain import cause_of, explain
from newel.local.histories import definition_of, execution_of, strangers, trace_of
from newel.local.view import TreeView
from newel.sam.machines import Machine

if TYPE_CHECKING:
    from collections.abc import Iterator

PASS = {"Type": "Pass"}


def flow(*names: str, **states: dict[str, Any]) -> dict[str, Any]:
    """A machine of Pass states in a row, some of them other states."""
    made = {name: dict(states.get(name, PASS)) for name in names}
    for name, after in zip(names, [*names[1:], None], strict=True):
        if made[name]["Type"] not in ("Fail", "Succeed"):
            made[name].update({"Next": after} if after else {"End": True})
    return {"StartAt": names[0], "States": made}


def each(machine: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"Type": "Map", "ItemProcessor": machine, **fields}


def seen(machine: dict[str, Any], data: object, mocks: dict[str, Any] | None = None, **options: Any) -> list[str]:
    lines: list[str] = []
    run(machine, data, mocks=mocks, observer=TreeView(terminal=False, write=lines.append, **options))
    return [line.replace("\x1b[0m", "").rstrip() for line in map(_plain, lines)]


def _plain(text: str) -> str:
    import click

    return click.unstyle(text)


TASK = {
    "Type": "Task",
    "Resource": "arn:aws:states:::sqs:sendMessage",
    "Parameters": {"QueueUrl": "q", "MessageBody": "m"},
}
BOTH = {"Type": "Parallel", "Branches": [flow("A", A={"Type": "Wait", "Seconds": 5}), flow("B", "C")]}


def test_branches_and_iterations_stand_below_their_state() -> None:
    machine = flow("Both", "Each", "End", Both={**BOTH, "ResultPath": None}, Each=each(flow("D")))
    assert seen(machine, [1, 2]) == [
        "  Both                         branches:",
        "    B",
        "    C",
        "    A                          waited 5s (virtual)",
        "  Both",
        "  Each                         2 items:",
        "    #0 D",
        "    #1 D",
        "  Each                         2 of 2 items",
        "  End",
    ]


def test_many_iterations_are_counted_unless_all_are_wanted() -> None:
    machine = flow("Each", Each=each(flow("D")))
    assert seen(machine, list(range(6))) == ["  Each                         6 of 6 items"]
    assert len(seen(machine, list(range(6)), everything=True)) == 8


def test_what_is_inside_of_many_iterations_is_not_shown() -> None:
    inner = flow("Both", Both=BOTH)
    assert seen(flow("Each", Each=each(inner)), list(range(6))) == ["  Each                         6 of 6 items"]


def test_executions_of_a_distributed_map_are_counted() -> None:
    processor = {**flow("D"), "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    assert seen(flow("Each", Each=each(processor)), [1, 2])[-1] == "  Each                         2 of 2 items"


def test_an_iteration_that_failed_is_counted() -> None:
    machine = flow("Each", Each=each(flow("No", No={"Type": "Fail", "Error": "E"})))
    machine["States"]["Each"]["Catch"] = [{"ErrorEquals": ["E"], "Next": "Done"}]
    machine["States"]["Done"] = {"Type": "Succeed"}
    lines = seen(machine, list(range(6)))
    assert lines[0] == "  Each                         0 of 6 items, 1 failed; E: caught, on to Done"


CATCH = [{"ErrorEquals": ["States.ALL"], "Next": "Z"}]
HEIR = {"Z": {"Type": "Pass", "End": True}}


def test_what_fails_inside_is_told_before_what_catches_it() -> None:
    two = each(flow("T", T={**TASK, "Catch": []}), Catch=CATCH)
    mocks = {"T": {"0": {"Return": {}}, "1": {"Throw": {"Error": "E", "Cause": "c"}}}}
    machine = flow("M", M=two)
    machine["States"] |= HEIR
    lines = seen(machine, [1, 2], mocks=mocks)
    assert [line.split()[:2] for line in lines] == [["M", "2"], ["#0", "T"], ["#1", "T"], ["M", "1"], ["Z"]]
    assert lines[2].endswith("failed")


def test_what_ends_because_another_failed_is_told_as_aborted() -> None:
    branches = [flow("A", A={"Type": "Wait", "Seconds": 5}), flow("F", F={"Type": "Fail", "Error": "E"})]
    machine = flow("P", P={"Type": "Parallel", "Branches": branches, "Catch": CATCH})
    machine["States"] |= HEIR
    assert [line.split() for line in seen(machine, {})] == [
        ["P", "branches:"],
        ["A", "waited", "5s", "(virtual);", "aborted"],
        ["F", "failed"],
        ["P", "E:", "caught,", "on", "to", "Z"],
        ["Z"],
    ]


def test_progress_is_written_over_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    run(flow("Each", Each=each(flow("D"))), list(range(6)), observer=TreeView(terminal=True))
    written = capsys.readouterr().err
    assert written.count("\r") == 6
    assert "3 of 6 items" in _plain(written)


MACHINE = flow("First", "Charge", Charge={"Type": "Task", "Resource": "arn:aws:states:::http:invoke"})
MOCKS: dict[str, Any] = {"Charge": [{"Throw": {"Error": "Busy", "Cause": "later"}}]}


def test_a_failure_is_explained_with_the_line_of_the_state(tmp_path: Path) -> None:
    file = tmp_path / "orders.asl.json"
    file.write_text(json.dumps(MACHINE, indent=1), "utf-8")
    execution = run(MACHINE, {"amount": 7}, mocks=MOCKS)
    assert list(explain(execution, Machine("Orders", MACHINE, where=str(file)))) == [
        "FAILED: Busy",
        "  later",
        f"in the state 'Charge', {file}:8",
        '  its input: {"amount": 7}',
        '  it sent to http:invoke: {"amount": 7}',
    ]


def test_a_callback_that_nobody_answered_says_how_to_answer_it() -> None:
    ask = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/1/q", "MessageBody.$": "$$.Task.Token"},
        "TimeoutSeconds": 60,
    }
    execution = run(flow("Ask", Ask=ask), {}, mocks={"Ask": [{"Throw": {"Error": "States.Timeout"}}]})
    *_, last = explain(execution, None)
    assert last.endswith("""in a local run a mock answers: --mocks '{"Ask": [{"Return": {}}]}'""")


def test_a_failure_in_python_names_the_line_there(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[3]
    monkeypatch.chdir(root)
    definition = json.loads((root / "statemachines/wait_and_tell.asl.json").read_text("utf-8"))
    machine = Machine("WaitAndTell", definition, where="statemachines/wait_and_tell.asl.json")
    mocks = {"Convert to seconds": [{"Throw": {"Error": "Busy"}}]}
    text = json.dumps(definition).replace("${EvaluateExpressionArn}", "arn:aws:lambda:us-east-1:1:function:F")
    only = {"StartAt": "Convert to seconds", "States": json.loads(text)["States"]}
    for state in only["States"].values():
        if state["Type"] == "Task" and "$" in state["Resource"]:
            state["Resource"] = "arn:aws:states:::sns:publish"
    others = {name: [] for name, state in only["States"].items() if state["Type"] == "Task"}
    said = "\n".join(explain(run(only, {}, mocks={**others, **mocks}), machine))
    assert "in the state 'Convert to seconds', statemachines/wait_and_tell.py:6" in said


def test_the_innermost_failure_is_the_one_that_is_explained() -> None:
    inner = flow("Charge", Charge=MACHINE["States"]["Charge"])
    machine = flow("Each", Each=each(inner))
    found = story.failure(run(machine, [1, 2], mocks={"Charge": [{"Return": 1}, *MOCKS["Charge"]]}).events)
    assert found is not None
    assert (found.state, found.given) == ("Charge", 2)


def test_a_run_stops_before_a_state_and_goes_on_from_it() -> None:
    machine = flow("A", "B", "C", A={**PASS, "Assign": {"v": 1}, "Result": 7}, C={**PASS, "Parameters": {"v.$": "$v"}})
    stopped = run(machine, {}, until="B")
    assert (stopped.status, stopped.output, stopped.stopped_at, stopped.variables) == ("RUNNING", 7, "B", {"v": 1})
    assert stopped.events[-1]["type"] == "PassStateExited"
    went_on = run(machine, stopped.output, start="B", variables=stopped.variables)
    assert (went_on.status, went_on.output) == ("SUCCEEDED", {"v": 1})
    assert story.path(went_on.events) == ["B", "C"]


def test_a_run_stops_inside_of_a_map() -> None:
    stopped = run(flow("Each", Each=each(flow("D", "E"))), [5, 6], until="E")
    assert (stopped.status, stopped.output, stopped.stopped_at) == ("RUNNING", 5, "E")


@pytest.mark.parametrize("option", ["start", "until"])
def test_a_state_that_is_not_there_is_told(option: str) -> None:
    with pytest.raises(NewelError, match=f"{option}: there is no state 'Frist'\n  write First"):
        run(MACHINE, {}, mocks=MOCKS, **{option: "Frist"})  # type: ignore[arg-type]


def test_histories_of_the_aws_cli_are_read() -> None:
    events = [
        {"id": 2, "type": "PassStateEntered", "timestamp": 1767225601.5, "stateEnteredEventDetails": {"name": "A"}},
        {"id": 1, "type": "ExecutionStarted", "timestamp": "2026-01-01T00:00:00Z", "previousEventId": 0},
        {"id": 3, "previousEventId": 2, "type": "ExecutionAborted", "timestamp": "2026-01-01T00:00:02+00:00"},
    ]
    execution = execution_of({"events": events}, "h.json")
    assert (execution.status, [event["id"] for event in execution.events]) == ("ABORTED", [1, 2, 3])
    assert story.seconds(execution.events) == 2


def told(kind: str, **details: object) -> list[dict[str, Any]]:
    """A history of one event."""
    return [{"id": 1, "type": kind, "timestamp": 1, **details}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "it has no events"),
        ([], "it has no events"),
        (7, "it has no events"),
        ([{"id": 1}], "event 1: it is no event"),
        ([{"id": "1", "type": "X"}], "event 1: it is no event"),
        ([{"id": 1, "type": "X"}], "its timestamp is None"),
        ([{"id": 1, "type": "X", "timestamp": "yesterday"}], "its timestamp is 'yesterday'"),
        ([{"id": 1, "type": "X", "timestamp": 1e300}], "its timestamp is 1e"),
        ([{"id": 1, "type": "X", "timestamp": 1, "previousEventId": "0"}], "previousEventId is no number"),
        ([{"id": 1, "type": "X", "timestamp": 1, "previousEventId": 1}], "not of an event before it"),
        ([{"id": 1, "type": "X", "timestamp": 1}] * 2, "two events have the id 1"),
        (told("PassStateEntered"), "Required field 'stateEnteredEventDetails.name' is missing"),
        (told("PassStateExited", stateExitedEventDetails={"name": None}), "Required field 'name' is missing"),
        (told("PassStateEntered", stateEnteredEventDetails={"name": 5}), "Field 'name' must be a string"),
        (told("PassStateEntered", stateEnteredEventDetails="A"), "'stateEnteredEventDetails' must be an object"),
        (told("MapIterationStarted", mapIterationStartedEventDetails={"name": "M"}), "Details.index' is missing"),
        (told("TaskScheduled"), "Required field 'taskScheduledEventDetails.resource' is missing"),
        (told("ExecutionFailed", executionFailedEventDetails={"error": {}}), "Field 'error' must be a string"),
    ],
)
def test_what_is_no_history_is_told(content: Any, said: str) -> None:
    with pytest.raises(NewelError, match=said):
        execution_of(content, "h.json")


def read_wholly(content: object) -> None:
    """All that is done with a history."""
    execution = execution_of(content, "h.json")
    tree = TreeView(told=False, everything=True, terminal=False, write=lambda _line: None)
    for event in execution.events:
        tree.event(event)
    assert list(explain(execution, None))
    assert "flowchart" in mermaid(definition_of(execution.events), trace_of(execution.events))


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything in a value."""
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in members:
        yield from places(one, (*path, name))


RECORDED = [
    {**event, "timestamp": index}
    for index, event in enumerate(
        run(
            flow("Both", "Each", "T", Both=BOTH, Each=each(flow("D")), T=TASK), [1], mocks={"T": [{"Return": {}}]}
        ).events
    )
]
WRONG: list[Any] = [None, 5, "x", "{", "", [], {}, -1, 1.5, True]


@given(st.lists(st.tuples(st.sampled_from([*places(RECORDED)]), st.sampled_from(WRONG) | st.just(...)), max_size=3))
def test_a_broken_history_is_told_or_read(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    broken: Any = copy.deepcopy(RECORDED)
    for path, wrong in changes:
        holder = broken
        with contextlib.suppress(KeyError, IndexError, TypeError):
            for step in path[:-1]:
                holder = holder[step]
            if wrong is ...:
                del holder[path[-1]]
            else:
                holder[path[-1]] = wrong
    with contextlib.suppress(NewelError):
        read_wholly(broken)


def test_a_part_of_a_history_is_read() -> None:
    read_wholly(RECORDED)
    for begin in range(len(RECORDED) - 1):
        read_wholly(RECORDED[begin:])
        read_wholly(RECORDED[: begin + 1])


def test_an_execution_that_goes_on_is_not_called_failed() -> None:
    assert list(explain(execution_of(RECORDED[:3], "h.json"), None)) == ["RUNNING: the history has no end"]


def test_the_states_of_another_machine_are_named() -> None:
    machine = flow("Both", "Else", Both=BOTH)
    assert strangers(RECORDED, machine) == ["Each", "D", "T"]


def test_a_trace_tells_times_failures_and_ways() -> None:
    machine = flow("A", "Each", "Z", A={"Type": "Wait", "Seconds": 5}, Each=each(flow("D")))
    trace = trace_of(run(machine, [1, 2]).events)
    assert trace.notes == {"A": "5s", "Each": "0ms", "D": "2 times, 0ms", "Z": "0ms"}
    assert trace.ways == {("A", "Each", False), ("Each", "Z", False)}
    failed = run(MACHINE, {}, mocks=MOCKS).events
    assert trace_of(failed).failed == {"Charge"}
    assert list(definition_of(failed)["States"]) == ["First", "Charge"]


def test_a_trace_tells_the_visits_of_a_state() -> None:
    retry = {"Retry": [{"ErrorEquals": ["States.ALL"]}]}
    machine = flow("T", "Z", T={**TASK, **retry})
    mocks = {"T": [{"Throw": {"Error": "Busy", "Cause": "later"}}, {"Return": {"a": 1}}]}
    (visit,) = trace_of(run(machine, {"b": 2}, mocks=mocks).events).visits["T"]
    assert visit.number == 1
    titles = [title for title, _ in visit.told]
    assert titles[0] == "Input"
    assert titles[-1] == "Output"
    assert [title.split()[0] for title in titles] == ["Input", "Sent", "Error", "Sent", "Output"]
    assert json.loads(visit.told[0][1]) == {"b": 2}
    assert visit.told[2][1] == "Busy\nlater"
    assert json.loads(visit.told[-1][1]) == {"a": 1}


def test_of_many_visits_those_that_failed_are_told_first() -> None:
    machine = flow("Each", Each=each({"StartAt": "T", "States": {"T": {**TASK, "End": True}}}))
    machine["States"]["Each"] |= {"MaxConcurrency": 1}
    mocks = {"T": [*({"Return": "x" * 5_000} for _ in range(7)), {"Throw": {"Error": "No"}}]}
    visits = trace_of(run(machine, list(range(8)), mocks=mocks).events).visits["T"]
    assert [visit.number for visit in visits] == [8, 1, 2, 3, 4]
    assert visits[0].told[-1] == ("Error", "No")
    assert visits[1].told[-1][1].endswith("… (5,002 characters)")


def test_a_state_that_fails_by_itself_tells_its_error() -> None:
    failed = run(flow("F", F={"Type": "Fail", "Error": "E", "Cause": "C"}), {}).events
    assert trace_of(failed).visits["F"][0].told[-1] == ("Error", "E\nC")
    unseen = [{**event, "timestamp": 0} for event in run(flow("A"), {"secret": 1}).events]
    for event in unseen:
        for about in event.values():
            if isinstance(about, dict):
                about.pop("input", None)
    assert trace_of(execution_of(unseen, "h.json").events).visits["A"][0].told[0] == ("Input", "(not told)")


def test_items_that_wait_for_others_stand_beside_them() -> None:
    machine = flow("Each", Each=each(flow("A", "B"), MaxConcurrency=1))
    told = [line.split()[:2] for line in seen(machine, [1, 2])]
    assert told[1:5] == [["#0", "A"], ["#0", "B"], ["#1", "A"], ["#1", "B"]]


def test_what_is_inside_of_others_is_broken_off_before_them() -> None:
    wrong = {"Type": "Pass", "InputPath": "$.name"}
    lines = [line.split() for line in seen(flow("Each", Each=each(flow("Q", Q=wrong))), [{"name": 1}, {}])]
    assert lines[-1] == ["Each", "failed"]
    assert ["#1", "Q", "failed"] in lines[:-1]


def test_the_cause_of_a_nested_execution_is_told_as_people_read_it() -> None:
    function = json.dumps({"errorMessage": "no name", "errorType": "KeyError", "stackTrace": ["  line 1\n"]})
    nested = {"ExecutionArn": "arn:x:1", "Status": "FAILED", "Error": "KeyError", "Cause": function}
    assert cause_of(json.dumps(nested)) == "arn:x:1 FAILED: KeyError\nno name\n  line 1\n"
    assert cause_of(json.dumps({"ExecutionArn": "arn:x:1", "Status": "TIMED_OUT"})) == "arn:x:1 TIMED_OUT"
    assert cause_of("[" * 100_000) == "[" * 100_000
