"""A Map state before a run: where its items come from, and where its results go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object
from newel.local.data import member
from newel.local.failure import InvalidDefinition, NotCovered
from newel.local.preflight_fields import check_count, check_fields, insist_on_known
from newel.local.states.map import is_distributed

if TYPE_CHECKING:
    from collections.abc import Mapping

MAP_PARTS = {
    "ItemReader": frozenset({"Resource", "Parameters", "Arguments", "ReaderConfig"}),
    "ItemBatcher": frozenset(
        {
            *("MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"),
            "BatchInput",
        }
    ),
    "ResultWriter": frozenset({"Resource", "Parameters", "Arguments", "WriterConfig"}),
}
READER_CONFIG = frozenset(
    {
        *("InputType", "MaxItems", "MaxItemsPath", "ItemsPointer", "Transformation"),
        *("CSVHeaderLocation", "CSVHeaders", "CSVDelimiter"),
    }
)
WRITER_CONFIG = {
    "Transformation": frozenset({"NONE", "COMPACT", "FLATTEN"}),
    "OutputType": frozenset({"JSON", "JSONL"}),
}
TRANSFORMATIONS = frozenset({"NONE", "LOAD_AND_FLATTEN"})
INPUT_TYPES = frozenset({"JSON", "JSONL", "CSV", "MANIFEST"})


def check_map(state: Mapping[str, Any]) -> None:
    """Check what Map has and other states have not.

    Raises
    ------
    NotCovered, InvalidDefinition
        A field uses what the local run lacks, or cannot be right.
    """
    if not isinstance(state.get("MaxConcurrency"), str):  # a text is an expression, and was looked at
        check_count(state.get("MaxConcurrency", 0), "MaxConcurrency")
    if not is_distributed(state):
        for field in sorted(MAP_PARTS.keys() & state.keys()):  # AWS takes the others, and looks at none
            hint = 'write "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}'
            raise InvalidDefinition(f"{field} belongs to a distributed Map state", hint=hint)
        return
    for field, known in MAP_PARTS.items():
        if field in state:
            if not is_object(state[field]):
                raise InvalidDefinition(f"{field} is no object")
            insist_on_known(state[field], known, field)
    reader, batcher = member(state, "ItemReader"), member(state, "ItemBatcher")
    if "ItemReader" in state and not str(reader.get("Resource")).endswith((":s3:getObject", ":s3:listObjectsV2")):
        raise NotCovered(f"the local run reads no items by {reader.get('Resource')!r}")
    if "ReaderConfig" in reader:
        _check_reader(member(reader, "ReaderConfig"))
    if "ResultWriter" in state:
        _check_writer(state["ResultWriter"])
    for holder in (reader, batcher, member(state, "ResultWriter")):
        check_fields(holder)


def _check_reader(config: Mapping[str, Any]) -> None:
    insist_on_known(config, READER_CONFIG, "ReaderConfig")
    if config.get("InputType", "JSON") not in INPUT_TYPES:
        raise NotCovered(f"the local run reads no items of the InputType {config['InputType']!r}")
    if config.get("CSVHeaderLocation") == "GIVEN" and not is_array(config.get("CSVHeaders")):
        raise InvalidDefinition("CSVHeaderLocation is GIVEN, and there are no CSVHeaders")
    if config.get("Transformation", "NONE") not in TRANSFORMATIONS:
        raise InvalidDefinition(f"there is no Transformation {config['Transformation']!r} of items")


def _check_writer(writer: Mapping[str, Any]) -> None:
    written = member(writer, "WriterConfig")
    if not writer.keys() & {"Resource", "WriterConfig"}:
        raise InvalidDefinition("ResultWriter has neither a Resource nor a WriterConfig")
    insist_on_known(written, frozenset(WRITER_CONFIG), "WriterConfig")
    for name, value in written.items():
        if value not in WRITER_CONFIG[name]:
            raise InvalidDefinition(f"there is no {name} {value!r} of results")
