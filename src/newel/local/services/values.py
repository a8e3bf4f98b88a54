"""Parameters as boto3 takes them, and results as Step Functions gives them, by the shapes of the API's model."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object
from newel.local.data import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBERS = {"integer": int, "long": int, "short": int, "float": float, "double": float}
_TRUTHS = {"true": True, "false": False}


def sent(value: Any, shape: Any, spell: Callable[[str], str]) -> Any:
    """Write a state's parameters as boto3 takes them.

    Parameters
    ----------
    value
        The parameters; a member that is null is not sent.
    shape
        botocore's shape of it.
    spell
        How Step Functions spells the API's members.
    """
    kind: str = shape.type_name
    if kind == "structure" and is_object(value) and not shape.is_document_type:
        own = {spell(name): name for name in shape.members}
        return {
            own.get(name, name): sent(item, shape.members[own[name]], spell) if name in own else item
            for name, item in value.items()
            if item is not None
        }
    if kind == "list" and is_array(value):
        return [sent(item, shape.member, spell) for item in value]
    if kind == "map" and is_object(value):
        return {name: sent(item, shape.value, spell) for name, item in value.items()}
    return _plain(value, kind)


def _plain(value: Any, kind: str) -> Any:
    if kind in ("string", "blob") and (is_object(value) or is_array(value)):
        value = to_text(value)  # Step Functions writes it as JSON text
    if kind == "blob" and isinstance(value, str):
        return value.encode()
    if kind == "boolean" and isinstance(value, str):
        return _TRUTHS.get(value.lower(), value)
    if kind in _NUMBERS and isinstance(value, str):
        try:
            return _NUMBERS[kind](value)
        except ValueError:
            return value
    return value


def given(value: Any, shape: Any, spell: Callable[[str], str]) -> Any:
    """Write what boto3 gives as Step Functions does.

    Parameters
    ----------
    value
        boto3's answer, or a part of it.
    shape
        botocore's shape of it; None where the API gives nothing.
    spell
        How Step Functions spells the API's members.
    """
    if isinstance(value, bytes | bytearray):
        return _text(bytes(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3].removesuffix(".000") + "Z"
    if hasattr(value, "read"):
        return _text(value.read())
    kind: str = getattr(shape, "type_name", "")
    if is_object(value) and kind == "structure" and not shape.is_document_type:
        members = shape.members
        return {spell(name): given(item, members[name], spell) for name, item in value.items() if name in members}
    if is_object(value):
        inner = shape.value if kind == "map" else None
        return {name: given(item, inner, spell) for name, item in value.items()}
    if is_array(value):
        inner = shape.member if kind == "list" else None
        return [given(item, inner, spell) for item in value]
    return value


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return base64.b64encode(content).decode()
