"""DEFINITION_SIZE: a definition over 1 MiB."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newel.checks.rule import Rule
from newel.checks.sample import passing
from newel.definition import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    size = len(json.dumps(definition, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    if size > MOST_BYTES:
        yield (
            "",
            f"the definition has {size:,} bytes, and AWS takes {MOST_BYTES:,}; move a part to a machine of its own",
        )


RULE = Rule(
    id="DEFINITION_SIZE",
    severity="ERROR",
    title="A definition has at most 1,048,576 bytes.",
    source='API: "CreateStateMachine"',
    find=_find,
    good=passing(),
    bad={"": passing(Comment="a" * MOST_BYTES)},
)
