"""What holds for every task, whichever is added: the classes are found, and their examples are in their docstrings."""

from __future__ import annotations

import json
import os
import re
from dataclasses import MISSING, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from newel import StateMachine, task_token
from newel.aws.models import input_shape, service
from newel.declared import declared
from newel.errors import NewelError
from newel.iam import statements
from newel.parameters.shapes import spelled
from newel.sam.policies import policies
from newel.sam.references import resolve
from newel.tasks import CallAwsService
from newel.tasks.base import SUFFIXES, Task, members, patterns, targets
from newel.tasks.catalog import classes, integration, integrations, title
from newel.values import Path as JsonPath
from support.examples import TEMPLATE, example

NEWER = {"bedrock-agentcore:InvokeHarness", "bedrock-agentcore:InvokeAgentRuntime"}
"""Actions on AWS's pages that parliament's list is too old for."""

GOLDEN = Path(__file__).parent / "golden"
MODELLED = [cls for cls in classes() if cls.api is not None]

every_task = pytest.mark.parametrize("cls", classes(), ids=title)
every_modelled_task = pytest.mark.parametrize("cls", MODELLED, ids=title)


def test_there_are_tasks() -> None:
    assert {"EvaluateExpression", "sns.Publish"} <= {title(cls) for cls in classes()}


def test_no_two_tasks_are_one_integration() -> None:
    resources = [cls.resource for cls in classes() if cls.resource]
    assert len(resources) == len(set(resources))


@every_task
def test_it_is_documented_with_its_source_and_an_example(cls: type[Task]) -> None:
    summary = (cls.__doc__ or "").strip().splitlines()[0]
    assert summary.endswith(".")
    assert cls.api is None or "(API: " in (cls.__doc__ or "")
    assert example(cls).name


@every_task
def test_all_but_its_name_is_given_by_name(cls: type[Task]) -> None:
    assert [item.name for item in declared(cls) if not item.kw_only] == ["name"]


@every_task
def test_every_field_says_its_type(cls: type[Task]) -> None:
    untyped = re.compile(r"\b(Any|object)\b")
    assert [item.name for item in declared(cls) if untyped.search(str(item.type))] == []
    assert untyped.search("Mapping[str, Any] | None")


@every_modelled_task
def test_the_fields_are_the_members_of_the_api(cls: type[Task]) -> None:
    shape = input_shape(*(cls.api or "").split(":"))
    api = {spelled(name) for name in shape["members"]} - set(cls.without)
    assert set(members(cls)) == api | set(cls.beyond)


@every_modelled_task
def test_what_the_api_requires_is_required(cls: type[Task]) -> None:
    shape = input_shape(*(cls.api or "").split(":"))
    idempotent = {spelled(name) for name, about in shape["members"].items() if about.get("idempotencyToken")}
    needed = {spelled(name) for name in shape.get("required", [])}
    chosen = {name for name, field in members(cls).items() if field.name in cls.one_of}
    required = {name for name, field in members(cls).items() if field.default is MISSING}
    asked, wanted = required - set(cls.beyond), needed - chosen - set(cls.without) - set(cls.defaults)
    assert wanted - idempotent <= asked <= wanted


@every_modelled_task
def test_what_step_functions_changes_of_the_api_is_there_to_be_changed(cls: type[Task]) -> None:
    name, _, operation = (cls.api or "").partition(":")
    shapes = service(name)["shapes"]
    shape = input_shape(name, operation)
    given = {spelled(member): about["shape"] for member, about in shape["members"].items()} | dict(cls.shapes)
    assert set(cls.shapes) <= set(cls.beyond)
    assert set(cls.shapes.values()) <= set(shapes)
    for place in cls.without:
        member, _, inner = place.partition(".")
        assert member in given
        assert not inner or inner in map(spelled, shapes[given[member]]["members"])


@every_task
def test_its_patterns_are_known_and_any_other_is_refused(cls: type[Task]) -> None:
    assert set(patterns(cls)) <= set(SUFFIXES)
    for pattern in {*SUFFIXES, "nonsense"} - set(patterns(cls)):
        with pytest.raises(NewelError, match=rf"has no pattern '{pattern}'"):
            replace(example(cls), pattern=pattern)


@every_task
def test_an_express_machine_takes_request_response_alone(cls: type[Task]) -> None:
    for pattern in set(patterns(cls)) - {"request_response"}:
        state = replace(example(cls), pattern=pattern)
        with pytest.raises(NewelError, match="an Express machine has no pattern"):
            StateMachine("Machine", state, type="EXPRESS").compile()


