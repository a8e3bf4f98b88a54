"""A definition as the rules see it: flows, states, and every object in them with the fields that it may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.checks.fields import MACHINE, PROCESSOR, SHAPES, STATES, Shape
from newel.checks.open_values import is_open
from newel.definition import pointer
from newel.json_types import is_array, is_object
from newel.walks import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

JSONATA = "JSONata"
JSONPATH = "JSONPath"
TERMINAL = ("Succeed", "Fail")


@dataclass(frozen=True)
class Flow:
    """States that go from one to another: the machine, a branch of Parallel, the processor of a Map.

    Attributes
    ----------
    place
        The pointer to it.
    body
        The object with StartAt and States.
    shape
        The fields that it may have.
    depth
        How deep it is nested; the machine has 0.
    express
        Whether its states run in an Express workflow, as far as the definition tells.
    around
        The flow that it is nested in; None of the machine.
    """

    place: str
    body: JsonObject
    shape: Shape
    depth: int
    express: bool
    around: Flow | None = None

    @property
    def states(self) -> JsonObject:
        """Its states by their names."""
        states = self.body.get("States")
        return states if is_object(states) else {}


@dataclass(frozen=True)
class State:
    """A state, with what is known of where it stands.

    Attributes
    ----------
    place
        The pointer to it.
    name
        Its name.
    body
        Its fields.
    kind
        Its Type; "" where it has none that there is.
    language
        The query language that holds for it; "" where the template fills it in.
    flow
        The flow that it is in.
    """

    place: str
    name: str
    body: JsonObject
    kind: str
    language: str
    flow: Flow


@dataclass(frozen=True)
class Holder:
    """An object whose fields are known: a state, a retrier, a choice rule, the configuration of a reader."""

    place: str
    body: JsonObject
    shape: Shape
    state: State | None
    language: str


@walk
def flows(definition: JsonObject, *, express: bool = False) -> Iterator[Flow]:
    """Every flow, the machine first."""
    waiting = [Flow("", definition, MACHINE, 0, express)]
    while waiting:
        flow = waiting.pop(0)
        yield flow
        for name, state in flow.states.items():
            if not is_object(state):
                continue
            here = f"{flow.place}/States{pointer(name)}"
            waiting += [
                Flow(f"{here}/{member}", inner, PROCESSOR, flow.depth + 1, _express(inner, flow), flow)
                for member in ("ItemProcessor", "Iterator")
                if is_object(inner := state.get(member))
            ]
            branches = state.get("Branches")
            waiting += [
                Flow(f"{here}/Branches/{index}", branch, SHAPES["branch"], flow.depth + 1, flow.express, flow)
                for index, branch in enumerate(branches if is_array(branches) else [])
                if is_object(branch)
            ]


def _express(processor: JsonObject, flow: Flow) -> bool:
    settings = processor.get("ProcessorConfig")
    kind = settings.get("ExecutionType") if is_object(settings) else None
    return kind == "EXPRESS" or (kind is None and flow.express)


@walk
def states(definition: JsonObject, *, express: bool = False) -> Iterator[State]:
    """Every state that is an object."""
    machine = _language(definition, JSONPATH)
    for flow in flows(definition, express=express):
        for name, body in flow.states.items():
            if is_object(body):
                kind = body.get("Type")
                known = kind if isinstance(kind, str) and kind in STATES else ""
                place = f"{flow.place}/States{pointer(name)}"
                yield State(place, name, body, known, _language(body, machine), flow)


def _language(body: JsonObject, around: str) -> str:
    own = body.get("QueryLanguage")
    return own if own in (JSONATA, JSONPATH) else "" if is_open(own) else around


@walk
def holders(definition: JsonObject) -> Iterator[Holder]:
    """Every object whose fields are known; states of no known type are left out."""
    machine = _language(definition, JSONPATH)
    for flow in flows(definition):
        yield from _inside(Holder(flow.place, flow.body, flow.shape, None, machine))
    for state in states(definition):
        if state.kind:
            yield from _inside(Holder(state.place, state.body, STATES[state.kind], state, state.language))


def _inside(outer: Holder) -> Iterator[Holder]:
    waiting = [outer]
    while waiting:
        holder = waiting.pop(0)
        yield holder
        for name, field in holder.shape.fields.items():
            if field.shape and name in holder.body:
                value, place = holder.body[name], f"{holder.place}/{name}"
                items = enumerate(value) if field.each and is_array(value) else [] if field.each else [("", value)]
                for index, item in items:
                    if is_object(item) and not is_open(item):
                        inner = f"{place}/{index}" if field.each else place
                        waiting.append(Holder(inner, item, SHAPES[field.shape], holder.state, holder.language))
