"""What may stand where a value is asked for: data of the execution, and references to the template."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NoReturn, TypeAlias

from newel.conditions import Variables
from newel.errors import NewelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.aws.resources import Target

_VARIABLE_LENGTH = 80

QueryLanguage: TypeAlias = Literal["JSONPath", "JSONata"]

GIVE_TEXT: Final = frozenset(
    f"States.{name}"
    for name in ("Format", "JsonToString", "ArrayGetItem", "Base64Encode", "Base64Decode", "Hash", "UUID")
)
"""The intrinsic functions that give text, which a Fail takes ("Fail workflow state")."""


class _AtRun:
    """Known only when the state runs: an f-string would put its repr into the definition."""

    def __format__(self, spec: str, /) -> NoReturn:
        raise NewelError(
            f"{self!r} is known only when the state runs, and cannot be put into text before",
            hint='write intrinsics.format("{}", ...), or in JSONata jsonata("... & ...")',
        )

    if not TYPE_CHECKING:  # type checkers refuse these by themselves

        def _compared(self, _other: object) -> NoReturn:
            raise NewelError(
                f"{self!r} is known only when the state runs, and cannot be compared before",
                hint='write path("$.total").number > 100 (or .string, .timestamp, .boolean) in a Choice',
            )

        def _computed(self, _other: object) -> NoReturn:
            raise NewelError(
                f"{self!r} is known only when the state runs, and cannot be computed with before",
                hint='write intrinsics.format("... {}", ...) or intrinsics.math_add(..., 1), or in JSONata '
                'jsonata("$states.input.total + 1")',
            )

        def __getitem__(self, _index: object) -> NoReturn:
            raise NewelError(
                f"{self!r} is known only when the state runs, and nothing can be taken from it before",
                hint='write what you mean into the path, as path("$.orders[0].id"); for each of a list, a Map',
            )

        __lt__ = __le__ = __gt__ = __ge__ = _compared
        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _computed
        __mod__ = __rmod__ = _computed


class _AtDeployment:
    """Known only when the template is deployed."""

    def __format__(self, spec: str, /) -> NoReturn:
        raise NewelError(
            f"{self!r} is known only when the template is deployed, and cannot be put into text before",
            hint='write Sub("...${Name}...")',
        )


@dataclass(frozen=True)
class Path(_AtRun, Variables):
    """A JSONPath into the state's input, `$` at its root. Write it with `path()`."""

    text: str


@dataclass(frozen=True)
class Jsonata(_AtRun):
    """A JSONata expression. Write it with `jsonata()`.

    Attributes
    ----------
    text
        The expression, without its `{% %}`.
    spaced
        The same with the `{% %}` that its author wrote around it.
    """

    text: str
    spaced: str = ""

    @property
    def whole(self) -> str:
        """The expression as it stands in a definition."""
        return self.spaced or f"{{% {self.text} %}}"


@dataclass(frozen=True)
class ContextValue(_AtRun, Variables):
    """A member of the context object, as `context.execution.id`; it works in both query languages."""

    steps: str

    @property
    def jsonpath(self) -> str:
        """The member as JSONPath."""
        return f"$$.{self.steps}" if self.steps else "$$"

    @property
    def jsonata(self) -> str:
        """The member as JSONata."""
        return f"$states.context.{self.steps}" if self.steps else "$states.context"


@dataclass(frozen=True)
class Variable(ContextValue):
    """A variable that a state before assigned; it works in both query languages. Write it with `variable()`."""

    @property
    def jsonpath(self) -> str:
        """The variable in JSONPath."""
        return f"${self.steps}"

    @property
    def jsonata(self) -> str:
        """The variable in JSONata."""
        return f"${self.steps}"


@dataclass(frozen=True)
class Intrinsic(_AtRun):
    """A call of an intrinsic function. Write it with the functions of `newel.intrinsics`."""

    name: str
    arguments: tuple[Argument, ...]
    written: str = ""
    """The call as its author wrote it, where that is to stand."""


@dataclass(frozen=True)
class Ref(_AtDeployment):
    """CloudFormation's `Ref`: a resource or parameter of the template, or a pseudo parameter.

    Where a field wants an ARN, a name or a URL, newel writes the intrinsic function that gives it.
    """

    name: str

    def __post_init__(self) -> None:
        _insist_on_text("Ref", self.name)


@dataclass(frozen=True)
class Param(Ref):
    """A `Ref` that must name a parameter of the template."""


@dataclass(frozen=True)
class GetAtt(_AtDeployment):
    """CloudFormation's `Fn::GetAtt`: an attribute of a resource of the template."""

    name: str
    attribute: str

    def __post_init__(self) -> None:
        _insist_on_text("GetAtt", self.name, self.attribute)


@dataclass(frozen=True)
class Sub(_AtDeployment):
    """CloudFormation's `Fn::Sub`: text with `${Resource}`, `${Resource.Attribute}` and pseudo parameters."""

    text: str

    def __post_init__(self) -> None:
        _insist_on_text("Sub", self.text)


def _insist_on_text(name: str, *texts: object) -> None:
    for text in texts:
        if not isinstance(text, str) or not text:
            raise NewelError(f"{name} takes text, not {text!r}", hint=f'write {name}("...")')


@dataclass(frozen=True)
class Discard:
    """The type of `DISCARD`."""


DISCARD: Final = Discard()
"""A `result_path` that drops the state's result and keeps its input (`"ResultPath": null`)."""

TemplateValue: TypeAlias = Ref | GetAtt | Sub
"""Known when the template is deployed."""

Dynamic: TypeAlias = Path | Jsonata | ContextValue | Intrinsic
"""Known when the state runs."""

Argument: TypeAlias = "str | int | float | bool | Path | ContextValue | Intrinsic | TemplateValue | None"
"""What an intrinsic function takes."""

