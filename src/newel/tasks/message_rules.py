"""What SNS and SQS want of a message, and botocore's models do not say.

"Amazon SNS message attributes" and "Amazon SQS message metadata" in their guides; Publish and SendMessage in their API
references; "Step Functions service quotas" for the size of what a state may send.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.parameters.bounds import is_number
from newel.parameters.find import is_known
from newel.parameters.shapes import Problem
from newel.suggest import nearest
from newel.values import ContextValue, GetAtt, Intrinsic, Jsonata, Path, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newel.json_types import JsonObject
    from newel.values import Text, Value

AttributeType: TypeAlias = Literal["String", "Number", "Binary", "String.Array"]

_LATER = (Path, Jsonata, ContextValue, Intrinsic, Ref, GetAtt, Sub)
_TYPES = ("String", "Number", "Binary", "String.Array")
_TYPE = re.compile(r"(?:String|Number|Binary)(?:\.[^.].*)?")
_NAME = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_RESERVED = re.compile(r"(?:aws|amazon)\.", re.IGNORECASE)
_ID = re.compile(r"[!-~]{1,128}")
_MOST_NAME = 256
_MOST_BYTES = 262_144


def attribute(
    value: str | float | bytes | Sequence[str | float | bool | None] | Text,
    data_type: AttributeType | None = None,
) -> Mapping[str, Value]:
    """Write an attribute of a message: `sns.attribute("sold")`, `sns.attribute(path("$.total"), "Number")`.

    Parameters
    ----------
    value
        Its value; bytes are written as Base64, a list as JSON.
    data_type
        What it is, where the value does not say it: text is a String, a number a Number, bytes are Binary, a list is
        a String.Array. A path is a String unless this says otherwise.

    Raises
    ------
    NewelError
        The value is not of the type, or is none that an attribute may have.
    """
    if isinstance(value, _LATER):
        kind = data_type or "String"
        return {"DataType": kind, "BinaryValue" if kind == "Binary" else "StringValue": value}
    found = _type_of(value)
    if found is None:
        raise NewelError(
            f"attribute: {value!r} is no value of an attribute",
            hint="write text, a number, bytes, a list of text, numbers, True, False and None, or path(...)",
        )
    allowed = {"String": ("String", "Number", "Binary"), "Number": ("Number",)}.get(found, (found,))
    if data_type is not None and data_type not in allowed:
        raise NewelError(f"attribute: {value!r} is a {found}, no {data_type}", hint=f"write {found!r}, or leave it out")
    kind = data_type or found
    if isinstance(value, bytes):
        return {"DataType": kind, "BinaryValue": base64.b64encode(value).decode()}
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    made: dict[str, Value] = {"DataType": kind, "BinaryValue" if kind == "Binary" else "StringValue": text}
    for problem in _value(cast("JsonObject", made), "attribute"):
        raise NewelError(f"{problem.place}: {problem.message}", hint=problem.hint)
    return made


def _type_of(value: object) -> AttributeType | None:
    if isinstance(value, bytes):
        return "Binary"
    if isinstance(value, str):
        return "String"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "Number"
    if isinstance(value, list | tuple) and all(_is_item(item) for item in cast("Sequence[object]", value)):
        return "String.Array"
    return None


def _is_item(value: object) -> bool:
    return value is None or isinstance(value, str | bool | int | float)


def attribute_problems(parameters: JsonObject, most: int | None = None) -> Iterator[Problem]:
    """Say what is wrong with a message's attributes; `most` is how many it may have."""
    attributes = parameters.get("MessageAttributes")
    if not is_object(attributes):
        return
    if most is not None and len(attributes) > most:
        yield Problem("MessageAttributes", f"there are {len(attributes)} attributes, and a message takes {most}")
    for key, item in attributes.items():
        name = key.removesuffix(".$")
        place = f"MessageAttributes.{name}"
        if not _NAME.fullmatch(name) or len(name) > _MOST_NAME:
            yield Problem(
                place,
                f"{name!r} is no name of an attribute",
                f"write at most {_MOST_NAME} letters, digits, _ and -, with single dots between them",
            )
        elif _RESERVED.match(name):
            yield Problem(place, f"names that begin with {name.partition('.')[0]}. are AWS's own", "write another name")
        if is_object(item):
            yield from _value(item, place)


