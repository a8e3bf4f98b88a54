"""What is special of the tasks that call functions, activities, APIs, jobs and containers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel import GetAtt, Param, Ref, StateMachine, Sub, context, intrinsics, jsonata, path, task_token
from newel.chain import Retry
from newel.errors import NewelError
from newel.iam import statements
from newel.sam.policies import policies
from newel.sam.template import parse
from newel.tasks import apigateway, batch, ecs, http, lambda_, stepfunctions

if TYPE_CHECKING:
    from newel.tasks import Task

TEMPLATE = parse(
    """
Parameters:
  FnArn: {Type: String}
  ApiId: {Type: String}
  DefinitionArn: {Type: String}
  ConnectionArn: {Type: String}
  Root: {Type: String}
  Alias: {Type: String}
Resources:
  Fn: {Type: AWS::Lambda::Function}
  Live: {Type: AWS::Lambda::Alias}
  One: {Type: AWS::Lambda::Version}
  Act: {Type: AWS::StepFunctions::Activity}
  Child: {Type: AWS::Serverless::StateMachine}
  Role: {Type: AWS::IAM::Role}
  Cluster: {Type: AWS::ECS::Cluster}
  Bare: {Type: AWS::ECS::TaskDefinition, Properties: {Family: bare}}
  Full:
    Type: AWS::ECS::TaskDefinition
    Properties: {TaskRoleArn: !Ref Role, ExecutionRoleArn: arn:aws:iam::1:role/x}
  Named: {Type: AWS::ECS::TaskDefinition, Properties: {TaskRoleArn: worker}}
  Queue: {Type: AWS::Batch::JobQueue}
  Connection: {Type: AWS::Events::Connection}
  Http: {Type: AWS::Serverless::HttpApi}
