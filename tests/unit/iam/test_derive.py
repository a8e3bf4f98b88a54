"""From a state's parameters to what it needs, exactly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newel.aws.operations import find_service
from newel.aws.resources import KEY, QUEUE, ROLE, STATE_MACHINE, TABLE, TOPIC, Form, Kind, Target, arn
from newel.iam import SYNC, Call, Grant, On, derive, managed_rule, pass_role, service_linked_role, statements
from newel.iam.sdk import derive_sdk
from newel.sam.policies import policies
from newel.sam.template import parse
from newel.values import GetAtt, Param, Placeholder, Ref, Sub

TEMPLATE = parse(
    """\
Parameters:
  TheName: {Type: String}
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Queue: {Type: AWS::SQS::Queue}
  Table: {Type: AWS::DynamoDB::Table}
  Child: {Type: AWS::Serverless::StateMachine}
  Role: {Type: AWS::IAM::Role}
  Key: {Type: AWS::KMS::Key}
""",
    Path("template.yaml"),
)
EXECUTIONS = arn("states", "execution:{name}:*")


def written(value: object, kind: Kind, form: Form, resource: str | None = None) -> Any:
    """The Resource of the statement that a value gives."""
    target = Target(kind, form)
    given = value if isinstance(value, str) else Placeholder(value, target, "field")  # type: ignore[arg-type]
    call = Call("State", "a:b", "request_response", {"Thing": given}, {"Thing": target})
    derived = derive(call, [Grant(("a:B",), on="Thing", resource=resource)])
    assert derived.questions == []
    [policy] = policies(statements(derived.needs), TEMPLATE, logs=False)
    [statement] = policy["Statement"]
    return statement["Resource"]


@pytest.mark.parametrize(
    ("value", "kind", "form", "expected"),
    [
        ("arn:aws:sns:eu-west-1:123456789012:t", TOPIC, "arn", "arn:aws:sns:eu-west-1:123456789012:t"),
        (Ref("Topic"), TOPIC, "arn", {"Ref": "Topic"}),
        (Ref("TheName"), TOPIC, "arn", {"Ref": "TheName"}),
        (Sub("arn:${AWS::Partition}:sns:::x"), TOPIC, "arn", {"Fn::Sub": "arn:${AWS::Partition}:sns:::x"}),
        (Ref("Queue"), QUEUE, "url", {"Fn::GetAtt": ["Queue", "Arn"]}),
        ("https://sqs.eu-west-1.amazonaws.com/123456789012/q", QUEUE, "url", "arn:aws:sqs:eu-west-1:123456789012:q"),
        ("https://sqs.cn-north-1.amazonaws.com.cn/1/q", QUEUE, "url", "arn:aws-cn:sqs:cn-north-1:1:q"),
        (Ref("Table"), TABLE, "name", {"Fn::GetAtt": ["Table", "Arn"]}),
        (GetAtt("Table", "Arn"), TABLE, "arn", {"Fn::GetAtt": ["Table", "Arn"]}),
        (
            "orders",
            TABLE,
            "name",
            {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders"},
        ),
        (
            Param("TheName"),
            TABLE,
            "name",
            {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TheName}"},
        ),
        (
            Sub("${AWS::StackName}-t"),
            TABLE,
            "name",
            {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${AWS::StackName}-t"},
        ),
        (
            Param("TheName"),
            QUEUE,
            "url",
            {
                "Fn::Sub": [
                    "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Name}",
                    {"Name": {"Fn::Select": [4, {"Fn::Split": ["/", {"Ref": "TheName"}]}]}},
                ]
            },
        ),
    ],
)
def test_the_arn_of_what_is_named(value: object, kind: Kind, form: Form, expected: object) -> None:
    assert written(value, kind, form) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("arn:aws:states:us-east-1:1:stateMachine:Child", "arn:aws:states:us-east-1:1:execution:Child:*"),
        (
            Ref("Child"),
            {"Fn::Sub": "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${Child.Name}:*"},
        ),
        (
            Param("TheName"),
            {
                "Fn::Sub": [
                    "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${Name}:*",
                    {"Name": {"Fn::Select": [6, {"Fn::Split": [":", {"Ref": "TheName"}]}]}},
                ]
            },
        ),
    ],
)
def test_the_arn_of_what_belongs_to_it(value: object, expected: object) -> None:
    assert written(value, STATE_MACHINE, "arn", EXECUTIONS) == expected


def test_what_is_known_only_at_run_time_is_any_of_its_kind_and_is_asked_for() -> None:
    targets = {"T": Target(TABLE, "name")}
    for parameters in ({"T.$": "$.t"}, {"T": "{% $t %}"}):
        derived = derive(Call("S", "a:b", "request_response", parameters, targets), [Grant(("a:B",), on="T")])
        assert [getattr(need.resource, "pattern", None) for need in derived.needs] == [arn("dynamodb", "table/*")]
        assert [(one.state, one.member, one.actions) for one in derived.questions] == [("S", "T", ("a:B",))]


def test_what_is_allowed_answers_the_question() -> None:
    targets = {"T": Target(TABLE, "name")}
    allow = {"T": ["orders", "arn:aws:dynamodb:eu-west-1:1:table/x", "*"]}
    derived = derive(Call("S", "a:b", "request_response", {"T.$": "$.t"}, targets, allow), [Grant(("a:B",), on="T")])
    assert derived.questions == []
    assert [getattr(need.resource, "pattern", need.resource) for need in derived.needs] == [
        arn("dynamodb", "table/orders"),
        "arn:aws:dynamodb:eu-west-1:1:table/x",
        arn("dynamodb", "table/*"),
    ]


def test_any_of_what_a_known_resource_holds_is_not_any_of_all() -> None:
    given = {"Bucket": "receipts", "Key.$": "$.key", "Body": "x"}
    asked = derive_sdk("S", find_service("s3"), "PutObject", given)
    assert [question.advice() for question in asked.questions] == [
        'write allow=["NAME"] to narrow it, with * for what differs, or allow=["*"] if any is meant'
    ]
    for allow, key in ((["*"], "*"), (["2026/*"], "2026/*")):
        derived = derive_sdk("S", find_service("s3"), "PutObject", given, allow={"Key": allow})
        assert derived.questions == []
        (need,) = derived.needs
        assert getattr(need.resource, "pattern", need.resource) == f"arn:${{AWS::Partition}}:s3:::receipts/{key}"


def test_a_parameter_that_is_left_out_needs_nothing_or_its_default() -> None:
    call = Call("S", "a:b", "request_response", {}, {"T": Target(TABLE, "name")})
    assert derive(call, [Grant(("a:B",), on="T")]).needs == []
    assert [need.resource for need in derive(call, [Grant(("a:B",), on="T", otherwise="*")]).needs] == ["*"]


def test_grants_of_a_pattern_are_for_it_alone() -> None:
    grants = [Grant(("a:B",), resource="*"), Grant(("a:C",), resource="*", patterns=SYNC), managed_rule("Rule")]
    for pattern, actions in {"request_response": 1, "sync": 3, "wait_for_task_token": 1}.items():
        assert len(derive(Call("S", "a:b", pattern, {}), grants).needs) == actions


def test_a_role_is_handed_to_the_service_alone_however_deep_it_stands() -> None:
    role = Placeholder(Ref("Role"), Target(ROLE, "arn"), "field")
    parameters = {"Tasks": [{"Role": role}, {"Role": "arn:aws:iam::1:role/x"}, {}], "Other": {"Role.$": "$.r"}}
    call = Call("S", "a:b", "sync", parameters)
    derived = derive(call, [pass_role("Tasks[].Role", "x.amazonaws.com"), pass_role("Other.Role", "x.amazonaws.com")])
    [policy] = policies(statements(derived.needs), TEMPLATE, logs=False)
    assert policy["Statement"] == [
        {
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": [
                {"Fn::GetAtt": ["Role", "Arn"]},
                "arn:aws:iam::1:role/x",
                {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*"},
            ],
            "Condition": {"StringEquals": {"iam:PassedToService": "x.amazonaws.com"}},
        }
    ]
    assert [question.member for question in derived.questions] == ["Other.Role"]


def test_conditions_name_what_parameters_name() -> None:
    key = Placeholder(Ref("Key"), Target(KEY, "arn"), "field")
    condition = {
        "ArnEquals": {"a:Key": On("Key")},
        "StringEquals": {"kms:ViaService": "a.${AWS::Region}.amazonaws.com"},
    }
    call = Call("S", "a:b", "sync", {"Key": key}, {"Key": Target(KEY, "arn")})
    [policy] = policies(
        statements(derive(call, [Grant(("a:B",), resource="*", condition=condition)]).needs), TEMPLATE, logs=False
    )
    assert policy["Statement"][0]["Condition"] == {
        "ArnEquals": {"a:Key": {"Fn::GetAtt": ["Key", "Arn"]}},
        "StringEquals": {"kms:ViaService": {"Fn::Sub": "a.${AWS::Region}.amazonaws.com"}},
    }


def test_a_name_stands_for_an_arn_only_where_the_api_takes_it() -> None:
    def derived(*, names: bool) -> Any:
        targets = {"T": Target(TOPIC, "arn", names=names)}
        return derive(Call("S", "a:b", "request_response", {"T": "cool"}, targets), [Grant(("a:B",), on="T")])

    assert [question.value for question in derived(names=False).questions] == ["cool"]
    assert derived(names=True).questions == []
    assert [need.resource.pattern for need in derived(names=True).needs] == [arn("sns", "cool")]


def test_a_condition_may_be_a_function_of_the_call() -> None:
    def shout(call: Call) -> object:
        return str(call.parameters["Word"]).upper() if "Word" in call.parameters else None

    grant = Grant(("a:B",), resource="*", condition={"StringEquals": {"a:Word": shout}})
    for parameters, condition in [({"Word": "loud"}, {"StringEquals": {"a:Word": "LOUD"}}), ({}, None)]:
        [need] = derive(Call("S", "a:b", "request_response", parameters), [grant]).needs
        assert need.condition == condition


def derived_of(parameters: dict[str, Any], *grants: Grant, pattern: str = "sync", **options: Any) -> Any:
    targets = {"Name": Target(TABLE, "name"), "Role": Target(ROLE, "arn"), "Job": Target(QUEUE, "name")}
    return derive(Call("S", "a:b", pattern, parameters, targets, **options), grants)


def statements_of(derived: Any) -> Any:
    [policy] = policies(statements(derived.needs), TEMPLATE, logs=False)
    return policy["Statement"]


def test_another_parameter_makes_a_grant_needed_or_not() -> None:
    tagging = Grant(("a:Tag",), on="Name", when="Tags")
    plain = Grant(("a:Plain",), on="Name", unless="Tags")
    for tags, expected in ({"Tags": {}}, ["a:Tag"]), ({"Tags.$": "$.t"}, ["a:Tag"]), ({}, ["a:Plain"]):
        found = derived_of({"Name": "n", **tags}, tagging, plain)
        assert [need.actions[0] for need in found.needs] == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"Name": "n", "Job": "j"}, "table/n/j/*"),
        ({"Name": "n", "Job.$": "$.j"}, "table/n/*/*"),
        ({"Name.$": "$.n", "Job": "j"}, "table/*/j/*"),
        ({"Name": Placeholder(Ref("Table"), Target(TABLE, "name")), "Job": "j"}, "table/${Table}/j/*"),
        (
            {"Name": "n", "Job": Placeholder(GetAtt("Queue", "QueueName"), Target(QUEUE, "name"))},
            "table/n/${Queue.QueueName}/*",
        ),
        (
            {"Name": Placeholder(Ref("Table"), Target(TABLE, "name")), "Job": "${TheName}"},
            "table/${Table}/${TheName}/*",
        ),
    ],
)
def test_an_arn_may_have_the_names_of_two_parameters(parameters: dict[str, Any], expected: str) -> None:
    found = derived_of(parameters, Grant(("a:B",), on="Name", resource=arn("dynamodb", "table/{name}/{Job}/*")))
    [statement] = statements_of(found)
    assert statement["Resource"] == {"Fn::Sub": arn("dynamodb", expected)}
    open_members = [member.removesuffix(".$") for member in parameters if member.endswith(".$")]
    assert [question.member for question in found.questions] == open_members


def test_what_another_parameter_may_be_can_be_allowed() -> None:
    grant = Grant(("a:B",), on="Name", resource=arn("dynamodb", "table/{name}/{Job}"))
    found = derived_of({"Name": "n", "Job.$": "$.j"}, grant, allow={"Job": ["one", "two"]})
    [statement] = statements_of(found)
    assert statement["Resource"] == [{"Fn::Sub": arn("dynamodb", f"table/n/{job}")} for job in ("one", "two")]
    assert found.questions == []


ON_ROLE = Grant(("a:B",), resource="*", condition={"StringEquals": {"a:Role": On("Role")}})


def test_a_condition_on_a_parameter_that_is_not_given_is_left_out() -> None:
    assert "Condition" not in statements_of(derived_of({}, ON_ROLE))[0]


def test_a_condition_on_a_parameter_that_is_open_is_a_wildcard_and_a_question() -> None:
    found = derived_of({"Role.$": "$.role"}, ON_ROLE)
    role = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*"}
    assert statements_of(found)[0]["Condition"] == {"StringLike": {"a:Role": role}}
    assert [question.member for question in found.questions] == ["Role"]


def test_a_condition_takes_what_is_allowed() -> None:
    roles = ["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b"]
    found = derived_of({"Role.$": "$.role"}, ON_ROLE, allow={"Role": roles})
    assert statements_of(found)[0]["Condition"] == {"StringLike": {"a:Role": roles}}
    assert found.questions == []


def test_a_service_linked_role_is_made_for_its_service_alone() -> None:
    [statement] = statements_of(derived_of({}, service_linked_role("x.amazonaws.com", "AWSServiceRoleForX")))
    role = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
    assert statement["Resource"] == {"Fn::Sub": role}
    assert statement["Condition"] == {"StringEquals": {"iam:AWSServiceName": "x.amazonaws.com"}}


def test_a_role_may_be_passed_to_one_of_several_services() -> None:
    grant = pass_role("Role", "x.amazonaws.com", "y.amazonaws.com")
    [statement] = statements_of(derived_of({"Role": "arn:aws:iam::1:role/r"}, grant))
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": ["x.amazonaws.com", "y.amazonaws.com"]}}


def test_what_one_parameter_leaves_open_is_asked_once() -> None:
    start, watch = Grant(("a:Start",), on="Name"), Grant(("a:Watch", "a:Start"), on="Name", patterns=SYNC)
    [question] = derived_of({"Name.$": "$.n"}, start, watch).questions
    assert question.actions == ("a:Start", "a:Watch")
