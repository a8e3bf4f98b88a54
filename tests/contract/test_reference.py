"""What the classes of the tasks tell about themselves: they are found by every name, and tell all that there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newel.reference.describe import describe
from newel.reference.listing import rows, summary
from newel.reference.names import find, names
from newel.tasks import cdk
from newel.tasks.base import members, patterns
from newel.tasks.catalog import classes, title

if TYPE_CHECKING:
    from newel.tasks.base import Task

CATALOGUE = Path(__file__).parents[2].parent / "shared/reference/cdk_catalog.md"

every_task = pytest.mark.parametrize("cls", classes(), ids=title)


def test_the_listing_is_what_the_classes_are() -> None:
    assert [(row.name, row.summary) for row in rows()] == [(title(cls), summary(cls.__doc__)) for cls in classes()]


@every_task
def test_it_is_found_by_every_name(cls: type[Task]) -> None:
    for name in names(cls):
        assert find(name) is cls
        assert find(name.upper()) is cls
    for pattern in (".sync", ".sync:2", ".waitForTaskToken") if cls.resource else ():
        assert find(f"arn:aws:states:::{cls.resource}{pattern}") is cls


@every_task
def test_it_tells_every_parameter_pattern_and_permission(cls: type[Task]) -> None:
    found = describe(cls)
    assert {field.name for field in found.fields} >= {item.name for item in members(cls).values()}
    assert [field.required for field in found.fields] == sorted(
        (field.required for field in found.fields), reverse=True
    )
    assert (set(found.patterns), found.patterns[0]) == (set(patterns(cls)), cls.pattern)
    assert {action for each in found.permissions for action in each.actions} == {
        action for grant in cls.grants for action in grant.actions
    }
    assert found.besides or "derive" not in vars(cls), "say in the docstring of derive what it decides"
    assert [state["Type"] for state in found.asl.values()] == ["Task"]


@every_task
def test_what_it_tells_is_plain_text(cls: type[Task]) -> None:
    found = describe(cls)
    for text in (found.summary, found.notes, *(field.doc for field in found.fields)):
        assert not re.search(r"</?(p|code|li|a|i|b|note)\b|&\w+;|>>>|\(API:", text), text
    for field in found.fields:
        assert field.doc == "" or (field.doc.endswith((".", ")", "?")) and "\n" not in field.doc), field.doc


def test_every_task_is_one_of_the_cdks_or_one_that_it_lacks() -> None:
    here, called = {title(cls) for cls in classes()}, set(cdk.CDK.values())
    gone = {ours for name, ours in cdk.CDK.items() if name not in cdk.NOT_YET} - here
    assert not gone, "newel.tasks.cdk.CDK names what is not here"
    assert here - called - set(cdk.OURS) == set(), "add them to CDK or OURS in newel.tasks.cdk"
    assert set(cdk.OURS) <= here - called, "the CDK has it, or it is not here: newel.tasks.cdk.OURS"


def test_what_is_here_is_not_said_to_be_missing() -> None:
    here = {title(cls) for cls in classes()}
    late = sorted(name for name in cdk.NOT_YET if cdk.CDK.get(name) in here)
    assert late == [], "they are here now: delete their rows from newel.tasks.cdk.NOT_YET"
    assert all(cdk.NOT_YET.values())


def test_the_table_has_the_classes_of_the_cdk() -> None:
    known = {*cdk.CDK, *cdk.NOT_YET}
    assert len(known) == 48
    if CATALOGUE.is_file():
        overview = CATALOGUE.read_text("utf-8").partition("## Overview")[2].partition("\n## ")[0]
        assert known == set(re.findall(r"^\| (\w+) \| (?:yes|no) ", overview, re.MULTILINE))
