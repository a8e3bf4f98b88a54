"""Permissions in another region than the state machine's: the same needs, that region in their ARNs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newel.iam.grants import Arn
from newel.json_types import is_array, is_object
from newel.values import Placeholder

if TYPE_CHECKING:
    from newel.iam.grants import Condition, Resource
    from newel.iam.merge import Need

_HERE = "${AWS::Region}"
_THERE = "{Region}"


def in_region(need: Need, region: str | Placeholder | None) -> Need:
    """The need, of what is in another region. What is an ARN already stays: it says its region itself.

    Parameters
    ----------
    need
        What is needed.
    region
        The region: its name, a reference that gives it, or None where it is known only when the state runs.
    """
    condition = None if need.condition is None else _condition(need.condition, region)
    return replace(need, resource=_resource(need.resource, region), condition=condition, template=None)


def _resource(resource: Resource, region: str | Placeholder | None) -> Resource:
    if not isinstance(resource, Arn):
        return resource
    if "{machine}" in resource.pattern:  # no function may name the machine that calls it: each would wait for the other
        resource = replace(resource, pattern=resource.pattern.replace("{machine}", "*"))
    if _HERE not in resource.pattern:
        return resource
    if isinstance(region, Placeholder):
        pattern = resource.pattern.replace(_HERE, _THERE)
        return replace(resource, pattern=pattern, others=(*resource.others, ("Region", region)))
    return replace(resource, pattern=resource.pattern.replace(_HERE, region or "*"))


def _condition(condition: Condition, region: str | Placeholder | None) -> Condition:
    found: dict[str, dict[str, object]] = {}
    for operator, keys in condition.items():
        for key, value in keys.items():
            there = _value(value, region)
            # Of any region: a wildcard, which only the operators for patterns take.
            like = operator if region is not None or there == value else operator.replace("Equals", "Like")
            found.setdefault(like, {})[key] = there
    return found


def _value(value: Any, region: str | Placeholder | None) -> Any:
    if is_array(value):
        return [_value(item, region) for item in value]
    if is_object(value):
        return {name: _value(item, region) for name, item in value.items()}
    if isinstance(value, Arn):
        return _resource(value, region)
    if not isinstance(value, str) or _HERE not in value:
        return value
    there = _resource(Arn(value), region)
    return there.pattern if isinstance(there, Arn) and not there.others else there
