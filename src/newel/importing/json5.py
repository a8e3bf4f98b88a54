"""JSON5 as JSON: comments, trailing commas, names without quotes, text in single quotes, other numbers."""

from __future__ import annotations

import json
import re

_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n\r\u2028\u2029]*|/\*.*?\*/)
    | (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<comma>,(?=(?:\s|//[^\n\r]*|/\*.*?\*/)*[\]}]))
    | (?P<number>[+-]?(?:0[xX][0-9a-fA-F]+|\.\d+|\d+\.?\d*(?:[eE][+-]?\d+)?))(?![\w.])
    | (?P<name>[A-Za-z_$][\w$]*)(?P<colon>\s*:)?
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"'": "'", '"': '"', "\\": "\\", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)


def to_json(text: str) -> str:
    """The same as JSON, its lines where they were; what is no JSON5 stays, for the reader of JSON to refuse."""
    return _TOKEN.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    token = found[0]
    match found.lastgroup:
        case "comment":
            return "\n" * token.count("\n") or " "
        case "text":
            return token if token[0] == '"' and "\\\n" not in token and "\\'" not in token else _text(token[1:-1])
        case "comma":
            return ""
        case "number":
            return _number(token)
        case _:
            return json.dumps(found["name"]) + found["colon"] if found["colon"] else token


def _text(inner: str) -> str:
    return json.dumps(_ESCAPE.sub(_unescaped, inner), ensure_ascii=False)


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    if len(escape) > 2 and escape[0] in "ux":
        return chr(int(escape[1:], 16))
    return "" if escape in ("\n", "\r\n") else _ESCAPES.get(escape, escape)


def _number(token: str) -> str:
    sign = "-" if token.startswith("-") else ""
    digits = token.lstrip("+-")
    if digits[:2] in ("0x", "0X"):
        return f"{sign}{int(digits, 16)}"
    whole = f"0{digits}" if digits.startswith(".") else digits
    return sign + (f"{whole}0" if whole.endswith(".") else whole.replace(".e", ".0e").replace(".E", ".0E"))
