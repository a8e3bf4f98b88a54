"""`newel init` and `sam init`: projects that pass their own tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newel.sam.template import load
from newel.scaffold import services
from newel.scaffold.files import resources
from support.cli import TEMPLATE, contents, newel

ROOT = Path(__file__).parents[2]


def own_tests(project: Path) -> str:
    """Run the project's own tests, with the newel that is here."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_new_project_is_built_checked_run_and_tested(tmp_path: Path) -> None:
    done = newel("init", "orders", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.endswith("next:\n  cd orders\n  make run\n  make test\n")
    project = tmp_path / "orders"
    for arguments in (("build", "--check"), ("check",)):
        again = newel(*arguments, cwd=project)
        assert again.returncode == 0, again.stdout + again.stderr
    ran = newel("run", "Hello", "--input", "events/hello.json", cwd=project)
    assert '"text": "Hello, Ada!"' in ran.stdout
    assert "3 passed" in own_tests(project)
    assert 'stack_name = "orders-dev"' in (project / "samconfig.toml").read_text("utf-8")
    assert not [path for path, text in contents(project).items() if b"cookiecutter" in text and "pyc" not in path]


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    newel("init", "--name", "orders", cwd=tmp_path)
    (tmp_path / "README.md").write_text("mine", "utf-8")
    (tmp_path / "Makefile").unlink()
    before = contents(tmp_path)
    (tmp_path / "template.yaml").rename(tmp_path / "elsewhere.yaml")
    done = newel("init", "--name", "others", cwd=tmp_path)
    assert done.returncode == 0
    assert "left README.md as it is" in done.stderr
    after = contents(tmp_path)
    assert {path: after[path] for path in before if path != "template.yaml"} == {
        path: text for path, text in before.items() if path != "template.yaml"
    }
    assert after.keys() - before.keys() == {"Makefile", "elsewhere.yaml"}


def test_newel_is_added_to_a_sam_project(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE, "utf-8")
    (tmp_path / "Makefile").write_text("mine:\n", "utf-8")
    before = contents(tmp_path)
    done = newel("init", cwd=tmp_path)
    assert done.returncode == 0
    after = contents(tmp_path)
    assert {path: after[path] for path in before} == before
    assert after.keys() - before.keys() == {"statemachines/first_workflow.py", "tests/test_first_workflow.py"}
    assert newel("build", cwd=tmp_path).returncode == 0
    assert (tmp_path / "template.yaml").read_text("utf-8").startswith(TEMPLATE)
    assert "1 passed" in own_tests(tmp_path)
    again = newel("init", cwd=tmp_path)
    assert "left statemachines/first_workflow.py as it is" in again.stderr


@pytest.mark.parametrize("name", ["", "1st", "two words", "a_b", "x" * 101, "../up"])
def test_a_name_is_one_of_a_stack(tmp_path: Path, name: str) -> None:
    done = newel("init", "--name", name, "folder", cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == ((0, False) if name == "" else (2, False))
    assert (tmp_path / "folder").exists() is (name == "")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("", "it has no 'Resources'"),
        ("Resources: []\n", "it has no 'Resources'"),
        ("Resources: {}\n", "write Transform: AWS::Serverless-2016-10-31 at its top"),
        ('{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"A": {}}}', "these are JSON or in braces"),
        (None, "it is no file, or a link that leads nowhere"),
    ],
)
def test_a_template_that_newel_could_not_keep_is_refused(tmp_path: Path, template: str | None, said: str) -> None:
    if template is None:
        (tmp_path / "template.yaml").mkdir()
    else:
        (tmp_path / "template.yaml").write_text(template, "utf-8")
    done = newel("init", cwd=tmp_path)
    assert (done.returncode in (1, 2), said in done.stderr) == (True, True), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["template.yaml"]


def test_links_that_lead_nowhere_are_not_written_through(tmp_path: Path) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    for name in ("Makefile", "README.md"):
        (project / name).symlink_to(outside)
    assert "left project/Makefile as it is" in newel("init", "project", cwd=tmp_path).stderr
    assert not outside.exists()
    (project / "template.yaml").unlink()
    (project / "template.yaml").symlink_to(outside)
    assert newel("init", "project", cwd=tmp_path).returncode == 2
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert "it is a link to itself" in newel("init", "loop", cwd=tmp_path).stderr
    assert not outside.exists()


def test_a_pipe_is_no_template(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "template.yaml")
    assert newel("init", cwd=tmp_path).returncode == 2


def test_a_project_that_is_there_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text("Transform: AWS::Serverless-2016-10-31\nResources:", "utf-8")
    assert "leave --name out" in newel("init", "--name", "other", cwd=tmp_path).stderr
    assert newel("init", cwd=tmp_path).returncode == 0
    assert newel("build", cwd=tmp_path).returncode == 0


def test_another_resource_of_a_services_name_is_in_the_way(tmp_path: Path) -> None:
    text = "Transform: AWS::Serverless-2016-10-31\nResources:\n  EvaluateExpression:\n    Type: AWS::SNS::Topic\n"
    (tmp_path / "template.yaml").write_text(text, "utf-8")
    done = newel("init", "--with", "expressions", cwd=tmp_path)
    assert (done.returncode, "is of type AWS::SNS::Topic" in done.stderr) == (2, True)
    assert list(contents(tmp_path)) == ["template.yaml"]


def test_another_spelling_of_the_template_is_told(tmp_path: Path) -> None:
    (tmp_path / "template.yml").write_text(TEMPLATE, "utf-8")
    done = newel("init", cwd=tmp_path)
    assert (done.returncode, "rename it" in done.stderr) == (2, True)
    assert list(contents(tmp_path)) == ["template.yml"]


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "tests").write_text("", "utf-8")
    done = newel("init", "--name", "orders", cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "the folder cannot be made" in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "tests"], "what was made for the rest is gone again"


