"""The alarms and the dashboard that newel keeps beside a machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newel import Alarms, Deployment, GetAtt, Pass, Ref, StateMachine, Sub
from newel.config import Config
from newel.errors import NewelError, NewelErrors
from newel.sam.template import parse
from newel.sam.weave import Woven, left_over, weave
from newel.tasks import EvaluateExpression, sqs
from support.transform import transform

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Operators:
    Type: AWS::SNS::Topic
  EvaluateExpression:
    Type: AWS::Serverless::Function
  Work:
    Type: AWS::SQS::Queue
    Properties:
      RedrivePolicy: {deadLetterTargetArn: !GetAtt WorkLeft.Arn, maxReceiveCount: 3}
  WorkLeft:
    Type: AWS::SQS::Queue
  Missed:
    Type: AWS::SQS::Queue
  Rule:
    Type: AWS::Events::Rule
    Properties:
      Targets:
        - {Id: T, Arn: !Ref Tell, DeadLetterConfig: {Arn: !GetAtt Missed.Arn}}
"""
FLOW = EvaluateExpression("E", expression="1 + 1") >> sqs.SendMessage("S", queue_url=Ref("Work"), message_body="m")


def kept(*machines: StateMachine, **settings: Any) -> list[Woven]:
    return [Woven(one, one.compile(), f"{one.name}.py", f"{one.name}.asl.json", Config(**settings)) for one in machines]


def woven(text: str, *machines: StateMachine, **settings: Any) -> str:
    return weave(parse(text, Path("template.yaml")), kept(*machines, **settings))


def made(machine: StateMachine, **settings: Any) -> dict[str, Any]:
    resources = parse(woven(TEMPLATE, machine, **settings), Path("template.yaml")).resources
    return {name: one["Properties"] for name, one in resources.items() if one["Type"].startswith("AWS::CloudWatch::")}


def test_a_machine_has_alarms_and_a_dashboard_by_default() -> None:
    assert list(made(StateMachine("Tell", FLOW, timeout_seconds=100))) == [
        "TellFailedAlarm",
        "TellTimedOutAlarm",
        "TellThrottledAlarm",
        "TellSlowAlarm",
        "TellMissedAlarm",
        "TellWorkLeftAlarm",
        "TellDashboard",
    ]


def test_alarms_that_cannot_go_off_are_left_out() -> None:
    idle = Pass("P")
    assert list(made(StateMachine("Idle", idle), dashboards=False)) == ["IdleFailedAlarm", "IdleThrottledAlarm"]
    express = StateMachine("Idle", idle, type="EXPRESS")
    assert list(made(express, dashboards=False)) == ["IdleFailedAlarm", "IdleTimedOutAlarm"]


@pytest.mark.parametrize("option", ["failed", "timed_out", "throttled", "dead_letters"])
def test_each_alarm_has_a_switch(option: str) -> None:
    every = made(StateMachine("Tell", FLOW, timeout_seconds=100))
    machine = StateMachine("Tell", FLOW, timeout_seconds=100, alarms=Alarms(**{option: False}))
    suffixes = {"failed": ["Failed"], "timed_out": ["TimedOut"], "throttled": ["Throttled"]}
    gone = {f"Tell{suffix}Alarm" for suffix in suffixes.get(option, ["Missed", "WorkLeft"])}
    assert made(machine).keys() == every.keys() - gone


def test_a_machine_says_more_than_its_project() -> None:
    machine = StateMachine("Tell", FLOW, alarms=True, dashboard=False)
    assert "TellFailedAlarm" in made(machine, alarms=False)
    assert "TellDashboard" not in made(machine)
    assert made(StateMachine("Tell", FLOW), alarms=False, dashboards=False) == {}


