"""newel's objects as the Python that makes them."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import TYPE_CHECKING, Any, cast

from newel.conditions import Condition, Not, Several, Test
from newel.importing.conditions import KINDS, METHODS, QUESTIONS, is_plain
from newel.importing.intrinsics import functions
from newel.importing.layout import Atom, Binary, Bracketed, Calls, Group, Node, Text, written
from newel.importing.names import snake
from newel.importing.values import named_context_values
from newel.json_types import is_object
from newel.tasks.base import Task
from newel.tasks.catalog import title
from newel.values import (
    ContextValue,
    Discard,
    GetAtt,
    Intrinsic,
    Jsonata,
    Path,
    Ref,
    Sub,
    Variable,
    task_token,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from newel.states import State

_SYMBOLS = {"__eq__": "==", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_OPERATORS = {METHODS[name]: name for name in METHODS}
_ITEMS = "newel.items"


class Printer:
    """Prints values and states, and knows what has to be imported for them.

    Attributes
    ----------
    imports
        The names that are used, by the modules that they are from.
    constants
        Statements that give names to what several states have.

    Parameters
    ----------
    repeated
        The retriers that several states have, as JSON.
    """

    def __init__(self, repeated: Collection[str] = ()) -> None:
        self.constants: list[list[str]] = []
        self._repeated = repeated
        self._retries: dict[str, str] = {}
        self.imports: dict[str, set[str]] = {}
        self._contexts = {value: name for name, value in named_context_values()}
        self._functions = functions()

    def use(self, module: str, name: str) -> str:
        """Use a name of a module."""
        self.imports.setdefault(module, set()).add(name)
        return name

    def value(self, value: Any) -> Node:
        """A value as Python."""
        match value:
            case None | bool() | int() | float():
                return Atom(repr(value))
            case str():
                return Text(value)
            case Discard():
                return Atom(self.use("newel", "DISCARD"))
            case Condition():
                return self.condition(value)
            case list() | tuple():
                items = cast("Sequence[object]", value)
                return Group("", "[]", [("", self.value(item)) for item in items])
            case _ if is_object(value):
                return Group("", "{}", [(f"{Text(name).flat()}: ", self.value(item)) for name, item in value.items()])
            case _:
                return self._object(value)

    def _object(self, value: Any) -> Node:
        match value:
            case Variable(steps):
                return self._call("newel", "variable", steps)
            case ContextValue():
                return self._context(value)
            case Path(text):
                return self._call("newel", "path", text)
            case Jsonata(text, spaced):
                return self._call("newel", "jsonata", spaced or text)
            case Intrinsic():
                return self._intrinsic(value)
            case GetAtt(name, attribute):
                return self._call("newel", "GetAtt", name, attribute)
            case Sub(text):
                return self._call("newel", "Sub", text)
            case Ref(name):
                return self._call("newel", type(value).__name__, name)
            case _ if is_dataclass(value):
                cls: type[Any] = type(value)
                module = _ITEMS if cls.__module__ == _ITEMS else "newel"
                return Group(self.use(module, cls.__name__), "()", list(self.arguments(value)))
            case _:
                raise TypeError(repr(value))

    def state(self, state: State, given: Mapping[str, Node]) -> Group:
        """A state as Python.

        Parameters
        ----------
        state
            The state.
        given
            The fields that are printed already: what is inside of it.
        """
        cls: type[Any] = type(state)
        if isinstance(state, Task):
            head = title(cls)
            self.use("newel.tasks", head.partition(".")[0])
        else:
            head = self.use("newel", cls.__name__)
        return Group(head, "()", list(self.arguments(state, given)))

    def _retry(self, retriers: Any) -> Node:
        """Retriers; by a name where several states have them."""
        text = json.dumps([retrier.asl() for retrier in retriers], sort_keys=True)
        if text not in self._repeated:
            return self.value(retriers)
        if text not in self._retries:
            name = "RETRY" if len(self._repeated) == 1 else f"RETRY_{snake(retriers[0].errors[0]).upper()}"
            taken = list(self._retries.values())
            number = sum(other.startswith(name) for other in taken) + 1
            self._retries[text] = name if name not in taken else f"{name}_{number}"
            self.constants.append(written(self.value(retriers), 0, f"{self._retries[text]} = "))
        self.use("newel", "Retry")
        return Atom(self._retries[text])

    def arguments(self, value: Any, given: Mapping[str, Node] | None = None) -> Iterable[tuple[str, Node]]:
        """The arguments that differ from what they are by default."""
        for item in sorted(fields(value), key=_rank if isinstance(value, Task) else lambda _: 0):
            held = getattr(value, item.name)
            default = item.default if item.default_factory is MISSING else item.default_factory()
            if given and item.name in given:
                yield f"{item.name}=", given[item.name]
            elif not item.kw_only and item.name in ("name", "definition"):
                yield "", self.value(held)
            elif item.name == "retry" and held:
                if held != default:
                    yield "retry=", self._retry(held)
            elif default is MISSING or type(held) is not type(default) or held != default:
                yield f"{item.name}=", self.value(held)

    def condition(self, condition: Condition) -> Node:
        """A condition as Python."""
        match condition:
            case Several(operator, conditions) if is_plain(condition):
                return Binary("&" if operator == "And" else "|", [self._operand(each) for each in conditions])
            case Several(operator, conditions):
                name = self.use("newel.conditions", "all_of" if operator == "And" else "any_of")
                return Group(name, "()", [("", self.condition(each)) for each in conditions])
            case Not(inner):
                operand = self._operand(inner)
                return Bracketed(operand.inner, "~") if isinstance(operand, Bracketed) else _Inverted(operand)
            case Test():
                return self._test(condition)
            case _:
                raise TypeError(repr(condition))

    def _operand(self, condition: Condition) -> Node:
        printed = self.condition(condition)
        return Bracketed(printed) if isinstance(printed, Binary) else printed

    def _test(self, test: Test) -> Node:
        variable = self.value(test.variable)
        if test.operator in QUESTIONS:
            arguments: list[tuple[str, Node]] = [] if test.operand is True else [("value=", Atom("False"))]
            return Calls(variable, [Group(f".{QUESTIONS[test.operator]}", "()", arguments)])
        if test.operator == "BooleanEquals" and isinstance(test.operand, bool):
            return Calls(variable, [Group(".is_true" if test.operand else ".is_false", "()", [])])
        kind = next(kind for kind in KINDS if test.operator.startswith(kind))
        rest = test.operator.removeprefix(kind)
        if rest == "Matches":
            return Calls(variable, [Group(f".{KINDS[kind]}.matches", "()", [("", self.value(test.operand))])])
        left = _Attribute(variable, KINDS[kind])
        return Binary(_SYMBOLS[METHODS[rest]], [left, self.value(test.operand)])

    def _call(self, module: str, name: str, *texts: str) -> Group:
        alone = len(texts) == 1
        return Group(self.use(module, name), "()", [("", Text(text, bare=alone)) for text in texts])

    def _context(self, value: ContextValue) -> Node:
        if value == task_token:
            return Atom(self.use("newel", "task_token"))
        self.use("newel", "context")
        if value in self._contexts:
            return Atom(self._contexts[value])
        return Group("context.path", "()", [("", Text(value.jsonpath, bare=True))])

    def _intrinsic(self, value: Intrinsic) -> Node:
        self.use("newel", "intrinsics")
        if value.written:
            return Group("intrinsics.written", "()", [("", Text(value.written, bare=True))])
        arguments = value.arguments[:-1] if value.name == "States.JsonMerge" else value.arguments
        printed = [("", self.value(argument)) for argument in arguments]
        return Group(f"intrinsics.{self._functions[value.name]}", "()", printed)


_OF_TASKS = {item.name: number for number, item in enumerate(fields(Task))}
_FIRST = ("name", "comment", "query_language")


def _rank(item: Field[Any]) -> int:
    """What a task sends comes first, and then what is done with the answer."""
    if item.name in _FIRST:
        return _FIRST.index(item.name) - len(_FIRST)
    if item.name == "pattern":
        return 1
    return len(_OF_TASKS) * (item.name == "retry") + 2 + _OF_TASKS[item.name] if item.name in _OF_TASKS else 0


class _Attribute(Node):
    """A member of something: `path("$.a").string`."""

    def __init__(self, base: Node, name: str) -> None:
        self._base = base
        self._name = name

    def flat(self) -> str:
        """It on one line."""
        return f"{self._base.flat()}.{self._name}"

    def lines(self, indent: int, prefix: str, suffix: str) -> list[str]:
        """It on several lines; see `Node.lines`."""
        return self._base.lines(indent, prefix, f".{self._name}{suffix}")


class _Inverted(Node):
    """`~` before something that needs no brackets."""

    def __init__(self, inner: Node) -> None:
        self._inner = inner

    def flat(self) -> str:
        """It on one line."""
        return f"~{self._inner.flat()}"

    def lines(self, indent: int, prefix: str, suffix: str) -> list[str]:
        """It on several lines; see `Node.lines`."""
        return self._inner.lines(indent, f"{prefix}~", suffix)
