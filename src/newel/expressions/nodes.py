"""The syntax tree. A node knows where it stands and how many levels it has."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .jsonpath import Steps
    from .values import Scalar


class Node:
    """Any piece of an expression.

    Parameters
    ----------
    start
        Where in the source its characteristic token stands.
    children
        The nodes right below it.
    """

    __slots__ = ("children", "height", "start", "weight")
    cost = 1
    """What evaluating it takes, in eighths of a unit of work."""

    def __init__(self, start: int, *children: Node) -> None:
        self.start = start
        self.children = children
        self.height: int = 1 + max([child.height for child in children], default=0)
        self.weight: int = self.cost + sum([child.weight for child in children])

    @property
    def effort(self) -> int:
        """Units of work that one evaluation takes besides what its operations take themselves."""
        return self.weight >> 3


class Literal(Node):
    """A number, string, boolean or null."""

    __slots__ = ("value",)

    def __init__(self, start: int, value: Scalar) -> None:
        super().__init__(start)
        self.value = value


class RegExpLiteral(Node):
    """`/pattern/flags`, the pattern in UTF-16 units."""

    __slots__ = ("flags", "pattern")

    def __init__(self, start: int, pattern: str, flags: str) -> None:
        super().__init__(start)
        self.pattern = pattern
        self.flags = flags


class Name(Node):
    """A name that is no path: a parameter, or a global such as `Math`."""

    __slots__ = ("name",)

    def __init__(self, start: int, name: str) -> None:
        super().__init__(start)
        self.name = name


class Path(Node):
    """A path into the state (`$`) or the context object (`$$`), with the steps that are fixed in the source."""

    __slots__ = ("root", "steps")

    def __init__(self, start: int, root: str, steps: Steps) -> None:
        super().__init__(start)
        self.root = root
        self.steps = steps


class ForeignPath(Node):
    """A path that only Step Functions can resolve, by its text."""

    __slots__ = ("text",)

    def __init__(self, start: int, text: str) -> None:
        super().__init__(start)
        self.text = text


class Template(Node):
    """Template text: one chunk more than there are parts."""

    __slots__ = ("chunks", "parts")

    def __init__(self, start: int, chunks: list[str], parts: list[Node]) -> None:
        super().__init__(start, *parts)
        self.chunks = chunks
        self.parts = parts


class Spread(Node):
    """`...value` in an array, object or call."""

    __slots__ = ("value",)

    def __init__(self, start: int, value: Node) -> None:
        super().__init__(start, value)
        self.value = value


class Hole(Node):
    """A place left out in an array, as in `[a, , b]`."""

    __slots__ = ()


class ArrayLiteral(Node):
    """`[a, ...b]`; `trailing` tells that a comma ends it."""

    __slots__ = ("items", "trailing")
    cost = 8  # it makes an object

    def __init__(self, start: int, items: list[Node], *, trailing: bool = False) -> None:
        super().__init__(start, *items)
        self.items = items
        self.trailing = trailing


class Property(Node):
    """One entry of an object literal; a fixed key is a Literal."""

    __slots__ = ("key", "value")

    def __init__(self, start: int, key: Node, value: Node) -> None:
        super().__init__(start, key, value)
        self.key = key
        self.value = value


class ObjectLiteral(Node):
    """`{a: 1, [b]: 2, ...c}`: its entries are Property and Spread."""

    __slots__ = ("entries",)
    cost = 8  # it makes an object

    def __init__(self, start: int, entries: list[Property | Spread]) -> None:
        super().__init__(start, *entries)
        self.entries = entries


class Unary(Node):
    """`-a`, `!a`, `typeof a` and the like."""

    __slots__ = ("operand", "operator")

    def __init__(self, start: int, operator: str, operand: Node) -> None:
        super().__init__(start, operand)
        self.operator = operator
        self.operand = operand


class Binary(Node):
    """One or more operators of the same precedence, from left to right: `a + b - c`.

    A chain is one node, so that a long sum is wide and not deep.
    """

    __slots__ = ("first", "rest")

    def __init__(self, start: int, first: Node, rest: list[tuple[str, Node, int]]) -> None:
        super().__init__(start, first, *[node for _, node, _ in rest])
        self.first = first
        self.rest = rest


class Logical(Node):
    """`a && b && c`, or the same with `||` or `??`."""

    __slots__ = ("operands", "operator")

    def __init__(self, start: int, operator: str, operands: list[Node]) -> None:
        super().__init__(start, *operands)
        self.operator = operator
        self.operands = operands


class Conditional(Node):
    """`test ? then : other`."""

    __slots__ = ("other", "test", "then")

    def __init__(self, start: int, test: Node, then: Node, other: Node) -> None:
        super().__init__(start, test, then, other)
        self.test = test
        self.then = then
        self.other = other


class Sequence(Node):
    """`a, b`."""

    __slots__ = ("items",)

    def __init__(self, start: int, items: list[Node]) -> None:
        super().__init__(start, *items)
        self.items = items


class Member(Node):
    """`object.name` or `object?.name`."""

    __slots__ = ("name", "object", "optional")

    def __init__(self, start: int, object_: Node, name: str, *, optional: bool) -> None:
        super().__init__(start, object_)
        self.object = object_
        self.name = name
        self.optional = optional


class Index(Node):
    """`object[key]` or `object?.[key]`."""

    __slots__ = ("key", "object", "optional")

    def __init__(self, start: int, object_: Node, key: Node, *, optional: bool) -> None:
        super().__init__(start, object_, key)
        self.object = object_
        self.key = key
        self.optional = optional


class Call(Node):
    """`callee(arguments)` or `callee?.(arguments)`."""

    __slots__ = ("arguments", "callee", "optional")

    def __init__(self, start: int, callee: Node, arguments: list[Node], *, optional: bool) -> None:
        super().__init__(start, callee, *arguments)
        self.callee = callee
        self.arguments = arguments
        self.optional = optional


class New(Node):
    """`new callee(arguments)`."""

    __slots__ = ("arguments", "callee")

    def __init__(self, start: int, callee: Node, arguments: list[Node]) -> None:
        super().__init__(start, callee, *arguments)
        self.callee = callee
        self.arguments = arguments


class OptionalChain(Node):
    """The whole of `a?.b.c`: where the value before `?.` is null or undefined, all of it is undefined."""

    __slots__ = ("chain",)

    def __init__(self, start: int, chain: Node) -> None:
        super().__init__(start, chain)
        self.chain = chain


class Parameter(Node):
    """One parameter of a function: a name, or a pattern."""

    __slots__ = ("default", "rest", "target")

    def __init__(self, start: int, target: Node, default: Node | None, *, rest: bool) -> None:
        super().__init__(start, target, *([default] if default else []))
        self.target = target
        self.default = default
        self.rest = rest


class Arrow(Node):
    """A function: `(a, b = 1, ...c) => body`, or `function name(a) {}`; a body of statements is a Block."""

    __slots__ = ("body", "is_arrow", "name", "parameters")
    cost = 16  # it makes a closure

    def __init__(
        self, start: int, parameters: list[Parameter], body: Node, *, name: str = "", is_arrow: bool = True
    ) -> None:
        super().__init__(start, *parameters, body)
        self.parameters = parameters
        self.body = body
        self.name = name
        self.is_arrow = is_arrow
