"""The items of a distributed Map state, read from what lies in a bucket ("ItemReader (Map)")."""

from __future__ import annotations

import csv
import gzip
import io
import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object
from newel.local.failure import StateFailure
from newel.local.stores import NoObject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from newel.local.stores import Store

READER_FAILED = "States.ItemReaderFailed"
DELIMITERS = {"COMMA": ",", "PIPE": "|", "SEMICOLON": ";", "SPACE": " ", "TAB": "\t"}
"""What separates the values of a CSV file, by its name in CSVDelimiter."""


def read_items(resource: str, arguments: Mapping[str, Any], config: Mapping[str, Any], store: Store) -> list[Any]:
    """Read the items; `config` is the ReaderConfig, its paths read.

    Raises
    ------
    StateFailure
        `States.ItemReaderFailed`: there is no such object, or its content is not what the reader says.
    """
    most = config.get("MaxItems", 0)
    if most < 0:
        raise failed("field MaxItems must be positive")
    try:
        if resource.endswith(":listObjectsV2"):
            items: Iterable[Any] = store.listed(arguments["Bucket"], arguments.get("Prefix", ""))
            if config.get("Transformation") == "LOAD_AND_FLATTEN":
                items = [
                    item
                    for each in items
                    for item in _parsed({"Bucket": arguments["Bucket"], "Key": each["Key"]}, config, store)
                ]
        else:
            items = _parsed(arguments, config, store)
        return list(islice(items, most or None))
    except NoObject as missing:
        raise failed(f"The item reader cannot read the object: {missing}") from None
    except KeyError as missing:
        raise failed(f"The item reader has no parameter {missing}") from None


def failed(cause: str) -> StateFailure:
    """Return the failure of a reader."""
    return StateFailure(READER_FAILED, cause)


def _parsed(arguments: Mapping[str, Any], config: Mapping[str, Any], store: Store) -> Iterable[Any]:
    kind = config.get("InputType", "JSON")
    content = store.read(arguments["Bucket"], arguments["Key"])
    try:
        if kind == "MANIFEST":
            return _inventory(json.loads(content), arguments["Bucket"], store)
        return _KINDS[kind](content.decode("utf-8-sig"), config)
    except (ValueError, RecursionError, csv.Error, KeyError, EOFError, OSError) as error:
        raise failed(f"The object is no {kind} that the item reader can read: {error}") from None


def _json(text: str, config: Mapping[str, Any]) -> Iterable[Any]:
    found = json.loads(text)
    for step in config.get("ItemsPointer", "").split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        found = found[int(name)] if is_array(found) else found[name]
    if is_object(found):
        return [{"Key": name, "Value": value} for name, value in found.items()]
    if not is_array(found):
        raise failed("Attempting to map over non-iterable node.")
    return found


def _json_lines(text: str, config: Mapping[str, Any]) -> Iterable[Any]:  # noqa: ARG001 - like the other kinds
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _rows(text: str, config: Mapping[str, Any]) -> Iterable[Any]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITERS[config.get("CSVDelimiter", "COMMA")])
    filled = (row for row in rows if row)
    first_row = config.get("CSVHeaderLocation", "FIRST_ROW") == "FIRST_ROW"
    none: list[str] = []
    names: list[str] = next(filled, none) if first_row else config["CSVHeaders"]
    return [{name: row[place] if place < len(row) else "" for place, name in enumerate(names)} for row in filled]


_KINDS: dict[str, Callable[[str, Mapping[str, Any]], Iterable[Any]]] = {
    "JSON": _json,
    "JSONL": _json_lines,
    "CSV": _rows,
}


def _inventory(manifest: Any, bucket: str, store: Store) -> Iterable[Any]:
    """Return the rows of the CSV files that an S3 inventory's manifest lists."""
    names = [name.strip() for name in manifest["fileSchema"].split(",")]
    items: list[Any] = []
    for file in manifest["files"]:
        text = gzip.decompress(store.read(bucket, file["key"])).decode("utf-8")
        items += [dict(zip(names, row, strict=False)) for row in csv.reader(io.StringIO(text, newline=""))]
    return items
