"""One code path: what Python compiles needs what the same definition needs when it was written by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from newel.iam import statements
from newel.permissions import bind, of_definition
from newel.sam.policies import policies
from newel.tasks.catalog import integrations
from support.examples import TEMPLATE

GOLDEN = {file.stem: file for file in (Path(__file__).parent / "golden").iterdir()}

_ASKING = re.compile(r"athena\.|codebuild\.(Stop|Batch|Retry|Delete)")
ASKED = {name for name in GOLDEN if _ASKING.match(name)}
"""What Python says by options that the definition has nothing of: the definition alone leaves it open."""


@pytest.mark.parametrize("name", sorted(GOLDEN.keys() - ASKED))
def test_the_definition_alone_says_what_its_role_needs(name: str) -> None:
    golden: dict[str, Any] = json.loads(GOLDEN[name].read_text("utf-8"))
    definition = {"StartAt": "S", "States": {"S": golden["state"]}}
    bound = bind(definition, golden["substitutions"], TEMPLATE)
    derived = of_definition(bound.definition, TEMPLATE)
    assert bound.kept == frozenset()
    assert policies(statements(derived.needs), TEMPLATE, logs=False) == golden["policies"]


@pytest.mark.parametrize("name", sorted(ASKED))
def test_what_the_definition_alone_does_not_say_is_asked(name: str) -> None:
    golden: dict[str, Any] = json.loads(GOLDEN[name].read_text("utf-8"))
    bound = bind({"StartAt": "S", "States": {"S": golden["state"]}}, golden["substitutions"], TEMPLATE)
    assert of_definition(bound.definition, TEMPLATE).questions


def test_every_partition_is_read() -> None:
    for partition in ("aws", "aws-cn", "${AWS::Partition}"):
        for what in integrations():
            state = {"Type": "Task", "Resource": f"arn:{partition}:states:::{what}", "Parameters": {}}
            derived = of_definition({"States": {"S": state}})
            assert not any("does not know" in question.message for question in derived.questions)
