"""Error objects, as `new Error('…')` makes them and `catch` receives them."""

from __future__ import annotations

from .errors import UnsupportedSyntax
from .values import Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .values import Primitive


class Failure(Instance):
    """An error object.

    Parameters
    ----------
    name
        `Error`, `TypeError` and so on.
    message
        Its message; None where it is V8's own text, which this language does not know.
    """

    __slots__ = ("message", "name")

    def __init__(self, name: str, message: str | None) -> None:
        self.name = name
        self.message = message

    def text(self) -> str:
        """Give the message."""
        if self.message is None:
            raise UnsupportedSyntax("The message of an error that the expression did not make")
        return self.message

    def primitive(self, hint: str) -> Primitive:  # noqa: ARG002 -- the same for each
        """Give name and message."""
        return f"{self.name}: {self.text()}" if self.text() else self.name
