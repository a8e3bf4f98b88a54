"""What a JSONata expression refers to, and what of that Step Functions does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.syntax.jsonata import Node

# The first part of these is looked at where they stand, the others in what it gives.
_APPLIED = frozenset({"step", "filter", "group", "sort"})


def at_the_top(expression: Node) -> Iterator[str]:
    """Names that have nothing to be looked up in: a state's JSONata has no input of its own.

    "Transforming data with JSONata in Step Functions": neither `$` and `$$` nor unqualified names at the top level.
    """
    waiting = [(expression, True)]
    while waiting:
        node, top = waiting.pop()
        if node.kind == "name" and top:
            yield node.text
        elif node.kind == "variable" and node.text in ("", "$") and top:
            yield f"${node.text}"
        for number, part in reversed(list(enumerate(node.parts))):
            inside = node.kind == "transform" or (node.kind in _APPLIED and number > 0)
            waiting.append((part, top and not inside))


def functions(expression: Node) -> Iterator[str]:
    """The variables that are called as functions."""
    for node in _every(expression):
        if node.kind == "call" and node.parts[0].kind == "variable":
            yield node.parts[0].text


def members_of_states(expression: Node) -> Iterator[str]:
    """What is read of `$states`: `input` of `$states.input.a`."""
    for node in _every(expression):
        if node.kind == "step":
            left, right = node.parts
            while right.kind in _APPLIED:
                right = right.parts[0]
            if left.kind == "variable" and left.text == "states" and right.kind in ("name", "literal"):
                yield right.text


def _every(expression: Node) -> Iterator[Node]:
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.parts)