def test_an_alarm_watches_the_machine_and_tells_the_topic() -> None:
    machine = StateMachine(
        "Tell", FLOW, alarms=Alarms(longer_than_seconds=7, notify=[Ref("Operators"), "arn:aws:sns:a:b:c"])
    )
    alarms = made(machine)
    assert alarms["TellSlowAlarm"] == {
        "AlarmDescription": "Tell: an execution took longer than 7 seconds",
        "Namespace": "AWS/States",
        "Dimensions": [{"Name": "StateMachineArn", "Value": {"Ref": "Tell"}}],
        "MetricName": "ExecutionTime",
        "Statistic": "Maximum",
        "Period": 300,
        "EvaluationPeriods": 1,
        "Threshold": 7000,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
        "AlarmActions": [{"Ref": "Operators"}, "arn:aws:sns:a:b:c"],
    }
    assert alarms["TellMissedAlarm"]["Dimensions"] == [
        {"Name": "QueueName", "Value": {"Fn::GetAtt": ["Missed", "QueueName"]}}
    ]
    assert made(StateMachine("Tell", FLOW), notify="Operators")["TellFailedAlarm"]["AlarmActions"] == [
        {"Ref": "Operators"}
    ]


def test_a_new_version_goes_back_on_the_machines_own_alarms() -> None:
    def preference(**options: Any) -> dict[str, Any]:
        deployment = Deployment(type="CANARY", percentage=10, interval=5, **options)
        machine = StateMachine("Tell", FLOW, timeout_seconds=9, alias="live", deployment=deployment)
        resources = parse(woven(TEMPLATE, machine), Path("template.yaml")).resources
        return resources["Tell"]["Properties"]["DeploymentPreference"]

    assert preference()["Alarms"] == [{"Ref": "TellFailedAlarm"}, {"Ref": "TellTimedOutAlarm"}]
    assert preference(alarms=[Ref("TellSlowAlarm")])["Alarms"] == [{"Ref": "TellSlowAlarm"}]
    assert "Alarms" not in preference(alarms=[])


def test_the_dashboard_shows_the_machine_its_functions_its_queues_and_its_errors() -> None:
    body = made(StateMachine("Tell", FLOW))["TellDashboard"]["DashboardBody"]["Fn::Sub"]
    widgets = json.loads(body)["widgets"]
    assert [one["properties"]["title"] for one in widgets] == [
        "Alarms",
        "Executions",
        "Time of an execution",
        "Functions: errors and throttles",
        "Functions: duration, p90",
        "Left in dead-letter queues",
        "What went wrong",
    ]
    for one, other in ((a, b) for a in widgets for b in widgets if a is not b):  # none lies on another
        assert (
            one["x"] + one["width"] <= other["x"]
            or other["x"] + other["width"] <= one["x"]
            or one["y"] + one["height"] <= other["y"]
            or other["y"] + other["height"] <= one["y"]
        )
    assert "${EvaluateExpression}" in body
    assert "${WorkLeft.QueueName}" in body


def test_what_is_switched_off_goes_and_leaves_no_trace() -> None:
    quiet = woven(TEMPLATE, StateMachine("Tell", FLOW, alarms=False, dashboard=False))
    loud = woven(quiet, StateMachine("Tell", FLOW))
    assert loud != quiet
    assert woven(loud, StateMachine("Tell", FLOW)) == loud
    assert woven(loud, StateMachine("Tell", FLOW, alarms=False, dashboard=False)) == quiet
    assert left_over(parse(loud, Path("template.yaml")), kept(StateMachine("Tell", FLOW, alarms=False))) == []


def test_alarms_of_a_machine_that_is_gone_are_told_and_not_deleted() -> None:
    text = woven(TEMPLATE, StateMachine("Tell", FLOW))
    template = parse(text, Path("template.yaml"))
    assert weave(template, []) == text
    (error,) = left_over(template, [])
    assert "'TellFailedAlarm'" in error.message
    assert error.message.endswith("are kept from Tell.py, which no longer has them")
    with pytest.raises(NewelErrors, match="Rule refers to Tell, which no machine asks for any longer"):
        weave(template, [], prune=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"failed": 1}, "failed is True or False, not 1"),
        ({"longer_than_seconds": 0}, "longer_than_seconds=0 is not right"),
        ({"longer_than_seconds": 1.5}, "longer_than_seconds=1.5 is not right"),
        ({"notify": "Operators"}, "notify is a list of references and ARNs"),
        ({"notify": ["Operators"]}, "notify is a list of references and ARNs"),
        ({"notify": ["arn:"]}, "notify is a list of references and ARNs"),
        ({"notify": ["arn:aws:s3:::bucket"]}, "notify is a list of references and ARNs"),
        ({"notify": [Sub("hello")]}, "notify is a list of references and ARNs"),
        ({"notify": [Ref("Operators")] * 6}, "6 entries, and an alarm takes 5"),
    ],
)
def test_what_is_wrong_is_said(options: dict[str, Any], message: str) -> None:
    with pytest.raises(NewelError, match=message):
        Alarms(**options)


