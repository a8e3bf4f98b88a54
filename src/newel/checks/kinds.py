"""What a field may hold. Each kind says what is wrong with a value, or nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.checks.open_values import is_open
from newel.checks.syntax.intrinsics import ARGUMENTS as INTRINSICS
from newel.checks.syntax.intrinsics import wrong_call
from newel.checks.syntax.jsonpath import wrong_path, wrong_reference
from newel.checks.syntax.timestamps import is_timestamp
from newel.json_types import is_array, is_integer, is_object
from newel.values import GIVE_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_SECONDS = 99_999_999
"""The longest wait and timeout ("Task workflow state", "Wait workflow state")."""

_IN_A_FILE = (
    ", which CloudFormation carries out inside a template alone: write ${Name} here, and Name in the machine's "
    "DefinitionSubstitutions"
)


@dataclass(frozen=True)
class Kind:
    """What a field holds.

    Attributes
    ----------
    wrong
        Says what is wrong with a value.
    computed
        Whether a JSONata expression may stand for it.
    """

    wrong: Callable[[object], str | None]
    computed: bool = False


def _text(value: object) -> str | None:
    return None if isinstance(value, str) else f"a string is wanted, and this is {_named(value)}"


def _boolean(value: object) -> str | None:
    return None if isinstance(value, bool) else f"true or false is wanted, and this is {_named(value)}"


def _object(value: object) -> str | None:
    return None if is_object(value) else f"an object is wanted, and this is {_named(value)}"


def _array(value: object) -> str | None:
    return None if is_array(value) else f"an array is wanted, and this is {_named(value)}"


def _objects(value: object) -> str | None:
    if not is_array(value):
        return _array(value)
    wrong = [item for item in value if not is_object(item) and not is_open(item)]
    return f"an array of objects is wanted, and it has {_named(wrong[0])}" if wrong else None


def _some_objects(value: object) -> str | None:
    return "it is empty, and at least one is wanted" if value == [] else _objects(value)


def _texts(value: object) -> str | None:
    if not is_array(value):
        return _array(value)
    wrong = [item for item in value if not isinstance(item, str)]
    return f"an array of strings is wanted, and it has {_named(wrong[0])}" if wrong else None


def _some_texts(value: object) -> str | None:
    return "it is empty, and at least one is wanted" if value == [] else _texts(value)


def _timestamp(value: object) -> str | None:
    if isinstance(value, str) and is_timestamp(value):
        return None
    return "String does not match RFC3339 timestamp: write it as 2026-01-31T12:00:00Z, with T and Z or an offset"


def _path(value: object) -> str | None:
    if not isinstance(value, str):
        return f"a JSONPath is wanted, and this is {_named(value)}"
    wrong = wrong_path(value)
    return f"{value!r} is no JSONPath: {wrong}" if wrong else None


def _path_or_null(value: object) -> str | None:
    return None if value is None else _path(value)


def _path_or_call(value: object) -> str | None:
    if isinstance(value, str) and value.startswith("States."):
        wrong = wrong_call(value)
        return f"{value!r} is no call of an intrinsic function: {wrong}" if wrong else None
    return _path(value)


def _path_or_text_call(value: object) -> str | None:
    if isinstance(value, str) and (name := value.partition("(")[0].strip()) in INTRINSICS.keys() - GIVE_TEXT:
        return f"{name} gives no text; write a path, or a call of one of {', '.join(sorted(GIVE_TEXT))}"
    return _path_or_call(value)


# "Accessing execution data from the Context object in Step Functions" lists the fields that may read it; of the others
# Step Functions says that what begins with $$ is no reference path.
def _reference(value: object) -> str | None:
    if not isinstance(value, str):
        return f"a reference path is wanted, and this is {_named(value)}"
    wrong = wrong_reference(value)
    return f"Value is not a Reference Path: {value!r}: {wrong}" if wrong else None


def _reference_or_null(value: object) -> str | None:
    return None if value is None else _reference(value)


def _anything(_value: object) -> str | None:
    return None


def _items(value: object) -> str | None:
    return None if is_array(value) or is_object(value) else f"an array is wanted, and this is {_named(value)}"


def one_of(*allowed: str) -> Kind:
    """One of these words."""

    def wrong(value: object) -> str | None:
        return None if value in allowed else f"{value!r:.60} is wanted to be {' or '.join(allowed)}"

    return Kind(wrong)


def whole(least: int, most: int | None = None, *, computed: bool = False) -> Kind:
    """A whole number."""

    def wrong(value: object) -> str | None:
        if isinstance(value, float) and math.isfinite(value) and value.is_integer():
            value = int(value)  # 5.0 is a whole number of JSON
        return _between(value, least, most) if is_integer(value) else f"a whole number is wanted, not {_named(value)}"

    return Kind(wrong, computed)


def number(least: float, most: float | None = None, *, computed: bool = False) -> Kind:
    """A number."""

    def wrong(value: object) -> str | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return f"a number is wanted, and this is {_named(value)}"
        return _between(value, least, most)

    return Kind(wrong, computed)


def _between(value: float, least: float, most: float | None) -> str | None:
    if value < least:
        return f"Minimum value is {least}, and this is {value}"
    return f"Maximum value is {most}, and this is {value}" if most is not None and value > most else None


def _named(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"the string {value!r:.60}"
    if isinstance(value, (bool, int, float)):
        return str(value).lower()[:60]
    if is_object(value):
        function = next(iter(value)) if len(value) == 1 else ""
        return f"{function}{_IN_A_FILE}" if function == "Ref" or function.startswith("Fn::") else "an object"
    return "an array"


TEXT = Kind(_text)
COMPUTED_TEXT = Kind(_text, computed=True)
BOOLEAN = Kind(_boolean)
OBJECT = Kind(_object)
COMPUTED_OBJECT = Kind(_object, computed=True)
OBJECTS = Kind(_objects)
SOME_OBJECTS = Kind(_some_objects)
SOME_TEXTS = Kind(_some_texts)
TEXTS = Kind(_texts, computed=True)
TIMESTAMP = Kind(_timestamp, computed=True)
PATH = Kind(_path)
PATH_OR_NULL = Kind(_path_or_null)
PATH_OR_CALL = Kind(_path_or_call)
PATH_OR_TEXT_CALL = Kind(_path_or_text_call)
REFERENCE = Kind(_reference)
REFERENCE_OR_NULL = Kind(_reference_or_null)
ANYTHING = Kind(_anything, computed=True)
ITEMS = Kind(_items, computed=True)
SECONDS = whole(1, MOST_SECONDS, computed=True)
WAIT = whole(0, MOST_SECONDS, computed=True)