""",
    Path("template.yaml"),
)


def compiled(state: Task, **options: Any) -> Any:
    return StateMachine("Machine", state, **options).compile()


def asl(state: Task, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = compiled(state, **options).asl["States"][state.name]
    return found


def allowed(state: Task) -> dict[str, Any]:
    """What a state may do: by its first action, the rest of the statement."""
    found = policies(statements(compiled(state).needs), TEMPLATE, logs=False)
    inline = found[0]["Statement"] if found else []
    return {
        action: (each["Resource"], each.get("Condition"))
        for each in inline
        for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    }


def function(value: str) -> dict[str, str]:
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:{value}"}


@pytest.mark.parametrize(
    ("name", "qualifier", "resource"),
    [
        (Ref("Fn"), None, {"Fn::GetAtt": ["Fn", "Arn"]}),
        (Ref("Live"), None, {"Ref": "Live"}),
        (Ref("One"), None, {"Ref": "One"}),
        (Param("FnArn"), None, {"Ref": "FnArn"}),
        (Ref("Fn"), "live", function("${Fn}:live")),
        (Ref("Fn"), Param("Alias"), function("${Fn}:${Alias}")),
        ("fn", "live", function("fn:live")),
        ("fn:live", None, function("fn:live")),
        ("arn:aws:lambda:eu-west-1:1:function:fn", "2", "arn:aws:lambda:eu-west-1:1:function:fn:2"),
        (Ref("Fn"), path("$.version"), function("${Fn}:*")),
    ],
)
def test_a_function_may_be_called_as_it_is_named(name: Any, qualifier: Any, resource: Any) -> None:
    state = lambda_.Invoke("Call", function_name=name, qualifier=qualifier)
    assert allowed(state) == {"lambda:InvokeFunction": (resource, None)}


def test_a_qualifier_of_a_function_in_a_parameter_follows_its_name() -> None:
    resource, _ = allowed(lambda_.Invoke("Call", function_name=Ref("FnArn"), qualifier="live"))["lambda:InvokeFunction"]
    name = {"Fn::Select": [6, {"Fn::Split": [":", {"Ref": "FnArn"}]}]}
    assert resource == {"Fn::Sub": [function("${Name}:live")["Fn::Sub"], {"Name": name}]}


@pytest.mark.parametrize(
    ("language", "payload", "written"),
    [
        ("JSONPath", None, {"Payload.$": "$"}),
        ("JSONata", None, {"Payload": "{% $states.input %}"}),
        ("JSONPath", {}, {"Payload": {}}),
        ("JSONPath", path("$.a"), {"Payload.$": "$.a"}),
        ("JSONPath", "text", {"Payload": "text"}),
        ("JSONata", {"a": jsonata("$states.input.a")}, {"Payload": {"a": "{% $states.input.a %}"}}),
    ],
)
def test_a_function_gets_its_payload_or_the_input(language: Any, payload: Any, written: dict[str, Any]) -> None:
    body = asl(lambda_.Invoke("Call", function_name="fn", payload=payload), query_language=language)
    assert body["Parameters" if language == "JSONPath" else "Arguments"] == {"FunctionName": "fn", **written}


def test_errors_of_the_service_are_retried_unless_the_author_says_otherwise() -> None:
    assert len(asl(lambda_.Invoke("Call", function_name="fn"))["Retry"]) == 1
    assert "Retry" not in asl(lambda_.Invoke("Call", function_name="fn", retry=[]))
    both = [lambda_.LAMBDA_SERVICE_ERRORS, Retry(errors=["Busy"])]
    assert len(asl(lambda_.Invoke("Call", function_name="fn", retry=both))["Retry"]) == 2


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_a_function_called_directly_is_the_resource(language: Any) -> None:
    state = lambda_.Invoke("Call", function_name=Ref("Fn"), response_only=True, payload={"Qualifier": "x"})
    body = asl(state, query_language=language)
    assert body["Resource"] == "${FnArn}"
    assert body["Parameters" if language == "JSONPath" else "Arguments"] == {"Qualifier": "x"}
    assert allowed(state) == {"lambda:InvokeFunction": ({"Fn::GetAtt": ["Fn", "Arn"]}, None)}
    assert "Parameters" not in asl(lambda_.Invoke("Call", function_name=Ref("Fn"), response_only=True))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"function_name": "fn"}, "an ARN"),
        ({"function_name": path("$.fn")}, "an ARN"),
        ({"qualifier": "live"}, "without qualifier"),
        ({"invocation_type": "Event"}, "without invocation_type"),
        ({"client_context": "x"}, "without client_context"),
        ({"pattern": "wait_for_task_token", "payload": {"t": task_token}}, "without pattern"),
        ({"payload": path("$.a")}, "input_path"),
        ({"payload": "text"}, "an object"),
    ],
)
def test_a_function_called_directly_takes_no_more(arguments: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"function_name": Ref("Fn"), "response_only": True, **arguments}
    with pytest.raises(NewelError, match=message):
        compiled(lambda_.Invoke("Call", **given))


def test_the_parent_is_linked_beside_the_input() -> None:
    link = {"AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$": context.execution.id.jsonpath}
    for given, written in ((None, link), ({"a": 1}, {"a": 1, **link})):
        state = stepfunctions.StartExecution(
            "Run", state_machine_arn=Ref("Child"), input=given, associate_with_parent=True
        )
        assert asl(state)["Parameters"]["Input"] == written


@pytest.mark.parametrize("given", ["text", path("$.a")])
def test_the_parent_is_not_linked_in_an_input_that_is_no_object(given: Any) -> None:
    state = stepfunctions.StartExecution("Run", state_machine_arn=Ref("Child"), input=given, associate_with_parent=True)
    with pytest.raises(NewelError, match="has to be an object"):
        compiled(state)


def test_an_activity_needs_nothing_of_the_role() -> None:
    state = stepfunctions.InvokeActivity("Work", activity_arn=Ref("Act"), heartbeat_seconds=60)
    assert asl(state) == {"Type": "Task", "Resource": "${ActArn}", "HeartbeatSeconds": 60, "End": True}
    assert allowed(state) == {}


def test_an_express_machine_has_no_activity() -> None:
    with pytest.raises(NewelError, match="an Express machine has no InvokeActivity"):
        compiled(stepfunctions.InvokeActivity("Work", activity_arn=Ref("Act")), type="EXPRESS")


def job(**given: Any) -> batch.SubmitJob:
    return batch.SubmitJob("Job", **{"job_name": "j", "job_queue": Ref("Queue"), "job_definition": "d:3", **given})


def test_a_jobs_time_is_an_attempts() -> None:
    body = asl(job(timeout_seconds=90))
    assert "TimeoutSeconds" not in body
    assert body["Parameters"]["Timeout"] == {"AttemptDurationSeconds": 90}
    body = asl(job(timeout_seconds=path("$.t")))
    assert "TimeoutSecondsPath" not in body
    assert body["Parameters"]["Timeout"] == {"AttemptDurationSeconds.$": "$.t"}
    body = asl(job(timeout_seconds=90, timeout={"AttemptDurationSeconds": 60}))
    assert body["TimeoutSeconds"] == 90


@pytest.mark.parametrize(
    ("definition", "resources"),
    [("d:3", ["d:3"]), ("d", ["d", "d:*"])],
)
def test_a_job_definition_may_be_submitted_in_the_revisions_it_names(definition: str, resources: list[str]) -> None:
    start = "arn:${AWS::Partition}:batch:${AWS::Region}:${AWS::AccountId}:job-definition/"
    found, _ = allowed(job(job_definition=definition))["batch:SubmitJob"]
    assert found == [*({"Fn::Sub": start + name} for name in resources), {"Ref": "Queue"}]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"array_properties": {"Size": 1}}, "out of range"),
        ({"retry_strategy": {"Attempts": 11}}, "out of range"),
        ({"timeout_seconds": 59}, "out of range"),
        ({"depends_on": [{"JobId": "x"}] * 21}, "at most 20"),
        ({"container_overrides": {"Environment": [{"Name": "AWS_BATCH_X", "Value": "1"}]}}, "AWS_BATCH"),
    ],
)
def test_a_job_that_batch_would_refuse_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(NewelError, match=message):
        compiled(job(**arguments))


def test_a_job_that_is_tagged_needs_tagging() -> None:
    assert "batch:TagResource" not in allowed(job())
    assert "batch:TagResource" in allowed(job(tags={"a": "b"}))


def run(**given: Any) -> ecs.RunTask:
    return ecs.RunTask("Run", **{"cluster": Ref("Cluster"), "task_definition": Ref("Bare"), **given})


ROLE_ARN = {"Fn::GetAtt": ["Role", "Arn"]}


@pytest.mark.parametrize(
    ("arguments", "roles"),
    [
        ({"task_definition": Ref("Bare")}, None),
        ({"task_definition": Ref("Full")}, [ROLE_ARN, "arn:aws:iam::1:role/x"]),
        (
            {"task_definition": Ref("Named")},
            {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/worker"},
        ),
        ({"task_definition": Ref("DefinitionArn"), "roles": [Ref("Role")]}, ROLE_ARN),
        ({"task_definition": "family:1", "roles": []}, None),
        ({"task_definition": "family:1", "allow": [Ref("Role")]}, ROLE_ARN),
        ({"task_definition": Ref("Bare"), "overrides": {"TaskRoleArn": Ref("Role")}}, ROLE_ARN),
    ],
)
def test_the_roles_of_a_task_are_handed_on_to_ecs_alone(arguments: dict[str, Any], roles: Any) -> None:
    condition = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    assert allowed(run(**arguments)).get("iam:PassRole") == (None if roles is None else (roles, condition))


def test_roles_out_of_sight_are_asked_for() -> None:
    with pytest.raises(NewelError, match=r"roles=\[Ref"):
        allowed(run(task_definition=Ref("DefinitionArn")))
    assert [question.member for question in compiled(run(task_definition="family:1")).questions] == ["roles"]


def test_a_task_runs_in_its_cluster_alone() -> None:
    condition = {"ArnEquals": {"ecs:cluster": {"Fn::GetAtt": ["Cluster", "Arn"]}}}
    found = allowed(run(pattern="sync", propagate_tags="TASK_DEFINITION"))
    assert found["ecs:RunTask"] == ({"Ref": "Bare"}, condition)
    tasks = {"Fn::Sub": "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:task/${Cluster}/*"}
    assert found["ecs:StopTask"] == (tasks, condition)
    assert found["ecs:TagResource"] == (tasks, {"StringEquals": {"ecs:CreateAction": "RunTask"}})
    assert set(allowed(run())) == {"ecs:RunTask"}
    default = {"Fn::Sub": "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:cluster/default"}
    assert allowed(run(cluster=None))["ecs:RunTask"][1] == {"ArnEquals": {"ecs:cluster": default}}


def test_a_family_runs_in_any_revision() -> None:
    found, _ = allowed(run(task_definition="family", roles=[]))["ecs:RunTask"]
    assert found["Fn::Sub"].endswith(":task-definition/family:*")


def call(**given: Any) -> apigateway.Invoke:
    return apigateway.Invoke("Call", **{"api_endpoint": Ref("Http"), "method": "GET", "auth_type": "IAM_ROLE", **given})


@pytest.mark.parametrize(
    ("arguments", "region", "resource"),
    [
        ({}, "${AWS::Region}", "${Http}/$default/GET/"),
        ({"stage": "prod", "path": "/a/b"}, "${AWS::Region}", "${Http}/prod/GET/a/b"),
        ({"api_endpoint": Ref("ApiId"), "region": "eu-west-1"}, "eu-west-1", "${ApiId}/$default/GET/"),
        (
            {"api_endpoint": "abc.execute-api.us-west-2.amazonaws.com", "stage": Ref("Alias")},
            "us-west-2",
            "abc/${Alias}/GET/",
        ),
        (
            {"path": intrinsics.format("a/{}/b/{}", path("$.x"), "y")},
            "${AWS::Region}",
            "${Http}/$default/GET/a/*/b/y",
        ),
        ({"path": path("$.x"), "stage": path("$.s")}, "${AWS::Region}", "${Http}/*/GET/*"),
    ],
)
def test_a_role_may_call_the_method_and_path_alone(arguments: dict[str, Any], region: str, resource: str) -> None:
    expected = {"Fn::Sub": f"arn:${{AWS::Partition}}:execute-api:{region}:${{AWS::AccountId}}:{resource}"}
    assert allowed(call(**arguments)) == {"execute-api:Invoke": (expected, None)}


@pytest.mark.parametrize("auth_type", ["NO_AUTH", "RESOURCE_POLICY"])
def test_an_api_without_iam_needs_nothing(auth_type: str) -> None:
    assert allowed(call(auth_type=auth_type)) == {}


def test_an_api_that_is_not_known_is_asked_for() -> None:
    assert [each.member for each in compiled(call(api_endpoint=path("$.host"))).questions] == ["ApiEndpoint"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"method": "Get"}, "write GET"),
        ({"auth_type": "IAM"}, "write IAM_ROLE"),
        ({"headers": {"a": "b"}}, r"write \['b'\]"),
        ({"headers": {"Token": task_token}}, r"intrinsics.array\(task_token\)"),
        ({"headers": {"Authorization": ["x"]}}, "does not send"),
        ({"query_parameters": {"a": 1}}, r"write \[1\]"),
        ({"request_body": {}}, "GET has no body"),
        ({"api_endpoint": "https://abc.execute-api.us-west-2.amazonaws.com"}, "no host"),
    ],
)
def test_what_api_gateway_would_not_take_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(NewelError, match=message):
        compiled(call(**arguments))


def ask(**given: Any) -> http.Invoke:
    config = {"ConnectionArn": Ref("Connection")}
    return http.Invoke("Ask", **{"method": "GET", "invocation_config": config, **given})


@pytest.mark.parametrize(
    ("endpoint", "operator", "address"),
    [
        ("https://api.example.com", "StringEquals", "https://api.example.com"),
        (Sub("${Root}/a"), "StringEquals", {"Fn::Sub": "${Root}/a"}),
        (intrinsics.format("https://h/{}", path("$.x")), "StringLike", "https://h/*"),
        (intrinsics.format("{}/{}", "https://h", path("$.x")), "StringLike", "https://h/*"),
        (intrinsics.format("{}/{}", Ref("Root"), path("$.x")), "StringLike", {"Fn::Sub": "${Root}/*"}),
    ],
)
def test_a_role_may_ask_this_address_alone(endpoint: Any, operator: str, address: Any) -> None:
    _, condition = allowed(ask(api_endpoint=endpoint))["states:InvokeHTTPEndpoint"]
    method = {"states:HTTPMethod": "GET"}
    if operator == "StringEquals":
        assert condition == {"StringEquals": {**method, "states:HTTPEndpoint": address}}
    else:
        assert condition == {"StringEquals": method, "StringLike": {"states:HTTPEndpoint": address}}


def test_jsonata_that_joins_text_is_known_as_far_as_it_goes() -> None:
    state = ask(api_endpoint=jsonata("'https://h/' & $states.input.id"), query_language="JSONata")
    _, condition = allowed(state)["states:InvokeHTTPEndpoint"]
    assert condition["StringLike"] == {"states:HTTPEndpoint": "https://h/*"}


@pytest.mark.parametrize(
    "endpoint",
    [
        path("$.url"),
        intrinsics.format("https://{}/a", path("$.host")),
        intrinsics.format("https://api.example.com{}", path("$.rest")),
        intrinsics.format("https://{}.example.com/a", path("$.host")),
    ],
)
def test_a_host_that_could_be_longer_is_asked_for(endpoint: Any) -> None:
    assert [each.member for each in compiled(ask(api_endpoint=endpoint)).questions] == ["ApiEndpoint"]
    state = ask(api_endpoint=endpoint, allow=["https://api.example.com/*"])
    assert compiled(state).questions == []
    _, condition = allowed(state)["states:InvokeHTTPEndpoint"]
    assert condition["StringLike"] == {"states:HTTPEndpoint": "https://api.example.com/*"}
    with pytest.raises(NewelError, match="longer host names"):
        compiled(ask(api_endpoint=endpoint, allow=["https://api.example.com*"]))


@pytest.mark.parametrize(
    ("connection", "secret"),
    [
        (Ref("Connection"), "${Connection}"),
        (GetAtt("Connection", "Arn"), "${Connection}"),
    ],
)
def test_the_secret_is_the_connections(connection: Any, secret: str) -> None:
    found = allowed(ask(api_endpoint="https://h/", invocation_config={"ConnectionArn": connection}))
    assert found["events:RetrieveConnectionCredentials"] == ({"Fn::GetAtt": ["Connection", "Arn"]}, None)
    start = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:events!connection/"
    assert found["secretsmanager:GetSecretValue"] == ({"Fn::Sub": f"{start}{secret}/*"}, None)


def test_the_secret_of_a_connection_by_its_arn_has_an_id_of_its_own() -> None:
    name = "arn:aws:events:eu-west-1:1:connection/Stripe/81210c42"
    found = allowed(ask(api_endpoint="https://h/", invocation_config=None, authentication={"ConnectionArn": name}))
    secret = "arn:aws:secretsmanager:eu-west-1:1:secret:events!connection/Stripe/*"
    assert found["secretsmanager:GetSecretValue"] == (secret, None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"api_endpoint": "http://h/"}, "no address of HTTPS"),
        ({"method": "get"}, "write GET"),
        ({"headers": {"Host": "x"}}, "does not send"),
        ({"invocation_config": {"Arn": "x"}}, "ConnectionArn alone"),
        ({"authentication": {"ConnectionArn": "x"}}, "exactly one of"),
    ],
)
def test_what_an_http_task_would_not_take_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(NewelError, match=message):
        compiled(ask(**{"api_endpoint": "https://h/", **arguments}))
