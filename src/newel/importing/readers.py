"""From ItemReader, ItemBatcher and ResultWriter to `newel.items`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from newel import items
from newel.declared import declared
from newel.importing.values import NotTypedError
from newel.tasks.base import member_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.importing.states import Reader
    from newel.json_types import JsonObject

Part = TypeVar("Part")

_OF_INPUT: dict[str, type[items.Reader]] = {
    "JSON": items.S3Json,
    "JSONL": items.S3JsonLines,
    "CSV": items.S3Csv,
    "PARQUET": items.S3Parquet,
    "MANIFEST": items.S3Inventory,
}
_SAID = ("Transformation", "CSVHeaderLocation", "CSVHeaders", "ManifestType")


def _reader(body: JsonObject, reader: Reader) -> items.Reader:
    config: JsonObject = body.get("ReaderConfig", {})
    given: JsonObject = {}
    cls = _OF_INPUT.get(config.get("InputType", ""))
    if str(body.get("Resource")).endswith(":s3:listObjectsV2"):
        cls = items.S3Objects
        if "Transformation" in config:
            given["load"] = config.get("InputType")
    elif config.get("ManifestType") == "ATHENA_DATA":
        cls = items.AthenaManifest
    if cls is None:
        raise NotTypedError
    if cls is items.S3Csv and config.get("CSVHeaderLocation") == "GIVEN":
        given["headers"] = config.get("CSVHeaders")
    fields, left = reader.fields(cls, config)
    _insist_known(left, (*_SAID, "InputType"))
    return _made(cls, {**fields, **given, **_called(cls, body, reader)})


def _batcher(body: JsonObject, reader: Reader) -> items.Batcher:
    fields, left = reader.fields(items.Batcher, body)
    _insist_known(left)
    return _made(items.Batcher, fields)


def _writer(body: JsonObject, reader: Reader) -> items.Writer:
    fields, left = reader.fields(items.Writer, body.get("WriterConfig", {}))
    _insist_known(left)
    return _made(items.Writer, {**fields, **_called(items.Writer, body, reader)})


def _made(cls: type[Part], fields: JsonObject) -> Part:
    from newel.importing.states import insist_on_types

    insist_on_types(cls, fields)
    return cls(**fields)


def _called(cls: type[Any], body: JsonObject, reader: Reader) -> JsonObject:
    """The parameters of the call, by the fields that have them."""
    names = {member_name(item): item.name for item in declared(cls) if item.metadata.get("member")}
    parameters = reader.values.payload(body.get("Parameters", body.get("Arguments", {})))
    _insist_known(parameters, tuple(names))
    return {names[name]: value for name, value in parameters.items()}


def _insist_known(members: JsonObject, known: tuple[str, ...] = ()) -> None:
    if not members.keys() <= set(known):
        raise NotTypedError


PARTS: dict[str, Callable[[Any, Reader], Any]] = {
    "ItemReader": _reader,
    "ItemBatcher": _batcher,
    "ResultWriter": _writer,
}
"""How the parts of a Map in distributed mode are read."""

FIELDS = {"ItemReader": "item_reader", "ItemBatcher": "item_batcher", "ResultWriter": "result_writer"}
"""The fields that they are."""
