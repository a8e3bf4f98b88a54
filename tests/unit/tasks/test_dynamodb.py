"""DynamoDB: attribute values by what they are, and what is wrong with them is told."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from newel import Ref, StateMachine, jsonata, path
from newel.errors import NewelError
from newel.tasks import dynamodb

if TYPE_CHECKING:
    from newel.tasks import Task


def given(state: Task, **options: Any) -> dict[str, Any]:
    body: dict[str, Any] = StateMachine("Machine", state, **options).compile().asl["States"][state.name]
    found: dict[str, Any] = body["Arguments" if "Arguments" in body else "Parameters"]
    return found


def put(**item: Any) -> dynamodb.PutItem:
    return dynamodb.PutItem("Put", table_name="messages", item=item)


def update(**fields: Any) -> dynamodb.UpdateItem:
    return dynamodb.UpdateItem("Update", table_name="messages", key={"id": dynamodb.string("a")}, **fields)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dynamodb.string("a"), {"S": "a"}),
        (dynamodb.string(""), {"S": ""}),
        (dynamodb.string(path("$.id")), {"S.$": "$.id"}),
        (dynamodb.number(1), {"N": "1"}),
        (dynamodb.number("1.50"), {"N": "1.50"}),
        (dynamodb.number(Decimal("0.1")), {"N": "0.1"}),
        (dynamodb.number(path("$.n")), {"N.$": "States.Format('{}', $.n)"}),
        (dynamodb.binary(b"\x00\x01"), {"B": "AAE="}),
        (dynamodb.binary("AAE="), {"B": "AAE="}),
        (dynamodb.binary(path("$.raw")), {"B.$": "$.raw"}),
        (dynamodb.boolean(False), {"BOOL": False}),
        (dynamodb.boolean(path("$.on")), {"BOOL.$": "$.on"}),
        (dynamodb.null(), {"NULL": True}),
        (dynamodb.list_([dynamodb.string("a"), dynamodb.null()]), {"L": [{"S": "a"}, {"NULL": True}]}),
        (dynamodb.list_(path("$.list")), {"L.$": "$.list"}),
        (dynamodb.map_({"n": dynamodb.number(1)}), {"M": {"n": {"N": "1"}}}),
        (dynamodb.map_(path("$.map")), {"M.$": "$.map"}),
        (dynamodb.string_set(["a", "b"]), {"SS": ["a", "b"]}),
        (dynamodb.string_set(path("$.set")), {"SS.$": "$.set"}),
        (dynamodb.number_set([1, "2.5"]), {"NS": ["1", "2.5"]}),
        (dynamodb.binary_set([b"\x00\x01"]), {"BS": ["AAE="]}),
    ],
)
def test_an_attribute_value_is_the_apis(value: Any, expected: dict[str, Any]) -> None:
    assert given(put(a=value))["Item"]["a"] == expected


def test_they_work_in_jsonata() -> None:
    item = {"a": dynamodb.string(jsonata("$id")), "n": dynamodb.number(jsonata("$n + 1"))}
    found = given(put(**item), query_language="JSONata")["Item"]
    assert found == {"a": {"S": "{% $id %}"}, "n": {"N": "{% $string($n + 1) %}"}}


def test_a_reference_is_text() -> None:
    assert "Stage" in given(put(a=dynamodb.string(Ref("Stage"))))["Item"]["a"]["S"]


@pytest.mark.parametrize(
    ("write", "argument"),
    [
        ("string", 5),
        ("string", None),
        ("number", "five"),
        ("number", True),
        ("number", float("nan")),
        ("number", "1" * 39),
        ("number", None),
        ("binary", "not base64!"),
        ("binary", 1),
        ("boolean", "true"),
        ("boolean", 1),
        ("list_", "abc"),
        ("list_", ["a"]),
        ("map_", {"a": "b"}),
        ("map_", ["a"]),
        ("string_set", []),
        ("string_set", ["a", "a"]),
        ("string_set", [1]),
        ("number_set", ["one"]),
        ("number_set", "12"),
        ("binary_set", ["?"]),
    ],
)
def test_what_is_none_is_refused(write: str, argument: Any) -> None:
    with pytest.raises(NewelError, match=write):
        getattr(dynamodb, write)(argument)


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    with pytest.raises(NewelError, match="out of DynamoDB's range"):
        dynamodb.number(10**5000)


@pytest.mark.parametrize(
    ("state", "message", "hint"),
    [
        (put(a={"S": "x", "N": "1"}), "item.a: it has S and N, and an attribute value has exactly one type", "one"),
        (put(a={}), "item.a: it is empty", "one"),
        (put(a="x"), 'item.a: "x" is no attribute value', '{"S": "x"}'),
        (put(a=5), "item.a: 5 is no attribute value", '{"N": "5"}'),
        (put(a=None), "item.a: null is no attribute value", '{"NULL": true}'),
        (put(a=True), "item.a: true is no attribute value", '{"BOOL": true}'),
        (put(a=["x"]), "item.a", '{"L": '),
        (put(a={"N": 5}), "item.a.N: 5 is not a number as text", 'write "5"'),
        (put(a={"N": "five"}), "item.a.N", "digits"),
        (put(a={"string": "x"}), "item.a.string: attribute values have no such type", "write S"),
        (put(a={"Bool": True}), "item.a.Bool", "write BOOL"),
        (put(a={"NULL": False}), "item.a.NULL: false is not true", "leave"),
        (put(a={"M": {"b": {"N": 1}}}), "item.a.M.b.N", 'write "1"'),
        (put(a={"L": [{"S": "x"}, "y"]}), r"item.a.L\[1\]", '{"S": "y"}'),
        (put(a={"SS": []}), "no empty sets", "leave"),
        (put(a={"NS": ["1", 2]}), r"item.a.NS\[1\]", 'write "2"'),
        (put(a={"SS": ["x", "x"]}), "twice", "leave"),
        (put(a={"BOOL": "true"}), "item.a.BOOL: it is text", None),
        (
            update(update_expression="SET a = :a", expression_attribute_values={"a": dynamodb.number(1)}),
            "expression_attribute_values.a: its name must begin with a colon",
            '":a"',
        ),
        (
            update(update_expression="SET a = :a", expression_attribute_values={}),
            "expression_attribute_values: it is empty",
            "leave",
        ),
        (
            update(update_expression="REMOVE a", expected={"a": {"Exists": False}}),
            "expected: it is a legacy parameter",
            "condition_expression",
        ),
        (update(expression_attribute_values={":a": dynamodb.number(1)}), "no expression that uses it", "leave"),
    ],
)
def test_what_dynamodb_would_refuse_is_an_error(state: Task, message: str, hint: str | None) -> None:
    with pytest.raises(NewelError, match=message) as refused:
        given(state)
    assert hint is None or hint in str(refused.value)
