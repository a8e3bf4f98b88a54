"""Importing: what a definition says is said in Python, and builds it again."""

from __future__ import annotations

from typing import Any

import pytest

from newel.errors import NewelError
from newel.importing.module import import_machine
from newel.importing.source import Source
from support.imports import built, round_trip


def machine(states: dict[str, Any], start: str | None = None, **members: Any) -> dict[str, Any]:
    return {**members, "StartAt": start or next(iter(states)), "States": states}


def chain(*names: str) -> dict[str, Any]:
    nexts = [{"Next": name} for name in names[1:]] + [{"End": True}]
    return {name: {"Type": "Pass", **leads} for name, leads in zip(names, nexts, strict=True)}


def statements(definition: dict[str, Any]) -> str:
    return round_trip(definition).text.partition("\n\n")[2]


def test_what_follows_is_a_chain() -> None:
    text = statements(machine(chain("First one", "SecondOne", "3rd")))
    assert 'first_one = Pass("First one")\nsecond_one = Pass("SecondOne")\nstate_3rd = Pass("3rd")\n' in text
    assert 'machine = StateMachine("Machine", first_one >> second_one >> state_3rd)' in text


def test_ways_that_meet_are_joined_by_what_follows() -> None:
    choice = {
        "Type": "Choice",
        "Choices": [
            {"Variable": "$.a", "IsPresent": True, "Next": "A"},
            {"Variable": "$.b", "IsNull": False, "Next": "B"},
        ],
        "Default": "Join",
    }
    states = {
        "C": choice,
        "A": {"Type": "Pass", "Next": "Join"},
        "B": {"Type": "Pass", "Next": "Join"},
        **chain("Join", "End"),
    }
    text = statements(machine(states))
    assert 'Choice("C").when(path("$.a").is_present(), a).when(path("$.b").is_null(value=False), b).otherwise()' in text
    assert 'StateMachine("Machine", c >> join >> end)' in text


def test_a_loop_goes_by_name() -> None:
    choice = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.done", "BooleanEquals": True, "Next": "Out"}],
        "Default": "Wait",
    }
    states = {"Wait": {"Type": "Wait", "Seconds": 5, "Next": "Done?"}, "Done?": choice, "Out": {"Type": "Succeed"}}
    text = statements(machine(states))
    assert 'done = Choice("Done?").when(path("$.done").is_true(), out).otherwise("Wait")' in text


