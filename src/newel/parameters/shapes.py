"""Holding parameters to an API's model: required, unknown, of the wrong type, not in the enumeration, out of range.

What is known only when the state runs, or when the template is deployed, is not looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from newel.aws.models import input_shape, service
from newel.json_types import is_array, is_integer, is_object
from newel.parameters.find import is_known
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from newel.json_types import JsonObject


@dataclass(frozen=True)
class Problem:
    """Something that the API would refuse.

    Attributes
    ----------
    place
        The members that lead to it, joined by dots.
    message
        What is wrong.
    hint
        What to write instead.
    certain
        Whether the call fails for it. The model's word alone is not: Step Functions reads "true" as true, and services
        take more than their patterns say.
    """

    place: str
    message: str
    hint: str | None = None
    certain: bool = True


class _Model(NamedTuple):
    """The shapes that an API is made of, and how their members are spelled."""

    shapes: JsonObject
    spelled: Callable[[str], str]


def problems(
    parameters: JsonObject,
    api: str,
    beyond: Collection[str] = (),
    without: Collection[str] = (),
    added: Mapping[str, str] | None = None,
    *,
    spelling: Callable[[str], str] | None = None,
) -> list[Problem]:
    """Say what an API would refuse of a state's parameters.

    Parameters
    ----------
    parameters
        A state's Parameters or Arguments, as the definition has them; references may stand in them as `Placeholder`.
    api
        botocore's name of the service and of the operation, as "emr:RunJobFlow".
    beyond
        Parameters that Step Functions takes besides the API's.
    without
        Members of the API that Step Functions does not take: "Steps", or "InstanceFleet.InstanceFleetId" of what a
        parameter holds.
    added
        The model's shapes of parameters beyond the API's, where it has them: {"Step": "StepConfig"}.
    spelling
        How members are spelled, where that is not as optimized integrations have them.

    Raises
    ------
    NewelError
        There is no such API.
    """
    name, _, operation = api.partition(":")
    shapes: JsonObject = service(name)["shapes"]
    shape = input_shape(name, operation)
    if without or added:
        shape, shapes = _tailored(shape, shapes, without, added or {})
    free = set(beyond) - set(added or {})
    taken = {key: value for key, value in parameters.items() if key.removesuffix(".$") not in free}
    return list(_structure(taken, shape, "", _Model(shapes, spelling or spelled)))


def _tailored(
    shape: JsonObject, shapes: JsonObject, without: Collection[str], added: Mapping[str, str]
) -> tuple[JsonObject, JsonObject]:
    """The shape of an API as Step Functions changes it, and the shapes that it is made of."""
    more = {member: {"shape": of} for member, of in added.items()}
    tailored = {**shape, "members": {**shape.get("members", {}), **more}}
    own = dict(shapes)
    for place in without:
        member, _, inner = place.partition(".")
        if inner:
            of = {spelled(name): about for name, about in tailored["members"].items()}[member]["shape"]
            own[of] = _less(own[of], inner)
        else:
            tailored = _less(tailored, member)
    return tailored, own


def _less(shape: JsonObject, member: str) -> JsonObject:
    return {
        **shape,
        "members": {name: about for name, about in shape["members"].items() if spelled(name) != member},
        "required": [name for name in shape.get("required", ()) if spelled(name) != member],
    }


def spelled(member: str) -> str:
    """Step Functions' spelling of an API's member: in PascalCase ("Pass parameters to a service API")."""
    return member[:1].upper() + member[1:]


def _check(value: object, shape: JsonObject, place: str, model: _Model) -> Iterator[Problem]:
    if not is_known(value):
        return
    yield from _CHECKS[shape["type"]](value, shape, place, model)


def _structure(value: object, shape: JsonObject, place: str, model: _Model) -> Iterator[Problem]:
    if shape.get("document"):  # any JSON
        return
    if not is_object(value):
        yield _wrong_type(place, value, "an object")
        return
    known = {model.spelled(name): member for name, member in shape.get("members", {}).items()}
    given: set[str] = set()
    for key, item in value.items():
        name = key.removesuffix(".$")
        given.add(name)
        if name not in known:
            meant = _meant(name, known, shape)
            given.update({meant} if meant else ())
            yield _no_member(name, place, known, meant)
        elif name == key:
            yield from _check(item, model.shapes[known[name]["shape"]], _below(place, name), model)
    for name in map(model.spelled, shape.get("required", ())):
        if name not in given and not known[name].get("idempotencyToken"):
            yield Problem(_below(place, name), "is required")
    if shape.get("union") and (len(value) > 1 or not value):
        yield Problem(place, f"it has {len(value)} members, and the API takes exactly one", f"write {_few(known)}")


def _meant(name: str, known: Mapping[str, Any], shape: JsonObject) -> str | None:
    """The member that a name is, in the API's spelling or another tool's."""
    plain = re.sub(r"[-_]", "", name).lower()
    api = dict(zip(map(str.lower, shape.get("members", {})), known, strict=True))
    return api.get(plain) or {one.lower(): one for one in known}.get(plain)


def _no_member(name: str, place: str, known: Mapping[str, Any], meant: str | None) -> Problem:
    if meant is not None:
        return Problem(_below(place, name), "the member is spelled otherwise here", f"write {meant}")
    near = nearest(name, known)
    return Problem(_below(place, name), "the API has no such member", f"write {near}" if near else None)


def _list(value: object, shape: JsonObject, place: str, model: _Model) -> Iterator[Problem]:
    if not is_array(value):
        yield _wrong_type(place, value, "a list")
        return
    yield from _size(len(value), shape, place, "items")
    for index, item in enumerate(value):
        yield from _check(item, model.shapes[shape["member"]["shape"]], f"{place}[{index}]", model)


def _map(value: object, shape: JsonObject, place: str, model: _Model) -> Iterator[Problem]:
    if not is_object(value):
        yield _wrong_type(place, value, "an object")
        return
    yield from _size(len(value), shape, place, "members")
    for key, item in value.items():
        yield from _key(key.removesuffix(".$"), model.shapes[shape["key"]["shape"]], place)
        if not key.endswith(".$"):
            yield from _check(item, model.shapes[shape["value"]["shape"]], _below(place, key), model)


def _key(key: str, shape: JsonObject, place: str) -> Iterator[Problem]:
    """What is wrong with a name of the author's in a map."""
    for problem in _check(key, shape, place, _Model({}, spelled)):
        yield Problem(place, f"the name {key!r}: {problem.message}", problem.hint)


