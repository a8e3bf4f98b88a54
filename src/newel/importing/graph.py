"""The states of one flow with what leads out of each, and where the ways out of a Choice meet again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newel.conditions import Condition
    from newel.states import State
    from newel.values import Jsonata


@dataclass(frozen=True)
class Catcher:
    """A catcher: where it goes to, and its other arguments."""

    to: str
    errors: tuple[str, ...]
    arguments: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule of a Choice: where it goes to, its condition, and its other arguments."""

    to: str
    condition: Condition | Jsonata
    arguments: tuple[tuple[str, Any], ...] = ()


@dataclass
class Node:
    """A state, and what leads out of it."""

    state: State
    next: str | None = None
    catches: Sequence[Catcher] = ()
    rules: Sequence[Rule] = ()
    default: str | None = None
    named: tuple[str, ...] = ()
    """States that only its own members name."""

    @property
    def targets(self) -> tuple[str, ...]:
        """The states that it goes on to, but for errors."""
        following = [self.next, *(rule.to for rule in self.rules), self.default]
        return tuple(dict.fromkeys(name for name in following if name is not None))

    @property
    def is_choice(self) -> bool:
        """Whether rules say how it goes on."""
        return bool(self.rules)


@dataclass
class Meeting:
    """Where the ways out of each state of a flow meet: the first state that all of them come to.

    Ways that end in a Succeed, a Fail, or what leads out by itself are no ways here: nothing follows them.
    """

    nodes: Mapping[str, Node]
    _order: dict[str, int] = field(default_factory=dict[str, int])
    _meets: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        self._find()

    def of(self, name: str) -> str | None:
        """The state where the ways out of a state meet; None where there is none."""
        found = self._meets.get(name)
        return found if found in self.nodes else None

    def _find(self) -> None:
        """Immediate postdominators, as of Cooper, Harvey and Kennedy: "A Simple, Fast Dominance Algorithm"."""
        leading: dict[str, list[str]] = {name: [] for name in [*self.nodes, _EXIT]}
        onwards: dict[str, list[str]] = {}
        for name, node in self.nodes.items():
            targets = [target for target in node.targets if not self.nodes[target].state.ends_here]
            ends = not node.targets and not node.state.ends_here
            onwards[name] = [*targets, *([_EXIT] if ends else [])]
            for target in onwards[name]:
                leading[target].append(name)
        order = _postorder(_EXIT, leading)
        self._order = {name: number for number, name in enumerate(order)}
        self._meets = {_EXIT: _EXIT}
        changed = True
        while changed:
            changed = False
            for name in reversed(order[:-1]):
                met = self._common(target for target in onwards[name] if target in self._meets)
                if met is not None and self._meets.get(name) != met:
                    self._meets[name] = met
                    changed = True

    def _common(self, names: Iterable[str]) -> str | None:
        common: str | None = None
        for name in names:
            common = name if common is None else self._meet(common, name)
        return common

    def _meet(self, one: str, other: str) -> str:
        while one != other:
            while self._order[one] < self._order[other]:
                one = self._meets[one]
            while self._order[other] < self._order[one]:
                other = self._meets[other]
        return one


_EXIT = "\0exit"


def _postorder(start: str, onwards: Mapping[str, Sequence[str]]) -> list[str]:
    order: list[str] = []
    seen = {start}
    waiting = [(start, iter(onwards[start]))]
    while waiting:
        name, following = waiting[-1]
        for target in following:
            if target not in seen:
                seen.add(target)
                waiting.append((target, iter(onwards[target])))
                break
        else:
            waiting.pop()
            order.append(name)
    return order