def test_a_handler_of_several_states_is_written_once() -> None:
    catch = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Comment": "why", "Next": "Tell"}]
    call = {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:f", "Catch": catch}
    states = {
        "A": {**call, "Next": "P"},
        "P": {"Type": "Pass", "Next": "B"},
        "B": {**call, "Catch": [*catch, {"ErrorEquals": ["X"], "Next": "P"}], "Next": "C"},
        "C": {**call, "End": True},
        "Tell": {"Type": "Pass", "Next": "Fail"},
        "Fail": {"Type": "Fail"},
    }
    text = statements(machine(states))
    assert text.count("tell >> fail") == 1
    assert text.count("to=tell_flow") == 3
    assert 'to="P"' in text


def test_handlers_may_go_to_one_another() -> None:
    def call(to: str, **leads: Any) -> dict[str, Any]:
        catch = [{"ErrorEquals": ["States.ALL"], "Next": to}]
        return {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Parameters": SENT,
            "Catch": catch,
            **leads,
        }

    states = {
        "A": call("H1", End=True),
        "H1": call("H2", End=True),
        "H2": call("H1", Next="H2b"),
        "H2b": {"Type": "Fail"},
    }
    round_trip(machine(states))


SENT = {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/q", "MessageBody": "m"}
SEND = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": SENT}


def test_states_that_nothing_leads_to_stand_beside() -> None:
    text = statements(machine({**chain("A", "B"), **chain("C", "D")}))
    assert ".also(c_flow)" in text


DISTRIBUTED = {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}


def test_branches_and_items() -> None:
    states = {
        "Both": {"Type": "Parallel", "Branches": [machine(chain("A", "B")), machine(chain("C"))], "Next": "Each"},
        "Each": {
            "Type": "Map",
            "ItemsPath": "$.rows",
            "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **machine(chain("D"))},
            "Next": "Old",
        },
        "Old": {
            "Type": "Map",
            "Parameters": {"x.$": "$$.Map.Item.Value"},
            "Iterator": machine(chain("E")),
            "Next": "All",
        },
        "All": {
            "Type": "Map",
            "ItemReader": {
                "Resource": "arn:aws:states:::s3:getObject",
                "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVDelimiter": "TAB"},
                "Parameters": {"Bucket": "b", "Key.$": "$.key"},
            },
            "ItemBatcher": {"MaxItemsPerBatch": 10},
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                **machine(chain("F")),
            },
            "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b", "Prefix": "p"}},
            "End": True,
        },
    }
    imported = round_trip(machine(states))
    assert (imported.states, imported.raw) == (10, {})
    assert 'Parallel("Both", branches=[a >> b, c])' in imported.text
    assert 'item_reader=S3Csv(bucket="b", key=path("$.key"), delimiter="TAB")' in imported.text
    assert "iterator=True" in imported.text


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("States.Format('{} of {}', $.a, 9)", 'intrinsics.format("{} of {}", path("$.a"), 9)'),
        ("States.Format('{}',$.a)", "intrinsics.written(\"States.Format('{}',$.a)\")"),
        ("States.Format($.t, $.a)", 'intrinsics.written("States.Format($.t, $.a)")'),
        (
            "States.Array(States.UUID(), null, true, 'it\\'s')",
            'intrinsics.array(intrinsics.uuid(), None, True, "it\'s")',
        ),
        ("States.JsonMerge($.a, $.b, false)", 'intrinsics.json_merge(path("$.a"), path("$.b"))'),
        ("States.Future($.a)", 'intrinsics.written("States.Future($.a)")'),
        ("$$.Execution.Id", "context.execution.id"),
        ("$$.Task.Token", "task_token"),
        ("$$.Execution.Input['a b']", "context.path(\"$$.Execution.Input['a b']\")"),
        ("$$", 'context.path("$$")'),
        ("$", 'path("$")'),
        ("$total.sum", 'variable("total.sum")'),
    ],
)
def test_values_in_jsonpath(text: str, python: str) -> None:
    imported = round_trip(machine({"A": {"Type": "Pass", "Parameters": {"x.$": text}, "End": True}}))
    assert f'parameters={{"x": {python}}}' in imported.text
    assert not imported.raw


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("{% $x + 1 %}", 'jsonata("$x + 1")'),
        ("{%$x%}", 'jsonata("{%$x%}")'),
        ("{% $states.context.Execution.Id %}", "context.execution.id"),
    ],
)
def test_values_in_jsonata(text: str, python: str) -> None:
    states = {"A": {"Type": "Pass", "Output": {"x": [text]}, "End": True}}
    assert f'output={{"x": [{python}]}}' in round_trip(machine(states, QueryLanguage="JSONata")).text


IS_STRING = {"Variable": "$.a", "IsString": True}


@pytest.mark.parametrize(
    "rule",
    [
        {
            "And": [
                {"Variable": "$.a", "NumericLessThanPath": "$.b"},
                {"Not": {"Variable": "$.c", "StringMatches": "*"}},
            ]
        },
        {"And": [{"Variable": "$.a", "IsString": True}]},
        {
            "Or": [
                {"Or": [{"Variable": "$.a", "IsString": True}, {"Variable": "$.a", "IsNull": True}]},
                {"Variable": "$.a", "IsNumeric": True},
            ]
        },
        {"Variable": "$$.State.RetryCount", "TimestampGreaterThanEqualsPath": "$v"},
        {"Variable": "$.a", "BooleanEqualsPath": "$.b"},
    ],
)
def test_conditions_are_typed(rule: dict[str, Any]) -> None:
    choice = {"Type": "Choice", "Choices": [{**rule, "Comment": "why", "Next": "B"}]}
    assert not round_trip(machine({"A": choice, "B": {"Type": "Succeed"}})).raw


@pytest.mark.parametrize(
    "state",
    [
        {"Type": "Tomorrow", "Field": [1], "End": True},
        {"Type": "Pass", "Tomorrow": 1, "End": True},
        {"Type": "Pass", "Result": {"a.$": "$.b"}, "End": True},
        {"Type": "Pass", "Result": None, "End": True},
        {"Type": "Task", "Resource": "arn:aws:states:::tomorrow:doIt", "Parameters": {}, "End": True},
        {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"Body": 1}, "End": True},
        {"Type": "Task", "Resource": 5, "Next": "Nowhere"},
        {"Type": "Choice", "Choices": []},
        {"Type": "Choice", "Choices": [{"Variable": "$.a", "Tomorrow": 1, "Next": "Nowhere"}]},
        {
            "Type": "Parallel",
            "Branches": [{"StartAt": "X", "States": {"X": {"Type": "Succeed"}}, "Future": 1}],
            "End": True,
        },
        {"Type": "Map", "ItemProcessor": 5, "End": True},
        "no object",
        None,
    ],
)
def test_what_no_class_says_is_raw(state: Any) -> None:
    imported = round_trip(machine({"A": state}))
    assert list(imported.raw) == ["A"]
    assert all(imported.raw.values())


