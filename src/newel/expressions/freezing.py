"""What `Object.freeze` and the like did to objects and arrays, in one evaluation (ECMA-262, "SetIntegrityLevel").

The meter remembers it: a plain dict or list has no place for it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .limits import Meter
    from .values import Value

EXTENSIBLE, CLOSED, SEALED, FROZEN = range(4)
"""How far an object may be changed: freely; without new properties; without fewer ones; not at all."""


def level_of(meter: Meter, value: Value) -> int:
    """Tell how far an object may be changed."""
    return meter.frozen[id(value)][0] if id(value) in meter.frozen else EXTENSIBLE


def restrict(meter: Meter, value: Value, level: int) -> None:
    """Allow no more than a level; what is stricter already stays so."""
    meter.spend(2)
    meter.frozen[id(value)] = max(level, level_of(meter, value)), value