def _string(value: object, shape: JsonObject, place: str, _model: _Model) -> Iterator[Problem]:
    if is_object(value) or is_array(value):
        return  # Step Functions writes it as JSON text
    if not isinstance(value, str):
        yield _wrong_type(place, value, "text")
        return
    allowed: list[str] = shape.get("enum", [])
    if allowed:
        if value not in allowed:
            yield Problem(place, f"{value!r} is none of the API's values", f"write {_some(value, allowed)}")
        return
    yield from _size(len(value), shape, place, "characters")
    pattern = shape.get("pattern")
    if pattern and not _matches(pattern, value):
        yield Problem(place, f"{value!r} is not as the API wants it", f"it must match {pattern}", certain=False)


def _number(value: object, shape: JsonObject, place: str, _model: _Model) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield _wrong_type(place, value, "a number")
        return
    yield from _range(value, shape, place)


def _integer(value: object, shape: JsonObject, place: str, _model: _Model) -> Iterator[Problem]:
    if not is_integer(value):
        yield _wrong_type(place, value, "a whole number")
        return
    yield from _range(value, shape, place)


def _boolean(value: object, _shape: JsonObject, place: str, _model: _Model) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield _wrong_type(place, value, "true or false")


def _anything(_value: object, _shape: JsonObject, _place: str, _model: _Model) -> Iterator[Problem]:
    yield from ()


_CHECKS: dict[str, Callable[[Any, Any, str, Any], Iterator[Problem]]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "character": _string,
    "integer": _integer,
    "long": _integer,
    "short": _integer,
    "bigInteger": _integer,
    "float": _number,
    "double": _number,
    "bigDecimal": _number,
    "boolean": _boolean,
    "timestamp": _anything,
    "blob": _anything,
}


def _size(size: int, shape: JsonObject, place: str, what: str) -> Iterator[Problem]:
    least, most = shape.get("min"), shape.get("max")
    if least is not None and size < least:
        yield Problem(place, f"it has {size} {what}, and the API wants at least {least}")
    if most is not None and size > most:
        yield Problem(place, f"it has {size} {what}, and the API takes at most {most}")


def _range(value: float, shape: JsonObject, place: str) -> Iterator[Problem]:
    least, most = shape.get("min"), shape.get("max")
    if (least is not None and value < least) or (most is not None and value > most):
        bounds = [f"at least {least}"] if least is not None else []
        bounds += [f"at most {most}"] if most is not None else []
        yield Problem(place, f"{value} is out of range", f"write {' and '.join(bounds)}")


def _matches(pattern: str, value: str) -> bool:
    """Whether the text matches; a pattern that Python does not read is not held against it.

    A pattern of a name, which has no anchors and nothing of ARNs, paths and URLs, is of the whole text; upper and lower
    case are not told apart there, since some services fold them.
    """
    try:
        if re.search(r"[\^$:/]", pattern):
            return re.search(pattern, value) is not None
        return re.fullmatch(pattern, value, re.IGNORECASE) is not None
    except re.error:
        return True


def _wrong_type(place: str, value: object, wanted: str) -> Problem:
    kinds: dict[type[object], str] = {
        bool: "true or false",
        dict: "an object",
        list: "a list",
        str: "text",
        type(None): "null",
    }
    message = f"it is {kinds.get(type(value), 'a number')}, and the API wants {wanted}"
    spells = wanted in _SPELT and isinstance(value, str) and _SPELT[wanted].fullmatch(value) is not None
    return Problem(place, message, certain=not spells)


_SPELT = {
    "true or false": re.compile("true|false", re.IGNORECASE),
    "a number": re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?"),
    "a whole number": re.compile(r"-?\d+"),
}
"""Text that spells what is wanted: Step Functions makes the value of it, as definitions in use show."""


def _some(value: str, allowed: list[str]) -> str:
    return nearest(value, allowed) or _few(allowed)


def _few(names: Collection[str]) -> str:
    few = 6
    return " or ".join(list(names)[:few]) + (" or another of the API's" if len(names) > few else "")


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
