"""PASS_RESULT_IS_STATIC: paths in the Result of a Pass state, which is taken as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.leaves import objects
from newel.checks.machine import states
from newel.checks.rule import Rule
from newel.checks.sample import passing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for state in states(definition):
        if state.kind == "Pass" and "Result" in state.body:
            for place, inner in objects(state.body["Result"], f"{state.place}/Result"):
                computed = [name for name in inner if name.endswith(".$")]
                if computed:
                    yield place, f"a Result is taken as it is; to have {computed[0]!r} computed, write Parameters"


RULE = Rule(
    id="PASS_RESULT_IS_STATIC",
    code="PASS_RESULT_IS_STATIC",
    severity="WARNING",
    title="The Result of a Pass state has no paths.",
    source='API: "ValidateStateMachineDefinition"',
    find=_find,
    good=passing(Result={"id": 1}),
    bad={"/States/Begin/Result": passing(Result={"id.$": "$.id"})},
)
