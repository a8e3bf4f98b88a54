"""How states follow one another."""

from __future__ import annotations

import pytest

from newel import DISCARD, Fail, Pass, Ref, Retry, StateMachine, Succeed, path
from newel.errors import NewelError, NewelErrors
from newel.tasks import sns


def compiled(flow: object, **settings: object) -> dict[str, dict[str, object]]:
    return StateMachine("Machine", flow, **settings).compile().asl["States"]  # type: ignore[arg-type]


def publish(name: str = "Tell", **fields: object) -> sns.Publish:
    return sns.Publish(name, topic_arn=Ref("Topic"), message="m", **fields)  # type: ignore[arg-type]


def test_states_follow_in_the_order_they_are_written() -> None:
    states = compiled(Pass("A") >> Pass("B") >> Pass("C"))
    assert states == {
        "A": {"Type": "Pass", "Next": "B"},
        "B": {"Type": "Pass", "Next": "C"},
        "C": {"Type": "Pass", "End": True},
    }


def test_chains_join_however_they_are_bracketed() -> None:
    a, b, c = Pass("A"), Pass("B"), Pass("C")
    assert compiled((a >> b) >> c) == compiled(a >> (b >> c))


def test_a_state_can_stand_in_two_machines() -> None:
    shared = Pass("Shared")
    assert compiled(shared >> Pass("X"))["Shared"]["Next"] == "X"
    assert compiled(shared)["Shared"] == {"Type": "Pass", "End": True}


def test_a_loop_goes_to_a_name() -> None:
    assert compiled(Pass("A") >> Pass("B") >> "A")["B"] == {"Type": "Pass", "Next": "A"}


def test_going_to_a_name_that_is_not_there_offers_the_nearest() -> None:
    with pytest.raises(NewelErrors, match=r"state 'B'.*goes to 'Strat'(.|\n)*write Start"):
        compiled(Pass("Start") >> Pass("B") >> "Strat")


@pytest.mark.parametrize("last", [Succeed("S"), Fail("S"), Pass("S") >> "S"])
def test_nothing_follows_an_end(last: Pass) -> None:
    with pytest.raises(NewelError, match="nothing can follow"):
        _ = Pass("A") >> last >> Pass("B")


def test_two_states_of_one_name_are_refused() -> None:
    with pytest.raises(NewelError, match=r"two states named 'A'(.|\n)*>> \"A\""):
        compiled(Pass("A") >> Pass("B") >> Pass("A"))


def test_a_catch_goes_to_its_handler_and_the_chain_goes_on() -> None:
    states = compiled(publish().catch("SNS.Oops", to=Fail("Stop"), result_path="$.error") >> Pass("After"))
    assert states["Tell"]["Catch"] == [{"ErrorEquals": ["SNS.Oops"], "ResultPath": "$.error", "Next": "Stop"}]
    assert states["Tell"]["Next"] == "After"
    assert states["Stop"] == {"Type": "Fail"}


def test_a_catch_without_errors_takes_all_and_inner_ones_come_first() -> None:
    first, second = Fail("First"), Fail("Second")
    chain = (publish("A").catch("X", to=first) >> Pass("P") >> publish("B")).catch(to=second)
    states = compiled(chain)
    assert states["A"]["Catch"] == [
        {"ErrorEquals": ["X"], "Next": "First"},
        {"ErrorEquals": ["States.ALL"], "Next": "Second"},
    ]
    assert states["B"]["Catch"] == [{"ErrorEquals": ["States.ALL"], "Next": "Second"}]
    assert "Catch" not in states["P"]


def test_a_handler_is_not_guarded_by_its_own_catch() -> None:
    states = compiled(publish("A").catch(to=publish("Handler")))
    assert "Catch" not in states["Handler"]


def test_retries_are_written_as_the_language_has_them() -> None:
    retry = [Retry(errors=["States.Timeout"], interval_seconds=1, max_attempts=0, jitter=True)]
    assert compiled(publish(retry=retry))["Tell"]["Retry"] == [
        {"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 1, "MaxAttempts": 0, "JitterStrategy": "FULL"}
    ]


def test_only_states_and_names_follow() -> None:
    with pytest.raises(NewelError, match=">> takes a state, a chain, or the name of a state, not 5"):
        _ = Pass("A") >> 5  # type: ignore[operator]
    with pytest.raises(NewelError, match=r"catch\(to=...\) takes a state"):
        publish().catch(to=None)  # type: ignore[arg-type]


def test_a_catch_where_nothing_throws_is_refused() -> None:
    with pytest.raises(NewelError, match="the catch that goes to 'Handler' has nothing to catch from"):
        compiled(Pass("A").catch(to=Fail("Handler")))
    with pytest.raises(NewelError, match="catch takes names of errors"):
        publish().catch(["A", "B"], to=Fail("Handler"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [{"interval_seconds": 0}, {"max_attempts": -1}, {"backoff_rate": 0.5}, {"max_delay_seconds": True}],
)
def test_a_retry_out_of_range_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(NewelError, match=f"Retry: {next(iter(wrong))}="):
        Retry(errors=["States.ALL"], **wrong)  # type: ignore[arg-type]


def test_a_retry_takes_any_error_unless_some_are_named() -> None:
    assert Retry().asl() == Retry(errors=["States.ALL"]).asl() == {"ErrorEquals": ["States.ALL"]}


@pytest.mark.parametrize("retry", [Retry(errors=["A"]), [{"ErrorEquals": ["A"]}], "A"])
def test_what_is_no_list_of_retries_is_refused(retry: list[Retry]) -> None:
    with pytest.raises(NewelError, match="retry is a list of Retry"):
        publish(retry=retry)


@pytest.mark.parametrize("errors", ["States.ALL", [], ""])
def test_a_retry_without_a_list_of_errors_is_refused(errors: list[str]) -> None:
    with pytest.raises(NewelError, match=r"takes a list of error names(.|\n)*write errors=\['States.ALL'\]"):
        Retry(errors=errors)


def test_a_result_can_be_dropped() -> None:
    assert compiled(publish(result_path=DISCARD))["Tell"]["ResultPath"] is None


def test_a_long_chain_takes_no_deep_recursion() -> None:
    flow = Pass("0").chain()
    for number in range(1, 5000):
        flow = flow >> Pass(str(number))
    assert len(compiled(flow)) == 5000


def test_the_catch_of_a_jsonata_state_has_output_and_no_result_path() -> None:
    told = publish(query_language="JSONata")
    with pytest.raises(NewelErrors, match="result_path is for JSONPath"):
        compiled(told.catch(to=Fail("F"), result_path="$.e"))
    with pytest.raises(NewelErrors, match="output is for JSONata"):
        compiled(publish().catch(to=Fail("F"), output={"a": path("$.a")}))
