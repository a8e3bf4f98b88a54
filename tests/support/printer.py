"""From a syntax tree to a source that parses to it again, and what makes two trees the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.expressions import nodes
from newel.expressions import statement_nodes as made
from newel.expressions.bigints import BigInt
from newel.expressions.text import join_units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PLACES = frozenset(("children", "height", "start"))
"""The fields of every node that say where it stands, and not what it is."""


def source_of(tree: nodes.Node) -> str:
    """Write a whole program or expression."""
    return "\n".join(map(show, tree.statements)) if isinstance(tree, made.Block) else show(tree)


def shape(value: Any) -> Any:
    """Give what a tree says, without places: trees of one shape are the same program."""
    if isinstance(value, nodes.Binary):
        return "Binary", shape(value.first), [(operator, shape(operand)) for operator, operand, _ in value.rest]
    if isinstance(value, nodes.Node):
        names = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ()) if name not in PLACES]
        return type(value).__name__, *[(name, shape(getattr(value, name))) for name in names]
    if isinstance(value, (list, tuple)):
        return [shape(item) for item in value]
    return ("BigInt", value.value) if isinstance(value, BigInt) else (type(value).__name__, value)


def show(node: nodes.Node) -> str:
    """Write one node; an expression that could be torn apart stands in parentheses."""
    return PRINTERS[type(node)](node)


def text(units: str, quote: str = '"') -> str:
    escaped = "".join(f"\\u{ord(unit):04x}" if not " " <= unit <= "~" or unit in "\\$`\"'" else unit for unit in units)
    return f"{quote}{escaped}{quote}"


def braces(block: nodes.Node) -> str:
    assert isinstance(block, made.Block)
    return "{" + "\n".join(map(show, block.statements)) + "}"


def listed(items: Sequence[nodes.Node]) -> str:
    return ", ".join(map(show, items))


def literal(node: nodes.Literal) -> str:
    value = node.value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, BigInt):
        return f"{value.value}n"
    if isinstance(value, float):
        return "1e999" if value == float("inf") else repr(value)
    return {None: "null", True: "true", False: "false"}[value]


def path(node: nodes.Path) -> str:
    steps = [f"[{step}]" if isinstance(step, int) else f"[{text(step)}]" for step in node.steps]
    return f"({node.root}{''.join(steps)})"


def template(node: nodes.Template) -> str:
    chunks = [text(chunk, "") for chunk in node.chunks]
    parts = [f"${{{show(part)}}}{chunk}" for part, chunk in zip(node.parts, chunks[1:], strict=True)]
    return f"`{chunks[0]}{''.join(parts)}`"


def places(items: Sequence[nodes.Node | None], *, comma: bool) -> str:
    """Write the places of an array; one left out is its comma alone."""
    parts = ["," if item is None or isinstance(item, nodes.Hole) else f"{show(item)}," for item in items]
    ends_bare = not comma and parts and parts[-1] != ","
    return "".join(parts)[: -1 if ends_bare else None]


def entry(key: nodes.Node, value: str) -> str:
    return f"[{show(key)}]: {value}"


def property_(node: nodes.Property) -> str:
    if isinstance(node.value, made.CoverDefault):
        return f"{show(node.value.target).strip('()')} = {show(node.value.default)}"
    return entry(node.key, show(node.value))


def chain(node: nodes.Node) -> str:
    """Write what a link of a chain hangs on: links as they are, all else in parentheses."""
    if isinstance(node, (nodes.Member, nodes.Index, nodes.Call, nodes.Name)):
        return show(node)
    return f"({show(node)})"


def member(node: nodes.Member) -> str:
    return f"{chain(node.object)}{'?.' if node.optional else '.'}{join_units(node.name)}"


def index(node: nodes.Index) -> str:
    return f"{chain(node.object)}{'?.' if node.optional else ''}[{show(node.key)}]"


def call(node: nodes.Call) -> str:
    return f"{chain(node.callee)}{'?.' if node.optional else ''}({listed(node.arguments)})"


def parameter(node: nodes.Parameter) -> str:
    default = f" = {show(node.default)}" if node.default else ""
    return f"{'...' if node.rest else ''}{show(node.target)}{default}"


def function(node: nodes.Arrow, name: str = "") -> str:
    return f"function {name or node.name}({listed(node.parameters)}) {braces(node.body)}"


def arrow(node: nodes.Arrow) -> str:
    if not node.is_arrow:
        return f"({function(node)})"
    body = braces(node.body) if isinstance(node.body, made.Block) else f"({show(node.body)})"
    return f"(({listed(node.parameters)}) => {body})"


def array_pattern(node: made.ArrayPattern) -> str:
    rest = f"...{show(node.rest)}" if node.rest else ""
    return f"[{places(node.items, comma=bool(rest))}{rest}]"


def object_pattern(node: made.ObjectPattern) -> str:
    entries = [entry(key, show(element)) for key, element in node.entries]
    return "{" + ", ".join([*entries, *([f"...{show(node.rest)}"] if node.rest else [])]) + "}"


def declared(node: made.Declaration) -> str:
    pairs = [show(target) + (f" = {show(value)}" if value else "") for target, value in node.pairs]
    return f"{node.kind} {', '.join(pairs)}"


def loop(node: made.For) -> str:
    begin = declared(node.begin) if isinstance(node.begin, made.Declaration) else node.begin and show(node.begin)
    test, step = [each and show(each) for each in (node.test, node.step)]
    return f"for ({begin or ''}; {test or ''}; {step or ''}) {show(node.body)}"


def for_each(node: made.ForEach) -> str:
    is_name = isinstance(node.target, (nodes.Name, nodes.Member, nodes.Index))
    target = f"({show(node.target)})" if is_name and not node.kind else show(node.target)
    word = "in" if isinstance(node, made.ForIn) else "of"
    return f"for ({node.kind} {target} {word} ({show(node.source)})) {show(node.body)}"


def try_(node: made.Try) -> str:
    head = f" ({show(node.parameter)})" if node.parameter else ""
    handler = f" catch{head} {braces(node.handler)}" if node.handler else ""
    return f"try {braces(node.block)}{handler}" + (f" finally {braces(node.end)}" if node.end else "")


PRINTERS: dict[type[nodes.Node], Callable[[Any], str]] = {
    nodes.ArrayLiteral: lambda node: f"[{places(node.items, comma=node.trailing)}]",
    nodes.Arrow: arrow,
    nodes.Binary: lambda node: (
        f"({show(node.first)}" + "".join(f" {word} {show(operand)}" for word, operand, _ in node.rest) + ")"
    ),
    nodes.Call: call,
    nodes.Conditional: lambda node: f"({show(node.test)} ? {show(node.then)} : {show(node.other)})",
    nodes.ForeignPath: lambda node: node.text,
    nodes.Hole: lambda _: "",
    nodes.Index: index,
    nodes.Literal: literal,
    nodes.Logical: lambda node: f"({f' {node.operator} '.join(map(show, node.operands))})",
    nodes.Member: member,
    nodes.Name: lambda node: join_units(node.name),
    nodes.New: lambda node: f"(new ({show(node.callee)})({listed(node.arguments)}))",
    nodes.ObjectLiteral: lambda node: f"({{{listed(node.entries)}}})",
    nodes.OptionalChain: lambda node: f"({show(node.chain)})",
    nodes.Parameter: parameter,
    nodes.Path: path,
    nodes.Property: property_,
    nodes.RegExpLiteral: lambda node: f"(/{join_units(node.pattern)}/{node.flags})",
    nodes.Sequence: lambda node: f"({listed(node.items)})",
    nodes.Spread: lambda node: f"...{show(node.value)}",
    nodes.Template: template,
    nodes.Unary: lambda node: f"({node.operator} {show(node.operand)})",
    made.ArrayPattern: array_pattern,
    made.Assign: lambda node: f"({show(node.target)} {node.operator} {show(node.value)})",
    made.Block: lambda node: braces(node) if node.statements else ";",
    made.CoverDefault: lambda node: f"{show(node.target)} = {show(node.default)}",
    made.Declaration: lambda node: f"{declared(node)};",
    made.Delete: lambda node: f"(delete {chain(node.target)})",
    made.DoWhile: lambda node: f"do {show(node.body)}\nwhile ({show(node.test)});",
    made.Element: lambda node: show(node.target) + (f" = {show(node.default)}" if node.default else ""),
    made.ExpressionStatement: lambda node: f"({show(node.value)});",
    made.For: loop,
    made.ForEach: for_each,
    made.ForIn: for_each,
    made.FunctionDeclaration: lambda node: function(node.function, node.name),
    made.If: lambda node: (
        f"if ({show(node.test)}) {show(node.then)}" + (f"\nelse {show(node.other)}" if node.other else "")
    ),
    made.Case: lambda node: (
        (f"case {show(node.test)}:" if node.test else "default:") + "\n".join(map(show, node.statements))
    ),
    made.Jump: lambda node: f"{node.kind} {node.label};",
    made.Labelled: lambda node: f"{node.label}: {show(node.statement)}",
    made.Switch: lambda node: f"switch ({show(node.subject)}) {{" + "\n".join(map(show, node.cases)) + "}",
    made.ObjectPattern: object_pattern,
    made.Return: lambda node: f"return {show(node.value) if node.value else ''};",
    made.Throw: lambda node: f"throw {show(node.value)};",
    made.Try: try_,
    made.Update: lambda node: (
        f"({'+-'[node.amount < 0] * 2 if node.prefix else ''}{chain(node.target)}"
        f"{'' if node.prefix else '+-'[node.amount < 0] * 2})"
    ),
}
"""How each kind of node is written."""
