"""UNKNOWN_FIELD: a field that the object does not have; Step Functions refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import holders
from newel.checks.rule import Rule
from newel.checks.sample import machine, passing, task
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        known = holder.shape.fields
        for name in holder.body:
            if name not in known:
                others = [field for field in known if known[field].only in (None, holder.language)]
                near = nearest(name, others, most=1) if len(others) > 5 else " or ".join(others)
                hint = f"; did you mean {near}?" if near else ""
                yield holder.place, f"Field {name!r} is not supported in {holder.shape.name}{hint}"


RULE = Rule(
    id="UNKNOWN_FIELD",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="Every field is one that its state, retrier, catcher, rule or reader has.",
    source='Amazon States Language, "Table of State Types and Fields"',
    find=_find,
    good=passing(Comment="good"),
    bad={
        "": {"Coment": "bad", **passing()},
        "/States/Begin": machine(Begin={"Type": "Wait", "Seconds": 10, "ResultPath": None, "End": True}),
        "/States/Begin/Retry/0": task(Retry=[{"ErrorEquals": ["States.ALL"], "MaxAttempt": 2}]),
    },
)
