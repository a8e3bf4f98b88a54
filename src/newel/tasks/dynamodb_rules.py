"""What DynamoDB wants of attribute values and expressions, and botocore's model does not say.

"AttributeValue" in the DynamoDB API reference; "Legacy DynamoDB conditional parameters" and "Constraints" in the
DynamoDB guide.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newel.json_types import is_array, is_object
from newel.parameters.bounds import is_number
from newel.parameters.find import is_known
from newel.parameters.shapes import Problem
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

_MAPS = ("Key", "Item", "ExpressionAttributeValues")
_TYPES = ("S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL")
_NAMES = {"string": "S", "number": "N", "binary": "B", "map": "M", "list": "L", "null": "NULL", "boolean": "BOOL"}
_LEGACY = {
    "AttributesToGet": "projection_expression",
    "Expected": "condition_expression",
    "ConditionalOperator": "condition_expression",
    "AttributeUpdates": "update_expression",
}
_EXPRESSIONS = ("ProjectionExpression", "ConditionExpression", "UpdateExpression")


def item_problems(parameters: JsonObject, of_model: list[Problem]) -> list[Problem]:
    """Say what would be refused of a call, with what the API's model finds where this does not know better."""
    own = [problem for name in _MAPS for problem in _members(parameters.get(name), name)]
    own += _mixed(parameters)
    places = tuple(problem.place for problem in own)
    return [*own, *(problem for problem in of_model if not _under(problem.place, places))]


def _under(place: str, places: tuple[str, ...]) -> bool:
    return any(place == known or place.startswith((f"{known}.", f"{known}[")) for known in places)


def _mixed(parameters: JsonObject) -> Iterator[Problem]:
    given = {name.removesuffix(".$") for name in parameters}
    expressions = [name for name in _EXPRESSIONS if name in given]
    for name, instead in _LEGACY.items():
        if name in given and expressions:
            yield Problem(
                name, f"it is a legacy parameter, and does not go with {expressions[0]}", f"write {instead}=... for it"
            )
    for name in ("ExpressionAttributeValues", "ExpressionAttributeNames"):
        if name in given and not expressions:
            yield Problem(name, "there is no expression that uses it", "write an expression, or leave it out")


def _members(value: object, place: str) -> Iterator[Problem]:
    if not is_object(value):
        return
    if not value and place == "ExpressionAttributeValues":
        yield Problem(place, "it is empty, and DynamoDB takes no empty one", "leave it out")
    for key, item in value.items():
        name = key.removesuffix(".$")
        if place == "ExpressionAttributeValues" and not name.startswith(":"):
            yield Problem(f"{place}.{name}", "its name must begin with a colon", f'write ":{name}"')
        elif name == key:
            yield from _attribute(item, f"{place}.{name}")


def _attribute(value: object, place: str) -> Iterator[Problem]:
    if not is_known(value):
        return
    if not is_object(value):  # definitions in use have bare text, and nobody has written what becomes of it
        yield Problem(place, f"{_shown(value)} is no attribute value", f"write {_written(value)}", certain=False)
        return
    names = [name.removesuffix(".$") for name in value]
    if len(names) != 1:
        said = f"it has {' and '.join(names)}" if names else "it is empty"
        yield Problem(place, f"{said}, and an attribute value has exactly one type", "write one of them")
        return
    if names[0] not in _TYPES:
        near = _NAMES.get(names[0].lower()) or nearest(names[0], _TYPES)
        hint = f"write {near}" if near else "write map_({...}) for an object, or one of S, N, B, SS, NS, BS, NULL, BOOL"
        yield Problem(f"{place}.{names[0]}", "attribute values have no such type", hint)
    elif names[0] in value:
        yield from _typed(names[0], value[names[0]], f"{place}.{names[0]}")


def _typed(kind: str, value: object, place: str) -> Iterator[Problem]:
    if not is_known(value):
        return
    match kind:
        case "N" if not isinstance(value, str) or not is_number(value):
            yield Problem(place, f"{_shown(value)} is not a number as text", f"write {_digits(value)}")
        case "NULL" if value is not True:
            yield Problem(place, f"{_shown(value)} is not true", "write true, or leave the attribute out")
        case "M" if is_object(value):
            for name, item in value.items():
                if not name.endswith(".$"):
                    yield from _attribute(item, f"{place}.{name}")
        case "L" if is_array(value):
            for index, item in enumerate(value):
                yield from _attribute(item, f"{place}[{index}]")
        case "SS" | "NS" | "BS" if is_array(value):
            yield from _set(kind, value, place)
        case _:
            return  # the API's model knows


def _set(kind: str, items: list[object], place: str) -> Iterator[Problem]:
    if not items:
        yield Problem(place, "DynamoDB has no empty sets", "leave the attribute out")
    for index, item in enumerate(items):
        if kind == "NS" and is_known(item) and not (isinstance(item, str) and is_number(item)):
            yield Problem(f"{place}[{index}]", f"{_shown(item)} is not a number as text", f"write {_digits(item)}")
        if is_known(item) and item in items[:index]:
            yield Problem(f"{place}[{index}]", f"{_shown(item)} is in the set twice", "leave one out")


def _written(value: object) -> str:
    match value:
        case bool():
            return f'{{"BOOL": {_shown(value)}}}'
        case int() | float():
            return f'{{"N": "{value}"}}'
        case str():
            return f'{{"S": {_shown(value)}}}'
        case None:
            return '{"NULL": true}'
        case _:
            return '{"L": [...]}'


def _digits(value: object) -> str:
    return f'"{value}"' if isinstance(value, int | float) and not isinstance(value, bool) else 'digits, as "1.5"'


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    most = 60
    return text if len(text) <= most else f"{text[:most]}…"
