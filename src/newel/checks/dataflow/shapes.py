"""What is known of a value before a workflow runs: anything, a record of known fields, a list, plain.

A shape stands for all values that may be there, so that what it lacks is missing for certain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newel.checks.dataflow.results import Modelled

MOST_FIELDS = 100
"""Of records with more fields nothing is known."""
DEEPEST = 6
"""What is nested deeper is not known."""


@dataclass(frozen=True)
class Origin:
    """What made a value.

    Attributes
    ----------
    state
        The name of the state.
    what
        What it is, in words: "the Result of 'Make'".
    advice
        How what was there before would be kept; "" where there is no such way.
    """

    state: str
    what: str
    advice: str = ""


@dataclass(frozen=True)
class Unknown:
    """Any value."""


@dataclass(frozen=True)
class Plain:
    """Text, a number, true, false or null: it has no fields."""

    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Listing:
    """A list.

    Attributes
    ----------
    items
        The shapes of its items, where it is known how many there are.
    rest
        The shape of any item, where it is not.
    """

    items: tuple[Shape, ...] | None
    rest: Shape


class Slot(NamedTuple):
    """A field of a record: its shape (None: it is not there), and whether it is there for certain."""

    shape: Shape | None
    certain: bool = True


@dataclass(frozen=True)
class Record:
    """An object.

    Attributes
    ----------
    fields
        Its known fields.
    closed
        Whether it has no others.
    origin
        What made it; None of the input.
    """

    fields: dict[str, Slot]
    closed: bool
    origin: Origin | None = field(default=None, compare=False)


Shape: TypeAlias = "Unknown | Plain | Listing | Record | Modelled"
Steps: TypeAlias = "tuple[str | int, ...]"

KEEP = "a ResultPath there that keeps what was before"
"""What is advised where a result takes the place of all data."""
UNKNOWN = Unknown()
NULL = Plain()


@dataclass(frozen=True)
class Missing:
    """What a path leads to that is not there.

    Attributes
    ----------
    at
        How many of its steps lead somewhere.
    holder
        What lacks the next.
    """

    at: int
    holder: Shape
    origin: Origin | None


def find(shape: Shape, steps: Steps) -> Shape | Missing:
    """What a path finds, or that it finds nothing, whatever the value may be."""
    from newel.checks.dataflow.results import Modelled

    for at, step in enumerate(steps):
        inner: Shape | None = UNKNOWN
        match shape:
            case Record():
                inner = _of_record(shape, step)
            case Modelled():
                inner = shape.step(step)
            case Listing() if isinstance(step, int):
                items = shape.items
                inner = shape.rest if items is None else items[step] if 0 <= step < len(items) else None
            case Plain():
                inner = None
            case _:
                return UNKNOWN
        if inner is None:
            return Missing(at, shape, getattr(shape, "origin", None))
        shape = inner
    return shape


def _of_record(record: Record, step: str | int) -> Shape | None:
    if not isinstance(step, str):
        return UNKNOWN
    slot = record.fields.get(step)
    if slot is not None:
        return slot.shape
    return None if record.closed else UNKNOWN


def is_there(shape: Shape, steps: Steps) -> bool:
    """Whether a path finds something, whatever the value may be."""
    for step in steps:
        slot = shape.fields.get(step) if isinstance(shape, Record) and isinstance(step, str) else None
        if slot is None or slot.shape is None or not slot.certain:
            return False
        shape = slot.shape
    return True


def put(shape: Shape, steps: Steps, value: Shape) -> Shape:
    """The data with a value put in at a place, as ResultPath does it."""
    return _put(shape, steps, trimmed(value)) if steps else value


def _put(shape: Shape, steps: Steps, value: Shape) -> Shape:
    if not steps:
        return value
    step, *rest = steps
    if not isinstance(step, str):
        return UNKNOWN
    base = shape if isinstance(shape, Record) else Record({}, closed=False) if isinstance(shape, Unknown) else None
    if base is None:
        return UNKNOWN
    slot = base.fields.get(step)
    missing = Record({}, closed=True, origin=base.origin)
    inner: Shape = missing if base.closed or (slot and slot.shape is None) else UNKNOWN
    if slot and slot.shape is not None:
        inner = slot.shape if slot.certain else UNKNOWN
    return _limited({**base.fields, step: Slot(_put(inner, tuple(rest), value))}, base.closed, base.origin)


def without(shape: Shape, steps: Steps, origin: Origin) -> Shape:
    """The data where a path is known to find nothing."""
    step, *rest = steps
    if not isinstance(step, str) or not isinstance(shape, (Record, Unknown)):
        return shape
    base = shape if isinstance(shape, Record) else Record({}, closed=False, origin=origin)
    slot = base.fields.get(step, None if base.closed else Slot(UNKNOWN, certain=False))
    if slot is None or slot.shape is None:
        return shape
    lacking = Slot(without(slot.shape, tuple(rest), origin), slot.certain) if rest else Slot(None)
    return _limited({**base.fields, step: lacking}, base.closed, base.origin or origin)


def _limited(fields: dict[str, Slot], closed: bool, origin: Origin | None) -> Shape:  # noqa: FBT001
    return Record(fields, closed, origin) if len(fields) <= MOST_FIELDS else UNKNOWN


def literal(value: object, origin: Origin, depth: int = 0) -> Shape:
    """The shape of a value that stands in the definition."""
    from newel.checks.open_values import is_open

    if is_open(value):
        return UNKNOWN
    if depth > DEEPEST:
        return UNKNOWN
    if is_object(value):
        fields = {name: Slot(literal(inner, origin, depth + 1)) for name, inner in value.items()}
        return _limited(fields, closed=True, origin=origin)
    if is_array(value):
        if len(value) > MOST_FIELDS:
            return Listing(None, UNKNOWN)
        return Listing(tuple(literal(inner, origin, depth + 1) for inner in value), UNKNOWN)
    return Plain(origin)


def record(fields: Iterable[tuple[str, Shape]], origin: Origin) -> Shape:
    """An object that has these fields and no others."""
    return _limited({name: Slot(shape) for name, shape in fields}, closed=True, origin=origin)


def trimmed(shape: Shape, depth: int = DEEPEST) -> Shape:
    """The shape without what is nested too deeply: loops would nest it without end."""
    match shape:
        case Record():
            if not depth:
                return UNKNOWN
            fields = {
                name: Slot(inner and trimmed(inner, depth - 1), sure) for name, (inner, sure) in shape.fields.items()
            }
            return Record(fields, shape.closed, shape.origin)
        case Listing():
            if not depth:
                return UNKNOWN
            items = shape.items and tuple(trimmed(item, depth - 1) for item in shape.items)
            return Listing(items, trimmed(shape.rest, depth - 1))
        case _:
            return shape


def joined(one: Shape, other: Shape) -> Shape:
    """The shape of what is the one or the other."""
    if one == other:
        return one
    match one, other:
        case Record(), Record():
            return _records(one, other)
        case Listing(), Listing():
            items = None
            if one.items is not None and other.items is not None and len(one.items) == len(other.items):
                items = tuple(map(joined, one.items, other.items))
            return Listing(items, joined(_any_item(one), _any_item(other)))
        case Plain(), Plain():
            return one
        case _:
            return UNKNOWN


def _any_item(listing: Listing) -> Shape:
    return listing.rest if listing.items is None else all_joined(listing.items)


def all_joined(shapes: Iterable[Shape]) -> Shape:
    """The shape of what is any of these; anything where there are none."""
    found: Shape | None = None
    for shape in shapes:
        found = shape if found is None else joined(found, shape)
    return UNKNOWN if found is None else found


def _records(one: Record, other: Record) -> Shape:
    fields: dict[str, Slot] = {}
    for name in {**one.fields, **other.fields}:
        left, right = one.fields.get(name), other.fields.get(name)
        if (left is None and not one.closed) or (right is None and not other.closed):
            continue  # it may be there, as anything
        slot = _slots(left or Slot(None), right or Slot(None))
        if slot.shape is not None or not (one.closed and other.closed):
            fields[name] = slot
    return _limited(fields, one.closed and other.closed, one.origin or other.origin)


def _slots(left: Slot, right: Slot) -> Slot:
    if left.shape is None:
        return Slot(right.shape, certain=right.shape is None)
    if right.shape is None:
        return Slot(left.shape, certain=False)
    return Slot(joined(left.shape, right.shape), left.certain and right.certain)
