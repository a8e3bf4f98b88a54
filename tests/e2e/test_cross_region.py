"""Calls of other regions, from a project with the function: one for all machines, with the permissions of them all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from newel.sam.template import load
from support.cli import MACHINE, newel
from support.cli import project as made
from support.project import ROOT, run
from support.transform import transform

if TYPE_CHECKING:
    from pathlib import Path

CODE = ROOT / "functions/call_aws_cross_region"
NAME, LOGS = "CallAwsServiceCrossRegion", "CallAwsServiceCrossRegionLogs"

GET = """\
from newel import Ref, StateMachine, path
from newel.tasks import CallAwsServiceCrossRegion

get = CallAwsServiceCrossRegion(
    "Get",
    service="dynamodb",
    action="getItem",
    region="us-east-1",
    parameters={"TableName": "orders", "Key": {"id": {"S": path("$.id")}}},
)
machine = StateMachine("Getting", get)
"""
SEND = """\
from newel import StateMachine, path
from newel.tasks import CallAwsServiceCrossRegion

send = CallAwsServiceCrossRegion(
    "Send",
    service="lambda",
    action="invoke",
    region=path("$.region"),
    parameters={"FunctionName": "greet"},
)
machine = StateMachine("Sending", send)
"""
START = """\
from newel import Ref, StateMachine
from newel.tasks import CallAwsServiceCrossRegion

start = CallAwsServiceCrossRegion(
    "Start",
    service="sfn",
    action="startExecution",
    region="us-east-1",
    parameters={"StateMachineArn": Ref("Getting")},
)
machine = StateMachine("Starting", start)
"""

PARAMETERS = """\
Parameters:
  ExpressionsLayer:
    Type: String
