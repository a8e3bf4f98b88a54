"""Conditions of a Choice in JSONPath, typed: `path("$.total").number > 100` ("Choice workflow state").

They are joined with `&`, `|` and `~`. In a JSONata state a condition is an expression: `jsonata("...")`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, NoReturn, TypeAlias, TypeVar, cast

from newel.errors import NewelError

if TYPE_CHECKING:
    from newel.render import Renderer
    from newel.values import ContextValue, Path

    Variable: TypeAlias = Path | ContextValue

_KINDS = ("Boolean", "Numeric", "String", "Timestamp")
_SYMBOLS = {
    "Equals": "=",
    "LessThan": "<",
    "LessThanEquals": "<=",
    "GreaterThan": ">",
    "GreaterThanEquals": ">=",
}
_TYPES = {"IsNull": "null", "IsNumeric": "number", "IsString": "string", "IsBoolean": "boolean"}


class Condition:
    """Something that holds or does not, for a rule of a Choice."""

    def __and__(self, other: Condition) -> Condition:
        """Both hold."""
        return Several("And", (*self.parts("And"), *_insist(other, "&").parts("And")))

    def __or__(self, other: Condition) -> Condition:
        """One of the two holds, or both."""
        return Several("Or", (*self.parts("Or"), *_insist(other, "|").parts("Or")))

    def __invert__(self) -> Condition:
        """It does not hold."""
        return Not(self)

    def __bool__(self) -> NoReturn:
        """Refuse `and`, `or`, `not` and `if`: they would ask for an answer now."""
        raise NewelError(
            "a condition is known only when the state runs", hint="write & for and, | for or, ~ for not, in brackets"
        )

    def parts(self, operator: str) -> tuple[Condition, ...]:  # noqa: ARG002 -- for the class below
        """What it is made of under an operator: itself."""
        return (self,)

    def asl(self, renderer: Renderer) -> dict[str, Any]:
        """The condition as the States Language has it."""
        raise NotImplementedError

    def jsonata(self) -> str:
        """The same in JSONata, to be offered where JSONPath is refused."""
        raise NotImplementedError


@dataclass(frozen=True)
class Test(Condition):
    """A comparison of one variable.

    Attributes
    ----------
    variable
        What is compared.
    operator
        The comparison operator, as "NumericGreaterThan".
    operand
        What it is compared with: a value, or another variable.
    """

    variable: Variable
    operator: str
    operand: bool | float | str | Variable

    def asl(self, renderer: Renderer) -> dict[str, Any]:
        """The comparison as the States Language has it."""
        name = f"{self.operator}Path" if renderer.is_path(self.operand) else self.operator
        operand = renderer.value(self.operand, "when")
        return {"Variable": renderer.value(self.variable, "when"), name: operand}

    def jsonata(self) -> str:
        """The same in JSONata."""
        variable = _jsonata(self.variable)
        if self.operator == "IsPresent":
            return f"$exists({variable})" if self.operand else f"$not($exists({variable}))"
        if self.operator in _TYPES:
            return f"$type({variable}) {'=' if self.operand else '!='} '{_TYPES[self.operator]}'"
        kind = next((kind for kind in _KINDS if self.operator.startswith(kind)), "")
        symbol = _SYMBOLS.get(self.operator.removeprefix(kind))
        if symbol is None:
            return f"$contains({variable}, /.../)"
        sides = [variable, _jsonata(self.operand)]
        if kind == "Timestamp":
            sides = [f"$toMillis({side})" for side in sides]
        return f" {symbol} ".join(sides)


@dataclass(frozen=True)
class Several(Condition):
    """Conditions of which all hold, or one does."""

    operator: Literal["And", "Or"]
    conditions: tuple[Condition, ...]

    def parts(self, operator: str) -> tuple[Condition, ...]:
        """Its conditions, where the operator is its own: `a & b & c` is one And."""
        return self.conditions if operator == self.operator else (self,)

    def asl(self, renderer: Renderer) -> dict[str, Any]:
        """The conditions as the States Language has them."""
        return {self.operator: [condition.asl(renderer) for condition in self.conditions]}

    def jsonata(self) -> str:
        """The same in JSONata."""
        return "(" + f" {self.operator.lower()} ".join(condition.jsonata() for condition in self.conditions) + ")"


@dataclass(frozen=True)
class Not(Condition):
    """A condition that does not hold."""

    condition: Condition

    def __invert__(self) -> Condition:
        """It holds after all."""
        return self.condition

    def asl(self, renderer: Renderer) -> dict[str, Any]:
        """The condition as the States Language has it."""
        return {"Not": self.condition.asl(renderer)}

    def jsonata(self) -> str:
        """The same in JSONata."""
        return f"$not({self.condition.jsonata()})"


def all_of(*conditions: Condition) -> Condition:
    """All of them hold; `a & b` says the same, and makes one list of what is joined so."""
    return Several("And", tuple(_insist(condition, "all_of") for condition in conditions))


def any_of(*conditions: Condition) -> Condition:
    """One of them holds; `a | b` says the same, and makes one list of what is joined so."""
    return Several("Or", tuple(_insist(condition, "any_of") for condition in conditions))


Operand = TypeVar("Operand")


class Typed(Generic[Operand]):
    """A variable taken as one type: where it is of another, no comparison of it holds.

    Parameters
    ----------
    variable
        What is compared.
    """

    kind: ClassVar[str]
    example: ClassVar[str]
    __hash__ = None  # type: ignore[assignment]  # its equality is a condition

    def __init__(self, variable: Variable) -> None:
        self._variable = variable

    def __eq__(self, other: Operand | Variable) -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        """It is the same."""
        return self._test("Equals", other)

    def __ne__(self, other: Operand | Variable) -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        """It is another, or of another type, or there is none."""
        return ~self._test("Equals", other)

    def _test(self, operator: str, operand: object) -> Condition:
        from newel.values import ContextValue, Path

        if not isinstance(operand, Path | ContextValue) and not self.takes(operand):
            raise NewelError(
                f"a {type(self).__name__.lower()} is compared with {operand!r}",
                hint=f'write {self.example}, or path("$...") for another variable',
            )
        return Test(self._variable, f"{self.kind}{operator}", cast("Any", operand))

    @classmethod
    def takes(cls, operand: object) -> bool:
        """Whether a value is of the type."""
        raise NotImplementedError


class Boolean(Typed[bool]):
    """A variable taken as true or false."""

    kind = "Boolean"
    example = "True or False"

    @classmethod
    def takes(cls, operand: object) -> bool:
        """Whether a value is of the type."""
        return isinstance(operand, bool)


class Ordered(Typed[Operand]):
    """A variable of a type that has an order."""

    def __lt__(self, other: Operand | Variable) -> Condition:
        """It is less."""
        return self._test("LessThan", other)

    def __le__(self, other: Operand | Variable) -> Condition:
        """It is less, or the same."""
        return self._test("LessThanEquals", other)

    def __gt__(self, other: Operand | Variable) -> Condition:
        """It is greater."""
        return self._test("GreaterThan", other)

    def __ge__(self, other: Operand | Variable) -> Condition:
        """It is greater, or the same."""
        return self._test("GreaterThanEquals", other)


class Number(Ordered["float"]):
    """A variable taken as a number."""

    kind = "Numeric"
    example = "a number"

    @classmethod
    def takes(cls, operand: object) -> bool:
        """Whether a value is of the type."""
        return isinstance(operand, int | float) and not isinstance(operand, bool) and isfinite(operand)


class String(Ordered[str]):
    """A variable taken as text."""

    kind = "String"
    example = 'text, as "yes"'

    def matches(self, pattern: str) -> Condition:
        r"""It matches a pattern: `*` stands for any text, `\\\\*` for a star (StringMatches)."""
        if not isinstance(pattern, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise NewelError(f"matches takes text, not {pattern!r}", hint='write matches("log-*.txt")')
        return self._test("Matches", pattern)

    @classmethod
    def takes(cls, operand: object) -> bool:
        """Whether a value is of the type."""
        return isinstance(operand, str)


class Timestamp(Ordered[str]):
    """A variable taken as a point in time, in ISO 8601 with a `T` and a zone: "2026-03-14T01:59:00Z"."""

    kind = "Timestamp"
    example = '"2026-03-14T01:59:00Z"'

    @classmethod
    def takes(cls, operand: object) -> bool:
        """Whether a value is of the type."""
        if not isinstance(operand, str) or "T" not in operand:
            return False
        try:
            return datetime.fromisoformat(operand).tzinfo is not None
        except ValueError:
            return False


class Variables:
    """What may be compared in a Choice: a path of the input, of the context object, or of a variable.

    Example
    -------
    >>> path("$.total").number > 100
    >>> path("$.state").string == "open"
    """

    __slots__ = ()

    @property
    def boolean(self) -> Boolean:
        """It, taken as true or false."""
        return Boolean(cast("Variable", self))

    @property
    def number(self) -> Number:
        """It, taken as a number."""
        return Number(cast("Variable", self))

    @property
    def string(self) -> String:
        """It, taken as text."""
        return String(cast("Variable", self))

    @property
    def timestamp(self) -> Timestamp:
        """It, taken as a point in time."""
        return Timestamp(cast("Variable", self))

    def is_true(self) -> Condition:
        """It is true."""
        return Test(cast("Variable", self), "BooleanEquals", operand=True)

    def is_false(self) -> Condition:
        """It is false; what is null, or missing, is not."""
        return Test(cast("Variable", self), "BooleanEquals", operand=False)

    def is_present(self, *, value: bool = True) -> Condition:
        """There is such a field; with `value=False` there is none."""
        return self._is("IsPresent", value)

    def is_null(self, *, value: bool = True) -> Condition:
        """It is null; with `value=False` it is not."""
        return self._is("IsNull", value)

    def is_numeric(self, *, value: bool = True) -> Condition:
        """It is a number; with `value=False` it is none."""
        return self._is("IsNumeric", value)

    def is_string(self, *, value: bool = True) -> Condition:
        """It is text; with `value=False` it is none."""
        return self._is("IsString", value)

    def is_boolean(self, *, value: bool = True) -> Condition:
        """It is true or false; with `value=False` it is neither."""
        return self._is("IsBoolean", value)

    def is_timestamp(self, *, value: bool = True) -> Condition:
        """It is a point in time, as text; with `value=False` it is none."""
        return self._is("IsTimestamp", value)

    def _is(self, operator: str, value: object) -> Condition:
        if not isinstance(value, bool):
            raise NewelError(f"value={value!r} is neither True nor False", hint="write value=False, or ~ before it")
        return Test(cast("Variable", self), operator, operand=value)


def _insist(other: object, operator: str) -> Condition:
    if not isinstance(other, Condition):
        raise NewelError(
            f"{operator} joins conditions, not {other!r}",
            hint=f'put brackets around comparisons: (path("$.a").number > 1) {operator} (path("$.b").string == "x")',
        )
    return other


def _jsonata(value: object) -> str:
    from newel.values import ContextValue, Path

    match value:
        case ContextValue():
            return value.jsonata
        case Path(text) if text.startswith("$.") or text == "$":
            return f"$states.input{text[1:]}"
        case Path(text):
            return text
        case _:
            return json.dumps(value)
