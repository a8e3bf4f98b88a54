"""What holds for every task, whichever is added: the classes and their examples are found, not listed here."""

from __future__ import annotations

import json
import os
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest

import newel.tasks
from newel import StateMachine
from newel.aws.models import input_shape
from newel.declared import declared
from newel.errors import NewelError
from newel.iam import statements
from newel.sam.policies import policies
from newel.sam.references import resolve
from newel.sam.template import parse
from newel.tasks.base import SUFFIXES, Task, members, patterns, targets
from support.examples import EXAMPLES, TEMPLATE

GOLDEN = Path(__file__).parent / "golden"

for module in walk_packages(newel.tasks.__path__, "newel.tasks."):
    import_module(module.name)


def _classes(base: type[Task] = Task) -> list[type[Task]]:
    return [cls for child in base.__subclasses__() for cls in [child, *_classes(child)]]


CLASSES = _classes()
INTEGRATIONS = [cls for cls in CLASSES if cls.api is not None]


def test_there_are_tasks() -> None:
    assert {"EvaluateExpression", "Publish"} <= {cls.__name__ for cls in CLASSES}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__qualname__)
def test_every_task_is_documented_and_has_an_example(cls: type[Task]) -> None:
    assert (cls.__doc__ or "").strip()
    assert any(type(example) is cls for example in EXAMPLES), f"add an example of {cls.__name__} to tests/support"


@pytest.mark.parametrize("cls", INTEGRATIONS, ids=lambda cls: cls.__qualname__)
def test_the_fields_are_the_members_of_the_api(cls: type[Task]) -> None:
    service, api = (cls.api or "").split(":")
    shape = input_shape(service, api)
    assert set(members(cls)) == set(shape["members"])


@pytest.mark.parametrize("cls", INTEGRATIONS, ids=lambda cls: cls.__qualname__)
def test_what_the_api_requires_is_required(cls: type[Task]) -> None:
    from dataclasses import MISSING

    service, api = (cls.api or "").split(":")
    needed = set(input_shape(service, api).get("required", []))
    chosen = {name for name, f in members(cls).items() if f.name in cls.one_of}
    required = {name for name, f in members(cls).items() if f.default is MISSING}
    assert required == needed - chosen


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__qualname__)
def test_its_patterns_are_known_and_any_other_is_refused(cls: type[Task]) -> None:
    assert set(patterns(cls)) <= set(SUFFIXES)
    example: Any = next(example for example in EXAMPLES if type(example) is cls)
    arguments = {f.name: getattr(example, f.name) for f in declared(cls) if f.name != "name"}
    for pattern in {*SUFFIXES, "nonsense"} - set(patterns(cls)):
        with pytest.raises(NewelError, match=rf"has no pattern '{pattern}'"):
            cls("State", **arguments | {"pattern": pattern})


def _iam_actions() -> dict[str, Any]:
    services = json.loads(files("parliament").joinpath("iam_definition.json").read_text("utf-8"))
    return {
        f"{service['prefix']}:{privilege['privilege']}": {
            kind["resource_type"].rstrip("*") for kind in privilege["resource_types"]
        }
        for service in services
        for privilege in service["privileges"]
    }


def test_the_actions_exist_and_take_the_resource() -> None:
    known = _iam_actions()
    for cls in CLASSES:
        for grant in cls.grants:
            for action in grant.actions:
                assert action in known, f"{cls.__name__}: IAM has no action {action}"
                target = None if grant.resource else grant.target or targets(cls).get(grant.on or "")
                if target is not None:
                    kind = target.kind.title.split()[-1].lower()
                    assert kind in known[action], f"{cls.__name__}: {action} takes {known[action]}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{type(example).__name__}-{example.name}")
def test_it_compiles_to_what_it_did(example: Task) -> None:
    """Golden files: NEWEL_GOLDEN=write writes them anew, for a person to review."""
    template = parse(TEMPLATE, Path("template.yaml"))
    definition = StateMachine("Machine", example).compile()
    actual = {
        "state": definition.asl["States"][example.name],
        "substitutions": {name: resolve(value, template) for name, value in definition.substitutions.items()},
        "policies": policies(statements(definition.needs), template, logs=False),
    }
    module = type(example).__module__.rpartition(".")[2]
    golden = GOLDEN / f"{module}.{type(example).__name__}.{example.name}.json"
    if os.environ.get("NEWEL_GOLDEN") == "write":
        golden.write_text(json.dumps(actual, indent=2) + "\n", "utf-8")
    assert actual == json.loads(golden.read_text("utf-8"))


def test_no_golden_file_is_left_over() -> None:
    names = {f"{type(e).__module__.rpartition('.')[2]}.{type(e).__name__}.{e.name}.json" for e in EXAMPLES}
    assert {file.name for file in GOLDEN.iterdir()} == names
