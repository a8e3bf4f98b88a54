"""From sequences to statements of Python: the states of a flow, then how they follow one another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from newel.importing.layout import Atom, Binary, Calls, Group, Node, Text, written
from newel.importing.sequences import Sequence, items_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.chain import Chain, Chainable
    from newel.importing.graph import Catcher
    from newel.importing.graph import Node as Leading
    from newel.importing.names import Names
    from newel.importing.printing import Printer
    from newel.importing.sequences import Item, Tree

_INLINE = 72
_FEW = 3
_MOST = 50
"""Operands of one expression: Python's compiler goes down a level with each."""


class Made(NamedTuple):
    """A chain: as Python, and made."""

    node: Node
    value: Chainable


@dataclass
class Writer:
    """Writes the statements of one flow.

    Attributes
    ----------
    nodes
        Its states.
    variables
        The names of their variables.
    names
        Gives names to what else needs one.
    printer
        Prints values.
    statements
        What is written so far.
    """

    nodes: Mapping[str, Leading]
    variables: Mapping[str, str]
    names: Names
    printer: Printer
    statements: list[list[str]] = field(default_factory=list["list[str]"])
    _made: dict[int, Made] = field(default_factory=dict[int, Made])
    _open: set[int] = field(default_factory=set[int])

    def flow(self, tree: Tree) -> Made:
        """The whole flow."""
        main = self._sequence(tree.main)
        if not tree.beside:
            return main
        others = [self._named(self._sequence(each), each) for each in tree.beside]
        here = self._named(main, tree.main)
        node = Calls(here.node, [Group(".also", "()", [("", other.node) for other in others])])
        return Made(node, here.value.also(*(other.value for other in others)))

    def assign(self, name: str, node: Node) -> Atom:
        """Write a statement that gives something a name."""
        self.statements.append(written(node, 0, f"{name} = "))
        return Atom(name)

    def _sequence(self, sequence: Sequence) -> Made:
        made = self._made.get(id(sequence))
        if made is None:
            self._open.add(id(sequence))
            made = self._made[id(sequence)] = self._joined(sequence)
            self._open.discard(id(sequence))
        return made

    def _joined(self, sequence: Sequence) -> Made:
        parts: list[Made] = []
        for run in self._runs(sequence):
            catches = run[0].catches if not run[0].rules else []
            plain = [self._item(item) for item in run]
            parts.append(self._guarded(plain, run[0], catches)) if catches else parts.extend(plain)
        return self._shifted(parts, sequence.jump)

    def _shifted(self, parts: list[Made], jump: str | None = None) -> Made:
        while len(parts) > _MOST:
            pieces = [parts[index : index + _MOST] for index in range(0, len(parts), _MOST)]
            parts = [self._piece(piece) for piece in pieces]
        value: Any = parts[0].value
        for part in parts[1:]:
            value = value >> part.value
        nodes = [part.node for part in parts]
        if jump is not None:
            value = value >> jump
            nodes.append(Text(jump))
        return Made(Binary(">>", nodes) if len(nodes) > 1 else nodes[0], value)

    def _piece(self, parts: list[Made]) -> Made:
        """A part of a long chain, by a name of its own."""
        if len(parts) == 1:
            return parts[0]
        made = self._shifted(parts)
        return Made(
            self.assign(self.names.of(parts[0].node.flat().partition(".")[0], after="_on"), made.node), made.value
        )

    def _runs(self, sequence: Sequence) -> list[list[Item]]:
        """States that follow one another with the same catchers, and others that cannot fail between them."""
        runs: list[list[Item]] = []
        for item in sequence.items:
            run = runs[-1] if runs else None
            if run and run[0].catches and item.catches == run[0].catches and not item.rules:
                run.append(item)
            else:
                runs.append([item])
        return runs

    def _item(self, item: Item) -> Made:
        node = self.nodes[item.name]
        if item.rules:
            return self._choice(item)
        return Made(Atom(self.variables[item.name]), node.state)

    def _guarded(self, parts: list[Made], first: Item, catches: list[tuple[Catcher, Sequence | str]]) -> Made:
        base = self._shifted(parts)
        if isinstance(base.node, Binary):
            base = Made(self.assign(self.names.of(first.name, after="_steps"), base.node), base.value)
        calls: list[Group] = []
        value: Any = base.value
        for catcher, to in catches:
            target = self._target(to)
            errors = () if catcher.errors == ("States.ALL",) else catcher.errors
            arguments: list[tuple[str, Node]] = [("", Text(error)) for error in errors]
            arguments.append(("to=", Text(target) if isinstance(target, str) else target.node))
            arguments += [(f"{name}=", self.printer.value(each)) for name, each in catcher.arguments]
            calls.append(Group(".catch", "()", arguments))
            to_value = target if isinstance(target, str) else target.value
            value = value.catch(*errors, to=to_value, **dict(catcher.arguments))
        node = Calls(base.node, calls)
        if len(calls) > 1 or len(node.flat()) > _INLINE:
            return Made(self.assign(self.names.of(first.name, before="guarded_"), node), value)
        return Made(node, value)

    def _target(self, to: Sequence | str) -> Made | str:
        """A handler, or a branch that several rules go to: by the name of its variable."""
        if isinstance(to, str):
            return to
        if id(to) in self._open:
            return to.start
        if not to.items:
            return cast("str", to.jump)
        return self._named(self._sequence(to), to)

    def _named(self, made: Made, sequence: Sequence) -> Made:
        if isinstance(made.node, Atom):
            return made
        named = Made(self.assign(self.names.of(sequence.start, after="_flow"), made.node), made.value)
        self._made[id(sequence)] = named
        return named

    def _choice(self, item: Item) -> Made:
        node = self.nodes[item.name]
        branches = [branch for _, branch in item.rules] + ([item.default] if item.has_default else [])
        targets = [self._branch(branch, branches.count(branch) > 1) for branch in branches]
        base: Node = self.printer.state(node.state, {})
        if len(base.flat()) > _INLINE:
            base = self.assign(self.names.of(item.name, before="choice_"), base)
        value: Any = node.state
        calls: list[Group] = []
        for (rule, _), target in zip(item.rules, targets, strict=False):
            arguments: list[tuple[str, Node]] = [("", self.printer.value(rule.condition))]
            arguments += [] if target is None else [("", _printed(target))]
            arguments += [(f"{name}=", self.printer.value(each)) for name, each in rule.arguments]
            if len(calls) == _MOST:
                base, calls = self.assign(self.names.of(item.name, before="choice_"), Calls(base, calls)), []
            calls.append(Group(".when", "()", arguments))
            value = value.when(rule.condition, _value(target), **dict(rule.arguments))
        if item.has_default:
            calls.append(Group(".otherwise", "()", [] if targets[-1] is None else [("", _printed(targets[-1]))]))
            value = value.otherwise(_value(targets[-1]))
        return Made(self.assign(self.variables[item.name], Calls(base, calls)), cast("Chain", value))

    def _branch(self, branch: Sequence | str | None, shared: bool) -> Made | str | None:  # noqa: FBT001 -- of a helper
        if branch is None or isinstance(branch, str):
            return branch
        if not branch.items:
            return cast("str", branch.jump)
        made = self._sequence(branch)
        short = len(branch.items) <= _FEW and len(made.node.flat()) <= _INLINE and not shared
        return made if short else self._named(made, branch)


def _printed(target: Made | str) -> Node:
    return Text(target) if isinstance(target, str) else target.node


def _value(target: Made | str | None) -> Any:
    return target.value if isinstance(target, Made) else target


def in_order(tree: Tree) -> list[str]:
    """The names of a flow's states, as they follow one another."""
    names: list[str] = []
    seen: set[int] = set()
    waiting = [tree.main, *tree.beside]
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        for item in items_of(each):
            names.append(item.name)
            waiting += [to for _, to in item.catches if isinstance(to, Sequence)]
    return list(dict.fromkeys(names))
