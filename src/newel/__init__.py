"""AWS Step Functions workflows in typed Python, compiled into a plain SAM app.

Names are loaded on first use, so that `import newel` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # `typing` alone would take as long as `newel.expressions`
if TYPE_CHECKING:
    from newel.alarms import Alarms
    from newel.chain import Catch, Chain, Retry
    from newel.choice import Choice
    from newel.deployment import Deployment
    from newel.errors import NewelError
    from newel.machine import StateMachine
    from newel.map import DistributedMap, Map
    from newel.parallel import Parallel
    from newel.raw import Raw
    from newel.states import Fail, Pass, Succeed, Wait
    from newel.values import DISCARD, GetAtt, Param, Ref, Sub, context, jsonata, path, task_token, variable

__all__ = [
    "DISCARD",
    "Alarms",
    "Catch",
    "Chain",
    "Choice",
    "Deployment",
    "DistributedMap",
    "Fail",
    "GetAtt",
    "Map",
    "NewelError",
    "Parallel",
    "Param",
    "Pass",
    "Raw",
    "Ref",
    "Retry",
    "StateMachine",
    "Sub",
    "Succeed",
    "Wait",
    "context",
    "jsonata",
    "path",
    "task_token",
    "variable",
]

_HOMES = {
    "newel.alarms": ("Alarms",),
    "newel.chain": ("Catch", "Chain", "Retry"),
    "newel.choice": ("Choice",),
    "newel.deployment": ("Deployment",),
    "newel.errors": ("NewelError",),
    "newel.machine": ("StateMachine",),
    "newel.map": ("DistributedMap", "Map"),
    "newel.parallel": ("Parallel",),
    "newel.raw": ("Raw",),
    "newel.states": ("Fail", "Pass", "Succeed", "Wait"),
    "newel.values": (
        "DISCARD",
        "GetAtt",
        "Param",
        "Ref",
        "Sub",
        "context",
        "jsonata",
        "path",
        "task_token",
        "variable",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'newel' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
