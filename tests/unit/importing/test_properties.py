"""Random machines import back to themselves; random damage is told, never a traceback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newel import Choice, Fail, Map, Parallel, Pass, Retry, StateMachine, Succeed, Wait, intrinsics, path
from newel.errors import NewelError
from newel.importing.module import import_machine
from newel.importing.source import Source
from newel.tasks import CallAwsService, sqs
from support.imports import built, round_trip

if TYPE_CHECKING:
    from newel.chain import Chainable

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.text(max_size=150),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab '\"é", max_size=5), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def graphs(draw: st.DrawFn, depth: int = 2, taken: list[int] | None = None) -> dict[str, Any]:
    """A definition with any edges whatever: loops, joins, states that nothing leads to."""
    taken = taken if taken is not None else []
    count = draw(st.integers(1, 7))
    names = [
        f"{draw(st.sampled_from(['State', 'Do it', 'x', 'Path']))} {len(taken) + number}" for number in range(count)
    ]
    taken += [0] * count
    target = st.sampled_from(names)
    states: dict[str, Any] = {}
    for name in names:
        kind = draw(st.sampled_from(["Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"]))
        leads = {"Next": draw(target)} if draw(st.booleans()) else {"End": True}
        catch = [
            {"ErrorEquals": errors, "Next": to}
            for errors, to in draw(
                st.lists(st.tuples(st.sampled_from([["States.ALL"], ["A", "B"]]), target), max_size=2)
            )
        ]
        catching = {"Catch": catch} if catch else {}
        match kind:
            case "Pass":
                states[name] = {"Type": "Pass", "Parameters": {"x.$": "$.y"}, **leads}
            case "Wait":
                states[name] = {"Type": "Wait", "SecondsPath": "$.s", **leads}
            case "Task":
                states[name] = {**SEND, **leads, **catching}
            case "Choice":
                rules = draw(st.lists(target, min_size=1, max_size=4))
                choices = [{"Variable": "$.n", "NumericEquals": number, "Next": to} for number, to in enumerate(rules)]
                default = {"Default": draw(target)} if draw(st.booleans()) else {}
                states[name] = {"Type": "Choice", "Choices": choices, **default}
            case "Parallel" if depth:
                branches = [draw(graphs(depth - 1, taken)) for _ in range(draw(st.integers(1, 2)))]
                states[name] = {"Type": "Parallel", "Branches": branches, **leads, **catching}
            case "Map" if depth:
                inner = draw(graphs(depth - 1, taken))
                states[name] = {
                    "Type": "Map",
                    draw(st.sampled_from(["Iterator", "ItemProcessor"])): inner,
                    **leads,
                    **catching,
                }
            case _:
                states[name] = {"Type": "Fail" if kind == "Fail" else "Succeed"}
    return {"StartAt": names[0], "States": states}


SEND = {
    "Type": "Task",
    "Resource": "arn:aws:states:::sqs:sendMessage",
    "Parameters": {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/q", "MessageBody.$": "$.m"},
}


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_any_graph_makes_the_trip(definition: dict[str, Any]) -> None:
    assert not round_trip(definition).raw


@st.composite
def flows(draw: st.DrawFn, names: list[str], depth: int = 2) -> Chainable:
    """A flow as people write it in Python."""
    chain: Chainable | None = None
    for _ in range(draw(st.integers(1, 3))):
        part = draw(parts(names, depth))
        chain = part if chain is None else chain >> part
    assert chain is not None
    return chain


@st.composite
def parts(draw: st.DrawFn, names: list[str], depth: int) -> Chainable:
    name = f"{draw(NAMES)} {len(names)}"
    names.append(name)
    retry = [Retry(errors=["X"], max_attempts=2, jitter=draw(st.booleans()))] if draw(st.booleans()) else None
    kind = draw(st.sampled_from(["pass", "wait", "send", "call", *(["choice", "parallel", "map"] if depth else [])]))
    match kind:
        case "pass":
            return Pass(
                name, parameters={"a": intrinsics.format("{}", path("$.b")), "c": draw(JSON)}, result_path="$.r"
            )
        case "wait":
            return Wait(name, seconds=draw(st.integers(0, 99)), comment=draw(st.text(max_size=200)))
        case "send":
            queue = "https://sqs.eu-west-1.amazonaws.com/111122223333/q"
            send = sqs.SendMessage(name, queue_url=queue, message_body={"x": path("$.x"), "y": draw(JSON)}, retry=retry)
            return send.catch("X", to=draw(flows(names, 0)), result_path="$.e") if draw(st.booleans()) else send
        case "call":
            return CallAwsService(
                name, service="s3", action="getObject", parameters={"Bucket": "b", "Key": path("$.k")}
            )
        case "parallel":
            branches = [draw(flows(names, depth - 1)) for _ in range(draw(st.integers(1, 3)))]
            return Parallel(name, branches=branches, retry=retry)
        case "map":
            return Map(name, items=path("$.i"), item_processor=draw(flows(names, depth - 1)), max_concurrency=2)
        case _:
            condition = path("$.n").number > draw(st.integers(-5, 5))
            first = draw(flows(names, depth - 1))
            end = Succeed(f"{name} ok") if draw(st.booleans()) else Fail(f"{name} no", error="E")
            return Choice(name).when(condition & ~path("$.m").is_null(), first).when(
                condition, end
            ).otherwise() >> Pass(f"{name} on")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_machines_of_python_import_back_to_themselves(data: st.DataObject) -> None:
    flow = data.draw(flows([])) >> Succeed("The end")
    definition = StateMachine("Machine", flow).compile().asl
    assert not round_trip(json.loads(json.dumps(definition))).raw


@settings(max_examples=300, deadline=None)
@given(graphs(), st.data())
def test_damage_is_told_or_kept(definition: dict[str, Any], data: st.DataObject) -> None:
    """What is imported builds what was read; what is not is refused by an error of newel's, and nothing else."""
    place: Any = definition
    while data.draw(st.booleans()) and place:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or not place[key]:
            break
        place = place[key]
    key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(JSON | st.sampled_from(["State 0", "Pass", "Map", "Task", "JSONata", {}, []]))
    before = json.dumps(definition, sort_keys=True)
    try:
        imported = import_machine(Source(definition, "Machine", "x.json"))
    except NewelError:
        return
    assert json.dumps(built(imported.text).compile().asl, sort_keys=True) == before
