"""Walks over a definition that many rules take: while it is checked, each is taken once."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from newel.json_types import JsonObject

    P = ParamSpec("P")
    T = TypeVar("T")

_WALKED: ContextVar[tuple[JsonObject, dict[object, list[object]]] | None] = ContextVar("_WALKED", default=None)


@contextmanager
def walking(definition: JsonObject) -> Generator[None]:
    """Remember what walks over a definition find; nobody changes it meanwhile."""
    token = _WALKED.set((definition, {}))
    try:
        yield
    finally:
        _WALKED.reset(token)


def walk(
    function: Callable[Concatenate[JsonObject, P], Iterator[T]],
) -> Callable[Concatenate[JsonObject, P], Iterator[T]]:
    """Make a walk over a definition one that is remembered."""

    @wraps(function)
    def remembered(definition: JsonObject, /, *arguments: P.args, **options: P.kwargs) -> Iterator[T]:
        known = _WALKED.get()
        if known is None or known[0] is not definition:
            return function(definition, *arguments, **options)
        key = (function, arguments, tuple(options.items()))
        if key not in known[1]:
            known[1][key] = list(function(definition, *arguments, **options))
        return iter(known[1][key])  # type: ignore[arg-type]

    return remembered
