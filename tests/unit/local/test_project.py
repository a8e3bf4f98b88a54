"""Finding a machine, reading its definition, filling in its substitutions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newel.errors import NewelError
from newel.json_files import parse_json
from newel.local.aws import LocalAws
from newel.local.project import filled_in
from newel.sam.machines import Machine, find_machine
from newel.sam.template import load

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Topic:
    Type: AWS::SNS::Topic
  One:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: machines/one.asl.json
      DefinitionSubstitutions:
        Region: !Ref AWS::Region
  Inline:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: {StartAt: A, States: {A: {Type: Succeed}}}
  Gone:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: machines/gone.asl.json
"""
ONE: dict[str, Any] = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "machines").mkdir()
    (tmp_path / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "machines/one.asl.json").write_text(json.dumps(ONE), encoding="utf-8")
    (tmp_path / "machines/one.py").touch()
    (tmp_path / "machines/gone.py").touch()
    (tmp_path / "machines/stray.asl.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "argument", ["One", "machines/one.py", "machines/one.asl.json", "./machines/../machines/one.py"]
)
def test_a_machine_is_found_by_id_source_or_definition(root: Path, argument: str) -> None:
    found = find_machine(argument, load(root / "template.yaml"))
    assert (found.name, found.definition, found.where) == ("One", ONE, "machines/one.asl.json")


def test_a_definition_in_the_template_is_found_by_id(root: Path) -> None:
    assert find_machine("Inline", load(root / "template.yaml")).definition == ONE


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("Onee", "did you mean One"),
        ("machines/none.py", "no such file"),
        ("machines/stray.asl.json", "newel build"),
        ("Gone", "machines/gone.asl.json: there is no such file"),
        ("machines/gone.py", "newel build"),
        ("Topic", "no state machine 'Topic'"),
    ],
)
def test_a_machine_that_is_not_there_is_an_error(root: Path, argument: str, said: str) -> None:
    with pytest.raises(NewelError) as caught:
        find_machine(argument, load(root / "template.yaml"))
    assert said in str(caught.value)


def test_two_machines_of_one_definition_have_to_be_named(root: Path) -> None:
    twice = TEMPLATE.replace("machines/gone.asl.json", "machines/one.asl.json")
    (root / "template.yaml").write_text(twice, encoding="utf-8")
    with pytest.raises(NewelError, match="name one: One, Gone"):
        find_machine("machines/one.asl.json", load(root / "template.yaml"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b'{\n  "a": }', "place:2:8: this is not JSON"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": 1} 2', "place:1:10"),
    ],
)
def test_what_is_no_json_is_told_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(NewelError) as caught:
        parse_json(content, "place")
    assert said in str(caught.value)


def machine(states: dict[str, Any], **substitutions: Any) -> Machine:
    return Machine("M", {"StartAt": "A", "States": states}, substitutions, "m.asl.json")


def fill(made: Machine) -> Any:
    return filled_in(made, LocalAws({"Resources": {}}))["States"]


def test_substitutions_are_filled_in_everywhere() -> None:
    states = {"A": {"Resource": "arn:${Partition}:x", "Parameters": {"a": ["${Partition}", 5]}}}
    filled = fill(machine(states, Partition={"Ref": "AWS::Partition"}))
    assert filled == {"A": {"Resource": "arn:aws:x", "Parameters": {"a": ["aws", 5]}}}


def test_the_text_of_an_expression_keeps_its_own_placeholders() -> None:
    states = {"A": {"Parameters": {"expression": "`${$.a} ${x} ${Region}`"}}}
    filled = fill(machine(states, Region={"Ref": "AWS::Region"}))
    assert filled["A"]["Parameters"]["expression"] == "`${$.a} ${x} us-east-1`"


def test_a_placeholder_without_a_substitution_names_its_place() -> None:
    with pytest.raises(NewelError) as caught:
        fill(machine({"A": {"Resource": "${Arm}"}}, Arn="x"))
    assert "m.asl.json/States/A/Resource" in str(caught.value)
    assert "did you mean Arn" in str(caught.value)


def test_a_substitution_without_a_value_names_the_machine() -> None:
    with pytest.raises(NewelError, match=r"m\.asl\.json: DefinitionSubstitutions of M: the template has no 'Nothing'"):
        fill(machine({"A": {}}, Arn={"Ref": "Nothing"}))