@pytest.mark.parametrize(
    ("longer", "options"),
    [(60, {"timeout_seconds": 60}), (300, {"type": "EXPRESS"}), (10**30, {})],
)
def test_an_alarm_that_never_goes_off_is_refused(longer: int, options: dict[str, Any]) -> None:
    with pytest.raises(NewelError, match="never goes off"):
        StateMachine("Tell", FLOW, alarms=Alarms(longer_than_seconds=longer), **options)
    StateMachine("Tell", FLOW, alarms=Alarms(longer_than_seconds=59), **options)


@pytest.mark.parametrize(
    "arn", ["arn:aws:sns:eu-central-1:123456789012:ops", Sub("${Topic}"), Sub("arn:${AWS::Partition}:sns:a:b:c")]
)
def test_an_arn_may_be_told(arn: Any) -> None:
    assert Alarms(notify=[arn]).notify == [arn]


@pytest.mark.parametrize(("target", "watched"), [("Tell", True), ("TellAliaslive", True), ("TellAliasSync", False)])
def test_a_rule_that_starts_the_machine_or_its_alias_is_watched(target: str, watched: bool) -> None:
    text = TEMPLATE.replace("!Ref Tell,", f"!Ref {target},")
    resources = parse(woven(text, StateMachine("Tell", FLOW, alias="live")), Path("template.yaml")).resources
    assert ("TellMissedAlarm" in resources) is watched


EVENTS = """\
  Tell:
    Type: AWS::Serverless::StateMachine
    Condition: IsProd
    Metadata: {NewelSource: Tell.py}
    Properties:
      Events:
        Nightly: {Type: ScheduleV2, Properties: {DeadLetterConfig: {Type: SQS}}}
        Hourly: {Type: Schedule, Properties: {DeadLetterConfig: {Type: SQS, QueueLogicalId: Late}}}
"""


def test_queues_that_sam_makes_are_watched_too() -> None:
    resources = parse(woven(TEMPLATE + EVENTS, StateMachine("Tell", FLOW)), Path("template.yaml")).resources
    of = {name: resources[name]["Properties"]["Dimensions"] for name in ("TellTellNightlyQueueAlarm", "TellLateAlarm")}
    assert of == {
        "TellTellNightlyQueueAlarm": [
            {"Name": "QueueName", "Value": {"Fn::GetAtt": ["TellNightlyQueue", "QueueName"]}}
        ],
        "TellLateAlarm": [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["Late", "QueueName"]}}],
    }


def test_sam_makes_the_queues_that_are_watched() -> None:
    text = TEMPLATE.replace("  EvaluateExpression:\n    Type: AWS::Serverless::Function\n", "")
    events = EVENTS.replace("{DeadLetter", "{ScheduleExpression: rate(1 day), DeadLetter", 1)
    events = events.replace(
        "{DeadLetterConfig: {Type: SQS, Q", "{Schedule: rate(1 day), DeadLetterConfig: {Type: SQS, Q"
    )
    resources = parse(woven(text + events, StateMachine("Tell", Pass("P"))), Path("template.yaml")).data
    made = transform({**resources, "Conditions": {"IsProd": {"Fn::Equals": ["a", "b"]}}})["Resources"]
    assert {name: made[name]["Condition"] for name in ("TellNightlyQueue", "Late")} == {
        "TellNightlyQueue": "IsProd",
        "Late": "IsProd",
    }