def _iam_actions() -> dict[str, Any]:
    services = json.loads(files("parliament").joinpath("iam_definition.json").read_text("utf-8"))
    return {
        f"{service['prefix']}:{privilege['privilege']}": {
            kind["resource_type"].rstrip("*") for kind in privilege["resource_types"]
        }
        for service in services
        for privilege in service["privileges"]
    }


def test_the_actions_exist() -> None:
    known = _iam_actions()
    for cls in classes():
        for grant in cls.grants:
            for action in grant.actions:
                assert action in known or action in NEWER, f"{title(cls)}: IAM has no action {action}"


@every_task
def test_every_grant_is_on_a_parameter_that_there_is(cls: type[Task]) -> None:
    for grant in cls.grants:
        others = re.findall(r"(?<!\$)\{([A-Z]\w*)\}", grant.resource or "")
        for other in filter(None, (grant.when, grant.unless, *others)):
            assert other in {*members(cls), *targets(cls)}, f"{other} is no parameter of {title(cls)}"
        if grant.on is None:
            continue
        first = grant.on.partition(".")[0].removesuffix("[]")
        assert first in {*members(cls), *targets(cls)}, f"{grant.on} is no parameter of {title(cls)}"
        assert grant.target or grant.on in targets(cls) or grant.resource, f"what is {grant.on} of {title(cls)}?"


@pytest.mark.parametrize(
    ("cls", "pattern"),
    [(cls, pattern) for cls in classes() for pattern in patterns(cls)],
    ids=lambda value: getattr(value, "__qualname__", value),
)
def test_it_compiles_to_what_it_did(cls: type[Task], pattern: str) -> None:
    """Golden files: NEWEL_GOLDEN=write writes them anew, for a person to review."""
    state = replace(example(cls), pattern=pattern)
    if pattern == "wait_for_task_token":
        state = replace(state, **_with_token(state))
    definition = StateMachine("Machine", state).compile()
    actual = {
        "state": definition.asl["States"][state.name],
        "substitutions": {name: resolve(value, TEMPLATE) for name, value in definition.substitutions.items()},
        "policies": policies(statements(definition.needs), TEMPLATE, logs=False),
    }
    if definition.delegated:
        actual["policies of the function"] = policies(statements(definition.delegated), TEMPLATE, logs=False)
    golden = GOLDEN / _golden(cls, pattern)
    if os.environ.get("NEWEL_GOLDEN") == "write":
        golden.write_text(json.dumps(actual, indent=2) + "\n", "utf-8")
    assert actual == json.loads(golden.read_text("utf-8"))


def _with_token(state: Task) -> dict[str, Any]:
    """The first field of the example that can carry it, with the task token in it: added, or in place of a path."""
    for name, field in members(type(state)).items():
        value = getattr(state, field.name)
        if isinstance(value, dict | list):
            free = isinstance(value, dict) and _may_have_any_member(type(state), name)
            sent = {**value, "token": task_token} if free else _in_place_of_paths(value)
            if sent != value:
                return {field.name: sent}
    raise AssertionError(f"{type(state).__name__}: the example has no object that could carry the task token")


def _may_have_any_member(cls: type[Task], name: str) -> bool:
    if cls.api is None:
        return not issubclass(cls, CallAwsService)
    service_name, operation = cls.api.split(":")
    about = {spelled(key): member for key, member in input_shape(service_name, operation)["members"].items()}
    return name not in about or service(service_name)["shapes"][about[name]["shape"]]["type"] != "structure"


def _in_place_of_paths(value: Any) -> Any:
    match value:
        case JsonPath():
            return task_token
        case dict():
            return {name: _in_place_of_paths(item) for name, item in value.items()}
        case list():
            return [_in_place_of_paths(item) for item in value]
        case _:
            return value


def _golden(cls: type[Task], pattern: str) -> str:
    return f"{title(cls)}.{pattern.replace(':', '_')}.json"


def test_no_golden_file_is_left_over() -> None:
    names = {_golden(cls, pattern) for cls in classes() for pattern in patterns(cls)}
    assert {file.name for file in GOLDEN.iterdir()} == names


def test_an_integration_is_found_in_its_own_module() -> None:
    assert {what: integration(what) for what in integrations()} == integrations()
    assert [integration(what) for what in ("sns:publsh", "sns", "", "aws-sdk:s3:getObject", "os:path")] == [None] * 5
