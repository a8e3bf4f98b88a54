"""From the graph of a flow to sequences, as a person writes them: what follows, branches, handlers, jumps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newel.importing.graph import Catcher, Meeting, Node, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(eq=False)
class Sequence:
    """States that follow one another; at its end it goes to `jump`, or is open."""

    items: list[Item] = field(default_factory=list["Item"])
    jump: str | None = None

    @property
    def start(self) -> str:
        """The name of its first state."""
        return self.items[0].name


@dataclass(eq=False)
class Item:
    """A state in a sequence, and what it goes to besides what follows.

    Attributes
    ----------
    name
        The state's name.
    catches
        Its catchers, with the handler each, or its name.
    rules, default
        Of a Choice: its rules, with the branch each; None for what follows the Choice.
    """

    name: str
    catches: list[tuple[Catcher, Sequence | str]] = field(default_factory=list["tuple[Catcher, Sequence | str]"])
    rules: list[tuple[Rule, Sequence | str | None]] = field(default_factory=list["tuple[Rule, Sequence | str | None]"])
    has_default: bool = False
    default: Sequence | str | None = None


@dataclass(eq=False)
class Tree:
    """A flow as sequences: the main one, and what only names lead to."""

    main: Sequence
    beside: list[Sequence]


class Builder:
    """Makes sequences of a graph.

    Parameters
    ----------
    nodes
        The states of the flow.
    """

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self._nodes = nodes
        self._meeting = Meeting(nodes)
        self._placed: set[str] = set()
        self._handlers: dict[str, Sequence] = {}
        self._waiting: list[tuple[Sequence, str, str | None]] = []

    def build(self, start: str) -> Tree:
        """Put every state into one sequence, those first that follow the first one."""
        main = Sequence()
        self._fill(main, start)
        beside: list[Sequence] = []
        self._catch([main])
        for name in self._nodes:
            if name not in self._placed:
                other = Sequence()
                self._fill(other, name)
                beside.append(other)
                self._catch([other])
        return Tree(main, beside)

    def flat(self, start: str) -> Tree:
        """Put every state into a sequence of its own, which goes to the others by their names."""
        every: dict[str, Sequence] = {}
        for name, node in self._nodes.items():
            item = Item(name)
            item.catches = [(catcher, catcher.to) for catcher in node.catches]
            item.rules = [(rule, rule.to) for rule in node.rules]
            item.has_default, item.default = node.default is not None, node.default
            every[name] = Sequence([item], node.next)
        main = every.pop(start)
        return Tree(main, list(every.values()))

    def _fill(self, sequence: Sequence, start: str, stop: str | None = None) -> None:
        self._run(sequence, start, stop)
        while self._waiting:
            self._run(*self._waiting.pop(0))

    def _run(self, sequence: Sequence, start: str, stop: str | None) -> None:
        name: str | None = start
        while name is not None and name != stop:
            if name in self._placed:
                sequence.jump = name
                return
            self._placed.add(name)
            node, item = self._nodes[name], Item(name)
            sequence.items.append(item)
            name = self._choose(node, item, stop) if node.is_choice else node.next

    def _choose(self, node: Node, item: Item, stop: str | None) -> str | None:
        """Branch; the name of the state that follows the Choice, which its open branches go on to."""
        meets = self._meeting.of(item.name)
        joins = meets is not None and (meets == stop or meets not in self._placed)
        inner = meets if joins else stop
        branches: dict[str, Sequence | str | None] = {}
        for target in node.targets:
            if target == inner:
                branches[target] = None
            elif target in self._placed:
                branches[target] = target
            else:
                branch = Sequence()
                self._waiting.append((branch, target, inner))
                branches[target] = branch
        item.rules = [(rule, branches[rule.to]) for rule in node.rules]
        item.has_default = node.default is not None
        item.default = branches[node.default] if node.default is not None else None
        return meets if joins and meets != stop else None

    def _catch(self, sequences: list[Sequence]) -> None:
        """Give the states in sequences their handlers, and these theirs."""
        while sequences:
            for item in items_of(sequences.pop(0)):
                for catcher in self._nodes[item.name].catches:
                    handler = self._handlers.get(catcher.to)
                    if handler is None and catcher.to not in self._placed:
                        handler = self._handlers[catcher.to] = Sequence()
                        self._fill(handler, catcher.to)
                        sequences.append(handler)
                    item.catches.append((catcher, catcher.to if handler is None else handler))


def items_of(sequence: Sequence) -> list[Item]:
    """The states of a sequence and of its branches, in their order."""
    found: list[Item] = []
    seen: set[int] = set()
    waiting = [sequence]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        found += each.items
        for item in each.items:
            waiting += [branch for branch in branches_of(item) if isinstance(branch, Sequence)]
    return found


def branches_of(item: Item) -> list[Sequence | str | None]:
    """What the rules of a Choice go to."""
    return [*(branch for _, branch in item.rules), *([item.default] if item.has_default else [])]
