"""Methods of short ASCII texts, called with arguments that stand in the source: `name.trim()`, `name.split(' ')`.

Such a call is prepared once, when the expression is compiled; what is left for each evaluation is one call of Python's
own method. All other texts and arguments go the long way, `builtins/strings.py`, which gives the same answers.
"""

from __future__ import annotations

from .limits import MAX_QUICK
from .text import WHITESPACE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .values import Scalar, Value

    Quick = Callable[[str], Value]

WORK = 2
"""Fuel for one call."""


def quick_method(name: str, arguments: Sequence[Scalar]) -> Quick | None:
    """Prepare a method for arguments known beforehand; None where there is no quick way."""
    prepare = _METHODS.get((name, *map(type, arguments)))
    numbers = [argument for argument in arguments if isinstance(argument, float)]
    if prepare is None or not all(number.is_integer() and abs(number) <= MAX_QUICK for number in numbers):
        return None
    return prepare(*(int(each) if isinstance(each, float) else each for each in arguments))


def _split(separator: str) -> Quick | None:
    def split(text: str) -> Value:
        return [*text.split(separator)]

    return split if separator else None


def _replace(wanted: str, by: str) -> Quick | None:
    return (lambda text: text.replace(wanted, by, 1)) if "$" not in by and len(by) <= MAX_QUICK else None


def _pad_start(size: int, filler: str = " ") -> Quick | None:
    return (lambda text: text.rjust(size, filler)) if len(filler) == 1 else None


def _pad_end(size: int, filler: str = " ") -> Quick | None:
    return (lambda text: text.ljust(size, filler)) if len(filler) == 1 else None


def _char_at(place: int) -> Quick | None:
    return (lambda text: text[place : place + 1]) if place >= 0 else None


def _slice(start: int, end: int = MAX_QUICK) -> Quick:
    return lambda text: text[start:end]


def _substring(start: int, end: int = MAX_QUICK) -> Quick:
    low, high = sorted((max(start, 0), max(end, 0)))
    return lambda text: text[low:high]


def _includes(wanted: str) -> Quick:
    return lambda text: wanted in text


def _starts_with(wanted: str) -> Quick:
    return lambda text: text.startswith(wanted)


def _ends_with(wanted: str) -> Quick:
    return lambda text: text.endswith(wanted)


def _index_of(wanted: str) -> Quick:
    return lambda text: float(text.find(wanted))


def _fixed(method: Quick) -> Callable[[], Quick]:
    return lambda: method


_METHODS: dict[tuple[object, ...], Callable[..., Quick | None]] = {
    ("trim",): _fixed(lambda text: text.strip(WHITESPACE)),
    ("trimStart",): _fixed(lambda text: text.lstrip(WHITESPACE)),
    ("trimEnd",): _fixed(lambda text: text.rstrip(WHITESPACE)),
    ("toLowerCase",): _fixed(str.lower),
    ("toUpperCase",): _fixed(str.upper),
    ("split", str): _split,
    ("replace", str, str): _replace,
    ("padStart", float): _pad_start,
    ("padStart", float, str): _pad_start,
    ("padEnd", float): _pad_end,
    ("padEnd", float, str): _pad_end,
    ("charAt", float): _char_at,
    ("slice", float): _slice,
    ("slice", float, float): _slice,
    ("substring", float): _substring,
    ("substring", float, float): _substring,
    ("includes", str): _includes,
    ("startsWith", str): _starts_with,
    ("endsWith", str): _ends_with,
    ("indexOf", str): _index_of,
}
"""The methods, by name and by the types of their arguments."""
