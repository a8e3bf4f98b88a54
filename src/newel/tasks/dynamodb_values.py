"""Attribute values of DynamoDB: `dynamodb.string("a")` is `{"S": "a"}` (AttributeValue in the DynamoDB API reference).

Where text, a number and the like may stand, so may a path or JSONata; number(), alone, makes text of what that gives.
"""

from __future__ import annotations

import base64
import binascii
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeVar, cast

from newel.errors import NewelError
from newel.intrinsics import format as formatted
from newel.json_types import is_object
from newel.values import ContextValue, GetAtt, Intrinsic, Jsonata, Path, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newel.values import Boolean, Dynamic, Text, Value

_COMPUTED = (Path, Jsonata, ContextValue, Intrinsic)
_REFERS = (Ref, GetAtt, Sub)
_MOST_DIGITS = 38
_MOST_BITS = 419
_Item = TypeVar("_Item")


def string(text: Text) -> Mapping[str, Value]:
    """Write text: `{"S": "a"}`.

    Raises
    ------
    NewelError
        It is something else.
    """
    return {"S": _text(text, "string")}


def number(value: float | str | Decimal | Dynamic) -> Mapping[str, Value]:
    """Write a number, or text that is one: `{"N": "1.5"}`.

    DynamoDB takes numbers as text: of a path that is done with `States.Format`, of JSONata with `$string`, so that
    the state may have a number or its text there. Text that is text already can be given as `{"N": path("$.n")}`.

    Raises
    ------
    NewelError
        It is no number, or has more than 38 digits.
    """
    if isinstance(value, Jsonata):
        return {"N": Jsonata(f"$string({value.text})")}
    if isinstance(value, _COMPUTED):
        return {"N": formatted("{}", value)}
    return {"N": _digits(value, "number")}


def binary(data: bytes | Text) -> Mapping[str, Value]:
    """Write bytes, or their Base64: `{"B": "AAE="}`.

    Raises
    ------
    NewelError
        It is text that is no Base64, or something else.
    """
    return {"B": data if isinstance(data, (*_COMPUTED, *_REFERS)) else _encoded(data, "binary")}


def boolean(value: Boolean) -> Mapping[str, Value]:
    """Write true or false: `{"BOOL": true}`.

    Raises
    ------
    NewelError
        It is something else.
    """
    if not isinstance(value, (bool, *_COMPUTED)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _wrong("boolean", value, "write True, False, or path(...)")
    return {"BOOL": value}


def null() -> Mapping[str, Value]:
    """Write null: `{"NULL": true}`."""
    return {"NULL": True}


def list_(items: Sequence[Value] | Dynamic) -> Mapping[str, Value]:
    """Write a list of attribute values: `list_([string("a"), number(1)])` is `{"L": [{"S": "a"}, {"N": "1"}]}`.

    Raises
    ------
    NewelError
        It is no list, or has an item that is no attribute value.
    """
    if isinstance(items, _COMPUTED):
        return {"L": items}
    for item in _sequence(items, "list_"):
        _insist(item, "list_")
    return {"L": list(items)}


def map_(members: Mapping[str, Value] | Dynamic) -> Mapping[str, Value]:
    """Write an object of attribute values: `map_({"a": number(1)})` is `{"M": {"a": {"N": "1"}}}`.

    Raises
    ------
    NewelError
        It is no object, or has a member that is no attribute value.
    """
    if isinstance(members, _COMPUTED):
        return {"M": members}
    if not is_object(members):
        raise _wrong("map_", members, 'write map_({"name": string("...")})')
    for item in members.values():
        _insist(item, "map_")
    return {"M": members}


def string_set(texts: Sequence[Text] | Dynamic) -> Mapping[str, Value]:
    """Write a set of text: `{"SS": ["a", "b"]}`.

    Raises
    ------
    NewelError
        It is empty, has something else, or something twice.
    """
    return {"SS": _set(texts, "string_set", _text)}


def number_set(values: Sequence[float | str | Decimal] | Dynamic) -> Mapping[str, Value]:
    """Write a set of numbers: `{"NS": ["1", "2.5"]}`; of a path, the state must have them as text.

    Raises
    ------
    NewelError
        It is empty, has something else, or something twice.
    """
    return {"NS": _set(values, "number_set", _digits)}


def binary_set(data: Sequence[bytes | str] | Dynamic) -> Mapping[str, Value]:
    """Write a set of bytes, or of their Base64: `{"BS": ["AAE="]}`.

    Raises
    ------
    NewelError
        It is empty, has something else, or something twice.
    """
    return {"BS": _set(data, "binary_set", _encoded)}


def _text(value: object, name: str) -> Text:
    if not isinstance(value, (str, *_COMPUTED, *_REFERS)):
        raise _wrong(name, value, f'write "{value}", or number({value})' if _is_number(value) else "write text")
    return value


def _digits(value: object, name: str) -> str:
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:  # Python does not even write the longest
        raise NewelError(f"{name}: the number is out of DynamoDB's range", hint="write it below 10^126")
    try:
        found = Decimal(str(value)) if _is_number(value) or isinstance(value, str | Decimal) else Decimal("nan")
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite():
        raise _wrong(name, value, 'write a number, or text that is one, as "1.5"')
    if len("".join(map(str, found.as_tuple().digits)).strip("0")) > _MOST_DIGITS:
        raise _wrong(name, value, f"DynamoDB takes at most {_MOST_DIGITS} digits")
    return str(value)


def _encoded(value: object, name: str) -> str:
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode()
    try:
        if isinstance(value, str):
            base64.b64decode(value, validate=True)
            return value
    except (binascii.Error, ValueError):
        pass
    raise _wrong(name, value, 'write bytes, as b"...", or their Base64')


def _set(values: object, name: str, written: Callable[[object, str], _Item]) -> list[_Item] | Dynamic:
    if isinstance(values, _COMPUTED):
        return values
    found: list[_Item] = []
    for item in _sequence(values, name):
        made = written(item, name)
        if made in found:
            raise NewelError(f"{name}: {item!r} is in the set twice", hint="leave one out")
        found.append(made)
    if not found:
        raise NewelError(f"{name}: DynamoDB has no empty sets", hint="leave the attribute out")
    return found


def _sequence(values: object, name: str) -> Sequence[object]:
    if not isinstance(values, list | tuple | set | frozenset):
        raise _wrong(name, values, f"write {name}([...])")
    found = cast("Sequence[object]", values)
    return found if isinstance(found, list | tuple) else sorted(found, key=str)


def _insist(item: object, name: str) -> None:
    if not isinstance(item, _COMPUTED) and not is_object(item):
        raise _wrong(name, item, "write string(...), number(...) and the like around it")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong(name: str, value: object, hint: str) -> NewelError:
    return NewelError(f"{name}: {value!r} is not what it takes", hint=hint)
