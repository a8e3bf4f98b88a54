"""Raw states, and the other ways to say what newel's classes do not."""

from __future__ import annotations

from typing import Any

import pytest

from newel import Choice, Fail, Pass, Raw, Ref, Retry, StateMachine, Sub, context, intrinsics, jsonata, path
from newel.conditions import all_of, any_of
from newel.errors import NewelError
from newel.tasks import lambda_, sqs
from newel.values import DISCARD

FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:f"


def compiled(flow: Any, **settings: Any) -> Any:
    return StateMachine("Machine", flow, **settings).compile()


def states(flow: Any, **settings: Any) -> dict[str, Any]:
    found: dict[str, Any] = compiled(flow, **settings).asl["States"]
    return found


def test_a_raw_state_stands_in_a_chain() -> None:
    raw = Raw("R", {"Type": "Task", "Resource": FUNCTION, "Future": [1]})
    made = states(Pass("A") >> raw.catch("X", to=Fail("F"), comment="why") >> Pass("B"))
    assert made["R"] == {
        "Type": "Task",
        "Resource": FUNCTION,
        "Future": [1],
        "Catch": [{"Comment": "why", "ErrorEquals": ["X"], "Next": "F"}],
        "Next": "B",
    }


@pytest.mark.parametrize("leads", [{"Next": "B"}, {"End": True}, {"Choices": []}, {"Default": "B"}])
def test_what_leads_out_of_a_raw_state_by_itself_stands(leads: dict[str, Any]) -> None:
    raw = Raw("R", {"Type": "Future", **leads})
    assert states(raw.also(Pass("B")))["R"] == {"Type": "Future", **leads}
    with pytest.raises(NewelError, match="nothing can follow"):
        raw >> Pass("B")


def test_references_in_a_raw_state_become_substitutions() -> None:
    raw = Raw("R", {"Type": "Task", "Resource": Sub("arn:${AWS::Partition}:states:::x:y"), "Parameters": [Ref("A")]})
    definition = compiled(raw)
    assert definition.asl["States"]["R"]["Parameters"] == ["${A}"]
    assert {type(each.value) for each in definition.substitutions.values()} == {Sub, Ref}
    assert definition.questions


def test_a_raw_state_needs_what_one_written_by_hand_needs() -> None:
    [need] = compiled(Raw("R", {"Type": "Task", "Resource": FUNCTION})).needs
    assert (need.actions, need.resource) == (("lambda:InvokeFunction",), FUNCTION)


def test_what_stands_beside_is_gone_to_by_name() -> None:
    made = states((Pass("A") >> "C").also(Pass("C") >> Pass("D"), Pass("Alone")))
    assert made["A"]["Next"] == "C"
    assert made["C"]["Next"] == "D"
    assert made["Alone"] == {"Type": "Pass", "End": True}
    with pytest.raises(NewelError, match="also"):
        Pass("A").also("B")  # type: ignore[arg-type]


def test_any_part_of_the_context_object() -> None:
    made = states(Pass("A", parameters={"a": context.path("$$"), "b": context.path("$$.Execution.Input['x']")}))
    assert made["A"]["Parameters"] == {"a.$": "$$", "b.$": "$$.Execution.Input['x']"}
    for wrong in ("$.a", "$$$", "$$..a", "Execution"):
        with pytest.raises(NewelError, match="no path of the context"):
            context.path(wrong)


def test_text_that_is_to_stand_stands() -> None:
    assert states(Pass("A", parameters={"a": intrinsics.written("States.UUID( )")}))["A"]["Parameters"] == {
        "a.$": "States.UUID( )"
    }
    assert states(Pass("A", output=jsonata("{%$x %}")), query_language="JSONata")["A"]["Output"] == "{%$x %}"
    with pytest.raises(NewelError, match="calls no intrinsic"):
        intrinsics.written("$.a")


def test_an_intrinsic_gives_the_text_of_a_field() -> None:
    made = states(Fail("A", cause=intrinsics.format("{}", path("$.c")), error=path("$.e")))
    assert made["A"] == {"Type": "Fail", "ErrorPath": "$.e", "CausePath": "States.Format('{}', $.c)"}


def test_conditions_in_lists_as_they_are_written() -> None:
    one, two = path("$.a").is_null(value=False), path("$.b").is_true()
    made = states(Choice("C").when(all_of(all_of(one, two), any_of(one)), Pass("A")))
    first, second = made["C"]["Choices"][0]["And"]
    assert len(first["And"]) == 2
    assert second == {"Or": [{"Variable": "$.a", "IsNull": False}]}
    with pytest.raises(NewelError, match="neither True nor False"):
        path("$.a").is_null(value=1)  # type: ignore[arg-type]


def test_retriers_say_all_that_they_can() -> None:
    retry = Retry(errors=["X"], jitter=False, comment="why")
    assert retry.asl() == {"Comment": "why", "ErrorEquals": ["X"], "JitterStrategy": "NONE"}
    assert "JitterStrategy" not in Retry(errors=["X"]).asl()


def test_a_function_that_gets_nothing() -> None:
    made = states(lambda_.Invoke("A", function_name=FUNCTION, payload=DISCARD))
    assert made["A"]["Parameters"] == {"FunctionName": FUNCTION}


def test_the_partition_and_members_of_a_machine() -> None:
    send = sqs.SendMessage("A", queue_url=Ref("Queue"), message_body="m")
    definition = compiled(send, partition="aws-cn", version="1.0", query_language="JSONPath", members={"Future": 1})
    assert definition.asl["States"]["A"]["Resource"] == "arn:aws-cn:states:::sqs:sendMessage"
    assert "AWSPartition" not in definition.substitutions
    assert {name: definition.asl[name] for name in ("Version", "QueryLanguage", "Future")} == {
        "Version": "1.0",
        "QueryLanguage": "JSONPath",
        "Future": 1,
    }
