"""SHADOWED_VARIABLE: a branch or map assigns a name that a flow around it assigns too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.rule import Rule
from newel.checks.sample import mapping
from newel.checks.variables import assigned, is_inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    variables = assigned(definition)
    for flow, names in variables.items():
        for name, place in names.items():
            around = [others[name] for outer, others in variables.items() if is_inside(flow, outer) and name in others]
            if around:
                said = f"{name!r} is a variable of the flow around this one too ({around[0]}); write another name"
                yield place, said


def _nested(name: str) -> JsonObject:
    inner = {"Type": "Pass", "Assign": {name: 1}, "End": True}
    return mapping(inner, Assign={"count": 0})


RULE = Rule(
    id="SHADOWED_VARIABLE",
    severity="WARNING",
    title="No branch and no map assigns a variable of the flow around it.",
    source="Passing data between states with variables",
    find=_find,
    good=_nested("inner"),
    bad={"/States/Begin/ItemProcessor/States/Inner/Assign/count": _nested("count")},
)
