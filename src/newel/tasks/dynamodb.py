"""Amazon DynamoDB ("Perform DynamoDB CRUD operations with Step Functions").

Attributes are written in the API's spelling, `{"id": {"S": path("$.id")}}`, or by what they are:
`{"id": dynamodb.string(path("$.id")), "seen": dynamodb.number(1)}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import KEY, TABLE, Target
from newel.declared import member, option
from newel.iam import Grant, key_of
from newel.tasks.base import Task
from newel.tasks.dynamodb_rules import item_problems
from newel.tasks.dynamodb_values import (
    binary,
    binary_set,
    boolean,
    list_,
    map_,
    null,
    number,
    number_set,
    string,
    string_set,
)

if TYPE_CHECKING:
    from newel.parameters.shapes import Problem
    from newel.values import Boolean, List, Object, Text

__all__ = [
    "DeleteItem",
    "GetItem",
    "PutItem",
    "UpdateItem",
    "binary",
    "binary_set",
    "boolean",
    "list_",
    "map_",
    "null",
    "number",
    "number_set",
    "string",
    "string_set",
]

_KEY_USE = key_of("dynamodb", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey")


class _Item(Task):
    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """What DynamoDB would refuse; see `Task.refused`."""
        return item_problems(parameters, super().refused(parameters))


class GetItem(_Item):
    """Read an item by its key (API: DynamoDB GetItem).

    Example
    -------
    >>> dynamodb.GetItem("Get", table_name=Ref("Messages"), key={"id": dynamodb.string(path("$.id"))})
    """

    resource = "dynamodb:getItem"
    grants = (Grant(("dynamodb:GetItem",), on="TableName"), _KEY_USE)

    table_name: Text = member(refers=Target(TABLE, "name"))
    key: Object
    attributes_to_get: List | None = None
    consistent_read: Boolean | None = None
    return_consumed_capacity: Text | None = None
    projection_expression: Text | None = None
    expression_attribute_names: Object | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response"] = "request_response"


class PutItem(_Item):
    """Write an item, or replace it (API: DynamoDB PutItem).

    Example
    -------
    >>> dynamodb.PutItem("Put", table_name=Ref("Messages"), item={"id": {"S": path("$.id")}})
    """

    resource = "dynamodb:putItem"
    grants = (Grant(("dynamodb:PutItem",), on="TableName"), _KEY_USE)

    table_name: Text = member(refers=Target(TABLE, "name"))
    item: Object
    expected: Object | None = None
    return_values: Text | None = None
    return_consumed_capacity: Text | None = None
    return_item_collection_metrics: Text | None = None
    conditional_operator: Text | None = None
    condition_expression: Text | None = None
    expression_attribute_names: Object | None = None
    expression_attribute_values: Object | None = None
    return_values_on_condition_check_failure: Text | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response"] = "request_response"


class UpdateItem(_Item):
    """Change attributes of an item, or add it (API: DynamoDB UpdateItem).

    Example
    -------
    >>> dynamodb.UpdateItem(
    ...     "Count",
    ...     table_name=Ref("Messages"),
    ...     key={"id": {"S": path("$.id")}},
    ...     update_expression="SET seen = seen + :one",
    ...     expression_attribute_values={":one": dynamodb.number(1)},
    ... )
    """

    resource = "dynamodb:updateItem"
    grants = (Grant(("dynamodb:UpdateItem",), on="TableName"), _KEY_USE)

    table_name: Text = member(refers=Target(TABLE, "name"))
    key: Object
    attribute_updates: Object | None = None
    expected: Object | None = None
    conditional_operator: Text | None = None
    return_values: Text | None = None
    return_consumed_capacity: Text | None = None
    return_item_collection_metrics: Text | None = None
    update_expression: Text | None = None
    condition_expression: Text | None = None
    expression_attribute_names: Object | None = None
    expression_attribute_values: Object | None = None
    return_values_on_condition_check_failure: Text | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response"] = "request_response"


class DeleteItem(_Item):
    """Delete an item by its key (API: DynamoDB DeleteItem).

    Example
    -------
    >>> dynamodb.DeleteItem("Delete", table_name=Ref("Messages"), key={"id": {"S": path("$.id")}})
    """

    resource = "dynamodb:deleteItem"
    grants = (Grant(("dynamodb:DeleteItem",), on="TableName"), _KEY_USE)

    table_name: Text = member(refers=Target(TABLE, "name"))
    key: Object
    expected: Object | None = None
    conditional_operator: Text | None = None
    return_values: Text | None = None
    return_consumed_capacity: Text | None = None
    return_item_collection_metrics: Text | None = None
    condition_expression: Text | None = None
    expression_attribute_names: Object | None = None
    expression_attribute_values: Object | None = None
    return_values_on_condition_check_failure: Text | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response"] = "request_response"
