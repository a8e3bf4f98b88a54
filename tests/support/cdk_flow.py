"""What the CDK's tests say of everything but task classes, written as newel.

A row is a test of the CDK (or the test and the error, where it has several), and what its line is here, or why there is
none.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, TypeVar

from newel import (
    Choice,
    DistributedMap,
    Fail,
    Map,
    Pass,
    Raw,
    StateMachine,
    context,
    intrinsics,
    jsonata,
    path,
    variable,
)
from newel.tasks import dynamodb, scheduler

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newel.chain import Chainable

Row = TypeVar("Row")

SAM_LACKS_KEYS = "SAM's state machine has no EncryptionConfiguration (serverless-application-model, issue 3925)"
NO_METRICS = "a task has no metrics here: they are the machine's, in CloudWatch"


def _map(**fields: Any) -> Map:
    return Map("Map", item_processor=Pass("Item"), **fields)


def _schedule(expression: str) -> Chainable:
    target = {"Arn": "arn:aws:sqs:us-east-1:123456789012:q", "RoleArn": "arn:aws:iam::123456789012:role/r"}
    return scheduler.CreateSchedule(
        "Create", schedule_name="s", schedule_expression=expression, flexible_time_window={"Mode": "OFF"}, target=target
    )


def _put(value: Any) -> Chainable:
    return dynamodb.PutItem("Put", table_name="t", item={"a": value})


def _distributed(**fields: Any) -> DistributedMap:
    return DistributedMap("Map State", item_processor=Pass("Item"), **fields)


ERRORS: Mapping[str, Callable[[], Chainable | StateMachine] | str] = {
    "DynamoProjectionExpression should throw*": "an expression of DynamoDB is text, which is not looked at",
    "DynamoAttributeValue map from invalid JSONata*": lambda: _put(dynamodb.map_("$x")),
    "DynamoAttributeValue from invalid boolean with JSONata*": lambda: _put(dynamodb.boolean("$x")),
    "DynamoAttributeValue from invalid boolean with json path*": lambda: _put(dynamodb.boolean(path("invalid"))),
    "Schedule class throw error for duration smaller*": lambda: _schedule("rate(59 seconds)"),
    "Schedule class throw error for invalid cron*": lambda: _schedule("cron(* * 15 * MON *)"),
    "Activity Instantiate Activity with invalid Kms*": "an activity is a resource of the template, which is yours",
    "*Instantiate StateMachine with invalid Kms*": SAM_LACKS_KEYS,
    "Condition Variables Condition variables must*": lambda: Choice("C").when(path("a").string == "b", Pass("P")),
    "Condition Variables JSONata condition must*": lambda: Choice("C", query_language="JSONata").when(
        jsonata("{% true"), Pass("P")
    ),
    "*itemReader contains both bucket and bucketNamePath*": "there is one argument for it, which takes a path too",
    "*accessing bucket of itemReader*": "there is one argument for it, which takes a path too",
    "*ItemProcessor is in INLINE mode*": "DistributedMap has no mode",
    "*label is too long*": lambda: _distributed(label="a" * 41),
    "Fields datafield path must be correct*FooBar*": lambda: Pass("P", input_path=path("States.FooBar")),
    "Fields * path must be correct*": lambda: Pass("P", input_path=path("hello")),
    "Map State fails in synthesis if both iterator and item processor*": "there is one argument for both",
    "Map State fails in synthesis if parameters and item selector*": lambda: _map(
        parameters={"a": 1}, item_selector={"b": 2}
    ),
    "*jsonata item selector is not a JSONata expression*": lambda: _map(query_language="JSONata", item_selector="$x"),
    "*maxConcurrency is a float*": lambda: _map(max_concurrency=1.5),
    "Map State fails in synthesis when maxConcurrency*are both defined*": "there is one argument for it",
    "JSON path must be contiguous*": lambda: Pass("P", input_path=path("$.Path AndThen")),
    "jsonPathString should return path for*": lambda: Pass("P", parameters={"a": f"{path('$.a')}-{path('$.b')}"}),
    "*in the causePath and errorPath (States.ArrayContains*": lambda: Fail(
        "Fail", error=intrinsics.array_contains(path("$.inputArray"), path("$.lookingFor"))
    ),
    "*in the causePath and errorPath (States.ArrayLength*": lambda: Fail(
        "Fail", error=intrinsics.array_length(path("$.inputArray"))
    ),
    "*in the causePath and errorPath (States.JsonMerge*": lambda: Fail(
        "Fail", error=intrinsics.json_merge(path("$.json1"), path("$.json2"))
    ),
    "*in the causePath and errorPath (States.StringToJson*": lambda: Fail(
        "Fail", error=intrinsics.string_to_json(path("$.escapedJsonString"))
    ),
    "*in the causePath and errorPath (plainString*": lambda: Fail("Fail", error=path("plainString")),
    "*State Machine with invalid name*between 1 and 80*": lambda: StateMachine("", Pass("P")),
    "*State Machine with invalid name*must match*": lambda: StateMachine("*", Pass("P")),
    "*throws when no destination specified*": "newel makes the log group itself",
    "*A failure state cannot be chained onto*": lambda: Pass("A") >> Fail("B") >> Pass("C"),
    "*No duplicate state IDs*": lambda: Pass("State") >> Pass("Other") >> Pass("State"),
    "*metrics must be configured*": NO_METRICS,
}
"""Tests of errors, and what is as wrong here, or why it cannot be."""

_ARRAY = ["a", "b", "c"]
_SOME = {"stringArgument": "inital-task", "numberArgument": 123, "booleanArgument": True, "arrayArgument": _ARRAY}
_PRODUCT = {
    "id": jsonata("$states.input.order.product.id"),
    "currentPrice": jsonata("$states.result.Payload.current_price"),
    "name": jsonata("$states.input.order.product.name"),
}

STATES: Mapping[str, Callable[[], Chainable]] = {
    "CustomState: *": lambda: Raw(
        "Custom",
        {
            "Type": "Task",
            "Resource": "arn:aws:states:::dynamodb:putItem",
            "Parameters": {"TableName": "MyTable", "Item": {"id": {"S": "MyEntry"}}},
            "ResultPath": None,
        },
    ),
    "Fail: *ErrorPath / CausePath*": lambda: Fail("Fail", error=path("$.error"), cause=path("$.cause")),
    "Pass: *render InputPath / Parameters / OutputPath*": lambda: Pass(
        "Pass", input_path="$", output_path="$.state", parameters={"input": path("$"), **_SOME}
    ),
    "Pass: *render Output correctly": lambda: Pass(
        "Pass", query_language="JSONata", output={"input": jsonata("$states.input"), **_SOME}
    ),
    "Pass: *render Assign as is": lambda: Pass(
        "Pass",
        query_language="JSONata",
        assign={"id": jsonata("$states.input.order.id"), "products": [_PRODUCT], "count": 42, "available": True},
    ),
    "Pass: *with JSONPath should render Assign correctly": lambda: Pass(
        "Pass",
        assign={
            "details": {"status": "SUCCESS", "lineItems": path("$.order.items")},
            "resultCode": path("$.result.code"),
            "message": intrinsics.format("Hello {}", variable("customer.name")),
            "startTime": context.execution.start_time,
        },
    ),
    "Pass: *parameters can be selected from the input with a path": lambda: Pass(
        "Pass", parameters={"input": path("$.myField")}
    ),
    "Choice: *with JSONPath should render Assign correctly": lambda: (
        Choice("Choice", assign={"a": variable("default.a"), "b": "default.b"})
        .when(variable("foo").string == "bar", Pass("Pass"), assign={"a": variable("when.a"), "b": "when.b"})
        .otherwise("Pass")
    ),
}
"""Tests of states, and the state of each."""


def find(rows: Mapping[str, Row], name: str) -> Row | None:
    """The row of a test."""
    return next((row for pattern, row in rows.items() if fnmatchcase(name, pattern)), None)