TextArgument: TypeAlias = "str | Path | ContextValue | Intrinsic | TemplateValue"
IntegerArgument: TypeAlias = "int | Path | ContextValue | Intrinsic"
ArrayArgument: TypeAlias = "Path | ContextValue | Intrinsic"

Text: TypeAlias = str | Dynamic | TemplateValue
Integer: TypeAlias = int | Dynamic
Number: TypeAlias = int | float | Dynamic
Boolean: TypeAlias = bool | Dynamic
Value: TypeAlias = "bool | int | float | str | Dynamic | TemplateValue | Sequence[Value] | Mapping[str, Value] | None"
"""JSON in which data of the execution and references to the template may stand."""

Object: TypeAlias = "Mapping[str, Value] | Dynamic"
List: TypeAlias = "Sequence[Value] | Dynamic"


def path(text: str) -> Path:
    """Select from the state's input with JSONPath: `path("$.order.id")`.

    Raises
    ------
    NewelError
        `text` does not begin with `$`, or is a path of the context object.
    """
    if text.startswith("$$"):
        spelled = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text.removeprefix("$$").lstrip(".")).lower()
        found: object = context
        for part in spelled.split("."):
            found = None if isinstance(found, ContextValue) else getattr(found, part, None)
        known = isinstance(found, ContextValue)
        hint = f"write context.{spelled}" if known else f'write context.path("{text}")'
        raise NewelError(f"{text!r} is a path of the context object", hint=hint)
    if text.startswith("States."):
        raise NewelError(f"{text!r} calls an intrinsic function", hint="write it with those of newel.intrinsics")
    if not re.match(r"\$(?![A-Za-z0-9_])", text):
        raise NewelError(
            f"{text!r} is not a JSONPath: it must begin with '$'", hint=f'write path("$.{text.lstrip("$.")}")'
        )
    return Path(text)


def variable(name: str) -> Variable:
    """Give a variable that `assign=` of a state before has set, or a member of it: `variable("order.total")`.

    Raises
    ------
    NewelError
        It is no name of a variable ("Passing data between states with variables").
    """
    first = re.split(r"[.\[]", name, maxsplit=1)[0] if isinstance(name, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
    if not first.isidentifier() or len(first) > _VARIABLE_LENGTH or first == "states":
        hint = f'write variable("{name.lstrip("$")}")' if first.startswith("$") else 'write variable("total")'
        raise NewelError(f"{name!r} is no name of a variable", hint=hint)
    return Variable(name)


def jsonata(text: str) -> Jsonata:
    """Compute with JSONata: `jsonata("$states.input.total * 2")`, with or without the `{% %}` around it.

    What is written with them stands in the definition as it is, spaces and all.

    Raises
    ------
    NewelError
        The expression is empty, or has one of `{%` and `%}` alone.
    """
    inner = text.strip()
    if inner.startswith("{%") != inner.endswith("%}"):
        raise NewelError(
            f"the JSONata expression {text!r} has one of {{% and %}} alone", hint="leave both out, or write both"
        )
    inner = inner.removeprefix("{%").removesuffix("%}").strip()
    if not inner:
        raise NewelError("the JSONata expression is empty", hint='write as in jsonata("$states.input.total * 2")')
    return Jsonata(inner, text if text.startswith("{%") and text.endswith("%}") else "")


@dataclass(frozen=True)
class Placeholder:
    """A reference to the template where it stands in a definition.

    Attributes
    ----------
    value
        The reference.
    target
        What the field wants: the kinds of resources, and which of their identifiers. None: as it is.
    field
        The place, for messages.
    """

    value: TemplateValue
    target: Target | None = None
    field: str = ""


PARTITION: Final = Placeholder(Ref("AWS::Partition"))
"""What stands in the ARN of an integration: the partition that the template is deployed to."""


@dataclass(frozen=True)
class Joined:
    """Text with references in it."""

    parts: tuple[str | Placeholder, ...]


class _Execution:
    id = ContextValue("Execution.Id")
    input = ContextValue("Execution.Input")
    name = ContextValue("Execution.Name")
    role_arn = ContextValue("Execution.RoleArn")
    start_time = ContextValue("Execution.StartTime")
    redrive_count = ContextValue("Execution.RedriveCount")
    redrive_time = ContextValue("Execution.RedriveTime")


class _State:
    entered_time = ContextValue("State.EnteredTime")
    name = ContextValue("State.Name")
    retry_count = ContextValue("State.RetryCount")


class _StateMachine:
    id = ContextValue("StateMachine.Id")
    name = ContextValue("StateMachine.Name")


class _Task:
    token = ContextValue("Task.Token")


class _MapItem:
    index = ContextValue("Map.Item.Index")
    value = ContextValue("Map.Item.Value")


class _Map:
    item = _MapItem()


class _Context:
    """The context object ("Accessing execution data from the Context object in Step Functions")."""

    execution = _Execution()
    state = _State()
    state_machine = _StateMachine()
    task = _Task()
    map = _Map()

    def path(self, text: str) -> ContextValue:
        """Select any part of the context object with JSONPath: `context.path("$$.Execution.Input.order")`.

        Raises
        ------
        NewelError
            It is no path of the context object.
        """
        if not isinstance(text, str) or not re.fullmatch(r"\$\$(\.[^.].*)?", text, re.DOTALL):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise NewelError(
                f"{text!r} is no path of the context object", hint='write context.path("$$.Execution.Input.order")'
            )
        return ContextValue(text[3:])


context: Final = _Context()
"""Members of the context object: `context.execution.id`, `context.state.retry_count` and so on."""

task_token: Final = context.task.token
"""The task token that a `pattern="wait_for_task_token"` task hands out."""