"""


def project(root: Path, **machines: str) -> Path:
    made(root, **machines)
    shutil.copytree(CODE, root / "functions/call_aws_cross_region", ignore=shutil.ignore_patterns("__pycache__"))
    template = root / "template.yaml"
    template.write_text(template.read_text("utf-8") + PARAMETERS, "utf-8")
    return root


def resources(root: Path) -> dict[str, Any]:
    return load(root / "template.yaml").resources


def allowed(root: Path) -> list[tuple[str, Any]]:
    [policy] = resources(root)[NAME]["Properties"]["Policies"]
    return [(one["Action"], one["Resource"]) for one in policy["Statement"]]


GETS = ("dynamodb:GetItem", {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:us-east-1:${AWS::AccountId}:table/orders"})
INVOKES = ("lambda:InvokeFunction", {"Fn::Sub": "arn:${AWS::Partition}:lambda:*:${AWS::AccountId}:function:greet"})


def test_machines_share_one_function_that_may_do_what_they_need(tmp_path: Path) -> None:
    root = project(tmp_path, getting=GET)
    done = newel("build", cwd=root)
    assert (done.returncode, done.stderr) == (0, "wrote statemachines/getting.asl.json\nwrote template.yaml\n")
    assert allowed(root) == [GETS]
    (root / "statemachines/sending.py").write_text(SEND, "utf-8")
    assert newel("build", cwd=root).returncode == 0
    assert allowed(root) == [GETS, INVOKES]
    for machine in ("Getting", "Sending"):
        [policy] = resources(root)[machine]["Properties"]["Policies"]
        statement = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": {"Fn::GetAtt": [NAME, "Arn"]}}
        assert policy["Statement"][0] == statement
        assert [one.get("Sid") for one in policy["Statement"][1:]] == ["DeliverLogs"]
    assert newel("build", "--check", cwd=root).returncode == 0


def test_the_template_is_valid(tmp_path: Path) -> None:
    from cfnlint.api import lint
    from cfnlint.config import ManualArgs

    root = project(tmp_path, getting=GET, sending=SEND)
    newel("build", cwd=root)
    transformed = transform(load(root / "template.yaml").data)
    [policy] = transformed["Resources"][f"{NAME}Role"]["Properties"]["Policies"]
    assert [one["Action"] for one in policy["PolicyDocument"]["Statement"]] == [GETS[0], INVOKES[0]]
    assert lint(json.dumps(transformed), config=ManualArgs(regions=["eu-west-1"])) == []


def test_the_function_is_its_authors_but_for_what_it_may_do(tmp_path: Path) -> None:
    root = project(tmp_path, getting=GET)
    newel("build", cwd=root)
    template = root / "template.yaml"
    mine = template.read_text("utf-8").replace("MemorySize: 512", "MemorySize: 256 # enough").replace("Active", "")
    mine = mine.replace("table/orders", "table/*")
    template.write_text(mine, "utf-8")
    newel("build", cwd=root)
    assert template.read_text("utf-8") == mine.replace("table/*", "table/orders")


def test_a_function_that_no_state_needs_is_told(tmp_path: Path) -> None:
    root = project(tmp_path, getting=GET, tell=MACHINE)
    newel("build", cwd=root)
    (root / "statemachines/getting.py").write_text(MACHINE.replace('"Tell"', '"Getting"'), "utf-8")
    done = newel("build", cwd=root)
    assert done.returncode == 1
    said = f"'{NAME}', '{LOGS}' are for calls of other regions by statemachines/*.py, where no state makes any"
    assert f"error: template.yaml: {said}\n" in done.stderr
    assert NAME in resources(root)
    assert newel("build", "--prune", cwd=root).returncode == 0
    assert NAME not in (root / "template.yaml").read_text("utf-8")


def test_nothing_is_there_where_nothing_calls_another_region(tmp_path: Path) -> None:
    root = project(tmp_path, tell=MACHINE)
    newel("build", cwd=root)
    assert NAME not in resources(root)


def test_a_function_of_another_stack_is_not_kept(tmp_path: Path) -> None:
    root = project(tmp_path, getting=GET)
    template = root / "template.yaml"
    template.write_text(template.read_text("utf-8").replace("ExpressionsLayer", NAME), "utf-8")
    assert newel("build", cwd=root).returncode == 0
    assert NAME not in resources(root)
    [policy] = resources(root)["Getting"]["Properties"]["Policies"]
    assert policy["Statement"][0]["Resource"] == {"Ref": NAME}


def test_what_is_missing_is_said_with_where_it_is(tmp_path: Path) -> None:
    root = project(tmp_path, getting=GET)
    template = root / "template.yaml"
    before = template.read_text("utf-8")
    template.write_text(before.replace("ExpressionsLayer", "Other"), "utf-8")
    done = newel("build", cwd=root)
    assert done.returncode == 1
    assert "needs the layer ExpressionsLayer, with Powertools" in done.stderr
    assert "run `newel init --with other-regions`, or make ExpressionsLayer a parameter" in done.stderr
    template.write_text(before, "utf-8")
    shutil.rmtree(root / "functions")
    done = newel("build", cwd=root)
    assert done.returncode == 1
    assert "is not here: functions/call_aws_cross_region/app.py" in done.stderr
    assert "run `newel init --with other-regions`, which writes it" in done.stderr
    assert template.read_text("utf-8") == before


def test_the_name_may_not_be_taken(tmp_path: Path) -> None:
    root = project(tmp_path, getting=GET)
    template = root / "template.yaml"
    before = template.read_text("utf-8")
    template.write_text(before.replace("Parameters:", f"  {NAME}:\n    Type: AWS::SNS::Topic\nParameters:"), "utf-8")
    done = newel("build", cwd=root)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"'{NAME}' is in the template already" in done.stderr or f"{NAME} is a AWS::SNS::Topic" in done.stderr
    template.write_text(before, "utf-8")
    (root / "statemachines/getting.py").write_text(GET.replace('"Getting"', f'"{NAME}"'), "utf-8")
    done = newel("build", cwd=root)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_machines_and_function_that_wait_for_each_other_are_told(tmp_path: Path) -> None:
    root = project(tmp_path, getting=GET, starting=START)
    done = newel("build", cwd=root)
    assert done.returncode == 1
    assert f"{NAME} refers to Getting refers to {NAME}: CloudFormation could create none of them first" in done.stderr
    assert "in a state that calls another region write Sub(" in done.stderr


def test_it_runs_here(tmp_path: Path) -> None:
    root = project(tmp_path, getting=GET)
    newel("build", cwd=root)
    done = newel("run", "Getting", "--input", '{"id": "7"}', cwd=root)
    assert done.returncode == 1
    assert "DynamoDb.ResourceNotFoundException" in done.stdout + done.stderr  # no such table in moto's us-east-1
    assert "Traceback" not in done.stderr


def test_the_folder_builds_and_needs_nothing_else_of_newel(tmp_path: Path) -> None:
    done = run(["make", f"build-{NAME}"], cwd=CODE, env={"ARTIFACTS_DIR": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    # The packages beside it, as the layer and the runtime have them; newel itself is installed by a link, not there.
    packages = [path for path in sys.path if path.endswith("site-packages")]
    code = f"import sys; sys.path[:0] = {[str(tmp_path), *packages]!r}; import app, newel; print(newel.__path__)"
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "newel") in done.stdout


@pytest.mark.parametrize("left", ["", "../../src/newel/aws/naming.py"])
def test_without_links_it_says_what_to_do(tmp_path: Path, left: str) -> None:
    source = tmp_path / "source"
    shutil.copytree(CODE, source)
    (source / "links/naming.py").write_text(left, "utf-8")
    done = run(["make", f"build-{NAME}"], cwd=source, env={"ARTIFACTS_DIR": str(tmp_path / "built")})
    assert done.returncode != 0
    assert "git config core.symlinks true" in done.stderr
