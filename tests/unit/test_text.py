"""What is known later does not become text now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from newel import Fail, GetAtt, Ref, StateMachine, Sub, context, intrinsics, jsonata, path, variable
from newel.errors import NewelError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "value", [path("$.a"), jsonata("$x"), context.execution.id, variable("a"), intrinsics.uuid()], ids=repr
)
def test_no_text_is_made_of_what_is_known_when_the_state_runs(value: object) -> None:
    with pytest.raises(NewelError, match="known only when the state runs") as caught:
        f"Order {value}"
    assert "intrinsics.format" in str(caught.value)
    assert repr(value)


@pytest.mark.parametrize(
    ("compute", "said"),
    [
        (lambda value: value > 3, r"compared before(?s:.)*path\(.*number > 100"),
        (lambda value: value <= "a", "compared before"),
        (lambda value: "hello " + value, r"computed with before(?s:.)*intrinsics.format"),
        (lambda value: value + 1, r"computed with before(?s:.)*math_add"),
        (lambda value: 2 * value - 1, "computed with before"),
        (lambda value: value["id"], r"taken from it before(?s:.)*orders\[0\]"),
        (list, r"taken from it before(?s:.)*a Map"),
        (lambda value: "x" in value, "taken from it before"),
    ],
)
@pytest.mark.parametrize("value", [path("$.a"), jsonata("$x"), context.execution.id, intrinsics.uuid()], ids=repr)
def test_nothing_is_computed_with_what_is_known_when_the_state_runs(
    compute: Callable[[Any], object], said: str, value: object
) -> None:
    with pytest.raises(NewelError, match=said):
        compute(value)


@pytest.mark.parametrize("value", [Ref("A"), GetAtt("A", "Arn"), Sub("${A}")], ids=repr)
def test_no_text_is_made_of_what_is_known_when_the_template_is_deployed(value: object) -> None:
    with pytest.raises(NewelError, match="known only when the template is deployed") as caught:
        "arn:aws:s3:::{}".format(value)  # noqa: UP032 -- what is refused
    assert "Sub(" in str(caught.value)


@pytest.mark.parametrize("text", ["{% true", "true %}", "{%", "%}", " {% a"])
def test_half_of_the_delimiters_is_refused(text: str) -> None:
    with pytest.raises(NewelError, match=r"alone|empty"):
        jsonata(text)


def test_an_intrinsic_is_no_path() -> None:
    with pytest.raises(NewelError, match=r"(?s)calls an intrinsic function.*newel.intrinsics"):
        path("States.UUID()")


def test_a_fail_takes_functions_that_give_text() -> None:
    good = Fail("F", error=intrinsics.format("E{}", path("$.n")), cause=intrinsics.json_to_string(path("$")))
    assert StateMachine("M", good).compile().asl["States"]["F"] == {
        "Type": "Fail",
        "ErrorPath": "States.Format('E{}', $.n)",
        "CausePath": "States.JsonToString($)",
    }
    with pytest.raises(NewelError, match=r"(?s)cause: States.Array gives no text.*States.Format"):
        StateMachine("M", Fail("F", cause=intrinsics.array(1))).compile()
