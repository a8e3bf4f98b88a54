"""Choice: go on by the first rule that holds ("Choice workflow state")."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object
from newel.local import paths
from newel.local.failure import InvalidDefinition, RuntimeFault
from newel.local.flows import PathFlow, flow_of
from newel.local.states.wait import moment_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newel.local.flows.query_flow import QueryFlow
    from newel.local.payload import Source
    from newel.local.run_state import Outcome, Visit

NO_NEXT = "Failed to transition out of the state. The state does not point to a next state."
"""AWS's words where no rule holds; the error is States.Runtime, whatever "Error handling" says of NoChoiceMatched."""

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}


def _number(value: object) -> object:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _units(value: object) -> object:
    """Text in the order of its UTF-16 units, as Java compares it."""
    return value.encode("utf-16-be", "surrogatepass") if isinstance(value, str) else None


_KINDS: dict[str, tuple[Callable[[Any], object], tuple[str, ...]]] = {
    "Boolean": (lambda value: value if isinstance(value, bool) else None, ("Equals",)),
    "Numeric": (_number, tuple(_ORDER)),
    "String": (_units, tuple(_ORDER)),
    "Timestamp": (lambda value: moment_of(value) if isinstance(value, str) else None, tuple(_ORDER)),
}
"""What each kind of comparison takes of a value (None: it is of another type), and its orders."""

COMPARISONS = {f"{kind}{order}": (kind, order) for kind, (_, orders) in _KINDS.items() for order in orders}

_IS: dict[str, Callable[[Any], bool]] = {
    "IsNull": lambda value: value is None,
    "IsNumeric": lambda value: _number(value) is not None,
    "IsString": lambda value: isinstance(value, str),
    "IsBoolean": lambda value: isinstance(value, bool),
    "IsTimestamp": lambda value: isinstance(value, str) and moment_of(value) is not None,
}


class ChoiceHandler:
    """Carries out Choice states."""

    fields = frozenset({"InputPath", "OutputPath", "Choices", "Default", "Assign"})
    query_fields = frozenset({"Choices", "Default", "Output", "Assign"})

    def visit(self, visit: Visit) -> Outcome:
        """Carry out one visit."""
        flow, rules = flow_of(visit), visit.state["Choices"]
        effective = flow.effective()
        if isinstance(flow, PathFlow):
            source = flow.source(effective)
            index = next((index for index, rule in enumerate(rules) if holds(rule, source)), None)
        else:
            index = next((index for index, rule in enumerate(rules) if _is_true(rule, index, flow)), None)
        rule = None if index is None else rules[index]
        target = visit.state.get("Default") if rule is None else rule["Next"]
        if target is None:
            raise RuntimeFault(NO_NEXT)
        return flow.passed(effective, target, rule, f"Choices[{index}]/")


def _is_true(rule: Mapping[str, Any], index: int, flow: QueryFlow) -> bool:
    return flow.expected(rule, "Condition", "boolean", f"Choices[{index}]/") is True


def holds(rule: Mapping[str, Any], source: Source) -> bool:
    """Say whether a rule, or a condition inside of one, holds.

    Raises
    ------
    RuntimeFault
        A path finds nothing; `IsPresent` alone takes that.
    """
    if "And" in rule:
        return all(holds(each, source) for each in rule["And"])
    if "Or" in rule:
        return any(holds(each, source) for each in rule["Or"])
    if "Not" in rule:
        return not holds(rule["Not"], source)
    name = comparison(rule)
    operand = rule[name]
    if name == "IsPresent":
        return _is_present(rule["Variable"], source) is operand
    value = _at(rule["Variable"], source)
    if name in _IS:
        return _IS[name](value) is operand
    if name == "StringMatches":
        return isinstance(value, str) and _pattern(operand).fullmatch(value) is not None
    if name.endswith("Path"):
        name, operand = name.removesuffix("Path"), _at(operand, source)
    kind, order = COMPARISONS[name]
    take, _ = _KINDS[kind]
    left, right = take(value), take(operand)
    return left is not None and right is not None and _ORDER[order](left, right)


def comparison(rule: Mapping[str, Any]) -> str:
    """The comparison operator of a condition.

    Raises
    ------
    InvalidDefinition
        It has none, or several.
    """
    plain = {*COMPARISONS, *_IS, "IsPresent", "StringMatches"}
    found = [name for name in rule if name in plain or (name.endswith("Path") and name[:-4] in COMPARISONS)]
    if len(found) != 1 or not isinstance(rule.get("Variable"), str):
        raise InvalidDefinition(
            "a condition of a Choice has a Variable and one comparison",
            hint='write {"Variable": "$.total", "NumericGreaterThan": 100, "Next": "..."}',
        )
    return found[0]


def conditions(rule: object) -> list[Mapping[str, Any]]:
    """The comparisons in a rule, however deep.

    Raises
    ------
    InvalidDefinition
        There is something else where a condition should be.
    """
    if not is_object(rule):
        raise InvalidDefinition(f"a condition of a Choice is {rule!r:.60}, which is no object")
    for name in ("And", "Or"):
        if name in rule:
            inner = rule[name]
            if not is_array(inner) or not inner:
                raise InvalidDefinition(f"{name} of a Choice is no list of conditions")
            return [each for part in inner for each in conditions(part)]
    return conditions(rule["Not"]) if "Not" in rule else [rule]


def _at(text: str, source: Source) -> Any:
    path = paths.parse(text)
    try:
        return paths.find(path, source.root(path))
    except paths.Missing:
        raise RuntimeFault(
            f"Invalid path '{text}': The choice state's condition path references an invalid value."
        ) from None


def _is_present(text: str, source: Source) -> bool:
    path = paths.parse(text)
    try:
        paths.find(path, source.root(path))
    except paths.Missing:
        return False
    return True


def _pattern(text: str) -> re.Pattern[str]:
    r"""A pattern in which `*` stands for any text, `\*` for a star and `\\` for a backslash."""
    parts = re.findall(r"\\.|\*|[^\\*]+|\\", text, re.DOTALL)
    return re.compile(
        "".join(".*" if part == "*" else re.escape(re.sub(r"\\(.)", r"\1", part)) for part in parts), re.DOTALL
    )
