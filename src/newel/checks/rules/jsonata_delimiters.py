"""JSONATA_DELIMITERS: text that was meant as an expression and is taken as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.leaves import jsonata_texts
from newel.checks.rule import Rule
from newel.checks.sample import jsonata, passing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for place, text, _, _ in jsonata_texts(definition):
        stripped = text.strip()
        if stripped.startswith("{%") != stripped.endswith("%}") or (stripped.startswith("{%") and stripped != text):
            yield place, f"{text!r:.80} is plain text: an expression begins with {{% and ends with %}}, without blanks"


RULE = Rule(
    id="JSONATA_DELIMITERS",
    severity="WARNING",
    title="An expression begins with {% and ends with %}, with nothing around them.",
    source="Transforming data with JSONata in Step Functions",
    find=_find,
    good=jsonata(passing(Output="{% $states.input %}")),
    bad={"/States/Begin/Output/a": jsonata(passing(Output={"a": "{% $states.input.a"}))},
)
