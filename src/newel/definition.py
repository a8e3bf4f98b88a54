"""A definition in the States Language: going over its states, however deep they are nested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.walks import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

MOST_BYTES = 1_048_576
"""The largest definition that AWS takes ("Step Functions service quotas": maximum request size)."""

_DEEPEST = 50

PROCESSORS = ("ItemProcessor", "Iterator")
"""What a Map state does with each item; `Iterator` is the old name (AWS: "Map workflow state")."""


def pointer(*steps: str | int) -> str:
    """A JSON pointer (RFC 6901) to a place."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def name_of(place: str) -> str:
    """The name of the state that a pointer leads to."""
    return place.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def insist_on_states(definition: JsonObject, place: str) -> None:
    """Refuse what has no states to look at; what else is wrong with a definition `newel check` says.

    Raises
    ------
    NewelError
        There is no state that it starts at, a state is no object, or states stand too deep inside of others.
    """
    found, start = definition.get("States"), definition.get("StartAt")
    if not is_object(found) or not isinstance(start, str) or start not in found:
        what = "it has no States" if not is_object(found) or not found else "it starts at no state that it has"
    else:
        wrong = next((name for name, state in found.items() if not is_object(state)), None)
        if wrong is None:
            _insist_on_depth(definition, place)
            return
        what = f"the state {wrong!r} is no object"
    raise NewelError(what, where=place, hint="`newel check` says all that is wrong with it")


def _insist_on_depth(definition: JsonObject, place: str) -> None:
    deepest = max((at for at, _ in states(definition)), key=_depth, default="")
    if _depth(deepest) > _DEEPEST:
        raise NewelError(
            f"Map and Parallel states stand more than {_DEEPEST} deep inside of each other",
            where=place,
            hint=f"put what is inside of {name_of(deepest)!r} into a machine of its own",
        )


def _depth(place: str) -> int:
    return place.count("/States/") - 1


@walk
def states(definition: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Every state with the pointer to it, those inside Map and Parallel too; what is no object is passed over."""
    waiting: list[tuple[str, object]] = [("", definition)]
    while waiting:
        place, flow = waiting.pop()
        if not is_object(flow) or not is_object(flow.get("States")):
            continue
        for name, state in flow["States"].items():
            if not is_object(state):
                continue
            here = f"{place}/States{pointer(name)}"
            yield here, state
            waiting += [(f"{here}/{member}", state[member]) for member in PROCESSORS if member in state]
            branches = state.get("Branches")
            if is_array(branches):
                waiting += [(f"{here}/Branches/{index}", branch) for index, branch in enumerate(branches)]
