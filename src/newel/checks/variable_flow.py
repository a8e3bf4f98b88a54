"""Which variables may have a value where a state begins ("Passing data between states with variables")."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from newel.checks.machine import flows
from newel.checks.transitions import is_open_ended
from newel.checks.variables import is_cut_off
from newel.definition import pointer
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.machine import Flow
    from newel.json_types import JsonObject

_IN_STATE = re.compile(r"/(?:ItemProcessor|Iterator|Branches/\d+)$")


class VariableFlow:
    """What may have been assigned on the way to each state of a definition."""

    def __init__(self, definition: JsonObject) -> None:
        # A set of names is a whole number with a bit a name: thousands of states with a variable each are no work.
        self._bits: dict[str, int] = {}
        self._before: dict[str, int] = {}
        for flow in flows(definition):
            around = _IN_STATE.sub("", flow.place) if flow.depth else None
            if (around is None or around in self._before) and not is_open_ended(flow):
                begin = self._before[around] if around is not None and not is_cut_off(flow) else 0
                for name, known in self._through(flow, begin).items():
                    self._before[f"{flow.place}/States{pointer(name)}"] = known

    def may_have(self, state: str, name: str) -> bool:
        """Whether a variable may have a value where a state begins, by the pointer to the state.

        So it is taken to be where nothing leads to the state, and where the template fills in what does.
        """
        return state not in self._before or bool(self._before[state] & self._bits.get(name, 0))

    def _through(self, flow: Flow, begin: int) -> dict[str, int]:
        edges: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for name, state in flow.states.items():
            if is_object(state):
                edges[name] += self._leaving(state)
        start = flow.body.get("StartAt")
        before: dict[str, int] = {}
        waiting = [(start, begin)] if isinstance(start, str) and start in flow.states else []
        while waiting:
            name, known = waiting.pop()
            if name in before and known | before[name] == before[name]:
                continue
            before[name] = before.get(name, 0) | known
            waiting += [(target, before[name] | more) for target, more in edges[name] if target in flow.states]
        return before

    def _leaving(self, state: JsonObject) -> Iterator[tuple[str, int]]:
        """The states that a state leads to, each with the names that are assigned on the way."""
        own = self._names(state.get("Assign"))
        for member in ("Next", "Default"):
            if isinstance(target := state.get(member), str):
                yield target, own
        for member, besides in (("Choices", own), ("Catch", 0)):
            items = state.get(member)
            for item in items if is_array(items) else []:
                if is_object(item) and isinstance(target := item.get("Next"), str):
                    yield target, self._names(item.get("Assign")) | besides

    def _names(self, assigned: object) -> int:
        found = 0
        for key in assigned if is_object(assigned) else ():
            found |= self._bits.setdefault(key.removesuffix(".$"), 1 << len(self._bits))
        return found