def test_what_stands_beside_a_machine_is_there_where_the_machine_is() -> None:
    text = TEMPLATE.replace("  Missed:\n", "  Missed:\n    Condition: IsTest\n") + EVENTS
    machine = StateMachine("Tell", FLOW)
    after = woven(text, machine)
    resources = parse(after, Path("template.yaml")).resources
    conditions = {name: one.get("Condition") for name, one in resources.items() if name.startswith("Tell")}
    assert conditions.pop("TellMissedAlarm") == "IsTest"
    assert set(conditions.values()) == {"IsProd"}
    assert "Missed" not in resources["TellDashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    assert woven(after, machine) == after


def test_what_a_machine_refers_to_is_there_where_it_is() -> None:
    machine = StateMachine("Tell", FLOW)
    conditional = woven(TEMPLATE + EVENTS, machine)
    said = "    Type: AWS::Serverless::StateMachine\n    Condition: IsProd\n"
    without = woven(conditional.replace(said, said.replace("    Condition: IsProd\n", "")), machine)
    resources = parse(without, Path("template.yaml")).resources
    assert "Condition" not in resources["TellLogs"]
    assert resources["TellFailedAlarm"]["Condition"] == "IsProd", "alarms may have one of their own"
    assert woven(without, machine) == without


def test_a_condition_of_an_alarms_own_stays() -> None:
    text = woven(TEMPLATE, StateMachine("Tell", FLOW)).replace(
        "  TellFailedAlarm:\n", "  TellFailedAlarm:\n    Condition: Mine\n"
    )
    after = woven(text, StateMachine("Tell", FLOW))
    resources = parse(after, Path("template.yaml")).resources
    assert resources["TellFailedAlarm"]["Condition"] == "Mine"
    assert "TellFailedAlarm" not in resources["TellDashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]


@pytest.mark.parametrize(
    ("referring", "place"),
    [
        ("Outputs:\n  Alarm:\n    Value: !GetAtt TellFailedAlarm.Arn\n", "Outputs.Alarm"),
        ("  Both: {Type: AWS::CloudWatch::CompositeAlarm, DependsOn: TellFailedAlarm}\n", "Resources.Both"),
    ],
)
def test_an_alarm_that_is_referred_to_does_not_go(referring: str, place: str) -> None:
    text = woven(TEMPLATE, StateMachine("Tell", FLOW)) + referring
    with pytest.raises(NewelErrors, match=f"{place} refers to TellFailedAlarm, which no machine asks for any longer"):
        woven(text, StateMachine("Tell", FLOW, alarms=Alarms(failed=False)))


@pytest.mark.parametrize(
    ("alarms", "settings"),
    [(Alarms(notify=[]), {"notify": "Operators"}), (True, {"notify": ""}), (Alarms(notify=[]), {})],
)
def test_nobody_is_told_where_nobody_is_to_be(alarms: Alarms | bool, settings: dict[str, Any]) -> None:
    text = woven(TEMPLATE, StateMachine("Tell", FLOW), notify="Operators")
    assert "AlarmActions" in text
    assert "AlarmActions" not in woven(text, StateMachine("Tell", FLOW, alarms=alarms), **settings)


def test_who_is_told_by_the_template_alone_is_its_authors_to_say() -> None:
    text = woven(TEMPLATE, StateMachine("Tell", FLOW), notify="Operators")
    assert woven(text, StateMachine("Tell", FLOW)) == text


def test_what_refers_to_nothing_in_a_kept_resource_is_told() -> None:
    text = woven(TEMPLATE, StateMachine("Tell", FLOW), notify="Operators").replace("  Operators:\n", "  Others:\n")
    with pytest.raises(NewelErrors, match="TellFailedAlarm refers to Operators, and the template has no such"):
        woven(text, StateMachine("Tell", FLOW))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Transform: AWS::Serverless-2016-10-31\n", "Transform: [AWS::Serverless-2016-10-31, Macro]\n"),
        ("Resources:\n", "Resources:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: a.yaml}}\n"),
        ("!Ref Operators", "!Ref TellDeployment0123456789"),
    ],
    ids=["a macro", "a file", "a hash"],
)
def test_what_may_be_made_where_it_is_not_seen_is_no_error(before: str, after: str) -> None:
    text = woven(TEMPLATE, StateMachine("Tell", FLOW), notify="Operators").replace("  Operators:\n", "  Others:\n")
    changed = text.replace(before, after)
    assert changed != text
    assert woven(changed, StateMachine("Tell", FLOW)) == changed


