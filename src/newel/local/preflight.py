"""Before a run: refuse what would not be carried out as AWS would.

This is no validator: it looks at what the interpreter relies on, and at what it lacks.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from newel.definition import PROCESSORS
from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.local import preflight_fields, preflight_query
from newel.local.answers import Reasons, Unanswered
from newel.local.failure import InvalidDefinition, NotCovered
from newel.local.flows import JSONATA
from newel.local.preflight_fields import insist_on_known
from newel.local.preflight_map import check_map
from newel.local.resource import parse as parse_resource
from newel.local.states import COMMON, HANDLERS
from newel.local.states.choice import comparison, conditions
from newel.suggest import instead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.json_types import JsonObject
    from newel.local.answers import Answerer
    from newel.local.resource import Resource

INNER_FIELDS = frozenset({"Comment", "StartAt", "States"})
MACHINE_FIELDS = INNER_FIELDS | {"QueryLanguage", "TimeoutSeconds", "Version"}
PROCESSOR_FIELDS = INNER_FIELDS | {"ProcessorConfig"}
ENDS_ITSELF = frozenset({"Fail", "Succeed"})


def check(definition: JsonObject, answers: Answerer, until: str | None = None) -> None:
    """Check a whole definition, of which a run comes no further than a state.

    Raises
    ------
    NotCovered
        It uses what the local run lacks, or calls what nothing here answers; names the state and what it is.
    InvalidDefinition
        It is no state machine.
    """
    language = _language(definition, "JSONPath")
    insist_on_known(definition, MACHINE_FIELDS, "the machine")
    if "TimeoutSeconds" in definition:
        preflight_fields.check_seconds(definition["TimeoutSeconds"], "TimeoutSeconds")
    machines: deque[tuple[JsonObject, str, bool]] = deque([(definition, "the definition", True)])
    lacking: list[tuple[str, Resource, str | None]] = []
    while machines:
        machine, what, visited = machines.popleft()
        own = _states(machine, what)
        reached = _reached(machine, until) if visited else set[str]()
        for name, state in own.items():
            try:
                _check_state(name, state, own, answers, language)
                machines += [
                    (inner, f"{field} of {name!r}", name in reached) for field, inner in _inner_machines(state)
                ]
            except Unanswered as error:
                lacking += error.tasks if name in reached else ()
            except NewelError as error:
                if error.where is None:
                    error.where = f"state {name!r}"
                raise
    if lacking:
        raise Unanswered(lacking)


def check_one(name: str, state: JsonObject, language: str, answers: Answerer) -> None:
    """Check one state by itself, wherever it goes on to.

    Raises
    ------
    NotCovered, InvalidDefinition
        See `check`.
    """
    _check_state(name, state, _Anywhere(), answers, language)


class _Anywhere(dict[str, Any]):
    """States of which every name is one."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)


def _states(machine: JsonObject, what: str) -> JsonObject:
    states = machine.get("States")
    if not is_object(states) or not states:
        raise InvalidDefinition(f"{what} has no States", hint='write {"StartAt": "...", "States": {...}}')
    if "StartAt" not in machine:
        raise InvalidDefinition(f"{what} has no StartAt", hint=f"start at {next(iter(states))}")
    _insist_on_target(machine["StartAt"], "StartAt", states)
    return states


def _reached(machine: JsonObject, until: str | None) -> set[str]:
    """The states that a way leads to: a run may begin at any and stop before any, and no other needs an answer."""
    reached: set[str] = set()
    waiting = [machine["StartAt"]]
    while waiting:
        name = waiting.pop()
        state = machine["States"].get(name) if isinstance(name, str) else None
        if name in reached or name == until or not is_object(state):
            continue
        reached.add(name)
        waiting += [state.get("Next"), state.get("Default")]
        for field in ("Catch", "Choices"):
            rules = state.get(field)
            waiting += [rule.get("Next") for rule in rules if is_object(rule)] if is_array(rules) else []
    return reached


