"""Whatever a definition is made into, the check says something of it, in a place that there is."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from newel.checks import all_rules, check_definition
from newel.checks.text import check_text

DEFINITIONS = [definition for rule in all_rules() for definition in (rule.good, *rule.bad.values())]
SMALL = [one for one in DEFINITIONS if len(json.dumps(one)) < 5000]
JUNK: list[Any] = [
    *(None, True, 0, -1, 1.5, float("inf"), "", "$", "$.", "$[", "States.", "States.Format('", "{%", "{%%}", "{% a"),
    *("${x}", "\ud800", "/~", [], {}, [None], [[]], {"": None}, {"Ref": 1}, {"a.$": "$..["}, ["a", 1]),
]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a definition: what holds it, and its name or number there."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        found += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys]
    return found


NAMES = sorted({key for definition in SMALL for _, key in places(definition) if isinstance(key, str)})


def corrupted(seed: int) -> dict[str, Any]:
    dice = random.Random(seed)
    definition = json.loads(json.dumps(dice.choice(SMALL)))
    for _ in range(dice.randint(1, 3)):
        holder, key = dice.choice(places(definition) or [({"a": 1}, "a")])
        match dice.randrange(3):
            case 0:
                holder[key] = dice.choice(JUNK)
            case 1 if isinstance(holder, dict):
                holder[dice.choice(NAMES)] = holder.pop(key)
            case _:
                del holder[key]
    return definition


def is_in(definition: Any, pointer: str) -> bool:
    value = definition
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        key: Any = int(name) if isinstance(value, list) else name
        if key not in (range(len(value)) if isinstance(value, list) else value):
            return False
        value = value[key]
    return True


@pytest.mark.parametrize("block", range(10))
def test_every_finding_is_in_a_place_that_there_is(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        definition = corrupted(seed)
        for one in check_definition(definition):
            assert one.location is not None
            assert is_in(definition, one.location), (seed, one)
            assert one.message


def test_a_definition_that_breaks_off_is_told_wherever_it_does() -> None:
    whole = json.dumps(SMALL[0]).encode()
    for end in range(1, len(whole)):
        [one] = check_text(whole[:end])
        assert (one.code, one.location) == ("INVALID_JSON_DESCRIPTION", "")


def test_a_substitution_may_stand_for_any_value() -> None:
    for definition in SMALL:
        if any(one.severity == "ERROR" for one in check_definition(definition)):
            continue
        for number in range(len(places(definition))):
            opened = json.loads(json.dumps(definition))
            holder, key = places(opened)[number]
            if key == "expression":
                continue  # the expression language has `${…}` of its own
            holder[key] = "${Value}"
            assert [one for one in check_definition(opened) if one.severity == "ERROR"] == [], (opened, key)