CALC = """\
from newel import StateMachine
from newel.tasks import EvaluateExpression

machine = StateMachine("Calc", EvaluateExpression("Calc", expression="$.a * 2"))
"""
FAR = """\
from newel import StateMachine
from newel.tasks import CallAwsServiceCrossRegion

where = {"service": "sns", "action": "listTopics", "region": "eu-west-1"}
machine = StateMachine("Far", CallAwsServiceCrossRegion("Look", **where))
"""


def test_a_new_project_has_the_services_that_are_asked_for(tmp_path: Path) -> None:
    done = newel("init", "orders", "--with", "expressions", "--with", "other-regions", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("newel_expressions/\n") == 1
    project = tmp_path / "orders"
    (project / "statemachines/calc.py").write_text(CALC, "utf-8")
    (project / "statemachines/far.py").write_text(FAR, "utf-8")
    for arguments in (("build",), ("check",)):
        again = newel(*arguments, cwd=project)
        assert again.returncode == 0, again.stdout + again.stderr
    assert newel("run", "Calc", "--input", '{"a": 21}', cwd=project).stdout == "42\n"
    assert newel("run", "Far", cwd=project).stdout == '{\n  "Topics": []\n}\n'
    source = ROOT / "src/newel/expressions"
    copied = contents(project / "layers/expressions/newel_expressions")
    assert copied == {path: text for path, text in contents(source).items() if "__pycache__" not in path}


def test_a_service_is_added_to_the_project_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE, "utf-8")
    (tmp_path / "statemachines").mkdir()
    (tmp_path / "statemachines/calc.py").write_text(CALC, "utf-8")
    told = newel("build", cwd=tmp_path)
    assert (told.returncode, "run `newel init --with expressions`" in told.stderr) == (1, True)
    assert newel("init", "--with", "expressions", cwd=tmp_path).returncode == 0
    template = (tmp_path / "template.yaml").read_text("utf-8")
    assert template.startswith(TEMPLATE)
    assert {path.name for path in tmp_path.iterdir()} == {"template.yaml", "statemachines", "functions", "layers"}
    assert newel("build", cwd=tmp_path).returncode == 0
    before = contents(tmp_path)
    again = newel("init", "--with", "expressions", cwd=tmp_path)
    assert "left EvaluateExpression in template.yaml as it is" in again.stderr
    assert "wrote" not in again.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize("template", ["{Resources: {T: {Type: AWS::SNS::Topic}}}\n", "", "Resources: [\n"])
def test_a_template_that_cannot_be_changed_is_left_with_all_else(tmp_path: Path, template: str) -> None:
    (tmp_path / "template.yaml").write_text(template, "utf-8")
    done = newel("init", "--with", "expressions", cwd=tmp_path)
    assert (done.returncode, done.stderr.startswith("error: template.yaml"), "Traceback" in done.stderr) == (
        1,
        True,
        False,
    ), done.stderr
    assert list(contents(tmp_path)) == ["template.yaml"]


def test_what_is_added_is_what_this_repository_has() -> None:
    own = load(ROOT / "template.yaml").resources
    for service in services.SERVICES.values():
        for name, resource in resources(service).items():
            ours = own[name]
            properties = ours["Properties"]
            standing = {
                key: resource["Properties"][key] for key in ("Architectures", "RetentionInDays") if key in properties
            }
            assert {**ours, "Properties": {**properties, **standing}} == resource
        for folder in service.files:
            listed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True)
            assert set(listed.stdout.split()) <= {*services.texts(service), *service.copies}


@pytest.mark.slow
def test_a_new_project_passes_its_own_make_test(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"], cwd=ROOT, check=True
    )
    [wheel] = (tmp_path / "dist").glob("*.whl")
    pins = (ROOT / "requirements/dev.txt").read_text("utf-8").splitlines()
    constraint = tmp_path / "pins.txt"
    constraint.write_text("\n".join(line.partition(" \\")[0] for line in pins if line[:1].isalnum()), "utf-8")
    assert newel("init", "orders", cwd=tmp_path).returncode == 0
    project = tmp_path / "orders"
    (project / "requirements-dev.txt").write_text(f"newel[local] @ {wheel.as_uri()}\npytest\n", "utf-8")
    make = ["make", f"PYTHON={sys.executable}", f"NEWEL=newel[local] @ {wheel.as_uri()}"]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    for target in ("run", "check", "test"):
        done = subprocess.run(
            [*make, target],
            cwd=project,
            env={**env, "PIP_CONSTRAINT": str(constraint)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout


@pytest.mark.slow
@pytest.mark.sam
def test_sam_starts_the_same_project(tmp_path: Path) -> None:
    sam = shutil.which("sam")
    if sam is None:
        pytest.skip("the SAM CLI is not on PATH; `make slow` installs it and runs this")
    source = tmp_path / "source"  # as a clone has it: without what is built and installed here
    files = subprocess.run(
        ["git", "ls-files", "cookiecutter.json", "src/newel/scaffold"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in files.stdout.splitlines():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    (tmp_path / "sam").mkdir()
    command = [sam, "init", "--location", str(source), "--no-input", "--name", "orders"]
    done = subprocess.run(command, cwd=tmp_path / "sam", capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    newel("init", "orders", cwd=tmp_path)
    assert contents(tmp_path / "sam" / "orders") == contents(tmp_path / "orders")
