"""With `newel stubs`, both type checkers refuse what is wrong with a call of AWS, and take what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.cli import newel
from support.type_checkers import mypy, pyright

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RIGHT = """\
from newel import GetAtt, Ref, Retry, StateMachine, Sub, context, jsonata, path
from newel.tasks import CallAwsService

a = CallAwsService("A", service="s3", action="getObject", parameters={"Bucket": Ref("B"), "Key": path("$.key")})
b = CallAwsService("B", service="s3", action="listBuckets", retry=[Retry(errors=["States.ALL"])])
c = CallAwsService(
    "C",
    service="s3",
    action="putBucketVersioning",
    parameters={"Bucket": Sub("${B}"), "VersioningConfiguration": {"Status": "Enabled"}},
)
d = CallAwsService(
    "D",
    service="s3",
    action="copyObject",
    parameters={
        "DestinationBucket": GetAtt("B", "Name"),
        "DestinationKey": context.execution.name,
        "SourceBucket": "from",
        "SourceKey": "key",
    },
)
e = CallAwsService(
    "E",
    service="dynamodb",
    action="putItem",
    parameters={
        "TableName": "T",
        "Item": {"id": {"S": "1"}, "deep": {"M": {"list": {"L": [{"Bool": True}, {"Nul": jsonata("true")}]}}}},
        "ReturnValues": path("$.values"),
    },
)
f = CallAwsService("F", service="rds", action="describeDBInstances", parameters={"DbInstanceIdentifier": "d"})
g = CallAwsService("G", service="sfn", action="startExecution", parameters={"StateMachineArn": "a", "Input": [1]})
h = CallAwsService("H", service="s3", action="getObject", parameters=jsonata("$states.input"))
i = CallAwsService("I", service="ec2", action="createTags", parameters={"Resources": path("$.ids"), "Tags": []})
machine = StateMachine("M", a >> b >> c >> d >> e >> f >> g >> i)
"""

# Other operations of these services, and another service: it is not in the stubs.
UNUSED = """\
x = CallAwsService("X", service="s3", action="headBucket", parameters={"Bucket": "b"})
y = CallAwsService("Y", service="sqs", action="listQueues")
"""

# A row a mistake: what is wrong with it, and the line.
WRONG = {
    "service": 'CallAwsService("X", service="s33", action="listBuckets")',
    "service's other name": 'CallAwsService("X", service="stepfunctions", action="listActivities")',
    "action": 'CallAwsService("X", service="s3", action="listBucket")',
    "action's casing": 'CallAwsService("X", service="s3", action="ListBuckets")',
    "another service's action": 'CallAwsService("X", service="s3", action="putItem")',
    "unsupported action": 'CallAwsService("X", service="s3", action="selectObjectContent")',
    "parameter": 'CallAwsService("X", service="s3", action="listBuckets", parameters={"Prefixx": "p"})',
    "parameter's casing": (
        'CallAwsService("X", service="rds", action="describeDBInstances", parameters={"DBInstanceIdentifier": "d"})'
    ),
    "missing parameter": 'CallAwsService("X", service="s3", action="getObject", parameters={"Bucket": "b"})',
    "no parameters": 'CallAwsService("X", service="s3", action="getObject")',
    "number for text": 'CallAwsService("X", service="s3", action="getObject", parameters={"Bucket": 5, "Key": "k"})',
    "text for number": 'CallAwsService("X", service="s3", action="listBuckets", parameters={"MaxBuckets": "5"})',
    "text for list": 'CallAwsService("X", service="ec2", action="createTags", parameters={"Resources": 5, "Tags": []})',
    "value of an enumeration": (
        'CallAwsService("X", service="dynamodb", action="putItem", '
        'parameters={"TableName": "T", "Item": {}, "ReturnValues": "SOME"})'
    ),
    "nested parameter": (
        'CallAwsService("X", service="s3", action="putBucketVersioning", '
        'parameters={"Bucket": "b", "VersioningConfiguration": {"Statue": "Enabled"}})'
    ),
    "deep in recursion": (
        'CallAwsService("X", service="dynamodb", action="putItem", '
        'parameters={"TableName": "T", "Item": {"a": {"L": [{"BOOL": True}]}}})'
    ),
    "path for all": 'CallAwsService("X", service="s3", action="getObject", parameters=path("$"))',
    "pattern": 'CallAwsService("X", service="s3", action="listBuckets", pattern="sync")',
    "another argument": 'CallAwsService("X", service="s3", action="listBuckets", bucket="b")',
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The right lines, for which the stubs are written, and then the others."""
    root = tmp_path_factory.mktemp("stubs")
    folder = root / "statemachines"
    folder.mkdir()
    (folder / "workflow.py").write_text(RIGHT, "utf-8")
    assert newel("stubs", cwd=root).returncode == 0
    file = root / "workflow.py"
    (folder / "workflow.py").rename(file)
    folder.rmdir()
    file.write_text(RIGHT + UNUSED + "\n".join(WRONG.values()) + "\n", "utf-8")
    return file


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_a_type_checker_refuses_what_is_wrong_with_a_call_and_only_that(
    checker: Callable[[Path], set[int]], source: Path
) -> None:
    first = (RIGHT + UNUSED).count("\n") + 1
    wrong = {first + row: name for row, name in enumerate(WRONG)}
    assert [wrong.get(line, f"line {line}") for line in sorted(checker(source))] == list(wrong.values())