def _value(item: JsonObject, place: str) -> Iterator[Problem]:
    kind = item.get("DataType")
    if isinstance(kind, str) and is_known(kind):
        if not _TYPE.fullmatch(kind) or len(kind) > _MOST_NAME:
            yield Problem(f"{place}.DataType", f"{kind!r} is no type", f"write {nearest(kind, _TYPES) or 'String'}")
            return
        wanted = "BinaryValue" if kind.startswith("Binary") else "StringValue"
        if not {wanted, f"{wanted}.$"} & item.keys():
            yield Problem(place, f"a {kind} has its value in {wanted}", f"write {wanted}")
    for name in ("StringListValues", "BinaryListValues"):
        if {name, f"{name}.$"} & item.keys():
            yield Problem(f"{place}.{name}", "it is reserved for a later day", "write StringValue or BinaryValue")
    if {"StringValue", "StringValue.$"} & item.keys() and {"BinaryValue", "BinaryValue.$"} & item.keys():
        yield Problem(place, "it has a StringValue and a BinaryValue", "leave one of them out")
    yield from _content(kind, item.get("StringValue"), f"{place}.StringValue")


def _content(kind: object, value: object, place: str) -> Iterator[Problem]:
    if value is None or not is_known(value):
        return
    if value == "":
        yield Problem(place, "it is empty, and the API takes no empty value", "leave the attribute out")
    elif kind == "Number" and isinstance(value, str) and not is_number(value):
        yield Problem(place, f"{value!r} is not a number", 'write a number as text, as "12.5"')
    elif kind == "String.Array" and not _is_list(value):
        yield Problem(
            place, f"{value!r} is not a list of text, numbers, true, false and null", 'write it as JSON text: ["a", 1]'
        )


def _is_list(value: object) -> bool:
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return False
    return is_array(found) and all(_is_item(item) for item in cast("list[object]", found))


def text_problems(parameters: JsonObject, member: str) -> Iterator[Problem]:
    """Say what is wrong with a message that is text: it is empty, or longer than a state may send."""
    message = parameters.get(member)
    if isinstance(message, str) and is_known(message):
        size = len(message.encode("utf-8", "surrogatepass"))
        if not size:
            yield Problem(member, "it is empty, and the API takes no empty message", "write what to send")
        elif size > _MOST_BYTES:
            yield Problem(member, f"it has {size} bytes, and a state sends at most {_MOST_BYTES}")


def fifo_problems(parameters: JsonObject, member: str) -> Iterator[Problem]:
    """Say what is wrong with the ids of a message, by the name of its topic or queue where that is known.

    Only the names of FIFO topics and queues end in `.fifo`.
    """
    for name in ("MessageGroupId", "MessageDeduplicationId"):
        value = parameters.get(name)
        if isinstance(value, str) and is_known(value) and not _ID.fullmatch(value):
            yield Problem(name, f"{value!r} is no id", "write 1 to 128 letters, digits and punctuation, without spaces")
    named = parameters.get(member)
    if not isinstance(named, str) or not is_known(named) or not named:
        return
    if named.endswith(".fifo"):
        if not {"MessageGroupId", "MessageGroupId.$"} & parameters.keys():
            yield Problem("MessageGroupId", f"is required: {_last(named)} is FIFO", "write message_group_id=...")
        if {"DelaySeconds", "DelaySeconds.$"} & parameters.keys():
            yield Problem(
                "DelaySeconds", f"{_last(named)} is FIFO, and its messages have no delay of their own", "leave it out"
            )
    elif {"MessageDeduplicationId", "MessageDeduplicationId.$"} & parameters.keys():
        yield Problem("MessageDeduplicationId", f"{_last(named)} is not FIFO, and has no such ids", "leave it out")


def _last(named: str) -> str:
    return re.split("[:/]", named)[-1]
