"""An SDK integration needs what the optimized one of the same operation does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel.aws import naming
from newel.aws.services import services
from newel.permissions import bind, of_definition
from newel.permissions.report import report
from newel.tasks.alike import alike
from newel.tasks.catalog import classes, title
from support.examples import TEMPLATE

if TYPE_CHECKING:
    from newel.tasks.base import Task

GOLDEN = Path(__file__).parent / "golden"
SERVICES = {service.botocore: service for service in services().values() if service.botocore}
SAME = [cls for cls in classes() if cls.api and alike(SERVICES[cls.api.partition(":")[0]], cls.api.partition(":")[2])]


def test_most_are() -> None:
    assert len(SAME) > 40


@pytest.mark.parametrize("cls", SAME, ids=title)
def test_it_needs_the_same(cls: type[Task]) -> None:
    golden: dict[str, Any] = json.loads((GOLDEN / f"{title(cls)}.request_response.json").read_text("utf-8"))
    service, _, operation = str(cls.api).partition(":")
    state = golden["state"]
    parameters = {naming.member(name): value for name, value in state.get("Parameters", {}).items()}
    resource = f"arn:aws:states:::aws-sdk:{SERVICES[service].id}:{naming.action(operation)}"
    found = []
    for each in (state, {**state, "Resource": resource, "Parameters": parameters}):
        bound = bind({"StartAt": "S", "States": {"S": each}}, golden["substitutions"], TEMPLATE)
        found.append(report(of_definition(bound.definition, TEMPLATE), TEMPLATE))
    optimized, sdk = found
    assert sdk.statements == optimized.statements
    assert [one["member"] for one in sdk.questions] == [one["member"] for one in optimized.questions]


@pytest.mark.parametrize("cls", SAME, ids=title)
def test_what_grants_name_is_spelled_the_same_in_both(cls: type[Task]) -> None:
    for grant in cls.grants:
        for part in (grant.on or "").split(".")[1:]:
            assert naming.member(part.removesuffix("[]")) == part.removesuffix("[]")
