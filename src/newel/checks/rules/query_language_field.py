"""QUERY_LANGUAGE_FIELD: a field of the other query language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import holders
from newel.checks.rule import Rule
from newel.checks.sample import jsonata, mapping, passing, task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

EQUIVALENTS = {
    "InputPath": "$states.input in Arguments or Output",
    "OutputPath": "Output",
    "ResultPath": "Output or Assign",
    "ResultSelector": "Output",
    "Parameters": "Arguments (ItemSelector in a Map state)",
    "Result": "Output",
    "ItemsPath": "Items",
    "Variable": "Condition",
    "Arguments": "Parameters",
    "Output": "ResultSelector, ResultPath and OutputPath",
    "Items": "ItemsPath",
    "Condition": "Variable and a comparison",
}
"""What the other language has instead ("Transforming data with JSONata in Step Functions")."""


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        for name in holder.body:
            field = holder.shape.fields.get(name)
            if field is None or not holder.language or field.only in (None, holder.language):
                continue
            instead = EQUIVALENTS.get(name) or (name.removesuffix("Path") if name.endswith("Path") else "Condition")
            said = (
                f"The QueryLanguage is set to {holder.language!r}, but field {name!r} is only supported for the "
                f"{field.only!r} QueryLanguage; write {instead}"
            )
            yield holder.place, said


RULE = Rule(
    id="QUERY_LANGUAGE_FIELD",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="Every field belongs to the query language of its state.",
    source="Transforming data with JSONata in Step Functions",
    find=_find,
    good=jsonata(passing(Output="{% $states.input.order %}")),
    bad={
        "/States/Begin": task(Arguments={"order": 1}),
        "/States/Begin/ItemProcessor/States/Inner": mapping({"Type": "Pass", "Output": 1, "End": True}),
    },
)
