"""Source text to tokens."""

from __future__ import annotations

from .errors import ExpressionSyntaxError, LimitExceeded, UnsupportedSyntax
from .jsonpath import foreign_path
from .limits import MAX_SOURCE
from .literals import is_name_part, is_name_start, read_number, read_string, read_template, read_unicode
from .text import LINE_ENDS, WHITESPACE, join_units, split_units
from .tokens import (
    BIGINT,
    END,
    JSONPATH,
    NAME,
    NUMBER,
    PUNCTUATOR,
    PUNCTUATORS,
    REGEX,
    RESERVED,
    STRING,
    TEMPLATE,
    Token,
)

_SPACE = frozenset(WHITESPACE)
_NUMBER_START = frozenset("0123456789")
_VALUE_WORDS = frozenset(("this", "null", "true", "false", "super"))
_BY_FIRST = {first: [mark for mark in PUNCTUATORS if mark[0] == first] for first in {mark[0] for mark in PUNCTUATORS}}


class Lexer:
    """Cuts a source into tokens.

    Parameters
    ----------
    source
        The text of the expression.
    odd_keys
        Paths a caller has bound that JavaScript would read otherwise, such as `$.data-name`; where the source
        has one of them literally, it is that path.
    """

    def __init__(self, source: str, odd_keys: tuple[str, ...] = ()) -> None:
        self.source = source
        self.odd_keys = odd_keys
        self.tokens: list[Token] = []
        self.newline = False
        self.braces: list[bool] = []
        self.heads: list[bool] = []
        self.after_head = False

    def run(self) -> list[Token]:
        """Give all tokens; the last is of kind END.

        Raises
        ------
        ExpressionSyntaxError, UnsupportedSyntax
            There is something no token begins with, or a string, template or comment has no end.
        """
        source = self.source
        if len(source) > MAX_SOURCE:
            raise LimitExceeded(f"The expression is longer than {MAX_SOURCE} characters")
        position = self._skip(0)
        while position < len(source):
            position = self._skip(self._read(position))
        self._add(END, "", position, position)
        return self.tokens

    def _add(self, kind: int, text: str, start: int, end: int, value: float | str | None = None) -> int:
        token = Token(kind, text, start, end, value)
        token.newline, self.newline = self.newline, False
        self.tokens.append(token)
        return end

    def _skip(self, position: int) -> int:
        source, size = self.source, len(self.source)
        while position < size:
            character = source[position]
            if character in LINE_ENDS:
                self.newline = True
                position += 1
            elif character in _SPACE:
                position += 1
            elif source.startswith("//", position):
                while position < size and source[position] not in LINE_ENDS:
                    position += 1
            elif source.startswith("/*", position):
                end = source.find("*/", position + 2)
                if end < 0:
                    raise ExpressionSyntaxError("A comment has no end", offset=position)
                self.newline = self.newline or any(end_of_line in source[position:end] for end_of_line in LINE_ENDS)
                position = end + 2
            elif source.startswith("<!--", position) or (
                source.startswith("-->", position) and (self.newline or not self.tokens)
            ):
                raise UnsupportedSyntax("An HTML-like comment", offset=position, hint="Put a space into it.")
            else:
                break
        return position

    def _read(self, start: int) -> int:
        source = self.source
        character = source[start]
        if character == "$":
            end = self._path(start)
            if end:
                return end
        if is_name_start(character) or character == "\\":
            return self._name(start)
        if character in _NUMBER_START or (character == "." and source[start + 1 : start + 2] in _NUMBER_START):
            return self._number(start)
        if character in "'\"":
            text, end = read_string(source, start)
            return self._add(STRING, source[start:end], start, end, text)
        if character == "`":
            self.braces.append(True)
            return self._template(start)
        if character == "/" and self._regex_may_stand():
            return self._regex(start)
        return self._punctuator(start)

    def _path(self, start: int) -> int:
        for key in self.odd_keys:
            if self.source.startswith(key, start):
                end = start + len(key)
                if key[-1] == "]" or not is_name_part(self.source[end : end + 1] or " "):
                    return self._add(JSONPATH, key, start, end)
        end = foreign_path(self.source, start)
        return self._add(JSONPATH, self.source[start:end], start, end) if end else 0

    def _name(self, start: int) -> int:
        source = self.source
        parts: list[str] = []
        position = start
        escaped = False
        while position < len(source):
            character = source[position]
            if character == "\\":
                if source[position + 1 : position + 2] != "u":
                    raise ExpressionSyntaxError("Unexpected character", offset=position)
                units, position = read_unicode(source, position)
                part = join_units(units)
                escaped = True
                if not (is_name_part(part) if parts else is_name_start(part)):
                    raise ExpressionSyntaxError("A name cannot hold this character", offset=start)
                parts.append(part)
            elif is_name_part(character):
                parts.append(character)
                position += 1
            else:
                break
        self._add(NAME, split_units("".join(parts)), start, position)
        self.tokens[-1].final = escaped
        return position

    def _number(self, start: int) -> int:
        value, end = read_number(self.source, start)
        following = self.source[end : end + 1]
        if (
            following == "n"
            and self.source[start:end].replace("_", "").isalnum()
            and (self.source[start : start + 2].lower() == "0x" or "e" not in self.source[start:end].lower())
            and not is_name_part(self.source[end + 1 : end + 2] or " ")
        ):
            if self.source[start] == "0" and self.source[start + 1 : start + 2] in _NUMBER_START:
                raise ExpressionSyntaxError("A BigInt cannot begin with 0", offset=start)
            return self._add(BIGINT, self.source[start:end].replace("_", ""), start, end + 1)
        if following and (is_name_start(following) or following in _NUMBER_START or following == "\\"):
            raise ExpressionSyntaxError("A number is followed directly by a name or digit", offset=end)
        return self._add(NUMBER, self.source[start:end], start, end, value)

    def _template(self, start: int) -> int:
        text, end, final = read_template(self.source, start + 1)
        if final:
            self.braces.pop()
        self._add(TEMPLATE, self.source[start], start, end, text)
        self.tokens[-1].final = final
        return end

    def _regex_may_stand(self) -> bool:
        if not self.tokens:
            return True
        last = self.tokens[-1]
        if last.kind == NAME:
            before = self.tokens[-2].text if len(self.tokens) > 1 else ""
            return last.text in RESERVED and last.text not in _VALUE_WORDS and before not in (".", "?.")
        if last.kind == PUNCTUATOR:
            if last.text == ")":
                return self.after_head
            return last.text not in (")", "]", "}", "++", "--")
        return last.kind == TEMPLATE and not last.final

    def _regex(self, start: int) -> int:
        source = self.source
        in_class = False
        position = start + 1
        while position < len(source) and source[position] not in LINE_ENDS:
            character = source[position]
            if character == "\\" and source[position + 1 : position + 2] not in LINE_ENDS:
                position += 1
            elif character == "[":
                in_class = True
            elif character == "]":
                in_class = False
            elif character == "/" and not in_class:
                end = position + 1
                while end < len(source) and is_name_part(source[end]):
                    end += 1
                return self._add(REGEX, source[start:end], start, end)
            position += 1
        raise ExpressionSyntaxError("A regular expression has no end", offset=start)

    def _begins_head(self) -> bool:
        """Tell whether a parenthesis opens the head of a statement, so that a pattern may follow behind it."""
        last = self.tokens[-1] if self.tokens else None
        before = self.tokens[-2].text if len(self.tokens) > 1 else ""
        return bool(last and last.kind == NAME and last.text in ("if", "while", "for")) and before not in (".", "?.")

    def _punctuator(self, start: int) -> int:
        source = self.source
        for mark in _BY_FIRST.get(source[start], ()):
            if source.startswith(mark, start):
                break
        else:
            if source[start] == "#":
                raise UnsupportedSyntax("A private name", offset=start)
            raise ExpressionSyntaxError("Unexpected character", offset=start)
        if mark == "?." and source[start + 2 : start + 3] in _NUMBER_START:
            mark = "?"
        if mark == "(":
            self.heads.append(self._begins_head())
        elif mark == ")":
            self.after_head = bool(self.heads) and self.heads.pop()
        if mark == "{":
            self.braces.append(False)
        elif mark == "}" and self.braces:
            if self.braces[-1]:
                return self._template(start)
            self.braces.pop()
        return self._add(PUNCTUATOR, mark, start, start + len(mark))
