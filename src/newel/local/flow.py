"""Data through a state: InputPath, Parameters; ResultSelector, ResultPath, OutputPath.

AWS: "Processing input and output in Step Functions" (JSONPath).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.local import paths
from newel.local.failure import RuntimeFault
from newel.local.payload import Source, fill
from newel.local.reference import put

if TYPE_CHECKING:
    from collections.abc import Mapping


def narrowed(state: Mapping[str, Any], field: str, data: Any, context: Mapping[str, Any]) -> Any:
    """Apply InputPath or OutputPath, as `field` says."""
    text = state.get(field, "$")
    if text is None:
        return {}
    path = paths.parse(text)
    try:
        return paths.find(path, Source(data, context).root(path))
    except paths.Missing as missing:
        raise RuntimeFault(f"Invalid path '{text}' : {missing}") from None


def arguments(state: Mapping[str, Any], data: Any, context: Mapping[str, Any]) -> Any:
    """Return what the state works on: its input after InputPath and Parameters."""
    effective = narrowed(state, "InputPath", data, context)
    if "Parameters" not in state:
        return effective
    return fill(state["Parameters"], Source(effective, context))


def output(state: Mapping[str, Any], data: Any, result: Any, context: Mapping[str, Any]) -> Any:
    """Return the state's output: `result` selected, put into the input `data`, and narrowed."""
    if "ResultSelector" in state:
        result = fill(state["ResultSelector"], Source(result, context))
    return narrowed(state, "OutputPath", placed(state, data, result), context)


def placed(holder: Mapping[str, Any], data: Any, result: Any) -> Any:
    """Apply the ResultPath of a state or a catcher."""
    text = holder.get("ResultPath", "$")
    return data if text is None else put(paths.parse(text), data, result)
