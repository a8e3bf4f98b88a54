"""What can be said about an expression before there are values."""

from __future__ import annotations

from . import nodes
from .builtins import is_known
from .builtins.prototypes import ANY, PROTOTYPES
from .errors import ExpressionReferenceError, ExpressionSyntaxError, UnsupportedSyntax
from .literals import is_name_part, is_name_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def check_name(node: nodes.Name) -> None:
    """Refuse a name that stands for nothing."""
    if is_known(node.name):
        return
    hint = f"Write $.{node.name} for a field of the state, or '{node.name}' for the text."
    if node.name == "States":
        hint = "Intrinsic functions of Step Functions are not JavaScript: write a template, as in `${$.a} ${$.b}`."
    raise ExpressionReferenceError(f"`{node.name}` is not defined", offset=node.start, hint=hint)


def check_member_call(node: nodes.Call) -> None:
    """Refuse a method that no value has; JSON brings no functions of its own."""
    callee = node.callee
    if not isinstance(callee, nodes.Member) or (isinstance(callee.object, nodes.Name) and is_known(callee.object.name)):
        return
    tables = [ANY, *PROTOTYPES.values()]
    if any(callee.name in table.entries for table in tables):
        return
    if any(callee.name in table.pending for table in tables):
        raise UnsupportedSyntax(f"The method `{callee.name}`", offset=node.start)
    if isinstance(callee.object, nodes.Path):
        spelt = {name.lower(): name for table in tables for name in table.entries}.get(callee.name.lower())
        raise ExpressionReferenceError(
            f"No value has a method `{callee.name}`",
            offset=node.start,
            hint=f"Write `{spelt}`." if spelt else None,
        )


def check_texts(source: str, tree: nodes.Node) -> None:
    """Refuse a path inside plain text, where it would stay text."""
    for text, start in _texts(tree):
        found = _path_in(text)
        if found:
            place = source.find(found, start)
            raise ExpressionSyntaxError(
                f"The path {found} stands in plain text, where it stays text",
                offset=place if place >= 0 else start,
                hint=f"Write a template: `...${{{found}}}...`. To mean the text, write '$' + '{found[1:]}'.",
            )


def _path_in(text: str) -> str:
    position = text.find("$")
    while position >= 0:
        end = position + (2 if text.startswith("$$", position) else 1)
        before = text[position - 1 : position]
        if text[end : end + 1] == "." and not (before and is_name_part(before)):
            begin = end
            while text[end : end + 1] == "." and is_name_start(text[end + 1 : end + 2] or " "):
                end += 2
                while end < len(text) and is_name_part(text[end]) and text[end] != "$":
                    end += 1
            if end > begin:
                return text[position:end]
        position = text.find("$", end)
    return ""


def _texts(node: nodes.Node) -> Iterator[tuple[str, int]]:
    """Give each string and piece of template; the keys of object literals and indexes are names, not text."""
    if isinstance(node, nodes.Literal):
        if isinstance(node.value, str):
            yield node.value, node.start
        return
    if isinstance(node, nodes.Template):
        for chunk in node.chunks:
            yield chunk, node.start
    for child in _texts_below(node):
        yield from _texts(child)


def _texts_below(node: nodes.Node) -> tuple[nodes.Node, ...]:
    if isinstance(node, nodes.Property):
        return (node.value,)
    if isinstance(node, nodes.Index):
        return (node.object,)
    return node.children


def is_nullish(node: nodes.Node) -> bool:
    """Tell whether a node can only be null or undefined."""
    return (
        (isinstance(node, nodes.Literal) and node.value is None)
        or (isinstance(node, nodes.Name) and node.name == "undefined")
        or (isinstance(node, nodes.Unary) and node.operator == "void")
    )


def is_guard(callee: nodes.Node) -> bool:
    """Tell whether a function asks what its argument is, and takes undefined for an answer."""
    if isinstance(callee, nodes.Name):
        return callee.name == "Boolean"
    return (
        isinstance(callee, nodes.Member)
        and isinstance(callee.object, nodes.Name)
        and (callee.object.name, callee.name) == ("Array", "isArray")
    )
