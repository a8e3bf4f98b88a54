"""Intrinsic functions, as AWS writes them in its page "Intrinsics for JSONPath states in Step Functions"."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from newel import NewelError, Pass, Ref, StateMachine, context, intrinsics, path, task_token

if TYPE_CHECKING:
    from newel.values import Intrinsic


def written(value: Any, **options: Any) -> Any:
    """The parameters of a state that has the value."""
    definition = StateMachine("M", Pass("P", parameters={"v": value}), **options).compile()
    return definition.asl["States"]["P"]["Parameters"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (intrinsics.format("Hello, {}", path("$.name")), "States.Format('Hello, {}', $.name)"),
        (intrinsics.format("{a} {}", 1), r"States.Format('\{a\} {}', 1)"),
        (intrinsics.format("it's \\ {}", "{}"), r"States.Format('it\'s \\ {}', '\{\}')"),
        (intrinsics.array(task_token, None, True, 1.5), "States.Array($$.Task.Token, null, true, 1.5)"),
        (
            intrinsics.array_get_item(intrinsics.string_split(path("$.a"), ","), 0),
            "States.ArrayGetItem(States.StringSplit($.a, ','), 0)",
        ),
        (intrinsics.array_range(1, 9, 2), "States.ArrayRange(1, 9, 2)"),
        (intrinsics.array_contains(path("$.a"), 5), "States.ArrayContains($.a, 5)"),
        (intrinsics.hash(path("$.a"), "SHA-256"), "States.Hash($.a, 'SHA-256')"),
        (intrinsics.json_merge(path("$.a"), path("$.b")), "States.JsonMerge($.a, $.b, false)"),
        (intrinsics.math_random(1, 10), "States.MathRandom(1, 10)"),
        (intrinsics.math_random(1, 10, path("$.seed")), "States.MathRandom(1, 10, $.seed)"),
        (intrinsics.string_to_json(context.execution.id), "States.StringToJson($$.Execution.Id)"),
        (intrinsics.uuid(), "States.UUID()"),
    ],
)
def test_they_are_written_as_aws_reads_them(value: Intrinsic, expected: str) -> None:
    assert written(value) == {"v.$": expected}


def test_all_eighteen_are_there() -> None:
    functions = [
        f for _, f in inspect.getmembers(intrinsics, inspect.isfunction) if f.__module__ == intrinsics.__name__
    ]
    assert len([f for f in functions if not f.__name__.startswith("_") and f is not intrinsics.written]) == 18


def test_references_to_the_template_may_stand_in_them() -> None:
    definition = StateMachine("M", Pass("P", parameters={"v": intrinsics.format("{}/x", Ref("Bucket"))})).compile()
    assert definition.asl["States"]["P"]["Parameters"] == {"v.$": "States.Format('{}/x', '${Bucket}')"}


def test_what_is_wrong_is_told() -> None:
    with pytest.raises(NewelError, match=r"has 2 \{\}, and there are 1 arguments"):
        intrinsics.format("{} {}", 1)
    with pytest.raises(NewelError, match="the step is 0"):
        intrinsics.array_range(1, 2, 0)
    with pytest.raises(NewelError, match="10001 characters"):
        intrinsics.base64_encode("x" * 10_001)
    with pytest.raises(NewelError, match="list is no argument of an intrinsic function"):
        written(intrinsics.array([1]))  # type: ignore[arg-type]
    with pytest.raises(NewelError, match=r"States\.UUID is for JSONPath states"):
        StateMachine("M", Pass("P", output=intrinsics.uuid()), query_language="JSONata").compile()


def test_a_path_in_a_list_offers_the_intrinsic() -> None:
    with pytest.raises(NewelError, match=r"write intrinsics\.array"):
        written([path("$.a")])
