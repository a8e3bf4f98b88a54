"""Data through a state of JSONata: Arguments, Output, Assign, and fields that are expressions.

AWS: "Transforming data with JSONata in Step Functions"; "Passing data between states with variables".
"""

from __future__ import annotations

import re
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_integer, is_object
from newel.local.data import to_text
from newel.local.failure import QUERY_EVALUATION, StateFailure
from newel.local.jsonata import UNDEFINED, evaluate, expression_of
from newel.local.jsonata_values import JsonataFault, given
from newel.local.run_state import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.local.run_state import Visit

_WHOLE = re.compile(r"\$states(?!\.\w)")
"""Where an expression reads all of `$states`, or some member of it that is computed."""


class QueryFlow:
    """The data of one visit to a state.

    Parameters
    ----------
    visit
        The visit.
    context
        The context object as this attempt sees it.
    """

    def __init__(self, visit: Visit, context: dict[str, Any]) -> None:
        self.visit = visit
        self.context = context
        self._state = visit.state

    @cached_property
    def _variables(self) -> dict[str, Any]:
        return {name: given(value) for name, value in self.visit.branch.variables.items()}

    @cached_property
    def _input(self) -> Any:
        return given(self.visit.data)

    @cached_property
    def _context(self) -> Any:
        return given(self.context)

    def effective(self) -> Any:
        """The state's input."""
        return self.visit.data

    def arguments(self) -> Any:
        """What the state works on: its Arguments, or its input."""
        if "Arguments" not in self._state:
            return self.visit.data
        given = self.filled(self._state["Arguments"], "Arguments")
        self.visit.seen["afterArguments"] = given
        return given

    def handed_on(self, target: str | None) -> Outcome:
        """How a Pass state ends."""
        return self.passed(self.visit.data, target)

    def passed(self, data: Any, target: str | None, rule: Mapping[str, Any] | None = None, place: str = "") -> Outcome:
        """How a state ends that has no result; `rule` is the one of a Choice that held, at `place`."""
        return self._ended(self._state if rule is None else rule, data, target, {}, place)

    def left(self, result: Any, target: str | None) -> Outcome:
        """How a state ends that has a result."""
        return self._ended(self._state, result, target, {"result": result}, "")

    def caught(self, catcher: Mapping[str, Any], failure: StateFailure, place: str) -> Outcome:
        """How a state ends whose failure a Catch takes, the one at `place`."""
        error = {"Error": failure.error, "Cause": failure.cause or ""}
        return self._ended(catcher, error, catcher["Next"], {"errorOutput": error}, place)

    def filled(self, template: Any, field: str, **members: Any) -> Any:
        """Return what a template gives, every expression in it evaluated; `members` are added to `$states`.

        Raises
        ------
        StateFailure
            An expression gives nothing, or cannot be evaluated.
        """
        return self._filled(template, field, _given(members))

    def request(self, holder: Mapping[str, Any], place: str = "") -> Any:
        """What a reader or a writer of a Map is given: its Arguments."""
        return self.filled(holder.get("Arguments", {}), f"{place}Arguments")

    def whole(self, holder: Mapping[str, Any], field: str, place: str = "") -> int | None:
        """A whole number that a field gives; None where there is no field."""
        number = self.expected(holder, field, "number", place)
        if number is None or is_integer(number):
            return number
        raise self.failed(f"The {place}{field} field cannot be parsed as a long value: {number}", f"{place}{field}")

    def share(self, holder: Mapping[str, Any], field: str) -> float | None:
        """A percentage that a field gives; None where there is no field."""
        share: float | None = self.expected(holder, field, "number")
        if share is not None and not 0 <= share <= 100:
            raise self.failed(f"{field} must be between 0 and 100.", field)
        return share

    def within(self, context: dict[str, Any]) -> QueryFlow:
        """Return the same data with other members in the context object, as those of an item of a Map."""
        inner = copy(self)
        inner.context = {**self.context, **context}
        inner.__dict__["_context"] = {**self._context, **given(context)}
        return inner

    def expected(self, holder: Mapping[str, Any], name: str, kind: str, place: str = "") -> Any:
        """Return what a field holds that may be an expression, of the type `kind`; None where there is no field.

        Raises
        ------
        StateFailure
            It gives something else, or nothing.
        """
        if name not in holder:
            return None
        field = f"{place}{name}"
        value = self.filled(holder[name], field)
        found = _type(value)
        if found != kind:
            text = expression_of(holder[name]) or to_text(holder[name])
            raise self.failed(
                f"The JSONata expression '{text}' specified for the field '{field}' returned an unexpected result "
                f"type. Expected '{kind}', but was '{found}' for value: {to_text(value)}",
                field,
            )
        return value

    def failed(self, message: str, field: str | None = None, *, begun: bool = False) -> StateFailure:
        """Write that an evaluation failed, and return the failure of the state.

        Parameters
        ----------
        message
            The words of Step Functions.
        field
            The field, as "Output/total"; None where it is none.
        begun
            Whether the state had begun what it does: then the event follows that of entering it.
        """
        visit = self.visit
        entered = f"An error occurred while executing the state '{visit.name}' (entered at the event id #{visit.event})"
        cause = f"{entered}. {message}"
        if visit.track.last == visit.event and not begun:
            visit.track.last = visit.before
        values = {"error": QUERY_EVALUATION, "cause": cause, "location": field, "state": visit.name}
        visit.track.add("EvaluationFailed", "evaluationFailedEventDetails", **values)
        return StateFailure(QUERY_EVALUATION, cause)

    def _ended(
        self, holder: Mapping[str, Any], output: Any, target: str | None, members: dict[str, Any], place: str
    ) -> Outcome:
        if "Output" not in holder and "Assign" not in holder:
            return Outcome(output, target)
        known = _given(members)
        if "Output" in holder:
            output = self._filled(holder["Output"], f"{place}Output", known)
        assigned = {
            name: self._filled(value, f"{place}Assign/{name}", known)
            for name, value in holder.get("Assign", {}).items()
        }
        return Outcome(output, target, assigned)

    def _filled(self, template: Any, field: str, members: dict[str, Any]) -> Any:
        text = expression_of(template)
        if text is not None:
            return self._evaluated(text, field, members)
        if is_object(template):
            return {name: self._filled(value, f"{field}/{name}", members) for name, value in template.items()}
        if is_array(template):
            return [self._filled(item, f"{field}[{index}]", members) for index, item in enumerate(template)]
        return template

    def _bindings(self, text: str, members: dict[str, Any]) -> dict[str, Any]:
        """What an expression may read; input and context as they are needed, since they may be large."""
        whole = _WHOLE.search(text) is not None
        states = dict(members)
        if whole or "input" in text:
            states["input"] = self._input
        if whole or "context" in text:
            states["context"] = self._context
        return {**self._variables, "states": states}

    def _evaluated(self, text: str, field: str, members: dict[str, Any]) -> Any:
        which = f"The JSONata expression '{text}' specified for the field '{field}'"
        try:
            found = evaluate(text, self._bindings(text, members), self.visit.run.clock.now())
        except JsonataFault as fault:
            raise self.failed(f"{which} threw an error during evaluation. {fault}", field) from None
        if found is UNDEFINED:
            raise self.failed(f"{which} returned nothing (undefined).", field)
        return found


def _given(members: dict[str, Any]) -> dict[str, Any]:
    return {name: given(value) for name, value in members.items()}


def _type(value: Any) -> str:
    """The name of a value's type, as JSONata has it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int | float):
        return "number"
    return "array" if is_array(value) else "object"
