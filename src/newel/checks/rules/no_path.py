"""NO_PATH: a path that is taken as plain text, for the name of its field lacks `Path`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import JSONPATH, holders
from newel.checks.rule import Rule
from newel.checks.sample import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        if holder.language != JSONPATH:
            continue
        for name, value in holder.body.items():
            is_path = isinstance(value, str) and value.startswith(("$.", "$$.", "$["))
            if is_path and f"{name}Path" in holder.shape.fields:
                yield f"{holder.place}/{name}", f"{value!r:.60} is plain text here; write {name}Path"


RULE = Rule(
    id="NO_PATH",
    code="NO_PATH",
    severity="WARNING",
    title="A field that looks like a path has a name that ends in Path.",
    source='API: "ValidateStateMachineDefinition"',
    find=_find,
    good=machine(Begin={"Type": "Fail", "CausePath": "$.cause"}),
    bad={"/States/Begin/Cause": machine(Begin={"Type": "Fail", "Cause": "$.cause"})},
)
