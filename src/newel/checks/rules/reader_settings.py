"""READER_SETTINGS: the settings of an ItemReader that do not fit each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import holders
from newel.checks.rule import Rule
from newel.checks.sample import DISTRIBUTED, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        if holder.shape.name != "ReaderConfig":
            continue
        where, headers = holder.body.get("CSVHeaderLocation"), "CSVHeaders" in holder.body
        if where == "GIVEN" and not headers:
            yield holder.place, "These fields are required: [CSVHeaders], the names of the columns"
        if where == "FIRST_ROW" and headers:
            yield holder.place, 'CSVHeaders belongs to "CSVHeaderLocation": "GIVEN"; leave one of them out'


def _reading(**settings: object) -> JsonObject:
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "CSV", **settings},
        "Parameters": {"Bucket": "orders", "Key": "all.csv"},
    }
    return mapping(mode=DISTRIBUTED, ItemReader=reader)


RULE = Rule(
    id="READER_SETTINGS",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="CSVHeaders are there where, and only where, CSVHeaderLocation is GIVEN.",
    source="ItemReader (Map)",
    find=_find,
    good=_reading(CSVHeaderLocation="GIVEN", CSVHeaders=["id"]),
    bad={"/States/Begin/ItemReader/ReaderConfig": _reading(CSVHeaderLocation="GIVEN")},
)
