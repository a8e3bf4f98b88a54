"""JSONATA_SYNTAX: an expression that does not parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.leaves import expressions
from newel.checks.rule import Rule
from newel.checks.sample import jsonata, passing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    from newel.checks.syntax.jsonata import parse
    from newel.checks.syntax.jsonata_tokens import Unreadable

    for expression in expressions(definition):
        try:
            parse(expression.text)
        except Unreadable as wrong:
            yield expression.place, f"{wrong}: {expression.text.strip()!r:.80}"


RULE = Rule(
    id="JSONATA_SYNTAX",
    code="INVALID_JSONATA_EXPRESSION",
    severity="ERROR",
    title="What stands between {% and %} is JSONata 2.0.",
    source="Transforming data with JSONata in Step Functions",
    find=_find,
    good=jsonata(passing(Output="{% $sum($states.input.lines.(price * count)) %}")),
    bad={"/States/Begin/Output/total": jsonata(passing(Output={"total": "{% $sum($states.input.lines %}"}))},
)
