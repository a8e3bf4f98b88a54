"""From the literal of an array or object to the pattern it is when it stands before `=` (ECMA-262, "cover grammar")."""

from __future__ import annotations

from . import nodes
from .errors import ExpressionSyntaxError, UnsupportedSyntax
from .statement_nodes import ArrayPattern, Assign, CoverDefault, Element, ObjectPattern

_PATH_HINT = "Write == or === to compare; to change a value, copy it with const first."


def to_target(node: nodes.Node, *, declares: bool) -> nodes.Node:
    """Read a node as what takes a value; one that `declares` holds names only."""
    if isinstance(node, nodes.Name):
        return node
    if isinstance(node, nodes.Path) and not node.steps and declares:
        return nodes.Name(node.start, node.root)
    if isinstance(node, nodes.ArrayLiteral):
        return _array(node, declares=declares)
    if isinstance(node, nodes.ObjectLiteral):
        return _object(node, declares=declares)
    if not declares and isinstance(node, (nodes.Path, nodes.ForeignPath)):
        raise UnsupportedSyntax("An assignment to the state", offset=node.start, hint=_PATH_HINT)
    if not declares and isinstance(node, (nodes.Member, nodes.Index)):
        if _root(node):
            raise UnsupportedSyntax("An assignment to the state", offset=node.start, hint=_PATH_HINT)
        return node
    if not declares and isinstance(node, nodes.Call):
        raise UnsupportedSyntax("An assignment to a call", offset=node.start)
    raise ExpressionSyntaxError("What stands before the assignment cannot be assigned to", offset=node.start)


def _root(node: nodes.Node) -> bool:
    while isinstance(node, (nodes.Member, nodes.Index)):
        node = node.object
    return isinstance(node, (nodes.Path, nodes.ForeignPath))


def _element(node: nodes.Node, *, declares: bool) -> Element:
    if isinstance(node, Assign) and node.operator == "=":
        if declares and not isinstance(node.target, (nodes.Name, ArrayPattern, ObjectPattern)):
            raise ExpressionSyntaxError("A declaration takes names only", offset=node.start)
        return Element(node.start, node.target, node.value)
    if isinstance(node, CoverDefault):
        return Element(node.start, to_target(node.target, declares=declares), node.default)
    return Element(node.start, to_target(node, declares=declares), None)


def _array(node: nodes.ArrayLiteral, *, declares: bool) -> ArrayPattern:
    items: list[Element | None] = []
    rest: nodes.Node | None = None
    for item in node.items:
        if rest:
            raise ExpressionSyntaxError("Nothing may follow the rest of a pattern", offset=node.start)
        if isinstance(item, nodes.Spread):
            rest = to_target(item.value, declares=declares)
        else:
            items.append(None if isinstance(item, nodes.Hole) else _element(item, declares=declares))
    if rest and node.trailing:
        raise ExpressionSyntaxError("Nothing may follow the rest of a pattern", offset=node.start)
    return ArrayPattern(node.start, items, rest)


def _object(node: nodes.ObjectLiteral, *, declares: bool) -> ObjectPattern:
    entries: list[tuple[nodes.Node, Element]] = []
    rest: nodes.Node | None = None
    for entry in node.entries:
        if rest:
            raise ExpressionSyntaxError("Nothing may follow the rest of a pattern", offset=node.start)
        if isinstance(entry, nodes.Spread):
            rest = to_target(entry.value, declares=declares)
            if isinstance(rest, (ArrayPattern, ObjectPattern)):
                raise ExpressionSyntaxError("The rest of an object takes a name", offset=entry.start)
        else:
            entries.append((entry.key, _element(entry.value, declares=declares)))
    return ObjectPattern(node.start, entries, rest)
