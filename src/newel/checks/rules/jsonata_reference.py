"""JSONATA_REFERENCE: an expression that reads what Step Functions does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.leaves import expressions
from newel.checks.rule import Rule
from newel.checks.sample import jsonata, passing, task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.leaves import Expression
    from newel.checks.syntax.jsonata import Node
    from newel.json_types import JsonObject

_CODE = "UNSUPPORTED_JSONATA_EXPRESSION"


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    from newel.checks.syntax.jsonata import parse
    from newel.checks.syntax.jsonata_tokens import Unreadable

    for expression in expressions(definition):
        try:
            parsed = parse(expression.text)
        except Unreadable:
            continue
        for said in _wrong(expression, parsed):
            yield expression.place, said


def _wrong(expression: Expression, parsed: Node) -> Iterator[str]:
    from newel.checks.syntax.references import at_the_top, functions, members_of_states

    for name in dict.fromkeys(at_the_top(parsed)):
        instead = f"$states.input.{name}" if not name.startswith("$") else "$states.input"
        yield f"Reference to '{name}' at the top level is not supported. Write {instead}, or the name of a variable"
    if "eval" in functions(parsed):
        yield "$eval is not supported; write $parse to read JSON"
    if expression.member != "Catch" and "errorOutput" in members_of_states(parsed):
        yield "$states.errorOutput is there in the Assign and Output of a Catch alone"


RULE = Rule(
    id="JSONATA_REFERENCE",
    code=_CODE,
    severity="ERROR",
    title="An expression begins at $states or a variable; $states.errorOutput is read in a Catch alone, $eval nowhere.",
    source="Transforming data with JSONata in Step Functions",
    find=_find,
    good=jsonata(passing(Output="{% $states.input.lines[price > 10].(price * count) %}")),
    bad={
        "/States/Begin/Output": jsonata(passing(Output="{% order.id %}")),
        "/States/Begin/Arguments/cause": jsonata(task(Arguments={"cause": "{% $states.errorOutput.Cause %}"})),
    },
)
