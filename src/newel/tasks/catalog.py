"""Every task there is: found by walking this package, so that nothing else has to list them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from newel.tasks.base import SUFFIXES, Task, patterns

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def classes() -> tuple[type[Task], ...]:
    """The classes of all tasks, by their modules and names."""
    package = import_module("newel.tasks")
    for module in iter_modules(package.__path__):
        import_module(f"newel.tasks.{module.name}")
    found = {cls for cls in _below(Task) if cls.__module__.startswith("newel.tasks.")}
    public = [cls for cls in found if not cls.__name__.startswith("_")]
    return tuple(sorted(public, key=lambda cls: (cls.__module__, cls.__name__)))


def _below(base: type[Task]) -> Iterator[type[Task]]:
    for cls in base.__subclasses__():
        yield cls
        yield from _below(cls)


@cache
def integrations() -> dict[str, tuple[type[Task], str]]:
    """The class and the pattern that a state's Resource means, by what follows `:states:::` in it."""
    return {
        f"{cls.resource}{SUFFIXES[pattern]}": (cls, pattern)
        for cls in classes()
        if cls.resource
        for pattern in patterns(cls)
    }


def title(cls: type[Task]) -> str:
    """How people write a class: `sqs.SendMessage`, or `EvaluateExpression`."""
    module = cls.__module__.rpartition(".")[2]
    return cls.__name__ if hasattr(import_module("newel.tasks"), cls.__name__) else f"{module}.{cls.__name__}"


def example(cls: type[Task]) -> str:
    """The example of a class: Python that makes a state, from the lines with `>>>` in its docstring."""
    lines = [line.strip() for line in (cls.__doc__ or "").splitlines()]
    return "\n".join(line[4:] for line in lines if line.startswith((">>> ", "... ")))
