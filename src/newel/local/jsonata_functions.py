"""The functions that Step Functions adds to JSONata ("Transforming data with JSONata in Step Functions").

What they cannot answer is nothing (undefined), which is None here; it fails the field that the expression stands in.
"""

from __future__ import annotations

import hashlib
import json
import random
import uuid
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array
from newel.local.intrinsic_functions import HASHES
from newel.local.jsonata_values import JsonataFault, given

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_RANGE = 360_145
"""Items that AWS was seen to give at most."""


def _whole(value: Any) -> int | None:
    """A number, cut towards zero; None where it is none."""
    return None if isinstance(value, bool) or not isinstance(value, int | float) else int(value)


def _partition(items: Any = None, size: Any = None) -> Any:
    most = _whole(size)
    if items is None or not most or most < 0:
        return None
    held = items if is_array(items) else [items]
    return [held[start : start + most] for start in range(0, len(held), most)] or None


def _range(first: Any = None, last: Any = None, step: Any = None) -> Any:
    start, end, by = _whole(first), _whole(last), _whole(step)
    if start is None or end is None or not by or (end - start) * by < 0:
        return None
    found = range(start, end + (1 if by > 0 else -1), by)
    if len(found) > LONGEST_RANGE:
        raise JsonataFault("Expression evaluation memory limit exceeded")
    return found[0] if len(found) == 1 else list(found)


def _hash(data: Any = None, algorithm: Any = None) -> str | None:
    if not isinstance(data, str) or algorithm is None:
        return None
    if algorithm not in HASHES:
        raise JsonataFault(f"Invalid hash algorithm {algorithm}: it is one of {', '.join(HASHES)}")
    return hashlib.new(HASHES[algorithm], data.encode("utf-8", "surrogatepass")).hexdigest()


def _random(seed: Any = None) -> float:
    # Nobody should guess a secret from it. AWS draws other numbers from the same seed.
    return random.Random(_whole(seed)).random()  # noqa: S311


def _parse(text: Any = None) -> Any:
    if not isinstance(text, str):
        return None
    try:
        return given(json.loads(text))
    except ValueError as error:
        raise JsonataFault(f"$parse was given what is no JSON: {error}") from None


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "partition": _partition,
    "range": _range,
    "hash": _hash,
    "random": _random,
    "uuid": lambda: str(uuid.uuid4()),
    "parse": _parse,
}
