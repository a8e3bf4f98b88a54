"""What can go wrong with an expression, each with the place it went wrong at.

The class names are stable: Step Functions shows them to `Catch` as the name of the error. No message ever
holds a value that came as data; the source text of the expression may be shown.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

_WINDOW = 90


class ExpressionError(Exception):
    """Why an expression has no value. Every refusal of this package is one of its subclasses.

    Parameters
    ----------
    message
        One sentence that says what is wrong.
    source
        The text of the expression; added by whoever knows it.
    offset
        Where in the source, counted in characters from 0.
    hint
        What to write instead.
    """

    def __init__(
        self, message: str, *, source: str | None = None, offset: int | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.offset = offset
        self.hint = hint
        self.thrown: tuple[object] | None = None

    def at(self, offset: int) -> Self:
        """Say where, unless a place closer to the cause has been said already."""
        if self.offset is None:
            self.offset = offset
        return self

    def within(self, source: str) -> Self:
        """Say in which expression."""
        if self.source is None:
            self.source = source
        return self

    @property
    def line(self) -> int | None:
        """The line of the place, from 1, or None where the place is not known."""
        if self.source is None or self.offset is None:
            return None
        return self.source.count("\n", 0, self.offset) + 1

    @property
    def column(self) -> int | None:
        """The column of the place, from 1, or None where the place is not known."""
        if self.source is None or self.offset is None:
            return None
        return self.offset - self.source.rfind("\n", 0, self.offset)

    def __str__(self) -> str:
        parts = [self.message]
        if self.source is not None and self.offset is not None:
            parts.append(f"  line {self.line}, column {self.column}")
            parts.extend(_caret(self.source, self.offset))
        if self.hint:
            parts.append(f"  {self.hint}")
        return "\n".join(parts)


def _caret(source: str, offset: int) -> list[str]:
    start = source.rfind("\n", 0, offset) + 1
    end = source.find("\n", offset)
    text = source[start : len(source) if end < 0 else end]
    place = offset - start
    if len(text) > _WINDOW:
        left = max(0, place - _WINDOW // 2)
        text, place = text[left : left + _WINDOW], place - left
    shown = "".join(character if character.isprintable() else " " for character in text)
    return [f"    {shown}", f"    {' ' * _cells(shown[:place])}^"]


def _cells(text: str) -> int:
    """Count the cells that a terminal takes for a text: two for a wide character, none for one that combines."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    widths = [0 if category(each) in ("Mn", "Me") else 2 if east_asian_width(each) in "WF" else 1 for each in text]
    return sum(widths)


class ExpressionSyntaxError(ExpressionError):
    """The text is not a JavaScript expression."""


class UnsupportedSyntax(ExpressionError):
    """The text is JavaScript, but of the part that this language leaves out.

    Parameters
    ----------
    feature
        What is left out, as a person would call it.
    """

    def __init__(
        self, feature: str, *, source: str | None = None, offset: int | None = None, hint: str | None = None
    ) -> None:
        super().__init__(f"{feature} is not supported", source=source, offset=offset, hint=hint)
        self.feature = feature


class ExpressionTypeError(ExpressionError):
    """An operation was given a value of a type it does not take (JavaScript's TypeError)."""


class ExpressionReferenceError(ExpressionError):
    """A name or a path stands for nothing (JavaScript's ReferenceError)."""


class ExpressionRangeError(ExpressionError):
    """A number is outside what the operation takes (JavaScript's RangeError)."""


class LimitExceeded(ExpressionError):
    """The evaluation would take more time, memory or depth than is granted: see `limits`."""
