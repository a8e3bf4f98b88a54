"""The fields of the States Language, per state type and query language: the one table that the rules read.

From the specification (states-language.net) and the pages of the states in AWS's guide: "Task workflow state",
"Using Map state in Distributed mode for large-scale parallel workloads in Step Functions", "ItemReader (Map)",
"ItemBatcher (Map)", "ResultWriter (Map)", "Handling errors in Step Functions workflows".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from newel.checks import kinds
from newel.checks.kinds import Kind, number, one_of, whole
from newel.checks.operators import OPERATORS

Language = Literal["JSONPath", "JSONata"]


@dataclass(frozen=True)
class Field:
    """A field.

    Attributes
    ----------
    kind
        What it may hold.
    only
        The query language that it belongs to; None where it belongs to both.
    shape
        Where it holds an object of known fields, which.
    each
        Whether it holds an array of those.
    """

    kind: Kind
    only: Language | None = None
    shape: str | None = None
    each: bool = False


@dataclass(frozen=True)
class Shape:
    """The fields of an object.

    Attributes
    ----------
    name
        What a person calls it.
    fields
        Its fields.
    required
        Those that it must have.
    exclusive
        Groups of fields of which it may have one.
    needed
        Groups of fields of which it must have one.
    """

    name: str
    fields: dict[str, Field]
    required: tuple[str, ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    needed: tuple[tuple[str, ...], ...] = field(default=())


def _path(kind: Kind = kinds.REFERENCE) -> Field:
    return Field(kind, "JSONPath")


_TEXT = Field(kinds.TEXT)
_ANY_JSONPATH = Field(kinds.ANYTHING, "JSONPath")
_ANY_JSONATA = Field(kinds.ANYTHING, "JSONata")
_ANY = Field(kinds.ANYTHING)
_LANGUAGE = Field(one_of("JSONPath", "JSONata"))
_SECONDS = Field(kinds.SECONDS)
_RESULT_PATH = _path(kinds.REFERENCE_OR_NULL)

_COMMON = {"Type": _TEXT, "Comment": _TEXT, "QueryLanguage": _LANGUAGE}
_GOING_ON = {"Next": _TEXT, "End": Field(kinds.BOOLEAN)}
_IN_AND_OUT = {
    "InputPath": _path(kinds.PATH_OR_NULL),
    "OutputPath": _path(kinds.PATH_OR_NULL),
    "Output": _ANY_JSONATA,
}
_ASSIGN = {"Assign": Field(kinds.COMPUTED_OBJECT)}
_MIDDLE = {**_COMMON, **_GOING_ON, **_IN_AND_OUT, **_ASSIGN}
_WORKING = {
    **_MIDDLE,
    "Parameters": _ANY_JSONPATH,
    "ResultPath": _RESULT_PATH,
    "ResultSelector": Field(kinds.OBJECT, "JSONPath"),
    "Retry": Field(kinds.OBJECTS, shape="retrier", each=True),
    "Catch": Field(kinds.OBJECTS, shape="catcher", each=True),
}
_ONE_WAY = (("Next", "End"),)

STATES: dict[str, Shape] = {
    "Pass": Shape(
        "a Pass state",
        {**_MIDDLE, "Parameters": _ANY_JSONPATH, "ResultPath": _RESULT_PATH, "Result": _ANY_JSONPATH},
        needed=_ONE_WAY,
    ),
    "Task": Shape(
        "a Task state",
        {
            **_WORKING,
            "Resource": _TEXT,
            "Arguments": _ANY_JSONATA,
            "Credentials": Field(kinds.COMPUTED_OBJECT, shape="credentials"),
            "TimeoutSeconds": _SECONDS,
            "TimeoutSecondsPath": _path(),
            "HeartbeatSeconds": _SECONDS,
            "HeartbeatSecondsPath": _path(),
        },
        required=("Resource",),
        exclusive=(("TimeoutSeconds", "TimeoutSecondsPath"), ("HeartbeatSeconds", "HeartbeatSecondsPath")),
        needed=_ONE_WAY,
    ),
    "Choice": Shape(
        "a Choice state",
        {
            **_COMMON,
            **_IN_AND_OUT,
            **_ASSIGN,
            "Choices": Field(kinds.SOME_OBJECTS, shape="choice", each=True),
            "Default": _TEXT,
        },
        required=("Choices",),
    ),
    "Wait": Shape(
        "a Wait state",
        {
            **_MIDDLE,
            "Seconds": Field(kinds.WAIT),
            "SecondsPath": _path(),
            "Timestamp": Field(kinds.TIMESTAMP),
            "TimestampPath": _path(),
        },
        exclusive=(("Seconds", "SecondsPath", "Timestamp", "TimestampPath"),),
        needed=(("Seconds", "SecondsPath", "Timestamp", "TimestampPath"), *_ONE_WAY),
    ),
    "Succeed": Shape("a Succeed state", {**_COMMON, **_IN_AND_OUT}),
    "Fail": Shape(
        "a Fail state",
        {
            **_COMMON,
            "Error": Field(kinds.COMPUTED_TEXT),
            "ErrorPath": _path(kinds.PATH_OR_TEXT_CALL),
            "Cause": Field(kinds.COMPUTED_TEXT),
            "CausePath": _path(kinds.PATH_OR_TEXT_CALL),
        },
        exclusive=(("Error", "ErrorPath"), ("Cause", "CausePath")),
    ),
    "Parallel": Shape(
        "a Parallel state",
        {**_WORKING, "Arguments": _ANY_JSONATA, "Branches": Field(kinds.SOME_OBJECTS)},
        required=("Branches",),
        needed=_ONE_WAY,
    ),
    "Map": Shape(
        "a Map state",
        {
            **_WORKING,
            "ItemProcessor": Field(kinds.OBJECT),
            "Iterator": Field(kinds.OBJECT),
            "Items": Field(kinds.ITEMS, "JSONata"),
            "ItemsPath": _path(kinds.PATH_OR_NULL),
            "ItemSelector": _ANY,
            "MaxConcurrency": Field(whole(0, computed=True)),
            "MaxConcurrencyPath": _path(),
            "ItemReader": Field(kinds.OBJECT, shape="reader"),
            "ItemBatcher": Field(kinds.OBJECT, shape="batcher"),
            "ResultWriter": Field(kinds.OBJECT, shape="writer"),
            "ToleratedFailureCount": Field(whole(0, computed=True)),
            "ToleratedFailureCountPath": _path(),
            "ToleratedFailurePercentage": Field(number(0.0, 100.0, computed=True)),
            "ToleratedFailurePercentagePath": _path(),
            "Label": _TEXT,
        },
        exclusive=(
            ("ItemProcessor", "Iterator"),
            ("ItemSelector", "Parameters"),
            ("MaxConcurrency", "MaxConcurrencyPath"),
            ("ToleratedFailureCount", "ToleratedFailureCountPath"),
            ("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
        ),
        needed=(("ItemProcessor", "Iterator"), *_ONE_WAY),
    ),
}
"""The fields of each state type."""

_FLOW = {"Comment": _TEXT, "StartAt": _TEXT, "States": Field(kinds.OBJECT)}
_NEEDS_A_START = ("States", "StartAt")

MACHINE = Shape(
    "a state machine",
    {**_FLOW, "Version": _TEXT, "TimeoutSeconds": Field(whole(1, kinds.MOST_SECONDS)), "QueryLanguage": _LANGUAGE},
    required=_NEEDS_A_START,
)
"""The fields of the machine itself."""

PROCESSOR = Shape(
    "a processor of items",
    {**_FLOW, "ProcessorConfig": Field(kinds.OBJECT, shape="processor settings")},
    required=_NEEDS_A_START,
)
"""The fields of a Map state's processor."""

