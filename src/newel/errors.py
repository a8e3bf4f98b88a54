"""The one family of errors that newel shows to a person."""

from __future__ import annotations


class NewelError(Exception):
    """Something the author of a workflow can mend: what is wrong, where, and what to write instead.

    Parameters
    ----------
    message
        One sentence that says what is wrong.
    where
        The place: a file, a file and line, or a state and field. Printed in front of the message.
    hint
        What to write instead. Printed on a line of its own.
    """

    exit_code = 1

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class UsageError(NewelError):
    """The command was called in a way that cannot work; nothing was looked at."""

    exit_code = 2


class NewelErrors(NewelError):
    """Several errors at once, so that they can be mended in one go."""

    def __init__(self, errors: list[NewelError]) -> None:
        self.errors: list[NewelError] = [
            error for one in errors for error in (one.errors if isinstance(one, NewelErrors) else [one])
        ]
        super().__init__("\n".join(str(error) for error in self.errors))
