"""QUERY_LANGUAGE: a state goes back to JSONPath in a machine of JSONata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import JSONATA, JSONPATH, states
from newel.checks.rule import Rule
from newel.checks.sample import jsonata, passing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    if definition.get("QueryLanguage") == JSONATA:
        for state in states(definition):
            if state.body.get("QueryLanguage") == JSONPATH:
                said = (
                    "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine; "
                    "set 'JSONata' in the states that use it, and leave it out of the machine"
                )
                yield state.place, said


RULE = Rule(
    id="QUERY_LANGUAGE",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="In a machine of JSONata no state is of JSONPath.",
    source="Transforming data with JSONata in Step Functions",
    find=_find,
    good=passing(QueryLanguage="JSONata"),
    bad={"/States/Begin": jsonata(passing(QueryLanguage="JSONPath"))},
)
