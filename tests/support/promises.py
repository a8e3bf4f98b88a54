"""What an evaluation promises, whatever the text and the data; the properties and the fuzzer hold it to them."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from newel.expressions import (
    ExpressionError,
    ExpressionReferenceError,
    LimitExceeded,
    check,
    evaluate,
    state_paths,
)
from newel.expressions.jsonpath import parse_key
from newel.expressions.limits import MAX_OUTPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

STATE: dict[str, Any] = {
    "a": [1, "x", None, {"b": True}],
    "b": {"c": {"d": 2.5}, "e e": "é😀", "1": []},
    "n": 3,
    "s": "a,b;c 2024-02-29",
    "list": [3, 1, 2],
    "opt": None,
}
CONTEXT: dict[str, Any] = {"Execution": {"Id": "arn:x", "StartTime": "2024-01-01T00:00:00Z"}}


def outcome(act: Callable[[], object], source: str) -> tuple[str, object]:
    """Give the value of an act, or the name of its error; an error can be shown, and stands in the source."""
    try:
        return "value", act()
    except ExpressionError as error:
        found = error
    assert found.message
    assert str(found).startswith(found.message)
    assert found.offset is None or 0 <= found.offset <= len(source), (found.offset, len(source))
    return "error", type(found).__name__


def hold(source: str, state: dict[str, Any]) -> None:
    """Evaluate, check and bind one text, and hold every promise that stands without knowing what it means."""
    values = {"$": state, "$$": CONTEXT}
    before = copy.deepcopy(values)
    said = outcome(lambda: evaluate(source, values), source)
    assert values == before, "the values were changed"
    if said[0] == "value":
        assert len(json.dumps(said[1], allow_nan=False, ensure_ascii=False)) <= 2 * MAX_OUTPUT
    outcome(lambda: check(source), source)
    told = outcome(lambda: state_paths(source), source)
    if not is_repeatable(source) or said == ("error", LimitExceeded.__name__):
        return
    again = outcome(lambda: evaluate(source, values), source)
    assert again == said, (said, again)
    if told[0] == "value" and isinstance(told[1], tuple):
        hold_binding(source, told[1], state, said)


def is_repeatable(source: str) -> bool:
    """Tell whether an expression can be known to ask neither for the time nor for chance."""
    return not any(word in source for word in ("Date", "random", "\\"))


def hold_binding(source: str, paths: tuple[str, ...], state: dict[str, Any], said: tuple[str, object]) -> None:
    """Bind what `state_paths` tells, and expect what the whole state gives."""
    assert len(set(paths)) == len(paths)
    try:
        bound = {path: resolve(path, state) for path in paths}
    except LookupError:
        return
    result = outcome(lambda: evaluate(source, bound), source)
    assert result[1] != ExpressionReferenceError.__name__ or result == said, (paths, said)
    assert result == said, (paths, said, result)


def resolve(path: str, state: Mapping[str, Any]) -> Any:
    """Resolve a bound path as Step Functions does; a missing field is a LookupError."""
    parsed = parse_key(path)
    if parsed is None:
        raise LookupError(path)
    value: Any = CONTEXT if parsed[0] == "$$" else state
    for step in parsed[1]:
        fits = isinstance(value, list if isinstance(step, int) else dict)
        value = value[step] if fits else {}[path]
    return value
