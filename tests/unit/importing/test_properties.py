"""Random machines import back to themselves; random damage is told, never a traceback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newel import (
    Choice,
    DistributedMap,
    Fail,
    Map,
    Parallel,
    Pass,
    Retry,
    StateMachine,
    Succeed,
    Wait,
    intrinsics,
    jsonata,
    path,
)
from newel.checks import check_definition
from newel.errors import NewelError
from newel.importing.module import import_machine
from newel.importing.source import Source
from newel.items import Batcher, S3Csv
from newel.tasks import CallAwsService, sqs
from support.imports import built, round_trip

if TYPE_CHECKING:
    from newel.chain import Chainable
    from newel.values import Jsonata

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
def flows(draw: st.DrawFn, names: list[str], language: str = "JSONPath", depth: int = 2) -> Chainable:
    """A flow as people write it in Python."""
    chain: Chainable | None = None
    for _ in range(draw(st.integers(1, 3))):
        part = draw(parts(names, language, depth))
        chain = part if chain is None else chain >> part
    assert chain is not None
    return chain


@st.composite
def parts(draw: st.DrawFn, names: list[str], language: str, depth: int) -> Chainable:
    """One state, or a Choice with its branches; of its own language sometimes, where the machine speaks JSONPath."""
    name = f"{draw(NAMES)} {len(names)}"
    names.append(name)
    retry = [Retry(errors=["X"], max_attempts=2, jitter=draw(st.booleans()))] if draw(st.booleans()) else None
    kinds = ["pass", "wait", "send", "call", *(["choice", "parallel", "map", "distributed"] if depth else [])]
    kind = draw(st.sampled_from(kinds))
    inner = flows(names, language, depth - 1)
    queue = "https://sqs.eu-west-1.amazonaws.com/111122223333/q"
    value = path if language == "JSONPath" else input_of
    match kind:
        case "pass":
            return draw(passes(name, language))
        case "wait":
            seconds = draw(st.integers(0, 99)) if draw(st.booleans()) else value("$.s")
            return Wait(name, seconds=seconds, comment=draw(st.text(max_size=200)))
        case "send":
            send = sqs.SendMessage(
                name, queue_url=queue, message_body={"x": value("$.x"), "y": draw(JSON)}, retry=retry
            )
            if not draw(st.booleans()):
                return send
            handler = draw(flows(names, language, 0))
            if language == "JSONPath":
                return send.catch("X", to=handler, result_path="$.e")
            return send.catch("X", to=handler, output=jsonata("$states.errorOutput"))
        case "call":
            return CallAwsService(
                name, service="s3", action="getObject", parameters={"Bucket": "b", "Key": value("$.k")}
            )
        case "parallel":
            return Parallel(name, branches=[draw(inner) for _ in range(draw(st.integers(1, 3)))], retry=retry)
        case "map":
            return Map(name, items=value("$.i"), item_processor=draw(inner), max_concurrency=2)
        case "distributed":
            return DistributedMap(
                name,
                item_reader=S3Csv(bucket="b", key=value("$.k")),
                item_batcher=Batcher(max_items=draw(st.integers(1, 9))),
                item_processor=draw(inner),
            )
        case _:
            return draw(choices(name, language, inner))


@st.composite
def passes(draw: st.DrawFn, name: str, language: str) -> Pass:
    """A Pass, in JSONata sometimes where the machine speaks JSONPath."""
    if language == "JSONata":
        return Pass(name, output={"a": jsonata("$sum($states.input.b)")}, assign={"v": draw(JSON)})
    if draw(st.booleans()):
        return Pass(name, query_language="JSONata", output={"a": jsonata("$states.input.b"), "c": draw(JSON)})
    given = {"a": intrinsics.format("{}", path("$.b")), "c": draw(JSON)}
    return Pass(name, parameters=given, result_path="$.r", assign={"v": path("$.b")})


@st.composite
def choices(draw: st.DrawFn, name: str, language: str, inner: st.SearchStrategy[Chainable]) -> Chainable:
    """A Choice of three ways, of which one ends."""
    first = draw(inner)
    end = Succeed(f"{name} ok") if draw(st.booleans()) else Fail(f"{name} no", error="E")
    limit = draw(st.integers(-5, 5))
    if language == "JSONPath":
        condition = path("$.n").number > limit
        choice = Choice(name).when(condition & ~path("$.m").is_null(), first).when(condition, end)
    else:
        more = jsonata(f"$states.input.n > {limit}")
        choice = Choice(name).when(jsonata("$exists($v)"), first).when(more, end, output={"n": more})
    return choice.otherwise() >> Pass(f"{name} on")


def input_of(text: str) -> Jsonata:
    """What a path finds in the input of a state, in JSONata."""
    return jsonata("$states.input" + text[1:])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["JSONPath", "JSONata"]), st.data())
def test_machines_of_python_check_clean_and_import_back_to_themselves(language: Any, data: st.DataObject) -> None:
    flow = Pass("The start", assign={"v": 1}) >> data.draw(flows([], language)) >> Succeed("The end")
    definition = json.loads(json.dumps(StateMachine("Machine", flow, query_language=language).compile().asl))
    assert [found for found in check_definition(definition) if found.severity == "ERROR"] == []
    assert not round_trip(definition).raw


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
