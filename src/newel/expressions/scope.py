"""What the compiler knows about names while it turns one expression into closures."""

from __future__ import annotations

from .builtins import is_known
from .errors import ExpressionReferenceError
from .jsonpath import parse_key, path_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .jsonpath import Steps
    from .statement_nodes import FunctionDeclaration


class Bindings:
    """The paths that values are bound to.

    Parameters
    ----------
    keys
        The texts of the paths, as the generator (or the CDK) wrote them.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.texts = frozenset(keys)
        self.used: list[str] = []
        self._by_steps: dict[tuple[str, ...], str] = {}
        for key in keys:
            parsed = parse_key(key)
            if parsed:
                self._by_steps.setdefault((parsed[0], *map(str, parsed[1])), key)

    def find(self, root: str, steps: Steps) -> tuple[int, Steps] | None:
        """Find the longest bound path that begins this one: its slot, and the steps that are left."""
        wanted = (root, *map(str, steps))
        for size in range(len(wanted), 0, -1):
            key = self._by_steps.get(wanted[:size])
            if key is not None:
                return self.slot(key), steps[size - 1 :]
        return None

    def slot(self, key: str) -> int:
        """Give the slot of a bound path in the roots of an evaluation."""
        if key not in self.used:
            self.used.append(key)
        return self.used.index(key)


class Level:
    """The names that one frame holds: those of a function, a block or a turn of a loop.

    Parameters
    ----------
    names
        In the order of the slots of the frame.
    checked
        Those that may be read before they have a value, which is an error.
    constants
        Those that cannot be assigned to.
    hoists
        The functions declared in blocks below, whose names are variables of this level too.
    """

    __slots__ = ("checked", "constants", "hoists", "names", "slots")

    def __init__(
        self,
        names: list[str],
        checked: frozenset[str] = frozenset(),
        constants: frozenset[str] = frozenset(),
        hoists: frozenset[FunctionDeclaration] = frozenset(),
    ) -> None:
        self.names = names
        self.slots = {name: slot for slot, name in enumerate(names, 2)}
        self.checked = checked
        self.constants = constants
        self.hoists = hoists

    def add(self, name: str) -> None:
        """Make a slot for one more name."""
        self.slots[name] = 2 + len(self.names)
        self.names.append(name)


class Scope:
    """The names in reach at one place of an expression.

    Parameters
    ----------
    bindings
        The bound paths.
    assigned
        Gives the names that are assigned to anywhere, builtins aside; it is asked once, and only if a name stands
        for nothing that is declared.
    sparse
        Whether the literals of arrays make such as may get holes later.

    Attributes
    ----------
    base
        The names that are assigned to and declared nowhere: variables of this evaluation alone.
    """

    def __init__(
        self, bindings: Bindings, assigned: Callable[[], frozenset[str]] = frozenset, *, sparse: bool = False
    ) -> None:
        self.bindings = bindings
        self.sparse = sparse
        self.base = Level([])
        self.levels = [self.base]
        self._assigned = assigned
        self._implicit: frozenset[str] | None = None

    def resolve(self, name: str) -> tuple[int, int, Level] | None:
        """Find a local name: how many frames out, which slot there, and the level."""
        for hops, level in enumerate(reversed(self.levels)):
            slot = level.slots.get(name)
            if slot is not None:
                return hops, slot, level
        if is_known(name):
            return None
        if self._implicit is None:
            self._implicit = self._assigned()
        if name not in self._implicit:
            return None
        self.base.add(name)
        return len(self.levels) - 1, self.base.slots[name], self.base


def unbound(root: str, steps: Steps) -> ExpressionReferenceError:
    """Say that a path has no value."""
    return ExpressionReferenceError(f"No value is bound for the path {path_text(root, steps)}")
