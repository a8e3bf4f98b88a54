"""What may stand where a value is asked for, in both query languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel import GetAtt, Pass, Ref, StateMachine, Sub, Wait, context, jsonata, path, task_token
from newel.errors import NewelError, NewelErrors
from newel.iam import Arn
from newel.render import Renderer
from newel.tasks import EvaluateExpression, sns

JSONPATH = Renderer("JSONPath", "state 'S'")
JSONATA = Renderer("JSONata", "state 'S'")


def test_a_path_marks_the_name_of_its_member() -> None:
    written = JSONPATH.payload({"a": path("$.a"), "b": {"c": context.execution.id}, "d": task_token, "e": 1}, "p")
    assert written == {"a.$": "$.a", "b": {"c.$": "$$.Execution.Id"}, "d.$": "$$.Task.Token", "e": 1}


def test_jsonata_is_written_in_its_brackets() -> None:
    written = JSONATA.payload(
        {"a": jsonata("$states.input.a"), "b": context.state.name, "c": [jsonata("{% 1 %}")]}, "p"
    )
    assert written == {"a": "{% $states.input.a %}", "b": "{% $states.context.State.Name %}", "c": ["{% 1 %}"]}


@pytest.mark.parametrize(
    ("renderer", "value", "message"),
    [
        (
            JSONATA,
            path("$.a.b"),
            r"state 'S': p: path\('\$.a.b'\) does not work in JSONata\n.*jsonata\('\$states.input.a.b'\)",
        ),
        (JSONPATH, jsonata("1"), "state 'S': p: jsonata\\('1'\\) does not work in JSONPath"),
        (JSONPATH, [path("$.a")], r"state 'S': p\[0\]: a path cannot stand in a list"),
        (JSONPATH, {1: 2}, "the name 1 is not text"),
        (JSONPATH, {"a.$": "$.a"}, r"write \"a\": path"),
        (JSONPATH, {"a": {"b": object()}}, r"p.a.b: object has no JSON form"),
        (JSONPATH, b"bytes", "bytes has no JSON form"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(renderer: Renderer, value: object, message: str) -> None:
    with pytest.raises(NewelError, match=message):
        renderer.value(value, "p")


@pytest.mark.parametrize("text", ["waitSeconds", "", "$$.Execution.Id", "$x", "a.b"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(NewelError):
        path(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda v: st.lists(v) | st.dictionaries(st.text().filter(lambda t: not t.endswith(".$")), v),
    )
)
def test_plain_json_is_written_as_it_is(value: object) -> None:
    assert JSONPATH.value(value, "p") == value
    assert JSONATA.value(value, "p") == value


def test_wait_takes_numbers_and_paths() -> None:
    def states(wait: Wait, language: str = "JSONPath") -> object:
        return StateMachine("M", wait, query_language=language).compile().asl["States"]["W"]  # type: ignore[arg-type]

    assert states(Wait("W", seconds=10)) == {"Type": "Wait", "Seconds": 10, "End": True}
    assert states(Wait("W", seconds=path("$.s"))) == {"Type": "Wait", "SecondsPath": "$.s", "End": True}
    assert states(Wait("W", timestamp=path("$.t"))) == {"Type": "Wait", "TimestampPath": "$.t", "End": True}
    assert states(Wait("W", seconds=jsonata("1")), "JSONata") == {"Type": "Wait", "Seconds": "{% 1 %}", "End": True}


@pytest.mark.parametrize(
    "wait", [Wait("W"), Wait("W", seconds=1, timestamp="t"), Wait("W", seconds=-1), Wait("W", seconds=10**8)]
)
def test_a_wait_that_cannot_be_is_refused(wait: Wait) -> None:
    with pytest.raises(NewelErrors, match="state 'W'"):
        StateMachine("M", wait).compile()


@pytest.mark.parametrize(
    ("state", "message"),
    [
        (Pass("P", result_path="total"), r"result_path='total' is not a path\n  write result_path=\"\$.total\""),
        (Pass("P", comment=5), "comment=5 is not text"),  # type: ignore[arg-type]
        (Pass("P", result=float("nan")), "result: nan has no JSON form"),
        (Wait("P", seconds="10"), "seconds='10' is not a number of seconds"),  # type: ignore[arg-type]
        (Wait("P", seconds=True), "seconds=True is not a number of seconds"),
        (Wait("P", timestamp=5), "timestamp=5 is not text"),  # type: ignore[arg-type]
        (sns.Publish("P", topic_arn="t", message=None), "message is required"),
        (sns.Publish("P", topic_arn="t", message="m", timeout_seconds=0), "timeout_seconds=0 is not a number"),
    ],
)
def test_what_is_mistyped_is_refused_without_a_type_checker_too(state: Pass, message: str) -> None:
    with pytest.raises(NewelErrors, match=message):
        StateMachine("M", state).compile()


@pytest.mark.parametrize("flow", [None, 5, [Pass("P")], "P"])
def test_a_machine_takes_states(flow: Pass) -> None:
    with pytest.raises(NewelError, match="the machine's flow is a state or a chain of them"):
        StateMachine("M", flow)


def test_what_is_chosen_is_one_of_the_choices() -> None:
    with pytest.raises(NewelError, match=r"StateMachine has no type 'EXPRES'\n  write EXPRESS"):
        StateMachine("M", Pass("P"), type="EXPRES")  # type: ignore[arg-type]
    with pytest.raises(NewelError, match="Pass has no query_language 'jsonata'"):
        Pass("P", query_language="jsonata")  # type: ignore[arg-type]


def test_what_belongs_to_one_language_is_refused_in_the_other_with_its_equivalent() -> None:
    with pytest.raises(NewelErrors, match=r"result_path is for JSONPath states, this one is JSONata\n.*output="):
        StateMachine("M", Pass("P", result_path="$.a"), query_language="JSONata").compile()
    with pytest.raises(NewelErrors, match=r"output is for JSONata states, this one is JSONPath\n.*result_path="):
        StateMachine("M", Pass("P", output=1)).compile()
    with pytest.raises(NewelErrors, match="a JSONata machine has no JSONPath states"):
        StateMachine("M", Pass("P", query_language="JSONPath"), query_language="JSONata").compile()


def test_references_become_substitutions_by_what_they_give() -> None:
    one = sns.Publish("A", topic_arn=Ref("Topic"), message={"n": Ref("AWS::Region"), "s": Sub("${AWS::StackName}-x")})
    two = sns.Publish("B", topic_arn=GetAtt("Topic", "TopicArn"), message=Ref("TopicArn"))
    definition = StateMachine("M", one >> two).compile()
    assert definition.asl["States"]["A"]["Parameters"] == {
        "TopicArn": "${TopicArn}",
        "Message": {"n": "${AWSRegion}", "s": "${AWSStackNamex}"},
    }
    # Another reference that would get the same name gets the next one.
    assert definition.asl["States"]["B"]["Parameters"] == {"TopicArn": "${TopicTopicArn}", "Message": "${TopicArn2}"}


def test_text_that_deployment_would_replace_is_refused() -> None:
    publish = sns.Publish("A", topic_arn=Ref("Topic"), message="see ${TopicArn}")
    with pytest.raises(NewelError, match=r"\$\{TopicArn\} would be replaced"):
        StateMachine("M", publish).compile()


@pytest.mark.parametrize("name", ["wait-and-tell", "", "Wait And Tell", "x" * 81])
def test_a_machine_is_named_as_a_logical_id(name: str) -> None:
    with pytest.raises(NewelError, match="letters and digits"):
        StateMachine(name, Pass("P"))


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_states_name_has_1_to_80_characters(name: str) -> None:
    with pytest.raises(NewelErrors, match="characters"):
        StateMachine("M", Pass(name)).compile()


def test_every_wrong_state_is_told_with_its_line() -> None:
    flow = Wait("A") >> Wait("B") >> Pass("C")
    with pytest.raises(NewelErrors) as raised:
        StateMachine("M", flow).compile()
    assert [type(error) for error in raised.value.errors] == [NewelError, NewelError]
    assert "test_values.py:" in str(raised.value)


def test_exactly_one_destination() -> None:
    for fields in ({}, {"topic_arn": "arn:t", "phone_number": "1"}):
        with pytest.raises(NewelErrors, match="exactly one of topic_arn, target_arn, phone_number"):
            StateMachine("M", sns.Publish("P", message="m", **fields)).compile()  # type: ignore[arg-type]


def test_a_resource_that_is_known_only_at_run_time_is_any_of_its_kind_unless_its_author_says_which() -> None:
    any_topic = StateMachine("M", sns.Publish("P", topic_arn=path("$.topic"), message="m")).compile()
    assert [need.resource for need in any_topic.needs] == [
        Arn("arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:*")
    ]
    [question] = any_topic.questions
    assert (question.state, question.member, question.actions) == ("P", "TopicArn", ("sns:Publish",))
    told = sns.Publish("P", topic_arn=path("$.topic"), message="m", allow=[Ref("Topic"), "arn:aws:sns:eu-west-1:1:x"])
    definition = StateMachine("M", told).compile()
    assert definition.questions == []
    assert [getattr(need.resource, "value", need.resource) for need in definition.needs] == [
        Ref("Topic"),
        "arn:aws:sns:eu-west-1:1:x",
    ]


@pytest.mark.parametrize("resources", ["arn:aws:sns:*:*:*", [], [path("$.x")], [5], {"topic_arn": []}])
def test_what_is_allowed_is_a_list_of_arns_and_references(resources: list[str]) -> None:
    with pytest.raises(NewelError, match="Publish: allow"):
        sns.Publish("P", topic_arn=path("$.topic"), message="m", allow=resources)


def test_what_is_allowed_is_about_what_is_open() -> None:
    with pytest.raises(NewelErrors, match="no argument is known only when the state runs"):
        StateMachine("M", sns.Publish("P", topic_arn="arn:x", message="m", allow=["arn:y"])).compile()
    told = sns.Publish("P", topic_arn=path("$.t"), message="m", allow={"topic": ["arn:y"]})
    with pytest.raises(NewelErrors, match="topic is not known only when the state runs"):
        StateMachine("M", told).compile()


def test_what_is_no_arn_is_refused() -> None:
    with pytest.raises(NewelErrors, match=r"topic_arn: 'hello' is not the ARN of a resource \(SNS topic"):
        StateMachine("M", sns.Publish("P", topic_arn="hello", message="m")).compile()


def test_an_express_machine_takes_no_callbacks() -> None:
    ask = sns.Publish("P", topic_arn="arn:x", message=task_token, pattern="wait_for_task_token")
    with pytest.raises(NewelErrors, match="an Express machine has no pattern 'wait_for_task_token'"):
        StateMachine("M", ask, type="EXPRESS").compile()


def test_a_fixed_result_takes_no_paths() -> None:
    for result in ({"a": path("$.b")}, {"a": [{"b": path("$.b")}]}, path("$.b")):
        with pytest.raises(NewelErrors, match="a fixed result takes no paths"):
            StateMachine("M", Pass("P", result=result)).compile()


def test_a_name_that_would_be_replaced_is_refused_wherever_it_stands() -> None:
    publish = sns.Publish("${TopicArn}", topic_arn=Ref("Topic"), message="m")
    with pytest.raises(NewelError, match=r"\$\{TopicArn\} would be replaced"):
        StateMachine("M", publish).compile()


def test_an_expression_is_checked_when_it_is_built() -> None:
    with pytest.raises(NewelErrors, match=r"state 'E', expression|state 'E': expression") as raised:
        StateMachine("M", EvaluateExpression("E", expression="$.a +")).compile()
    assert "^" in str(raised.value)


def test_an_expression_that_comes_from_the_state_is_refused() -> None:
    with pytest.raises(NewelErrors, match="comes from the state"):
        StateMachine("M", EvaluateExpression("E", expression=path("$.code"))).compile()  # type: ignore[arg-type]


def test_an_expression_in_a_jsonata_machine_takes_arguments() -> None:
    state = EvaluateExpression("E", expression="$.a.b + $['x y'] + $$.Execution.Name", output=jsonata("$states.result"))
    asl = StateMachine("M", state, query_language="JSONata").compile().asl["States"]["E"]
    assert asl["Arguments"]["expressionAttributeValues"] == {
        "$.a.b": "{% $states.input.a.b %}",
        "$['x y']": "{% $states.input.`x y` %}",
        "$$.Execution.Name": "{% $states.context.Execution.Name %}",
    }


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("$$.Map.Item.Value", "context.map.item.value"),
        ("$$.StateMachine.Id", "context.state_machine.id"),
        ("$$.Execution.Input.order", 'context.path("$$.Execution.Input.order")'),
        ("$$", 'context.path("$$")'),
        ("$$.Execution.Input['a']", "context.path(\"$$.Execution.Input['a']\")"),
    ],
)
def test_a_path_of_the_context_object_says_how_it_is_written(text: str, written: str) -> None:
    with pytest.raises(NewelError, match="path of the context object") as raised:
        path(text)
    assert raised.value.hint == f"write {written}"
