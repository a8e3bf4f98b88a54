"""Holding parameters to models: what the shapes of real APIs say."""

from __future__ import annotations

from typing import Any

import pytest

from newel.aws import operations
from newel.checks.calls import located
from newel.parameters.sdk import refused
from newel.parameters.shapes import Problem, problems


def said(service: str, action: str, parameters: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(one.place, one.message, one.hint) for one in refused(parameters, operations.find(service, action))]


def test_a_document_may_be_any_json() -> None:
    given = {"ModelId": "m", "AdditionalModelRequestFields": {"any": [1, {"thing": None}]}}
    assert said("bedrockruntime", "converse", given) == []


def test_a_union_has_exactly_one_member() -> None:
    def converse(block: dict[str, Any]) -> list[tuple[str, str, str | None]]:
        messages = [{"Role": "user", "Content": [block]}]
        return said("bedrockruntime", "converse", {"ModelId": "m", "Messages": messages})

    assert converse({"Text": "hello"}) == []
    assert converse({"Text.$": "$.text"}) == []
    [(place, message, hint)] = converse({})
    assert (place, message) == (
        "Messages[0].Content[0]",
        "it has 0 members, and the API takes exactly one",
    )
    assert (hint or "").startswith("write Text or Image or ")
    [(_, message, _)] = converse({"Text": "hello", "Text.$": "$.text"})
    assert message == "it has 2 members, and the API takes exactly one"


def test_what_is_spelled_as_another_tool_has_it_is_told() -> None:
    given = {"db_instance_identifier": "a", "DBInstance-Identifier": "b"}
    assert [hint for _, _, hint in said("rds", "describeDBInstances", given)] == ["write DbInstanceIdentifier"] * 2


def test_an_optimized_integration_keeps_the_apis_spelling() -> None:
    item = {"TableName": "Orders", "Item": {"paid": {"BOOL": True}, "none": {"NULL": True}}}
    assert problems(item, "dynamodb:PutItem") == []
    assert said("dynamodb", "putItem", {"TableName": "Orders", "Item": {"paid": {"Bool": True}}}) == []


@pytest.mark.parametrize(
    ("place", "pointed"),
    [
        ("", "/S/Parameters"),
        ("Missing", "/S/Parameters"),
        ("Item.a.b.BOOL", "/S/Parameters/Item/a.b/BOOL"),
        ("Item.a.Missing", "/S/Parameters/Item/a"),
        ("Items[1].Key", "/S/Parameters/Items/1/Key.$"),
        ("Items[0]", "/S/Parameters/Items/0"),
        ("a/b", "/S/Parameters/a~1b"),
    ],
)
def test_a_place_is_pointed_to(place: str, pointed: str) -> None:
    parameters = {"Item": {"a.b": {"BOOL": 1}, "a": {}}, "Items": [{}, {"Key.$": "$.k"}], "a/b": 1}
    assert located("/S", "Parameters", parameters, Problem(place, "is wrong")) == (pointed, f"{place}: is wrong")
    assert located("/S", "Parameters", parameters, Problem(place, "is wrong", "write it"))[1].endswith(": write it")
