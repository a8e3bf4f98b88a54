"""Every task there is: found by walking this package, so that nothing else has to list them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from newel.tasks.base import SUFFIXES, Task, patterns

_MODULES = {"elasticmapreduce": "emr", "states": "stepfunctions"}
"""Services that have another name in ARNs than their module here."""


@cache
def classes() -> tuple[type[Task], ...]:
    """The classes of all tasks, by their modules and names."""
    return tuple(cls for name in _names() for cls in _of_module(name))


@cache
def integrations() -> dict[str, tuple[type[Task], str]]:
    """The class and the pattern that a state's Resource means, by what follows `:states:::` in it."""
    return {what: found for name in _names() for what, found in _means(name).items()}


def integration(what: str) -> tuple[type[Task], str] | None:
    """The class and the pattern of one integration, as in `integrations`, of which this imports one module alone."""
    service = what.removeprefix("aws-sdk:").partition(":")[0].replace("-", "_")
    name = _MODULES.get(service, service)
    return next((_means(each).get(what) for each in (name, f"{name}_") if each in _names()), None)


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in iter_modules(import_module("newel.tasks").__path__)))


@cache
def _of_module(name: str) -> tuple[type[Task], ...]:
    module = import_module(f"newel.tasks.{name}")
    own = {cls for cls in vars(module).values() if isinstance(cls, type) and cls.__module__ == module.__name__}
    tasks = [cls for cls in own if issubclass(cls, Task) and not cls.__name__.startswith("_") and cls is not Task]
    return tuple(sorted(tasks, key=lambda cls: cls.__name__))


@cache
def _means(name: str) -> dict[str, tuple[type[Task], str]]:
    return {
        f"{cls.resource}{SUFFIXES[pattern]}": (cls, pattern)
        for cls in _of_module(name)
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
