"""Data through a state of JSONPath: InputPath, Parameters; ResultSelector, ResultPath, OutputPath, Assign.

AWS: "Processing input and output in Step Functions"; "Passing data between states with variables".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.json_types import is_integer
from newel.local import paths
from newel.local.data import to_text
from newel.local.failure import RuntimeFault
from newel.local.payload import Source, fill
from newel.local.reference import put
from newel.local.run_state import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.local.failure import StateFailure
    from newel.local.run_state import Visit


class PathFlow:
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

    def source(self, data: Any) -> Source:
        """What paths read from, `data` being the data of the moment."""
        return Source(data, self.context, self.visit.branch.variables)

    def effective(self) -> Any:
        """The state's input after InputPath."""
        effective = self._narrowed("InputPath", self.visit.data)
        self.visit.seen["afterInputPath"] = effective
        return effective

    def arguments(self) -> Any:
        """What the state works on: its input after InputPath and Parameters."""
        given = self.effective()
        if "Parameters" in self._state:
            given = fill(self._state["Parameters"], self.source(given))
        self.visit.seen["afterParameters"] = given
        return given

    def request(self, holder: Mapping[str, Any], _place: str = "") -> Any:
        """What a reader or a writer of a Map is given: its Parameters."""
        return fill(holder.get("Parameters", {}), self.source(self.effective()))

    def filled(self, template: Any, _field: str) -> Any:
        """What a template gives, read from the effective input."""
        return fill(template, self.source(self.effective()))

    def whole(self, holder: Mapping[str, Any], field: str, _place: str = "") -> int | None:
        """A whole number that a field holds, or that its path finds, as text too; None where there is none."""
        text = holder.get(f"{field}Path")
        if text is None:
            number: int | None = holder.get(field)
            return number
        found = self.source(self.effective()).read(text, f"{field}Path")
        try:
            return int(found) if is_integer(found) or isinstance(found, str) else int("")
        except ValueError:
            raise _no(found, field, "integer", text) from None

    def share(self, holder: Mapping[str, Any], field: str) -> float | None:
        """A percentage that a field holds, or that its path finds; None where there is none."""
        text = holder.get(f"{field}Path")
        if text is None:
            given: float | None = holder.get(field)
            return given
        found = self.source(self.effective()).read(text, f"{field}Path")
        if isinstance(found, bool) or not isinstance(found, int | float | str):
            raise _no(found, field, "float", text)
        try:
            share = float(found)
        except ValueError:
            raise _no(found, field, "float", text) from None
        if not 0 <= share <= 100:
            raise RuntimeFault(f"{field} must be between 0 and 100.")
        return share

    def handed_on(self, target: str | None) -> Outcome:
        """How a Pass state ends: its input or its Result is its result."""
        if "Result" not in self._state:
            return self.left(self.arguments(), target)
        self.visit.seen["result"] = self._state["Result"]
        return self.left(self._state["Result"], target)

    def passed(self, data: Any, target: str | None, rule: Mapping[str, Any] | None = None, _place: str = "") -> Outcome:
        """How a state ends that has no result; `rule` is the one of a Choice that held."""
        holder = self._state if rule is None else rule
        return Outcome(self._narrowed("OutputPath", data), target, self._assigned(holder, data))

    def left(self, result: Any, target: str | None) -> Outcome:
        """How a state ends that has a result: it is selected, put into the input, and narrowed."""
        if "ResultSelector" in self._state:
            result = fill(self._state["ResultSelector"], self.source(result))
        placed = self._placed(self._state, result)
        self.visit.seen.update(afterResultSelector=result, afterResultPath=placed)
        return Outcome(self._narrowed("OutputPath", placed), target, self._assigned(self._state, result))

    def caught(self, catcher: Mapping[str, Any], failure: StateFailure, _place: str) -> Outcome:
        """How a state ends whose failure a Catch takes."""
        result = {"Error": failure.error, "Cause": failure.cause or ""}
        return Outcome(self._placed(catcher, result), catcher["Next"], self._assigned(catcher, result))

    def _assigned(self, holder: Mapping[str, Any], data: Any) -> dict[str, Any]:
        return fill(holder["Assign"], self.source(data)) if "Assign" in holder else {}

    def _narrowed(self, field: str, data: Any) -> Any:
        text = self._state.get(field, "$")
        if text is None:
            return {}
        path = paths.parse(text)
        try:
            return paths.find(path, self.source(data).root(path))
        except paths.Missing as missing:
            raise RuntimeFault(f"Invalid path '{text}' : {missing}") from None

    def _placed(self, holder: Mapping[str, Any], result: Any) -> Any:
        """Apply the ResultPath of a state or a catcher."""
        text = holder.get("ResultPath", "$")
        return self.visit.data if text is None else put(paths.parse(text), self.visit.data, result)


def _no(found: Any, field: str, kind: str, path: str) -> RuntimeFault:
    shown = found if isinstance(found, str) else to_text(found)
    return RuntimeFault(f'The {field}Path field refers to value "{shown}" which is not a valid {kind}: {path}')
