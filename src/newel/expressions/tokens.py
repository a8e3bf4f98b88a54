"""What the lexer hands to the parser."""

from __future__ import annotations

from .text import words

END, NUMBER, STRING, NAME, PUNCTUATOR, TEMPLATE, JSONPATH, REGEX, BIGINT = range(9)
"""The kinds of token."""

PUNCTUATORS = sorted(
    words(
        "{ } ( ) [ ] ; , < > <= >= == != === !== + - * / % ** ++ -- << >> >>> & | ^ ! ~ && || ?? ? ?. : => . ... "
        "= += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??="
    ),
    key=len,
    reverse=True,
)
"""Longest first, as the lexer tries them (ECMA-262, "Punctuators")."""

ASSIGNMENTS = words("= += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??=")

STATEMENTS = words(
    "break case catch const continue debugger default do else enum export extends finally for if return switch "
    "throw try var while with"
)
"""Words that can only stand in a program of statements."""

RESERVED = STATEMENTS | words("class delete false function import in instanceof new null super this true typeof void")
"""Words that cannot be names (ECMA-262, "ReservedWord")."""


class Token:
    """A piece of the source.

    Parameters
    ----------
    kind
        One of the kinds above.
    text
        A punctuator or name as written, escapes resolved; for a JSONPath its text.
    start, end
        Where it stands in the source.
    value
        What a number, string or piece of template stands for.

    Attributes
    ----------
    newline
        Whether a line ends between the token before and this one.
    final
        Of a piece of template: whether it ends the template. Of a name: whether it has escapes.
    """

    __slots__ = ("end", "final", "kind", "newline", "start", "text", "value")

    def __init__(
        self,
        kind: int,
        text: str,
        start: int,
        end: int,
        value: float | str | None = None,
    ) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end
        self.value = value
        self.newline = False
        self.final = False
