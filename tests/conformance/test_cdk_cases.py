"""What the CDK's own tests say of its task classes, written as newel.

The states are the same, the permissions no wider, and what is an error there is one here. A class of the CDK that no
row of `support/cdk_tasks.py` knows, or whose class is still to come, is not covered: the test is skipped, and says so.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel import StateMachine
from newel.checks import check_definition
from newel.errors import NewelError
from newel.sam import crossing
from newel.sam.fifo import unfit_messages
from newel.values import GetAtt, Ref, Sub
from support import cdk_flow
from support.cdk_rows import TASKS, attempted, renewed
from support.cdk_tasks import cls_of, resources_made, state
from support.cdk_values import NotCoveredError, template, text
from support.compare import Names, differences, permissions, statements_of, wider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.machine import Definition
    from newel.values import Placeholder

CASES = Path(__file__).parents[2].parent / "shared/conformance/cdk"
AT_LEAST = {"states": 151, "iam": 31, "errors": 120}
"""Cases covered when this was last changed: fewer means that something is not covered that was before."""

_WHOLE_URL = "the URL is known when the workflow is built, and stands there whole"

OTHER_STATES: dict[str, str] = {
    "EventBridgeSchedulerCreateScheduleTask: Create Schedule with schedule (a date)": (
        "there a schedule of one time is that time; the scheduler wants at(...) around it"
    ),
    "BatchSubmitJob: *Task with all the parameters*": "the API has no dependency of the type some_type",
    "BedrockInvokeModel: Invoke Model invoke model renders input and output JSON Path as s3 URI with feature flag*": (
        "there input_path and output_path become S3 URIs, which AWS does not say"
    ),
    "LambdaInvoke: *(tasks.RunLambdaTask)": "the function is named by its ARN, and errors of the service are retried",
    "HttpInvoke: AWS::StepFunctions::Tasks::HttpInvoke invoke with default *": _WHOLE_URL,
    "HttpInvoke: AWS::StepFunctions::Tasks::HttpInvoke invoke with all props": _WHOLE_URL,
    "HttpInvoke: AWS::StepFunctions::Tasks::HttpInvoke invoke with no *": _WHOLE_URL,
    "EmrContainersStartJobRun: Invoke EMR Containers Start Job Run with  Job Execution Role": (
        "the account of its ARN has no digits, and the API's model refuses that"
    ),
}
"""Tests of the CDK whose states are others here, and why."""

WIDER: dict[str, str] = {
    "AthenaStartQueryExecution: Start Query Execution bucket arn is formatted*": (
        "s3:ListBucketMultipartUploads is asked of a bucket: the CDK has it on the objects, where it allows nothing"
    ),
    "EcsRunTask: Running a Fargate Task": (
        "the recorded state names the family as text, and what is in the template is not known by that"
    ),
    "HttpInvoke: AWS::StepFunctions::Tasks::HttpInvoke When use JSONata expression to apiRoot*": (
        "the connection is known by its ARN, and of its secret's the name"
    ),
}
"""Tests of the CDK whose permissions are wider here, and why."""

_NOT_LOOKED_UP = "the containers stand in the template's task definition, which is not looked up"
_OR_ARN = "the API's pattern, which is of ARNs too, has no anchors, and is looked for anywhere in the text"

NO_ERROR: dict[str, str] = {
    "BedrockCreateModelCustomizationJob: validationData or*": "the API takes a job without validation",
    "BedrockInvokeModel: Either specify S3 Uri or S3 location, but not both.": "there is one parameter for it, S3Uri",
    "BedrockInvokeModel: Input S3 object version is not supported.": "no parameter takes one, so none can be written",
    "BedrockInvokeModel: The id of Guardrail must contain*": _OR_ARN,
    "EcsRunTask: Supplied TaskDefinition is not compatible with Fargate": _NOT_LOOKED_UP,
    "EcsRunTask: A TaskDefinition must have at least one essential container": _NOT_LOOKED_UP,
    "EcsRunTask: Overrides mention container with name*": _NOT_LOOKED_UP,
    "EmrContainersStartJobRun: Application configuration must have either properties or nested app*": (
        "the API takes a classification alone"
    ),
    "EmrContainersStartJobRun: Entry point arguments must be a string array*Received 0.": "the API takes an empty list",
    "GlueStartJobRun: You must set either 'workerType' or 'workerTypeV2'*": (
        "the API has no such struct: without `worker_type` the job's own holds"
    ),
    "SageMakerCreateTrainingJob: Expected algorithm name to match pattern*": _OR_ARN,
    "SnsPublish: Publish invalid message attribute configurations *null*": (
        'null is among the values that "Amazon SNS message attributes" lists for an array'
    ),
}
"""Errors of the CDK that are none here, and why."""

_CUT = re.compile(r"Select\(6,Split\(:,\$\{(\w+)\}\)\)")

_CALLS_REGIONS = re.compile(r"CrossRegionAwsSdk\w+")
"""The CDK's name of the function that calls other regions."""

