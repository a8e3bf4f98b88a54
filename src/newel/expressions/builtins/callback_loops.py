"""Calling an arrow for each element of an array in one loop.

The loop enters the function once, charges all its steps at once, and gives each call the frame of its body right
away: a third of the time of calling it as any function is called. It is for plain arrays, and for arrows of one or
two plain parameters; all others go the long way.
"""

from __future__ import annotations

from itertools import islice

from ..arrows import Arrow
from ..coerce import truthy
from ..values import UNSET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..limits import Meter
    from ..values import Args, Value


def answers(meter: Meter, this: Value, args: Args) -> list[Value] | None:
    """Give the answer for each element; None if this is not the place for it."""
    if type(this) is not list or not args:
        return None
    function = args[0]
    if type(function) is not Arrow or not 1 <= function.count <= 2:
        return None
    code, frame = function.code, function.frame
    items = _begin(meter, this, function)
    if function.count == 1:
        result = [code([meter, frame, item]) for item in items]
    else:
        result = [code([meter, frame, item, float(place)]) for place, item in enumerate(items)]
    meter.leave(function.levels)
    return result


def chosen(meter: Meter, this: Value, args: Args) -> list[Value] | None:
    """Give the elements for which the answer is truthy; None if this is not the place for it."""
    if type(this) is not list or not args:
        return None
    function = args[0]
    if type(function) is not Arrow or function.count != 1:
        return None
    code, frame = function.code, function.frame
    result: list[Value] = []
    for item in _begin(meter, this, function):
        answer = code([meter, frame, item])
        if answer is True or (answer is not False and truthy(answer)):
            result.append(item)
    meter.leave(function.levels)
    return result


def folded(meter: Meter, this: Value, args: Args) -> Value:
    """Give what `reduce` gives for a function of the total and the element, and a value to begin with.

    UNSET, which no expression can hold, if this is not the place for it.
    """
    if type(this) is not list or len(args) < 2:
        return UNSET
    function, total = args[:2]
    if type(function) is not Arrow or function.count != 2:
        return UNSET
    code, frame = function.code, function.frame
    for item in _begin(meter, this, function):
        total = code([meter, frame, total, item])
    meter.leave(function.levels)
    return total


def _begin(meter: Meter, items: list[Value], function: Arrow) -> Iterator[Value]:
    """Enter a function for as many elements as there are now: what it appends is not visited."""
    meter.enter(function.levels)
    meter.spend(len(items) * (1 + function.effort))
    return islice(items, len(items))
