"""`newel stubs`: what a type checker is told of the services that a project calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from support.cli import contents, newel

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "typings/newel_services"
CALLS = """\
from newel.tasks import CallAwsService

get = CallAwsService("A", service="s3", action="getObject", parameters={})
put = CallAwsService("B", service="s3", action="puttObject")
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "statemachines" / "deeper").mkdir(parents=True)
    (tmp_path / "statemachines" / "_calls.py").write_text(CALLS, "utf-8")
    return tmp_path


def operations(root: Path) -> list[str]:
    """The operations whose parameters the stubs have."""
    text = (root / PACKAGE / "__init__.pyi").read_text("utf-8")
    return re.findall(r"parameters: _(\w+\.\w+)", text)


def test_stubs_have_what_is_called_though_it_does_not_build(root: Path) -> None:
    done = newel("stubs", cwd=root)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"wrote {PACKAGE}/__init__.pyi\nwrote {PACKAGE}/s3.pyi\n"
    assert operations(root) == ["s3.GetObject"]
    assert "class GetObject(" in (root / PACKAGE / "s3.pyi").read_text("utf-8")


def test_stubs_are_the_same_twice_and_check_says_so(root: Path) -> None:
    stale = newel("stubs", "--check", cwd=root)
    assert (stale.returncode, stale.stdout) == (1, f"{PACKAGE}/__init__.pyi\n{PACKAGE}/s3.pyi\n")
    assert not (root / "typings").exists()
    newel("stubs", cwd=root)
    before = contents(root)
    assert newel("stubs", "--check", cwd=root).returncode == 0
    assert newel("stubs", cwd=root).stderr == "up to date: 2 stubs, of 1 operations\n"
    assert contents(root) == before
    (root / PACKAGE / "s3.pyi").write_bytes(b"\xff")
    assert newel("stubs", "--check", cwd=root).stdout == f"{PACKAGE}/s3.pyi\n"
    assert newel("stubs", cwd=root).returncode == 0
    assert contents(root) == before


def test_stubs_keep_what_they_have_and_take_what_is_named(root: Path) -> None:
    assert newel("stubs", "dynamodb:getItem", "sts", cwd=root).returncode == 0
    (root / "statemachines" / "_calls.py").unlink()
    (root / "statemachines" / "deeper" / "more.py").write_text('call(service="sqs", action="listQueues")', "utf-8")
    assert newel("stubs", cwd=root).returncode == 0
    had = operations(root)
    assert [name for name in had if not name.startswith("sts.")] == [
        "dynamodb.GetItem",
        "s3.GetObject",
        "sqs.ListQueues",
    ]
    assert "sts.GetCallerIdentity" in had
    assert newel("stubs", "--check", cwd=root).returncode == 0


def test_stubs_of_a_service_without_a_model_have_its_name(root: Path) -> None:
    from newel.aws.operations import model_of
    from newel.aws.services import services

    name = next(each.id for each in services().values() if model_of(each) is None)
    assert newel("stubs", name, cwd=root).returncode == 0
    assert not (root / PACKAGE / f"{name}.pyi").exists()
    assert f"service: Literal['{name}'], action: str" in (root / PACKAGE / "__init__.pyi").read_text("utf-8")
    assert newel("stubs", "--check", cwd=root).returncode == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("dynmodb", "SDK integrations reach no service 'dynmodb'\n  write dynamodb"),
        ("stepfunctions", "Step Functions has another name for 'stepfunctions'\n  write 'sfn'"),
        ("s3:getObjct", "s3 has no action 'getObjct'\n  write getObject"),
        ("", "SDK integrations reach no service ''"),
        ("s3:", "s3 has no action ''"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(root: Path, asked: str, said: str) -> None:
    done = newel("stubs", asked, cwd=root)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {said}")
    assert not (root / "typings").exists()


def test_a_workflow_that_is_no_python_is_told(root: Path) -> None:
    (root / "statemachines" / "half.py").write_text("call(", "utf-8")
    (root / "statemachines" / "null.py").write_bytes(b"a = 1\0")
    done = newel("stubs", cwd=root)
    assert done.returncode == 1
    assert "error: statemachines/half.py:1: SyntaxError: " in done.stderr
    assert "error: statemachines/null.py" in done.stderr


def test_a_project_that_calls_nothing_gets_no_stubs(tmp_path: Path) -> None:
    done = newel("stubs", cwd=tmp_path)
    assert (done.returncode, contents(tmp_path)) == (0, {})
    assert done.stderr.startswith("no workflow calls CallAwsService")


def test_a_folder_that_cannot_be_made_is_told(root: Path) -> None:
    (root / "typings").write_text("", "utf-8")
    done = newel("stubs", cwd=root)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr
