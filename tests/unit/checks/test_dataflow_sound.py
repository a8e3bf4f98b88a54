"""What MISSING_DATA tells is so: held to the interpreter, on random machines and inputs."""

from __future__ import annotations

import random
from typing import Any

import pytest

from newel.checks.dataflow.analysis import missing
from newel.local import run

PATHS = ("$.a", "$.b", "$.a.b", "$.b.a", "$.a.a", "$.a.b.a", "$")
LITERALS: list[Any] = [{}, {"a": 1}, {"b": {"a": None}}, {"a": {"b": {}}}, "text", [1, {"a": 2}], 3]
INPUTS: list[Any] = [{}, {"a": 1, "b": 2}, {"a": {"b": {"a": 1}, "a": 0}, "b": {"a": {"b": 1}}}, {"b": {"a": []}}]
STATES = 7


def template(dice: random.Random, depth: int = 2) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in dice.sample("abc", dice.randint(0, 3)):
        match dice.randrange(4):
            case 0 if depth:
                found[name] = template(dice, depth - 1)
            case 1:
                found[name] = dice.choice(LITERALS)
            case 2:
                found[name] = dice.choice(("$.a", None, True))
            case _:
                found[f"{name}.$"] = dice.choice(PATHS)
    return found


def passing(dice: random.Random, following: dict[str, Any]) -> dict[str, Any]:
    state: dict[str, Any] = {"Type": "Pass", **following}
    if dice.random() < 0.15:
        state["InputPath"] = dice.choice([*PATHS, None])
    if dice.random() < 0.15:
        state["OutputPath"] = dice.choice([*PATHS, None])
    if dice.random() < 0.6:
        state["Parameters"] = template(dice)
    elif dice.random() < 0.5:
        state["Result"] = dice.choice(LITERALS)
    if dice.random() < 0.5:
        state["ResultPath"] = dice.choice([*PATHS, None])
    return state


def condition(dice: random.Random) -> dict[str, Any]:
    test = {
        "Variable": dice.choice(PATHS[:-1]),
        **dice.choice([{"IsPresent": True}, {"IsPresent": False}, {"IsNull": True}]),
    }
    match dice.randrange(4):
        case 0:
            return {"And": [test, {"Variable": dice.choice(PATHS[:-1]), "IsPresent": dice.random() < 0.5}]}
        case 1:
            return {"Or": [test, {"Variable": dice.choice(PATHS[:-1]), "IsPresent": dice.random() < 0.5}]}
        case 2:
            return {"Not": test}
        case _:
            return test


def machine(seed: int, *, straight: bool) -> dict[str, Any]:
    """A machine whose states lead on to later ones alone, so that it ends."""
    dice = random.Random(seed)
    states: dict[str, Any] = {}
    for number in range(STATES):
        later = [f"S{other}" for other in range(number + 1, STATES)]
        if not later:
            states[f"S{number}"] = passing(dice, {"End": True})
        elif straight or dice.random() < 0.6:
            states[f"S{number}"] = passing(dice, {"Next": later[0]})
        else:
            rules = [{**condition(dice), "Next": dice.choice(later)} for _ in range(dice.randint(1, 3))]
            states[f"S{number}"] = {"Type": "Choice", "Choices": rules, "Default": dice.choice(later)}
    return {"StartAt": "S0", "States": states}


def passed(definition: dict[str, Any], data: Any) -> set[str]:
    """The states that an execution has left."""
    done = run(definition, data)
    return {str(one.get("name")) for one in _exits(done.events)}


def _exits(events: Any) -> list[dict[str, Any]]:
    return [event["stateExitedEventDetails"] for event in events if "stateExitedEventDetails" in event]


@pytest.mark.parametrize("straight", [True, False], ids=["in a row", "with choices"])
@pytest.mark.parametrize("block", range(4))
def test_no_execution_gets_past_a_state_that_lacks_what_it_reads(block: int, *, straight: bool) -> None:
    told = 0
    for seed in range(block * 100, block * 100 + 100):
        definition = machine(seed, straight=straight)
        lacking = {one.state for one in missing(definition) if one.always and not is_choice(definition, one.state)}
        told += len(lacking)
        assert straight <= all(one.always for one in missing(definition))
        for data in INPUTS:
            assert not passed(definition, data) & lacking, (seed, definition, data)
    assert told


def is_choice(definition: dict[str, Any], name: str) -> bool:
    return bool(definition["States"][name]["Type"] == "Choice")