def _inner_machines(state: JsonObject) -> list[tuple[str, JsonObject]]:
    """Return the machines inside of a state, with their fields."""
    if state["Type"] == "Parallel":
        branches = state.get("Branches")
        if not is_array(branches) or not branches:
            raise InvalidDefinition("a Parallel state has a list of Branches, with at least one machine")
        inner = [(f"Branches[{index}]", branch, INNER_FIELDS) for index, branch in enumerate(branches)]
    elif state["Type"] == "Map":
        inner = [(field, state[field], PROCESSOR_FIELDS) for field in PROCESSORS if field in state]
        if len(inner) != 1:
            raise InvalidDefinition("a Map state has one ItemProcessor", hint="it says what to do with each item")
    else:
        return []
    for field, machine, known in inner:
        if not is_object(machine):
            raise InvalidDefinition(f"{field} is no object")
        insist_on_known(machine, known, field)
    return [(field, machine) for field, machine, _ in inner]


def _check_state(name: str, state: object, states: Mapping[str, Any], answers: Answerer, default: str) -> None:
    if not is_object(state):
        raise InvalidDefinition("the state is no object")
    kind = state.get("Type")
    if not isinstance(kind, str) or kind not in HANDLERS:
        hint = instead(kind, HANDLERS) if isinstance(kind, str) else None
        raise InvalidDefinition(f"there is no state type {kind!r}", hint=hint)
    queries = _language(state, default) == JSONATA
    known = HANDLERS[kind].query_fields if queries else HANDLERS[kind].fields
    insist_on_known(state, COMMON | known, f"a {kind} state in {JSONATA if queries else 'JSONPath'}")
    if kind == "Choice":
        _check_choice(state, states)
    elif kind not in ENDS_ITSELF:
        _check_transition(state, states)
    (preflight_query.check_fields if queries else _check_paths)(state)
    if kind == "Task":
        _check_task(name, state, answers)
    if kind == "Map":
        check_map(state)


def _check_paths(state: Mapping[str, Any]) -> None:
    preflight_fields.check_fields(state)
    if state["Type"] == "Wait":
        preflight_fields.check_wait(state)
    if state["Type"] == "Choice":
        for rule in state["Choices"]:
            for condition in conditions(rule):
                name = comparison(condition)
                preflight_fields.check_path(condition["Variable"], "Variable")
                if name.endswith("Path"):
                    preflight_fields.check_path(condition[name], name)


def _language(holder: Mapping[str, Any], default: str) -> str:
    language = holder.get("QueryLanguage", default)
    if language not in ("JSONPath", JSONATA):
        raise InvalidDefinition(f"there is no QueryLanguage {language!r}", hint='write "JSONPath" or "JSONata"')
    return str(language)


def _insist_on_target(target: object, field: str, states: Mapping[str, Any]) -> None:
    if not isinstance(target, str) or target not in states:
        hint = instead(str(target), states)
        raise InvalidDefinition(f"{field} names {target!r}, and there is no such state", hint=hint)


def _check_transition(state: Mapping[str, Any], states: Mapping[str, Any]) -> None:
    if ("Next" in state) == (state.get("End") is True):
        raise InvalidDefinition("the state has not exactly one of Next and End", hint='write "Next" or "End": true')
    if "Next" in state:
        _insist_on_target(state["Next"], "Next", states)
    for catcher in state.get("Catch", ()):
        if is_object(catcher):
            _insist_on_target(catcher.get("Next"), "Catch", states)


def _check_choice(state: Mapping[str, Any], states: Mapping[str, Any]) -> None:
    rules = state.get("Choices")
    if not is_array(rules) or not rules:
        raise InvalidDefinition("a Choice state has a list of Choices, with at least one rule")
    for rule in rules:
        if not is_object(rule):
            raise InvalidDefinition(f"a rule of a Choice is {rule!r:.60}, which is no object")
        _insist_on_target(rule.get("Next"), "Next of a rule", states)
    if "Default" in state:
        _insist_on_target(state["Default"], "Default", states)


def _check_task(name: str, state: Mapping[str, Any], answers: Answerer) -> None:
    arn = state.get("Resource")
    if not isinstance(arn, str):
        raise InvalidDefinition("the task has no Resource")
    resource = parse_resource(arn)
    if resource is None:
        raise NotCovered(
            f"the Resource {arn!r} is neither the ARN of a function or an activity nor a service integration"
        )
    if not answers.knows(name, resource):
        reason = answers.reason(name, resource) if isinstance(answers, Reasons) else None
        raise Unanswered([(name, resource, reason)])
