"""Where builtins are kept: one table for each type of value and one for each global.

Adding a builtin is one entry: a function under `@table.add("name")` in the file of its type.
"""

from __future__ import annotations

from .values import Function, Namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .values import Body, Value


class Table:
    """The methods of one type of value.

    Parameters
    ----------
    name
        What messages call the type.
    receiver
        The Python type that `this` has in each method; None where any will do.
    pending
        Names that JavaScript has on this type and this language has not, in one string.
    """

    __slots__ = ("entries", "getters", "name", "pending", "receiver")

    def __init__(self, name: str, receiver: type | None, pending: str = "") -> None:
        self.name = name
        self.receiver = receiver
        self.pending = frozenset(pending.split())
        self.entries: dict[str, Value] = {}
        self.getters: dict[str, Callable[[Value], Value]] = {}

    def add(self, *names: str) -> Callable[[Body], Body]:
        """Enter the function below under these names."""

        def enter(body: Body) -> Body:
            for name in names:
                self.entries[name] = Function(f"{self.name}.{name}", body, self.receiver)
            return body

        return enter

    def getter(self, name: str) -> Callable[[Callable[[Value], Value]], Callable[[Value], Value]]:
        """Enter the function below as what computes a property of this name."""

        def enter(compute: Callable[[Value], Value]) -> Callable[[Value], Value]:
            self.getters[name] = compute
            return compute

        return enter

    def namespace(self, body: Body | None = None, construct: Body | None = None, **constants: float) -> Namespace:
        """Make a global of this table; `body` is what calling it does, `construct` what `new` does."""
        self.entries.update(constants)
        return Namespace(self.name, self.entries, self.pending, body, construct)
