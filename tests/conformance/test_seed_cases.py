"""The gallery against what the CDK makes of the same examples: the same states, no wider permissions.

What differs stands in `support/seed_cases.py` with its reason. A comparison is of one case at a time: a machine is made
of the states of the gallery that the case has, and its states and permissions are compared up to the names of
references. A permission is one action on one resource; `*` in a resource matches anything, and a condition of ours that
theirs does not have narrows. Ours may not be wider than either of the CDK's results: with its defaults, and with the
flags that it recommends for new projects.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache, reduce
from operator import rshift
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel import StateMachine
from newel.project import load, machines
from newel.sam.template import load as load_template
from newel.tasks import catalog
from support.compare import (
    Names,
    differences,
    narrower,
    permissions,
    renamed,
    statements_of,
    states_of,
    wider,
)
from support.seed_cases import CASES, DIFFERENCES, Case, Difference, page

if TYPE_CHECKING:
    from newel.states import State

ROOT = Path(__file__).parents[2]
GALLERY = ROOT / "statemachines/integrations"
PAGE = ROOT / "docs/integrations/differences.md"
RECORDED = ROOT.parent / "shared/reference/cdk_seed_cases"

recorded_only = pytest.mark.skipif(not RECORDED.is_dir(), reason=f"the recorded cases are not there: {RECORDED}")
TEMPLATE = load_template(GALLERY / "template.yaml")


@cache
def recorded(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RECORDED / f"{case.file}.json").read_text("utf-8"))
    return found


@cache
def gallery(module: str) -> dict[str, State]:
    """The states of a module of the gallery."""
    file = GALLERY / f"{module}.py"
    return load(file).flow.chain().flow().states if file.is_file() else {}


def names_of(case: Case) -> dict[str, str]:
    """The case's states, by their recorded names."""
    return {name: case.states.get(name, name) for name in recorded(case)["asl"]["States"]}


def missing(case: Case) -> list[str]:
    """The classes that the case needs and newel does not have yet."""
    have = {cls.resource.casefold() for cls in catalog.classes()} | {cls.__name__ for cls in catalog.classes()}
    lacking: list[str] = []
    for state in recorded(case)["asl"]["States"].values():
        resource = re.sub(r"\.(sync(:2)?|waitForTaskToken)$", "", str(state.get("Resource", "")))
        _, found, integration = resource.partition(":states:::")
        if integration.startswith("aws-sdk:"):
            wanted = "CallAwsService"
        elif found:
            wanted = integration.casefold()
        elif "EvalFunction" in resource:
            wanted = "EvaluateExpression"
        elif case.module == "stepfunctions":
            wanted = "InvokeActivity"
        else:
            wanted = "lambda:invoke"
        if state["Type"] == "Task" and wanted not in have:
            lacking.append(wanted)
    return lacking


def found(case: Case) -> list[str]:
    """What differs in a case."""
    states = gallery(case.module)
    names = names_of(case)
    definition = StateMachine("Case", reduce(rshift, (states[name] for name in names.values()))).compile()
    known = Names(case.names)
    ours = states_of(definition, TEMPLATE)
    result: list[str] = []
    for theirs, name in names.items():
        bodies = [_alone(recorded(case)["asl"]["States"][theirs]), _alone(ours[name])]
        result += differences(*bodies, known, theirs)
    mine = permissions(statements_of(definition, TEMPLATE))
    flags = recorded(case).get("recommended_flags_diff") or {}
    default = permissions(renamed(recorded(case)["policy_statements"], known))
    recommended = permissions(renamed(flags.get("policy_statements", recorded(case)["policy_statements"]), known))
    return [*result, *dict.fromkeys([*wider(default, mine), *wider(recommended, mine)]), *narrower(default, mine)]


def _alone(state: dict[str, Any]) -> dict[str, Any]:
    """A state without its edges."""
    return {name: value for name, value in state.items() if name not in {"Next", "End"}}


def explains(difference: Difference, case: Case, said: str) -> bool:
    return case.number in difference.numbers and any(_like(place, said) for place in difference.places)


def _like(pattern: str, text: str) -> bool:
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), text, re.DOTALL) is not None


@recorded_only
def test_every_recorded_case_has_its_row() -> None:
    assert [case.file for case in CASES] == sorted(file.stem for file in RECORDED.glob("*.json"))


@recorded_only
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_the_gallery_has_what_the_cdk_makes(case: Case) -> None:
    absent = [name for name in names_of(case).values() if name not in gallery(case.module)]
    if absent:
        lacking = missing(case)
        assert lacking, f"write {absent} into {GALLERY.name}/{case.module}.py"
        pytest.skip(f"not covered: there is no class for {', '.join(lacking)} yet")
    unexplained = [said for said in found(case) if not any(explains(item, case, said) for item in DIFFERENCES)]
    assert not unexplained, "\n".join(unexplained)


@recorded_only
def test_every_difference_is_one() -> None:
    said = {case: found(case) for case in CASES if set(names_of(case).values()) <= set(gallery(case.module))}
    stale = [
        (number, place)
        for item in DIFFERENCES
        for number in item.numbers
        for place in item.places
        if any(case.number == number for case in said)
        and not any(_like(place, text) for case, texts in said.items() if case.number == number for text in texts)
    ]
    assert stale == [], "these differ no longer"


def test_every_machine_of_the_gallery_shows_the_manual() -> None:
    assert {file.stem for file, _ in machines(GALLERY)} <= {case.module for case in CASES} | {"child", "cross_region"}


def test_the_page_is_the_table() -> None:
    if os.environ.get("NEWEL_GOLDEN") == "write":
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page(), "write it with NEWEL_GOLDEN=write"
