"""The events for `sam local invoke`: each gives what is said here of it."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
EVENTS = ROOT / "events/evaluate_expression"
spec = importlib.util.spec_from_file_location(
    "evaluate_expression_of_events", ROOT / "functions/evaluate_expression/app.py"
)
assert spec is not None
assert spec.loader is not None
app = importlib.util.module_from_spec(spec)
spec.loader.exec_module(app)


@dataclass(frozen=True)
class Fails:
    """An event that has no value: the error's name, and words of its message."""

    name: str
    words: str


OUTCOMES: dict[str, Any] = {
    "arithmetic": 5,
    "collection": "lamp, chair",
    "context": "run-1/7",
    "date": "2024-03-01T10:00:00.000Z",
    "invalid_event": Fails("InvalidEvent", '"expression" is an array'),
    "limit": Fails("LimitExceeded", "units of work"),
    "refused_constructor": Fails("UnsupportedSyntax", "`constructor`"),
    "regular_expression": "from 31.01.2024 to 29.02.2024",
    "statements": {"total": 55, "free": True},
    "syntax_error": Fails("ExpressionSyntaxError", "line 1, column 21"),
    "template": "Now waiting 5 seconds...",
    "type_error": Fails("ExpressionTypeError", "`toUpperCase` of null"),
    "unknown_name": Fails("ExpressionReferenceError", "`process`"),
    "whole_state": "ADA",
}


@dataclass(frozen=True)
class Context:
    """As much of Lambda's context as Powertools asks for."""

    function_name: str = "EvaluateExpression"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:123456789012:function:EvaluateExpression"
    aws_request_id: str = "52fdfc07-2182-154f-163f-5f0f9a621d72"


def test_every_event_has_an_outcome() -> None:
    assert sorted(path.stem for path in EVENTS.iterdir()) == sorted(OUTCOMES)


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_an_event_gives_its_outcome(name: str) -> None:
    event = json.loads((EVENTS / f"{name}.json").read_text("utf-8"))
    wanted = OUTCOMES[name]
    if not isinstance(wanted, Fails):
        assert app.handler(event, Context()) == wanted
        return
    with pytest.raises(Exception) as raised:  # noqa: PT011 - the name below says which
        app.handler(event, Context())
    assert type(raised.value).__name__ == wanted.name
    assert wanted.words in str(raised.value)
