"""`newel import`, as people call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.cli import newel, project

ROOT = Path(__file__).parents[2]
DEFINITION = {
    "StartAt": "Tell",
    "States": {
        "Tell": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sns:publish",
            "Parameters": {"TopicArn": "${Topic}", "Message": "hello"},
            "End": True,
        }
    },
}
TEXT = json.dumps(DEFINITION)
JSON5 = """\
// a comment
{
  StartAt: 'Tell', /* and
  another */
  "States": {
    "Tell": {"Type": "Pass", "Result": {a: 0xff, b: .5, c: +1, 'd//': 'it\\'s "so"', Infinity: 'NaN, // no',},
     "End": true,},
  },
}
"""


def test_it_writes_python_to_stdout(tmp_path: Path) -> None:
    (tmp_path / "tell-them.asl.json").write_text(TEXT, "utf-8")
    done = newel("import", "tell-them.asl.json", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.endswith('machine = StateMachine("TellThem", tell, partition="aws")\n')
    assert "${Topic}" in done.stderr
    assert "1 states, 0 of them Raw" in done.stderr


def test_it_writes_a_file_once(tmp_path: Path) -> None:
    (tmp_path / "tell.asl.json").write_text(TEXT, "utf-8")
    arguments = ("import", "tell.asl.json", "-o", "tell.py", "--name", "News")
    assert newel(*arguments, cwd=tmp_path).returncode == 0
    written = (tmp_path / "tell.py").read_text("utf-8")
    assert 'StateMachine("News"' in written
    (tmp_path / "tell.py").write_text("mine", "utf-8")
    refused = newel(*arguments, cwd=tmp_path)
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert (tmp_path / "tell.py").read_text("utf-8") == "mine"
    assert newel(*arguments, "--force", cwd=tmp_path).returncode == 0
    assert (tmp_path / "tell.py").read_text("utf-8") == written


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tell.json5", JSON5),
        ("tell.asl", JSON5),
        ("tell.yaml", "StartAt: Tell\nStates:\n  Tell: {Type: Pass, Result: {a: 1}, End: true}\n"),
        (
            "tell.json",
            '\ufeff{"StartAt": "Tell", "States": {"Tell": {"Type": "Pass", "Result": {"a": 1}, "End": true}}}',
        ),
    ],
)
def test_it_reads_other_forms(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    done = newel("import", name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'tell = Pass("Tell", result={"a": ' in done.stdout
    if "//" in text:
        assert """{"a": 255, "b": 0.5, "c": 1, "d//": 'it\\'s "so"', "Infinity": "NaN, // no"}""" in done.stdout


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.json", "", "it is empty"),
        ("x.json", '{"StartAt": "A", "States": {"A":', "x.json:1:"),
        ("x.json", "[]", "no object"),
        ("x.json", '"text"', "no object"),
        ("x.json", '{"StartAt": "A"}', "no States"),
        ("x.json", '{"StartAt": "A", "States": {}}', "no States"),
        ("x.json", '{"a": ' * 100_000, "nested too deeply"),
        ("x.json", '{"StartAt": "A", "States": {"A": NaN}}', "NaN"),
        ("x.yaml", "a: [", "x.yaml:"),
        ("x.yaml", "", "no object"),
        ("x.json5", "{a: 'b", "x.json5:1:"),
        ("x.json5", "{States: {A: Infinity}}", "it has no Infinity"),
        ("x.py", "pass", "x.py:1:"),
        ("x.json", " " * 9_000_000, "AWS takes 1 MiB"),
    ],
)
def test_what_is_no_definition_is_told(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    done = newel("import", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "mistake" not in done.stderr


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(b"\xff\xfe{")
    (tmp_path / "d.json").mkdir()
    (tmp_path / "ok.json").write_text(TEXT, "utf-8")
    for arguments in (("a.json",), ("b.json",), ("d.json",), ("ok.json", "-o", "no/such/folder.py"), ("a" * 5000,)):
        done = newel("import", *arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert "error" in done.stderr
        assert "mistake" not in done.stderr


def test_what_newel_cannot_say_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}', "utf-8")
    done = newel("import", "x.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "neither Next nor End" in done.stderr


def test_a_project_takes_what_is_imported(tmp_path: Path) -> None:
    """A machine written by hand becomes one of newel's, and its definition is the same."""
    root = project(tmp_path / "project")
    assert newel("build", cwd=root).returncode == 0
    before = (root / "statemachines/tell.asl.json").read_text("utf-8")
    template = (root / "template.yaml").read_text("utf-8")
    done = newel("import", "Tell", "--template", "template.yaml", "-o", "statemachines/tell.py", "--force", cwd=root)
    assert done.returncode == 0, done.stderr
    assert 'topic_arn=Ref("CoolTopic")' in (root / "statemachines/tell.py").read_text("utf-8")
    assert "warning" not in done.stderr
    built = newel("build", cwd=root)
    assert built.returncode == 0, built.stderr
    assert (root / "statemachines/tell.asl.json").read_text("utf-8") == before
    assert (root / "template.yaml").read_text("utf-8") == template
