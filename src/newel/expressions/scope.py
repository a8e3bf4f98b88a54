"""What the compiler knows about names while it turns one expression into closures."""

from __future__ import annotations

from .errors import ExpressionReferenceError
from .jsonpath import parse_key, path_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .jsonpath import Steps


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


class Scope:
    """The names in reach at one place of an expression.

    Parameters
    ----------
    bindings
        The bound paths.
    """

    def __init__(self, bindings: Bindings) -> None:
        self.bindings = bindings
        self.functions: list[list[str]] = []
        self.unready: list[str] = []

    def resolve(self, name: str) -> tuple[int, int] | None:
        """Find a parameter: how many functions out, and which slot of the frame."""
        for hops, names in enumerate(reversed(self.functions)):
            if name in names:
                return hops, names.index(name) + 2
        return None


def unbound(root: str, steps: Steps) -> ExpressionReferenceError:
    """Say that a path has no value."""
    return ExpressionReferenceError(f"No value is bound for the path {path_text(root, steps)}")