_CHOICE = {
    "Variable": _path(kinds.PATH),
    "And": Field(kinds.SOME_OBJECTS, "JSONPath", "nested choice", each=True),
    "Or": Field(kinds.SOME_OBJECTS, "JSONPath", "nested choice", each=True),
    "Not": Field(kinds.OBJECT, "JSONPath", "nested choice"),
    "Comment": _TEXT,
    **{name: Field(kind, "JSONPath") for name, kind in OPERATORS.items()},
}
_CALL = {"Resource": _TEXT, "Parameters": _ANY_JSONPATH, "Arguments": _ANY_JSONATA}

SHAPES: dict[str, Shape] = {
    "branch": Shape("a branch", _FLOW, required=_NEEDS_A_START),
    "processor settings": Shape(
        "ProcessorConfig",
        {"Mode": Field(one_of("INLINE", "DISTRIBUTED")), "ExecutionType": Field(one_of("STANDARD", "EXPRESS"))},
    ),
    "retrier": Shape(
        "a retrier",
        {
            "ErrorEquals": Field(kinds.SOME_TEXTS),
            "IntervalSeconds": Field(whole(1, kinds.MOST_SECONDS)),
            "MaxAttempts": Field(whole(0, kinds.MOST_SECONDS)),
            "BackoffRate": Field(number(1.0)),
            "MaxDelaySeconds": Field(whole(1, 31_622_399)),
            "JitterStrategy": Field(one_of("FULL", "NONE")),
            "Comment": _TEXT,
        },
        required=("ErrorEquals",),
    ),
    "catcher": Shape(
        "a catcher",
        {
            "ErrorEquals": Field(kinds.SOME_TEXTS),
            "Next": _TEXT,
            "ResultPath": _RESULT_PATH,
            "Output": _ANY_JSONATA,
            "Comment": _TEXT,
            **_ASSIGN,
        },
        required=("ErrorEquals", "Next"),
    ),
    "choice": Shape(
        "a choice rule",
        {**_CHOICE, "Condition": _ANY_JSONATA, "Next": _TEXT, "Output": _ANY_JSONATA, **_ASSIGN},
        required=("Next",),
    ),
    "nested choice": Shape("a nested choice rule", _CHOICE),
    "credentials": Shape(
        "Credentials", {"RoleArn": Field(kinds.COMPUTED_TEXT), "RoleArn.$": _path(kinds.PATH_OR_CALL)}
    ),
    "reader": Shape(
        "ItemReader",
        {**_CALL, "ReaderConfig": Field(kinds.OBJECT, shape="reader settings")},
        required=("Resource",),
    ),
    "reader settings": Shape(
        "ReaderConfig",
        {
            "InputType": Field(one_of("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST")),
            "Transformation": Field(one_of("NONE", "LOAD_AND_FLATTEN")),
            "ManifestType": Field(one_of("ATHENA_DATA", "S3_INVENTORY")),
            "CSVDelimiter": Field(one_of("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")),
            "CSVHeaderLocation": Field(one_of("FIRST_ROW", "GIVEN")),
            "CSVHeaders": Field(kinds.TEXTS),
            "ItemsPointer": _TEXT,
            "MaxItems": Field(whole(0, computed=True)),
            "MaxItemsPath": _path(),
        },
        exclusive=(("MaxItems", "MaxItemsPath"),),
    ),
    "batcher": Shape(
        "ItemBatcher",
        {
            "BatchInput": _ANY,
            "MaxItemsPerBatch": Field(whole(1, computed=True)),
            "MaxItemsPerBatchPath": _path(),
            "MaxInputBytesPerBatch": Field(whole(1, 262_144, computed=True)),
            "MaxInputBytesPerBatchPath": _path(),
        },
        exclusive=(
            ("MaxItemsPerBatch", "MaxItemsPerBatchPath"),
            ("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"),
        ),
    ),
    "writer": Shape(
        "ResultWriter",
        {**_CALL, "WriterConfig": Field(kinds.OBJECT, shape="writer settings")},
    ),
    "writer settings": Shape(
        "WriterConfig",
        {
            "OutputType": Field(one_of("JSON", "JSONL")),
            "Transformation": Field(one_of("NONE", "COMPACT", "FLATTEN")),
        },
    ),
}
"""The fields of the objects inside states."""