if not CASES.is_dir():
    pytest.skip(f"the recorded cases are not there: {CASES}", allow_module_level=True)


def recorded(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


STATES = [renewed(case) for case in recorded("states")]
IAM = [
    {**case, **task, "task_class": task["class"], "factory": _language}
    for case in recorded("iam")
    for task in case["tasks"]
    if task["class"].startswith("tasks.")
    for _language in ["jsonata" if (task["state"] or {}).get("QueryLanguage") == "JSONata" else "new"]
]
ERRORS = [attempted(case) for case in recorded("errors")]


def compiled(case: dict[str, Any]) -> Definition:
    """The state of a case, written as newel."""
    row = TASKS.get(case["task_class"].removeprefix("tasks."))
    if row is None and "error_message" in case:
        return _wrong_flow(f"{case['test_name']}: {case['error_message']}")
    written = cdk_flow.find(cdk_flow.STATES, title(case).removeprefix("sfn.")) if row is None else None
    if written:
        return StateMachine("Case", written()).compile()
    if row is None:
        raise NotCoveredError(f"{case['task_class']} has no row")
    cls = cls_of(row)
    if cls is None:
        raise NotCoveredError(f"there is no class for {row.integration} yet")
    return StateMachine("Case", state(case["id"], cls, row, case["props"], case)).compile()


def _wrong_flow(name: str) -> Definition:
    written = cdk_flow.find(cdk_flow.ERRORS, name)
    if written is None or isinstance(written, str):
        raise NotCoveredError(written or f"{name} has no row")
    flow = written()
    machine = flow if isinstance(flow, StateMachine) else StateMachine("Case", flow)
    return machine.compile()


def body(case: dict[str, Any]) -> dict[str, Any]:
    """The state in the States Language, references as text, without its edges."""
    definition = compiled(case)
    plain = _told(definition.asl["States"][case["id"]], definition.substitutions)
    return {name: item for name, item in plain.items() if name not in {"Next", "End"}}


def _told(value: Any, substitutions: Mapping[str, Placeholder]) -> Any:
    match value:
        case dict():
            return {name: _told(item, substitutions) for name, item in value.items()}
        case list():
            return [_told(item, substitutions) for item in value]
        case str():
            parts = value.split("${")
            told = [_known(part, substitutions) for part in parts[1:]]
            return "".join([parts[0], *told])
        case _:
            return value


def _known(part: str, substitutions: Mapping[str, Placeholder]) -> str:
    name, _, rest = part.partition("}")
    match substitutions[name].value:
        case Ref(resource):
            return f"${{{resource}}}{rest}"
        case GetAtt(resource, attribute):
            return f"${{{resource}.{attribute}}}{rest}"
        case Sub(known):
            return known + rest


def expectation(case: dict[str, Any], ours: Any) -> tuple[Any, Any]:
    """What a case expects, and what of ours it is about."""
    if case["matcher"] == "toHaveProperty":
        place, wanted = case["expected_args"]
        for step in place.split("."):
            ours = ours.get(step, {}) if isinstance(ours, dict) else {}
        return text(wanted), ours
    wanted = text(case["expected_args"][0] if "expected_args" in case else case["expected_state"])
    if wanted.get("$matcher") == "ObjectContaining":
        wanted = {name: item for name, item in wanted["sample"].items() if name != "End"}
        return wanted, _about(wanted, ours)
    if case["matcher"] == "toMatchObject":
        return wanted, _about(wanted, ours)
    return {name: item for name, item in wanted.items() if name not in {"Next", "End"}}, ours


def _about(wanted: Any, ours: Any) -> Any:
    if isinstance(wanted, dict) and isinstance(ours, dict):
        return {name: _about(wanted[name], item) for name, item in ours.items() if name in wanted}
    if isinstance(wanted, list) and isinstance(ours, list) and len(wanted) == len(ours):
        return [_about(one, other) for one, other in zip(wanted, ours, strict=True)]
    return ours


def title(case: dict[str, Any]) -> str:
    return f"{case['task_class'].removeprefix('tasks.')}: {case['test_name']}"


def refusal(case: dict[str, Any]) -> str:
    return f"{case['task_class'].removeprefix('tasks.')}: {case['error_message']}"


def other_states(case: dict[str, Any]) -> list[str]:
    """What differs in the state of a case."""
    try:
        wanted, ours = expectation(case, body(case))
    except NewelError as error:
        return [str(error)]
    return list(differences(wanted, ours, Names(), case["id"]))


def too_wide(case: dict[str, Any]) -> list[str]:
    """What a case allows beyond what the CDK does."""
    definition = compiled(case)
    made = resources_made(TASKS[case["task_class"].removeprefix("tasks.")], case)
    roles = [item.name for item in made.values() if isinstance(item, GetAtt)]
    try:
        ours = permissions(statements_of(definition, template(case, roles)))
    except NewelError as error:
        raise NotCoveredError(str(error)) from None
    # The name of a machine: the CDK cuts it out of its ARN.
    theirs = _CUT.sub(r"${\1.Name}", json.dumps(text(case["task_policies"])))
    found = list(wider(permissions(json.loads(_CALLS_REGIONS.sub(crossing.NAME, theirs))), ours))
    if definition.delegated:
        function = statements_of(replace(definition, needs=definition.delegated), template(case, roles))
        theirs = json.dumps(text(_of_the_function(case)))
        found += wider(permissions(json.loads(theirs)), permissions(function))
    return found


def _of_the_function(case: dict[str, Any]) -> list[Any]:
    """What the CDK allows the function that calls other regions."""
    made = [policy["Properties"] for policies in case["actual_policies"] for policy in policies.values()]
    own = [each for each in made if any(_CALLS_REGIONS.match(role["Ref"]) for role in each["Roles"])]
    assert own, "the CDK gives its function no policy"
    return [statement for each in own for statement in each["PolicyDocument"]["Statement"]]


def no_error(case: dict[str, Any]) -> list[str]:
    """That a case is no error, if it is none."""
    try:
        definition = compiled(case)
    except NewelError:
        return []
    if list(unfit_messages(definition, template(case, []), None)):
        return []
    if any(found.severity == "ERROR" for found in check_definition(definition.asl)):
        return []  # `newel build` refuses that
    return [f"newel takes it; the CDK says: {case['error_message']}"]


CHECKS = {
    "states": (STATES, other_states, title, OTHER_STATES),
    "iam": (IAM, too_wide, title, WIDER),
    "errors": (ERRORS, no_error, refusal, NO_ERROR),
}


@pytest.mark.parametrize("case", STATES, ids=title)
def test_the_state_is_the_cdks(case: dict[str, Any]) -> None:
    judge("states", case)


@pytest.mark.parametrize("case", IAM, ids=title)
def test_the_permissions_are_no_wider(case: dict[str, Any]) -> None:
    judge("iam", case)


@pytest.mark.parametrize("case", ERRORS, ids=title)
def test_what_the_cdk_refuses_is_refused(case: dict[str, Any]) -> None:
    judge("errors", case)


def judge(kind: str, case: dict[str, Any]) -> None:
    _, check, name, reasons = CHECKS[kind]
    try:
        found = check(case)
    except NotCoveredError as reason:
        pytest.skip(f"not covered: {reason}")
    explained = any(fnmatchcase(one, pattern) for pattern in reasons for one in {name(case), title(case)})
    assert explained or not found, "\n".join(found)
    assert found or not explained, "it differs no longer"


@pytest.mark.parametrize("kind", CHECKS)
def test_no_fewer_are_covered(kind: str) -> None:
    cases, check, *_ = CHECKS[kind]
    covered = 0
    for case in cases:
        try:
            check(case)
            covered += 1
        except NotCoveredError:
            continue
    assert covered >= AT_LEAST[kind], f"{covered} of {len(cases)} are covered"
