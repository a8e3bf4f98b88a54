"""PAYLOAD_SIZE: what stands in a state alone is more than passes between states."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newel.checks.machine import JSONATA, states
from newel.checks.rule import Rule
from newel.checks.sample import passing
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

MOST_BYTES = 256 * 1024
"""What a state takes and gives at the most ("Step Functions service quotas")."""

_PAYLOADS = ("Result", "Parameters", "Arguments", "Output", "ResultSelector", "ItemSelector", "Items", "Assign")


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for state in states(definition):
        for member in _PAYLOADS:
            value = state.body.get(member)
            if not (is_object(value) or is_array(value)) or not _may_pass(value):
                continue
            size = _size(value, jsonata=state.language == JSONATA, static=member == "Result")
            if size > MOST_BYTES:
                instead = "put it into S3 and pass its key"
                yield (
                    f"{state.place}/{member}",
                    f"it has {size:,} bytes, and {MOST_BYTES:,} pass at the most; {instead}",
                )


def _may_pass(value: object) -> bool:
    """Whether it is worth a closer look: an estimate that is never too low."""
    left = MOST_BYTES // 6  # a character is six bytes at the most: \\u0001
    waiting: list[object] = [value]
    while waiting and left >= 0:
        inner = waiting.pop()
        if is_object(inner):
            left -= sum(len(name) + 4 for name in inner)
            waiting += inner.values()
        elif is_array(inner):
            waiting += inner
        left -= len(inner) + 2 if isinstance(inner, str) else 24
    return left < 0


def _size(value: object, *, jsonata: bool, static: bool) -> int:
    known = value if static else _known(value, jsonata=jsonata)
    return len(json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def _known(value: object, *, jsonata: bool) -> object:
    """What of a payload is as it stands, at the least: what is computed may be empty."""
    if is_object(value):
        return {
            name: _known(inner, jsonata=jsonata) for name, inner in value.items() if jsonata or not name.endswith(".$")
        }
    if is_array(value):
        return [_known(inner, jsonata=jsonata) for inner in value]
    computed = isinstance(value, str) and ((jsonata and value.startswith("{%")) or "${" in value)
    return "" if computed else value


RULE = Rule(
    id="PAYLOAD_SIZE",
    severity="WARNING",
    title="What a state hands on fits into 256 KiB.",
    source="Step Functions service quotas",
    find=_find,
    good=passing(Result={"text": "a" * 1000}),
    bad={"/States/Begin/Result": passing(Result={"text": "a" * MOST_BYTES})},
)