def test_members_of_the_machine() -> None:
    definition = machine(chain("A"), Comment="c", Version="1.0", QueryLanguage="JSONPath", TimeoutSeconds=5, Tomorrow=1)
    text = round_trip(definition).text
    assert 'version="1.0"' in text
    assert 'members={"Tomorrow": 1}' in text


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "${AWS::Partition}", "${AWSPartition}", "${p}"])
def test_the_partition_stays(partition: str) -> None:
    task = {"Type": "Task", "Resource": f"arn:{partition}:states:::sqs:sendMessage", "Parameters": SENT, "End": True}
    imported = round_trip(machine({"A": task}))
    assert not imported.raw
    assert ("partition=" in imported.text) == (partition != "${AWSPartition}")


def test_retriers_that_several_have_get_a_name() -> None:
    retry = [{"ErrorEquals": ["X"], "JitterStrategy": "NONE", "Comment": "c"}]
    task = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": SENT, "Retry": retry}
    text = statements(machine({"A": {**task, "Next": "B"}, "B": {**task, "End": True}}))
    assert 'RETRY = [Retry(errors=["X"], jitter=False, comment="c")]' in text
    assert text.count("retry=RETRY") == 2


def test_names_are_those_a_person_would_choose() -> None:
    names = ["Path", "path", "machine", "class", "If it's late?", "日本", "SNSPublishV2", "sns", "a" * 80]
    text = statements(machine(chain(*names)))
    for name in (
        "path_state",
        "machine_state",
        "class_state",
        "if_its_late",
        "state",
        "sns_publish_v2",
        "sns_2",
        "a" * 50,
    ):
        assert f"\n{name} = Pass(" in "\n" + text


def test_text_of_all_kinds_is_quoted() -> None:
    result = {"a'b": 'c"d', "e\\": "\n\t\0\u2028é", "long": "word " * 60, "longer": "x" * 300, "both": "'\"" * 90}
    round_trip(machine({"A": {"Type": "Pass", "Result": result, "Comment": '"""' * 50, "End": True}}))


def test_ten_thousand_states() -> None:
    imported = round_trip(machine(chain(*(f"State {number}" for number in range(10_000)))))
    assert imported.states == 10_000


def test_a_choice_of_many_rules_and_conditions() -> None:
    rules = [{"Variable": "$.n", "NumericEquals": number, "Next": "B"} for number in range(500)]
    many = {"Or": [{"Variable": "$.n", "NumericEquals": number} for number in range(500)], "Next": "B"}
    round_trip(machine({"A": {"Type": "Choice", "Choices": [*rules, many]}, "B": {"Type": "Succeed"}}))


def test_a_long_row_of_choices() -> None:
    states: dict[str, Any] = {}
    for number in range(300):
        rule = {"Variable": "$.n", "NumericEquals": number, "Next": f"P{number}"}
        states |= {f"C{number}": {"Type": "Choice", "Choices": [rule], "Default": f"C{number + 1}"}}
        states |= {f"P{number}": {"Type": "Pass", "End": True}}
    round_trip(machine({**states, "C300": {"Type": "Succeed"}}))


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ({}, "no States"),
        ({"StartAt": "A", "States": {}}, "no States"),
        ({"StartAt": "A", "States": []}, "no States"),
        ({"StartAt": "A", "States": {"A": {"Type": "Pass"}}}, "neither Next nor End"),
    ],
)
def test_what_cannot_be_imported_is_said(definition: dict[str, Any], said: str) -> None:
    with pytest.raises(NewelError, match=said):
        import_machine(Source(definition, "Machine", "x.json"))


def test_substitutions_become_what_the_template_says() -> None:
    parameters = {"TopicArn": "${Topic}", "Message": {"a": "${Url}/x"}, "Subject": "${Unknown}"}
    task = {"Type": "Task", "Resource": "${Publish}", "Parameters": parameters, "End": True}
    substitutions = {
        "Topic": {"Ref": "News"},
        "Url": {"Fn::Sub": "https://${Api}.x"},
        "Publish": {"Fn::Sub": "arn:${AWS::Partition}:states:::sns:publish"},
    }
    imported = import_machine(Source(machine({"A": task}), "Machine", "x.json", substitutions=substitutions))
    assert 'topic_arn=Ref("News")' in imported.text
    assert 'Sub("https://${Api}.x/x")' in imported.text
    assert imported.unknown == ["Unknown"]
    assert not imported.raw
    assert built(imported.text).compile().asl["States"]["A"]["Resource"] == "arn:${AWSPartition}:states:::sns:publish"
