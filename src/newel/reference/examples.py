"""The examples in the docstrings of the tasks, as states."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import newel
from newel import intrinsics
from newel.errors import NewelError
from newel.machine import StateMachine
from newel.tasks import catalog

if TYPE_CHECKING:
    from newel.tasks.base import Task


@cache
def _names() -> dict[str, Any]:
    """What an example can write: newel's own names, and the tasks."""
    tasks = import_module("newel.tasks")
    found: dict[str, Any] = {name: getattr(newel, name) for name in newel.__all__} | {"intrinsics": intrinsics}
    found |= {cls.__module__.rpartition(".")[2]: import_module(cls.__module__) for cls in catalog.classes()}
    return found | {name: getattr(tasks, name) for name in tasks.__all__}


def example(cls: type[Task]) -> Task:
    """The state that the example of a class makes.

    Raises
    ------
    NewelError
        The class has no example, or one of something else.
    """
    source = catalog.example(cls)
    if not source:
        hint = f"write an Example into its docstring, as >>> {catalog.title(cls)}(...)"
        raise NewelError(f"{cls.__name__} has no example", hint=hint)
    state = eval(source, dict(_names()))  # noqa: S307 # the package's own docstring
    if type(state) is not cls:
        raise NewelError(f"the example of {cls.__name__} makes a {type(state).__name__}")
    return state


def asl(cls: type[Task]) -> dict[str, Any]:
    """The state that the example gives, by its name, as the States Language has it."""
    state = example(cls)
    states: dict[str, Any] = StateMachine("Example", state).compile().asl["States"]
    return states
