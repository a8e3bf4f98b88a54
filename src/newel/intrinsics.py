r"""The intrinsic functions of JSONPath states, typed ("Intrinsics for JSONPath states in Step Functions").

`intrinsics.format("{} of {}", path("$.done"), path("$.all"))` stands wherever a value may. Arguments are text, numbers,
booleans, None, paths, context values, references to the template, and other intrinsics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.errors import NewelError
from newel.values import Intrinsic

if TYPE_CHECKING:
    from newel.values import Argument, ArrayArgument, IntegerArgument, TextArgument

_MOST_BASE64 = 10_000


def format(template: str, *arguments: Argument) -> Intrinsic:  # noqa: A001 - AWS's name for it
    """Put arguments into text, one for each `{}`: `States.Format`.

    Raises
    ------
    NewelError
        There are more or fewer arguments than `{}`.
    """
    wanted = template.count("{}")
    if wanted != len(arguments):
        raise NewelError(
            f"format: {template!r} has {wanted} {{}}, and there are {len(arguments)} arguments",
            hint="write one argument for each {}",
        )
    return Intrinsic("States.Format", (template, *arguments))


def string_to_json(text: TextArgument) -> Intrinsic:
    """Read JSON text: `States.StringToJson`."""
    return Intrinsic("States.StringToJson", (text,))


def json_to_string(value: ArrayArgument) -> Intrinsic:
    """Write a value as JSON text: `States.JsonToString`."""
    return Intrinsic("States.JsonToString", (value,))


def array(*items: Argument) -> Intrinsic:
    """Make an array of the arguments: `States.Array`."""
    return Intrinsic("States.Array", items)


def array_partition(items: ArrayArgument, size: IntegerArgument) -> Intrinsic:
    """Cut an array into arrays of a size: `States.ArrayPartition`."""
    return Intrinsic("States.ArrayPartition", (items, size))


def array_contains(items: ArrayArgument, value: Argument) -> Intrinsic:
    """Tell whether an array has a value: `States.ArrayContains`."""
    return Intrinsic("States.ArrayContains", (items, value))


def array_range(first: IntegerArgument, last: IntegerArgument, step: IntegerArgument) -> Intrinsic:
    """Make an array of numbers, the last included, at most 1000 of them: `States.ArrayRange`.

    Raises
    ------
    NewelError
        The step is 0.
    """
    if step == 0:
        raise NewelError("array_range: the step is 0", hint="write a step that is not 0")
    return Intrinsic("States.ArrayRange", (first, last, step))


def array_get_item(items: ArrayArgument, index: IntegerArgument) -> Intrinsic:
    """Take the item at an index, from 0: `States.ArrayGetItem`."""
    return Intrinsic("States.ArrayGetItem", (items, index))


def array_length(items: ArrayArgument) -> Intrinsic:
    """Count the items of an array: `States.ArrayLength`."""
    return Intrinsic("States.ArrayLength", (items,))


def array_unique(items: ArrayArgument) -> Intrinsic:
    """Drop duplicates from an array: `States.ArrayUnique`."""
    return Intrinsic("States.ArrayUnique", (items,))


def base64_encode(text: TextArgument) -> Intrinsic:
    """Encode text of up to 10,000 characters: `States.Base64Encode`."""
    return Intrinsic("States.Base64Encode", (_short(text, "base64_encode"),))


def base64_decode(text: TextArgument) -> Intrinsic:
    """Decode text of up to 10,000 characters: `States.Base64Decode`."""
    return Intrinsic("States.Base64Decode", (_short(text, "base64_decode"),))


def hash(value: Argument, algorithm: Literal["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"]) -> Intrinsic:  # noqa: A001 - AWS's name for it
    """Give the hash of a value, in hexadecimal: `States.Hash`."""
    return Intrinsic("States.Hash", (value, algorithm))


def json_merge(first: ArrayArgument, second: ArrayArgument) -> Intrinsic:
    """Merge two objects, the second's members winning; not deeply, which AWS does not offer: `States.JsonMerge`."""
    return Intrinsic("States.JsonMerge", (first, second, False))


def math_random(first: IntegerArgument, end: IntegerArgument, seed: IntegerArgument | None = None) -> Intrinsic:
    """Give a whole number from `first` to below `end`: `States.MathRandom`."""
    return Intrinsic("States.MathRandom", (first, end) if seed is None else (first, end, seed))


def math_add(first: IntegerArgument, second: IntegerArgument) -> Intrinsic:
    """Add two whole numbers: `States.MathAdd`."""
    return Intrinsic("States.MathAdd", (first, second))


def string_split(text: TextArgument, separators: TextArgument) -> Intrinsic:
    """Split text at each of the separators' characters: `States.StringSplit`."""
    return Intrinsic("States.StringSplit", (text, separators))


def uuid() -> Intrinsic:
    """Give a random UUID, version 4: `States.UUID`."""
    return Intrinsic("States.UUID", ())


def written(text: str) -> Intrinsic:
    """Call intrinsic functions in the States Language itself: `written("States.Format('{}',$.name)")`.

    The text stands in the definition as it is; the other functions of this module check what they are given.

    Raises
    ------
    NewelError
        It is no such call.
    """
    if not isinstance(text, str) or not text.startswith("States.") or not text.endswith(")"):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise NewelError(f"{text!r} calls no intrinsic function", hint="write written(\"States.Format('{}', $.name)\")")
    return Intrinsic(text.partition("(")[0], (), text)


def _short(text: TextArgument, name: str) -> TextArgument:
    if isinstance(text, str) and len(text) > _MOST_BASE64:
        raise NewelError(f"{name}: the text has {len(text)} characters", hint=f"AWS takes at most {_MOST_BASE64}")
    return text
