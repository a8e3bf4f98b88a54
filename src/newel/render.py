"""Values to JSON of the States Language, in the query language of the state."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard

from newel.errors import NewelError
from newel.json_types import is_integer
from newel.values import (
    ContextValue,
    Discard,
    GetAtt,
    Intrinsic,
    Joined,
    Jsonata,
    Path,
    Placeholder,
    QueryLanguage,
    Ref,
    Sub,
)

if TYPE_CHECKING:
    from newel.aws.resources import Target
    from newel.chain import Chainable

    class Compile(Protocol):
        """Compiles a flow."""

        def __call__(self, part: Chainable, *, express: bool) -> dict[str, Any]:
            """Give its `StartAt` and `States`."""
            ...


MOST_SECONDS = 99_999_999  # "Task workflow state", "Wait workflow state": TimeoutSeconds, Seconds


@dataclass(frozen=True)
class Renderer:
    """Writes the values of one state.

    Attributes
    ----------
    language
        The state's query language.
    where
        The state, for messages.
    express
        Whether the state runs in an Express workflow.
    compile
        Compiles the flows inside of the state.
    """

    language: QueryLanguage
    where: str
    express: bool = False
    compile: Compile | None = field(default=None, repr=False)

    def payload(self, members: Mapping[str, object], field: str) -> dict[str, Any]:
        """Write an object whose members may be dynamic: in JSONPath their names get the suffix `.$`."""
        rendered: dict[str, Any] = {}
        for name, value in members.items():
            if name.endswith(".$"):
                raise self.error(
                    f"{field}: the name {name!r} ends in '.$'",
                    hint=f'write "{name[:-2]}": path("$...") and newel adds the suffix',
                )
            written = self.value(value, f"{field}.{name}")
            rendered[f"{name}.$" if self.is_path(value) else name] = written
        return rendered

    def value(self, value: object, field: str, target: Target | None = None) -> Any:
        """Write one value; `target` says what a reference in it has to give."""
        match value:
            case Path() | Jsonata() | ContextValue():
                return self.dynamic(value, field)
            case Intrinsic():
                return self.intrinsic(value, field)
            case Ref() | GetAtt() | Sub():
                return Placeholder(value, target, f"{self.where}, {field}")
            case Joined() | Placeholder():
                return value
            case Discard():
                return None
            case float() if not isfinite(value):
                raise self.error(f"{field}: {value} has no JSON form", hint="write None, or text")
            case None | bool() | int() | float() | str():
                return value
            case _ if _is_mapping(value):
                return self.payload({self._name(key, field): item for key, item in value.items()}, field)
            case _ if _is_sequence(value):
                return [self._item(item, f"{field}[{index}]") for index, item in enumerate(value)]
            case _:
                raise self.error(
                    f"{field}: {type(value).__name__} has no JSON form",
                    hint="write text, numbers, booleans, None, lists and dicts, with path() and the like in them",
                )

    def dynamic(self, value: Path | Jsonata | ContextValue | Intrinsic, field: str) -> Any:
        """Write what is known when the state runs, refusing what belongs to the other query language."""
        match value, self.language:
            case Intrinsic(), _:
                return self.intrinsic(value, field)
            case ContextValue(), "JSONPath":
                return value.jsonpath
            case ContextValue(), _:
                return f"{{% {value.jsonata} %}}"
            case Path(), "JSONPath":
                return value.text
            case Jsonata(), "JSONata":
                return value.whole
            case Path(), _:
                raise self.error(
                    f"{field}: path({value.text!r}) does not work in JSONata",
                    hint=f"write jsonata({'$states.input' + value.text[1:]!r})",
                )
            case _:
                raise self.error(
                    f"{field}: jsonata({value.text!r}) does not work in JSONPath",
                    hint='write path("$...") here, or query_language="JSONata" on the state',
                )

    def intrinsic(self, value: Intrinsic, field: str) -> str | Joined:
        """Write the call of an intrinsic function; references to the template may stand in it."""
        if self.language == "JSONata":
            raise self.error(
                f"{field}: {value.name} is for JSONPath states", hint='write jsonata("...") with a function of JSONata'
            )
        if value.written:
            return value.written
        parts = _called(value, f"{self.where}, {field}")
        joined: list[str | Placeholder] = []
        for part in parts:
            if isinstance(part, str) and joined and isinstance(joined[-1], str):
                joined[-1] += part
            else:
                joined.append(part)
        return joined[0] if len(joined) == 1 and isinstance(joined[0], str) else Joined(tuple(joined))

    def seconds(self, value: object, field: str, least: int) -> Any:
        """Write a number of seconds."""
        if isinstance(value, Jsonata | ContextValue | Path):
            return self.dynamic(value, field)
        if not is_integer(value) or not least <= value <= MOST_SECONDS:
            raise self.error(
                f"{field}={value!r} is not a number of seconds",
                hint=f"write a whole number, {least} to {MOST_SECONDS}",
            )
        return value

    def count(self, value: object, field: str, least: int, most: int | None) -> Any:
        """Write a whole number."""
        if isinstance(value, Jsonata | ContextValue | Path):
            return self.dynamic(value, field)
        if not is_integer(value) or value < least or (most is not None and value > most):
            wanted = f"{least} or more" if most is None else f"{least} to {most}"
            raise self.error(f"{field}={value!r} is not such a number", hint=f"write a whole number, {wanted}")
        return value

    def percentage(self, value: object, field: str) -> Any:
        """Write a percentage."""
        if isinstance(value, Jsonata | ContextValue | Path):
            return self.dynamic(value, field)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
            raise self.error(f"{field}={value!r} is no percentage", hint="write a number, 0 to 100")
        return value

    def inside(self, part: Chainable, field: str, *, express: bool | None = None) -> dict[str, Any]:
        """Write a flow inside of the state: its `StartAt` and `States`.

        Parameters
        ----------
        part
            A state, or a chain of them.
        field
            Where it stands, for messages.
        express
            Whether it runs as an Express workflow; None: as the state itself does.
        """
        from newel.chain import Chainable

        if not isinstance(part, Chainable):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise self.error(f"{field}: {part!r} is no state, and no chain of them", hint='write Pass("...") >> ...')
        if self.compile is None:
            raise self.error(
                f"{field}: there is no machine to compile it for", hint="put the state into a StateMachine"
            )
        return self.compile(part, express=self.express if express is None else express)

    def text(self, value: object, field: str) -> Any:
        """Write text."""
        if isinstance(value, Jsonata | ContextValue | Path):
            return self.dynamic(value, field)
        if not isinstance(value, str):
            raise self.error(f"{field}={value!r} is not text", hint=f'write {field}="..."')
        return value

    def path(self, value: object, field: str) -> Any:
        """Write a path that says where something is taken from or goes to; None for `DISCARD`."""
        if isinstance(value, Discard):
            return None
        if isinstance(value, Jsonata | ContextValue | Path):
            return self.dynamic(value, field)
        if not isinstance(value, str) or not value.startswith("$"):
            name = value if isinstance(value, str) else "result"
            raise self.error(f"{field}={value!r} is not a path", hint=f'write {field}="$.{name}"')
        return value

    def is_path(self, value: object) -> bool:
        """Whether the value is written as a path, which JSONPath marks in the name of its member."""
        return self.language == "JSONPath" and isinstance(value, Path | ContextValue | Intrinsic)

    def error(self, message: str, *, hint: str | None = None) -> NewelError:
        """Make an error that names the state."""
        return NewelError(message, where=self.where, hint=hint)

    def _item(self, item: object, field: str) -> Any:
        if self.is_path(item):
            raise self.error(
                f"{field}: a path cannot stand in a list in JSONPath",
                hint="write intrinsics.array(...) for the list, or make the state JSONata",
            )
        return self.value(item, field)

    def _name(self, key: object, field: str) -> str:
        if not isinstance(key, str):
            raise self.error(f"{field}: the name {key!r} is not text", hint=f'write "{key}"')
        return key


def _called(value: Intrinsic, field: str) -> list[str | Placeholder]:
    parts: list[str | Placeholder] = [f"{value.name}("]
    for index, argument in enumerate(value.arguments):
        parts.append(", " if index else "")
        parts += _argument(argument, field, template=value.name == "States.Format" and index == 0)
    return [*parts, ")"]


def _argument(value: object, field: str, *, template: bool) -> list[str | Placeholder]:
    match value:
        case Path():
            return [value.text]
        case ContextValue():
            return [value.jsonpath]
        case Intrinsic():
            return _called(value, field)
        case Ref() | GetAtt() | Sub():
            return ["'", Placeholder(value, None, field), "'"]
        case str():
            return [f"'{_escaped(value, template=template)}'"]
        case None | bool() | int() | float():
            return [json.dumps(value)]
        case _:
            raise NewelError(
                f"{type(value).__name__} is no argument of an intrinsic function",
                where=field,
                hint="write text, a number, True, False, None, path(...), a context value or another intrinsic",
            )


def _escaped(text: str, *, template: bool) -> str:
    """Text between the quotes of an intrinsic function: quotes, backslashes and braces are escaped."""
    plain = re.sub(r"[\\']", lambda found: f"\\{found[0]}", text)
    marked = plain.split("{}") if template else [plain]
    return "{}".join(re.sub(r"[{}]", lambda found: f"\\{found[0]}", part) for part in marked)


def _is_mapping(value: object) -> TypeGuard[Mapping[object, object]]:
    return isinstance(value, Mapping)


def _is_sequence(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, bytes | bytearray)
