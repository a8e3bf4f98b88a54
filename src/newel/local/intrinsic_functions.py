"""The 18 intrinsic functions, one small function each, and the table of them.

AWS: "Intrinsics for JSONPath states in Step Functions". Where AWS was seen to do something else than that page says,
the function does what AWS does: numbers are cut but for States.MathAdd, which rounds as Java does; empty parts of a
split text are dropped; a set of values comes in the order of Java's hash set.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
import random
import re
import uuid
from typing import TYPE_CHECKING, Any, NoReturn

from newel.json_types import is_array, is_object
from newel.local.data import to_text
from newel.local.java import distinct, to_string

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_TEXT = 10_000
LONGEST_RANGE = 1000
SMALLEST, LARGEST = -(2**31), 2**31 - 1
HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PIECE = re.compile(r"\\.|\{\}|[{}]|[^\\{}]+|\\", re.DOTALL)


class Unfit(Exception):
    """Arguments that a function does not take; the message is in the words of Step Functions."""


class Template(str):
    """The template of States.Format as the call has it, its escapes included."""

    __slots__ = ()


def unescaped(inside: str) -> str:
    """Return the text that stands between quotes."""
    return _ESCAPE.sub(r"\1", inside)


def _unfit(name: str, why: str = "") -> NoReturn:
    raise Unfit(f"Invalid arguments in States.{name}{why}")


def _array(value: Any, name: str) -> list[Any]:
    return value if is_array(value) else _unfit(name)


def _text(value: Any, name: str) -> str:
    return value if isinstance(value, str) and len(value) <= LONGEST_TEXT else _unfit(name)


def _number(value: Any, name: str) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    _unfit(name)


def _cut(value: Any, name: str) -> int:
    return int(_number(value, name))


def _format(template: Any, *values: Any) -> str:
    if not isinstance(template, str):
        _unfit("Format")
    pieces: list[str] = _PIECE.findall(template)
    if pieces.count("{}") != len(values):
        _unfit("Format", ": number of arguments do not match the occurrences of {}.")
    left = iter(values)
    return "".join(_piece(piece, left) for piece in pieces)


def _piece(piece: str, values: Any) -> str:
    if piece == "{}":
        value = next(values)
        return unescaped(value) if isinstance(value, Template) else to_string(value)
    if piece in ("{", "}"):
        other = "}" if piece == "{" else "{"
        raise Unfit(f"Invalid template in States.Format: matching '{other}' not found for '{piece}'.")
    return piece[1:] if len(piece) > 1 and piece[0] == "\\" else piece


def _string_to_json(text: Any) -> Any:
    if not isinstance(text, str):
        _unfit("StringToJson")
    if not text.strip():
        return None
    try:
        return json.loads(text, parse_constant=lambda _: _unfit("StringToJson"))
    except (ValueError, RecursionError):
        _unfit("StringToJson")


def _partition(items: Any, size: Any) -> list[Any]:
    array, step = _array(items, "ArrayPartition"), _cut(size, "ArrayPartition")
    if step < 1:
        _unfit("ArrayPartition")
    return [array[start : start + step] for start in range(0, len(array), step)]


def _contains(items: Any, value: Any) -> bool:
    wanted = to_text(value)
    return any(to_text(item) == wanted for item in _array(items, "ArrayContains"))


def _range(first: Any, last: Any, step: Any) -> list[int]:
    start, stop, stride = (_cut(value, "ArrayRange") for value in (first, last, step))
    if stride == 0:
        _unfit("ArrayRange")
    numbers = range(start, stop + (1 if stride > 0 else -1), stride)
    return list(numbers) if len(numbers) <= LONGEST_RANGE else _unfit("ArrayRange")


def _item(items: Any, index: Any) -> Any:
    array, place = _array(items, "ArrayGetItem"), _cut(index, "ArrayGetItem")
    if not array:
        return None
    return array[place] if 0 <= place < len(array) else _unfit("ArrayGetItem")


def _length(items: Any) -> int:
    return len(_array(items, "ArrayLength"))


def _unique(items: Any) -> list[Any]:
    return distinct(_array(items, "ArrayUnique"))


def _encode(text: Any) -> str:
    return base64.b64encode(_text(text, "Base64Encode").encode("utf-8", "surrogatepass")).decode("ascii")


def _decode(text: Any) -> str:
    try:
        return base64.b64decode(_text(text, "Base64Decode")).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        _unfit("Base64Decode")


def _hash(data: Any, algorithm: Any) -> str:
    if not isinstance(algorithm, str) or algorithm not in HASHES:
        _unfit("Hash")
    return hashlib.new(HASHES[algorithm], _text(data, "Hash").encode("utf-8", "surrogatepass")).hexdigest()


def _merge(one: Any, other: Any, deep: Any) -> dict[str, Any]:
    if not is_object(one) or not is_object(other) or deep is not False:
        _unfit("JsonMerge")
    return {**one, **other}


def _random(start: Any, end: Any, *seed: Any) -> int:
    first, last = _cut(start, "MathRandom"), _cut(end, "MathRandom")
    if first >= last:
        _unfit("MathRandom")
    # Nobody should guess a secret from it: the page says so too. AWS draws other numbers from the same seed.
    source = random.Random(*(_cut(value, "MathRandom") for value in seed))  # noqa: S311
    return source.randrange(first, last)


def _add(one: Any, other: Any) -> int:
    numbers = [math.floor(_number(value, "MathAdd") + 0.5) for value in (one, other)]
    total = sum(numbers)
    if not all(SMALLEST <= number <= LARGEST for number in (*numbers, total)):
        _unfit("MathAdd")
    return total


def _split(text: Any, delimiters: Any) -> list[str]:
    if not isinstance(text, str) or not isinstance(delimiters, str):
        _unfit("StringSplit")
    if not delimiters:
        return [text] if text else []
    return [part for part in re.split(f"[{re.escape(delimiters)}]", text) if part]


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "States.Format": _format,
    "States.StringToJson": _string_to_json,
    "States.JsonToString": to_text,
    "States.Array": lambda *items: list(items),
    "States.ArrayPartition": _partition,
    "States.ArrayContains": _contains,
    "States.ArrayRange": _range,
    "States.ArrayGetItem": _item,
    "States.ArrayLength": _length,
    "States.ArrayUnique": _unique,
    "States.Base64Encode": _encode,
    "States.Base64Decode": _decode,
    "States.Hash": _hash,
    "States.JsonMerge": _merge,
    "States.MathRandom": _random,
    "States.MathAdd": _add,
    "States.StringSplit": _split,
    "States.UUID": lambda: str(uuid.uuid4()),
}
"""What each function does with the values of its arguments, whose number was checked before."""
