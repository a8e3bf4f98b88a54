"""The examples in the docstrings of the tasks, as states; the contract tests walk them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import newel
from newel import intrinsics
from newel.sam.template import load
from newel.tasks import catalog

if TYPE_CHECKING:
    from newel.tasks.base import Task

TEMPLATE = load(Path(__file__).with_name("template.yaml"))
"""What they refer to."""

_NAMES: dict[str, Any] = {name: getattr(newel, name) for name in newel.__all__} | {"intrinsics": intrinsics}
_NAMES |= {cls.__module__.rpartition(".")[2]: import_module(cls.__module__) for cls in catalog.classes()}
_NAMES |= {name: getattr(newel.tasks, name) for name in newel.tasks.__all__}


def example(cls: type[Task]) -> Task:
    """The state that the example of a class makes."""
    source = catalog.example(cls)
    assert source, f"{cls.__name__}: write an Example into its docstring, as >>> {catalog.title(cls)}(...)"
    state = eval(source, dict(_NAMES))
    assert type(state) is cls, f"{cls.__name__}: its example makes a {type(state).__name__}"
    return state
