"""Between the spelling of Step Functions' SDK integrations and the API's: parameters one way, results the other.

Step Functions' rules are `newel.aws.naming`; the API's names are those of botocore's model, which the runtime has.
"""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from newel.aws import naming

if TYPE_CHECKING:
    from botocore.model import ListShape, MapShape, Shape, StructureShape


_NAME = re.compile(r"[A-Za-z]\w{0,59}", re.ASCII)


class UnknownParameter(Exception):
    """The API has no such parameter. The message names it, and no value."""


def to_api(value: Any, shape: Shape, place: str = "") -> Any:
    """A value of a state's parameters, as boto3 takes it.

    Text that is no text is written as JSON, and a blob is text's UTF-8, as Step Functions has it.

    Raises
    ------
    UnknownParameter
        A member that the API does not have.
    """
    match shape.type_name:
        case "structure" if isinstance(value, dict):
            given = cast("dict[str, Any]", value)
            if getattr(shape, "is_document_type", False):
                return given
            return _members(given, cast("StructureShape", shape), place)
        case "list" if isinstance(value, list):
            item = cast("ListShape", shape).member
            return [to_api(each, item, f"{place}[{index}]") for index, each in enumerate(_listed(value))]
        case "map" if isinstance(value, dict):
            item = cast("MapShape", shape).value
            named = cast("dict[str, Any]", value)
            return {name: to_api(each, item, f"{place}{{}}") for name, each in named.items()}
        case "string" | "character" if not isinstance(value, str):
            return _json(value)
        case "blob":
            return (value if isinstance(value, str) else _json(value)).encode()
        case _:
            return value


def _listed(value: Any) -> list[Any]:
    found: list[Any] = value
    return found


def _members(given: dict[str, Any], shape: StructureShape, place: str) -> dict[str, Any]:
    known = {naming.member(name): name for name in shape.members}
    found: dict[str, Any] = {}
    for name, value in given.items():
        here = f"{place}.{name}" if place else name
        # The API's own spelling is taken too: an event of the CDK's has it.
        own = known.get(name) or (name if name in shape.members else None)
        if own is None:
            named = (
                here if _NAME.fullmatch(name) else f"in {place or 'the call'} of the name that is given"
            )  # it may be data
            raise UnknownParameter(f"The API has no parameter {named}.")
        if value is not None:
            found[own] = to_api(value, shape.members[own], here)
    return found


def from_api(value: Any, shape: Shape) -> Any:
    """A value that boto3 returned, as the result of a state has it.

    Times are in ISO 8601 and UTC, a body that streams is read, a blob is text: its UTF-8, or base64 where it is none.
    """
    match shape.type_name:
        case "structure" if isinstance(value, dict):
            answered = cast("dict[str, Any]", value)
            if getattr(shape, "is_document_type", False):
                return answered
            known = cast("StructureShape", shape).members
            return {naming.member(name): from_api(answered[name], known[name]) for name in known if name in answered}
        case "list" if isinstance(value, list):
            item = cast("ListShape", shape).member
            return [from_api(each, item) for each in _listed(value)]
        case "map" if isinstance(value, dict):
            item = cast("MapShape", shape).value
            return {name: from_api(each, item) for name, each in cast("dict[str, Any]", value).items()}
        case "blob":
            return _text(value.read() if hasattr(value, "read") else value)
        case "timestamp" if isinstance(value, datetime):
            return moment(value)
        case _:
            return value


def moment(value: datetime) -> str:
    """A time as the SDK for Java writes it: `2024-03-01T10:00:00Z`, with as many digits of a second as it needs."""
    utc = value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)
    digits = "auto" if utc.microsecond == 0 else "milliseconds" if utc.microsecond % 1000 == 0 else "microseconds"
    return utc.replace(tzinfo=None).isoformat(timespec=digits) + "Z"


def _text(value: bytes | bytearray | str) -> str:
    if isinstance(value, str):
        return value
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return base64.b64encode(value).decode("ascii")


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
