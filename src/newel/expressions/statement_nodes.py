"""The syntax tree of programs: statements, what they declare, and what is assigned to."""

from __future__ import annotations

from .nodes import Name, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .nodes import Arrow


class Element(Node):
    """A place in a pattern: what takes the value, and what stands in for undefined."""

    __slots__ = ("default", "target")

    def __init__(self, start: int, target: Node, default: Node | None) -> None:
        super().__init__(start, target, *([default] if default else []))
        self.target = target
        self.default = default


class ArrayPattern(Node):
    """`[a, , b = 1, ...rest]`; None is a place left out."""

    __slots__ = ("items", "rest")

    def __init__(self, start: int, items: list[Element | None], rest: Node | None) -> None:
        super().__init__(start, *[item for item in items if item], *([rest] if rest else []))
        self.items = items
        self.rest = rest


class ObjectPattern(Node):
    """`{a, b: c = 1, [key]: d, ...rest}`."""

    __slots__ = ("entries", "rest")

    def __init__(self, start: int, entries: list[tuple[Node, Element]], rest: Node | None) -> None:
        super().__init__(start, *[node for pair in entries for node in pair], *([rest] if rest else []))
        self.entries = entries
        self.rest = rest


class CoverDefault(Node):
    """`{a = 1}`: right only where the literal turns out to be a pattern."""

    __slots__ = ("default", "target")

    def __init__(self, start: int, target: Node, default: Node) -> None:
        super().__init__(start, target, default)
        self.target = target
        self.default = default


class Assign(Node):
    """`target = value`, or one of the compound assignments."""

    __slots__ = ("operator", "target", "value")

    def __init__(self, start: int, operator: str, target: Node, value: Node) -> None:
        super().__init__(start, target, value)
        self.operator = operator
        self.target = target
        self.value = value


class Update(Node):
    """`++a`, `a--` and the like."""

    __slots__ = ("amount", "prefix", "target")

    def __init__(self, start: int, amount: float, target: Node, *, prefix: bool) -> None:
        super().__init__(start, target)
        self.amount = amount
        self.target = target
        self.prefix = prefix


class Delete(Node):
    """`delete a.b`."""

    __slots__ = ("target",)

    def __init__(self, start: int, target: Node) -> None:
        super().__init__(start, target)
        self.target = target


class ExpressionStatement(Node):
    """An expression where a statement may stand."""

    __slots__ = ("value",)

    def __init__(self, start: int, value: Node) -> None:
        super().__init__(start, value)
        self.value = value


class Declaration(Node):
    """`const a = 1, {b} = c`; each pair is what is declared and what it begins as."""

    __slots__ = ("kind", "pairs")

    def __init__(self, start: int, kind: str, pairs: list[tuple[Node, Node | None]]) -> None:
        super().__init__(start, *[node for pair in pairs for node in pair if node])
        self.kind = kind
        self.pairs = pairs


class FunctionDeclaration(Node):
    """`function name() {}` as a statement."""

    __slots__ = ("function", "name")

    def __init__(self, start: int, name: str, function: Arrow) -> None:
        super().__init__(start, function)
        self.name = name
        self.function = function


class Block(Node):
    """`{ … }`, the body of a function, or a whole program."""

    __slots__ = ("statements",)

    def __init__(self, start: int, statements: list[Node]) -> None:
        super().__init__(start, *statements)
        self.statements = statements


class If(Node):
    """`if (test) then else other`."""

    __slots__ = ("other", "test", "then")

    def __init__(self, start: int, test: Node, then: Node, other: Node | None) -> None:
        super().__init__(start, test, then, *([other] if other else []))
        self.test = test
        self.then = then
        self.other = other


class For(Node):
    """`for (begin; test; step) body`; a `while` has neither begin nor step."""

    __slots__ = ("begin", "body", "step", "test")

    def __init__(self, start: int, begin: Node | None, test: Node | None, step: Node | None, body: Node) -> None:
        super().__init__(start, *[node for node in (begin, test, step, body) if node])
        self.begin = begin
        self.test = test
        self.step = step
        self.body = body


class DoWhile(Node):
    """`do body while (test)`."""

    __slots__ = ("body", "test")

    def __init__(self, start: int, body: Node, test: Node) -> None:
        super().__init__(start, body, test)
        self.body = body
        self.test = test


class ForEach(Node):
    """`for (kind target of source) body`; no kind assigns to what there is."""

    __slots__ = ("body", "kind", "source", "target")

    def __init__(self, start: int, kind: str, target: Node, source: Node, body: Node) -> None:
        super().__init__(start, target, source, body)
        self.kind = kind
        self.target = target
        self.source = source
        self.body = body


class ForIn(ForEach):
    """`for (kind target in source) body`."""

    __slots__ = ()


class Jump(Node):
    """`break` or `continue`, to a label or without one."""

    __slots__ = ("kind", "label")

    def __init__(self, start: int, kind: str, label: str) -> None:
        super().__init__(start)
        self.kind = kind
        self.label = label


class Labelled(Node):
    """`label: statement`."""

    __slots__ = ("label", "statement")

    def __init__(self, start: int, label: str, statement: Node) -> None:
        super().__init__(start, statement)
        self.label = label
        self.statement = statement


class Case(Node):
    """`case test: …`; no test is `default`."""

    __slots__ = ("statements", "test")

    def __init__(self, start: int, test: Node | None, statements: list[Node]) -> None:
        super().__init__(start, *([test] if test else []), *statements)
        self.test = test
        self.statements = statements


class Switch(Node):
    """`switch (subject) { cases }`."""

    __slots__ = ("cases", "subject")

    def __init__(self, start: int, subject: Node, cases: list[Case]) -> None:
        super().__init__(start, subject, *cases)
        self.subject = subject
        self.cases = cases

    @property
    def statements(self) -> list[Node]:
        """What stands in it; all of it shares one scope."""
        return [statement for case in self.cases for statement in case.statements]


class Return(Node):
    """`return value`."""

    __slots__ = ("value",)

    def __init__(self, start: int, value: Node | None) -> None:
        super().__init__(start, *([value] if value else []))
        self.value = value


class Throw(Node):
    """`throw value`."""

    __slots__ = ("value",)

    def __init__(self, start: int, value: Node) -> None:
        super().__init__(start, value)
        self.value = value


class Try(Node):
    """`try block catch (parameter) handler finally end`."""

    __slots__ = ("block", "end", "handler", "parameter")

    def __init__(
        self, start: int, block: Block, parameter: Node | None, handler: Block | None, end: Block | None
    ) -> None:
        super().__init__(start, *[node for node in (block, parameter, handler, end) if node])
        self.block = block
        self.parameter = parameter
        self.handler = handler
        self.end = end


def names_in(target: Node) -> list[str]:
    """Give the names that a target of a declaration declares."""
    if isinstance(target, Name):
        return [target.name]
    if isinstance(target, Element):
        return names_in(target.target)
    if isinstance(target, ArrayPattern):
        parts: list[Node] = [item for item in target.items if item]
    elif isinstance(target, ObjectPattern):
        parts = [element for _, element in target.entries]
    else:
        return []
    return [name for part in [*parts, *([target.rest] if target.rest else [])] for name in names_in(part)]