def test_a_parameter_may_not_have_the_name_of_what_is_kept() -> None:
    text = f"Parameters:\n  TellLogs: {{Type: String}}\n{TEMPLATE}"
    with pytest.raises(NewelErrors, match="'TellLogs' is a parameter of the template"):
        woven(text, StateMachine("Tell", FLOW))


@pytest.mark.parametrize(
    ("deployment", "said"),
    [
        ({"alarms": [Ref("Operators")]}, "the field takes CloudWatch alarms"),
        ({"alarms": [GetAtt("TellFailedAlarm", "Arn")]}, 'write Ref\\("TellFailedAlarm"\\)'),
        ({"interval": Ref("Operators")}, "no parameter 'Operators'"),
    ],
)
def test_a_deployments_references_have_to_fit(deployment: dict[str, Any], said: str) -> None:
    shift = Deployment(**{"percentage": 10, "interval": 5, **deployment})
    with pytest.raises(NewelErrors, match=rf"Tell\.py: (?s:.*){said}"):
        woven(TEMPLATE, StateMachine("Tell", FLOW, alias="live", deployment=shift))


@pytest.mark.parametrize(
    ("alarms", "said"),
    [
        (5, "a list of names and references, not 5"),
        ([5], "a list of names and references"),
        ([None], "a list of names and references"),
        ([""], "a list of names and references"),
        ("Failed", r"write alarms=\['Failed'\]"),
        (Ref("Failed"), r"write alarms=\[Ref"),
        (["Failed"] * 101, "AWS takes 100"),
    ],
)
def test_a_deployments_alarms_are_a_list(alarms: Any, said: str) -> None:
    with pytest.raises(NewelError, match=said):
        Deployment(percentage=10, interval=5, alarms=alarms)


def test_who_is_told_is_a_topic_of_the_template() -> None:
    for notify in ("Nobody", "Work"):
        with pytest.raises(NewelErrors, match=notify):
            made(StateMachine("Tell", FLOW), notify=notify)


@pytest.mark.parametrize(("name", "value"), [("alarms", "yes"), ("dashboard", 1)])
def test_switches_are_switches(name: str, value: object) -> None:
    with pytest.raises(NewelError, match=f"{name}="):
        StateMachine("Tell", FLOW, **{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "empty", ["Resources:", "Resources:\n", "Resources: {}\n", "Resources: # none yet\n\nOutputs: {}\n"]
)
def test_a_new_template_may_be_empty(empty: str) -> None:
    idle = StateMachine("Idle", Pass("P"))
    text = woven(empty, idle)
    assert "# none yet" in text or "#" not in empty
    assert woven(text, idle) == text


def test_a_queue_that_is_called_as_an_alarm_takes_nothing_from_it() -> None:
    text = TEMPLATE.replace("Missed", "Failed").replace("WorkLeft", "Slow")
    resources = parse(woven(text, StateMachine("Tell", FLOW, timeout_seconds=100)), Path("template.yaml")).resources
    said = {name: one["Properties"]["MetricName"] for name, one in resources.items() if name.endswith("Alarm")}
    assert said == {
        "TellFailedAlarm": "ExecutionsFailed",
        "TellTimedOutAlarm": "ExecutionsTimedOut",
        "TellThrottledAlarm": "ExecutionThrottled",
        "TellSlowAlarm": "ExecutionTime",
        "TellFailedQueueAlarm": "ApproximateNumberOfMessagesVisible",
        "TellSlowQueueAlarm": "ApproximateNumberOfMessagesVisible",
    }


def test_what_is_switched_off_and_on_again_stands_where_it_stood() -> None:
    first, second = StateMachine("Tell", FLOW), StateMachine("Sum", Pass("P"))
    text = woven(TEMPLATE, first, second)
    off = woven(text, StateMachine("Tell", FLOW, alarms=Alarms(failed=False), dashboard=False), second)
    assert woven(off, first, second) == text
