"""Numbers, strings and escapes as they are spelt in the source (ECMA-262, "Literals")."""

from __future__ import annotations

from .errors import ExpressionSyntaxError
from .numbers import whole_number
from .text import LINE_ENDS, split_units

_RADIX = {"x": 16, "o": 8, "b": 2}
_DIGITS = {2: "01", 8: "01234567", 10: "0123456789", 16: "0123456789abcdefABCDEF"}
_SINGLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}


def is_name_start(character: str) -> bool:
    """Tell whether a name can begin so."""
    return character in "$_" or character.isidentifier()


def is_name_part(character: str) -> bool:
    """Tell whether a name can go on so."""
    return character in "$\u200c\u200d" or f"a{character}".isidentifier()


def read_number(source: str, start: int) -> tuple[float, int]:
    """Read the number that begins at `start`; give its value and where it ends."""
    radix = _RADIX.get(source[start + 1 : start + 2].lower()) if source[start] == "0" else None
    if radix:
        digits, end = _digits(source, start + 2, radix)
        if not digits:
            raise ExpressionSyntaxError("A number needs digits after its prefix", offset=start)
        return whole_number(digits, radix), end
    if source[start] == "0" and source[start + 1 : start + 2].isdigit():
        return _legacy(source, start)
    return _decimal(source, start)


def _digits(source: str, start: int, radix: int) -> tuple[str, int]:
    allowed = _DIGITS[radix]
    end = start
    while end < len(source) and (source[end] in allowed or source[end] == "_"):
        end += 1
    digits = source[start:end]
    if digits[:1] == "_" or digits[-1:] == "_" or "__" in digits:
        raise ExpressionSyntaxError("A numeric separator must stand between two digits", offset=start)
    return digits.replace("_", ""), end


def _legacy(source: str, start: int) -> tuple[float, int]:
    end = start
    while end < len(source) and source[end] in _DIGITS[10]:
        end += 1
    if source[end : end + 1] == "_":
        raise ExpressionSyntaxError("A number that begins with 0 takes no separator", offset=end)
    digits = source[start:end]
    if not any(digit in "89" for digit in digits):
        return whole_number(digits, 8), end
    return _decimal(source, start)


def _decimal(source: str, start: int) -> tuple[float, int]:
    whole, end = _digits(source, start, 10)
    if len(whole) > 1 and whole[0] == "0" and "_" in source[start:end]:
        raise ExpressionSyntaxError("A number that begins with 0 takes no separator", offset=start)
    if source[start : start + 2] == "0_":
        raise ExpressionSyntaxError("A number that begins with 0 takes no separator", offset=start)
    text = whole
    if source[end : end + 1] == ".":
        fraction, end = _digits(source, end + 1, 10)
        text += f".{fraction}"
    if source[end : end + 1] in ("e", "E"):
        mark = end + 2 if source[end + 1 : end + 2] in ("+", "-") else end + 1
        exponent, after = _digits(source, mark, 10)
        if not exponent:
            raise ExpressionSyntaxError("A number needs digits after its exponent mark", offset=end)
        text += f"e{source[end + 1 : mark]}{exponent}"
        end = after
    return float(text), end


def read_string(source: str, start: int) -> tuple[str, int]:
    """Read the string whose quote stands at `start`; give its value and where it ends."""
    quote = source[start]
    parts: list[str] = []
    position = start + 1
    while position < len(source):
        character = source[position]
        if character == quote:
            return split_units("".join(parts)), position + 1
        if character == "\\":
            part, position = read_escape(source, position, template=False)
            parts.append(part)
        elif character in "\n\r":
            break
        else:
            parts.append(character)
            position += 1
    raise ExpressionSyntaxError("A string has no end", offset=start)


def read_template(source: str, start: int) -> tuple[str, int, bool]:
    """Read template text from `start`; give it, where it ends, and whether the template ends there."""
    parts: list[str] = []
    position = start
    while position < len(source):
        character = source[position]
        if character == "`":
            return split_units("".join(parts)), position + 1, True
        if character == "$" and source[position + 1 : position + 2] == "{":
            return split_units("".join(parts)), position + 2, False
        if character == "\\":
            part, position = read_escape(source, position, template=True)
        elif character == "\r":
            part, position = "\n", position + (2 if source[position + 1 : position + 2] == "\n" else 1)
        else:
            part, position = character, position + 1
        parts.append(part)
    raise ExpressionSyntaxError("A template has no end", offset=start - 1)


def read_escape(source: str, start: int, *, template: bool) -> tuple[str, int]:
    """Read the escape whose backslash stands at `start`; give what it stands for and where it ends."""
    kind = source[start + 1 : start + 2]
    after = start + 2
    if kind == "x":
        return chr(_hex(source, after, 2, start)), after + 2
    if kind == "u":
        return read_unicode(source, start)
    if kind in _SINGLE:
        return _SINGLE[kind], after
    if kind == "\r" and source[after : after + 1] == "\n":
        return "", after + 1
    if kind and kind in LINE_ENDS:
        return "", after
    if kind and kind in "01234567":
        return _octal(source, start, template=template)
    if template and kind and kind in "89":
        raise ExpressionSyntaxError("A template takes no octal escapes", offset=start)
    return kind, after


def read_unicode(source: str, start: int) -> tuple[str, int]:
    r"""Read the \uXXXX or \u{X…} at `start`."""
    if source[start + 2 : start + 3] != "{":
        return chr(_hex(source, start + 2, 4, start)), start + 6
    end = source.find("}", start)
    digits = source[start + 3 : end]
    if end < 0 or not digits or not set(digits) <= set(_DIGITS[16]) or int(digits, 16) > 0x10FFFF:
        raise ExpressionSyntaxError("A Unicode escape is not valid", offset=start)
    return split_units(chr(int(digits, 16))), end + 1


def _hex(source: str, start: int, count: int, place: int) -> int:
    digits = source[start : start + count]
    if len(digits) < count or not set(digits) <= set(_DIGITS[16]):
        raise ExpressionSyntaxError(f"An escape needs {count} hexadecimal digits", offset=place)
    return int(digits, 16)


def _octal(source: str, start: int, *, template: bool) -> tuple[str, int]:
    end = start + 1
    limit = end + (3 if source[end] in "0123" else 2)
    while end < limit and source[end : end + 1] in _DIGITS[8] and end < len(source):
        end += 1
    digits = source[start + 1 : end]
    if template and (digits != "0" or source[end : end + 1] in ("8", "9")):
        raise ExpressionSyntaxError("A template takes no octal escapes", offset=start)
    return chr(int(digits, 8)), end
