"""Map in distributed mode: an execution of its own for every item or batch.

AWS: "Using Map state in Distributed mode".
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.json_types import is_integer
from newel.local.context import ACCOUNT, PARTITION, REGION, execution_context
from newel.local.data import to_text
from newel.local.failure import RuntimeFault, StateFailure
from newel.local.lanes import Group
from newel.local.payload import Source, fill
from newel.local.readers import failed, read_items
from newel.local.results import write_results

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.execution import Execution
    from newel.local.lanes import Steps
    from newel.local.run_state import Visit

Select: TypeAlias = "Callable[[int, Any], Any]"
"""Makes the input of an item, given its index and value."""

MOST_AT_ONCE = 10_000
"""Child executions at a time ("Using Map state in Distributed mode")."""
EXCEEDED = "States.ExceedToleratedFailureThreshold"
EXCEEDED_CAUSE = "The specified tolerated failure threshold was exceeded"

FIELDS = frozenset(
    {
        *("ItemReader", "ItemBatcher", "ResultWriter", "Label"),
        *("ToleratedFailureCount", "ToleratedFailureCountPath"),
        *("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
    }
)
"""The fields that Map has in distributed mode alone."""


def attempt(visit: Visit, source: Source, items: list[Any] | None, at_once: int, select: Select) -> Steps[Any]:
    """Carry out a map run; return its result.

    `items` are None where an ItemReader gives them; `select` makes the input of an item.

    Raises
    ------
    StateFailure
        More children failed than are tolerated, or the items cannot be read or the results written.
    RuntimeFault
        A path does not give what it should.
    """
    state, track = visit.state, visit.track
    exceeded = _exceeded(state, source)
    label = state.get("Label") or str(uuid.uuid4())
    run_name = str(uuid.uuid4())
    machine: str = visit.branch.context["StateMachine"]["Name"]
    arn = f"arn:{PARTITION}:states:{REGION}:{ACCOUNT}:mapRun:{machine}/{label}:{run_name}"
    begun = track.add("MapRunStarted", "mapRunStartedEventDetails", mapRunArn=arn)
    try:
        inputs = _inputs(state, source, _read(visit, source) if items is None else items, select)
        children = yield from _children(visit, f"{machine}/{label}", inputs, at_once, exceeded)
        result = _result(visit, source, arn, run_name, children)
    except StateFailure as failure:
        track.add("MapRunFailed", "mapRunFailedEventDetails", error=failure.error, cause=failure.cause)
        raise
    track.last = track.aside("MapRunSucceeded")
    track.aside("MapStateSucceeded")
    track.last = begun  # since November 2024; before, the next event followed MapRunSucceeded
    return result


def _read(visit: Visit, source: Source) -> list[Any]:
    reader: dict[str, Any] = visit.state["ItemReader"]
    config = dict(reader.get("ReaderConfig", {}))
    if "MaxItemsPath" in config:
        config["MaxItems"] = _whole(config["MaxItemsPath"], "MaxItemsPath", source)
    store = visit.run.store
    if store is None:
        raise failed("There is no bucket here to read items from")
    return read_items(reader["Resource"], fill(reader.get("Parameters", {}), source), config, store)


def _inputs(state: dict[str, Any], source: Source, items: list[Any], select: Select) -> list[Any]:
    chosen = [select(index, item) for index, item in enumerate(items)]
    batcher: dict[str, Any] | None = state.get("ItemBatcher")
    if batcher is None:
        return chosen
    limits = {
        field: _whole(batcher[f"{field}Path"], f"{field}Path", source) if f"{field}Path" in batcher else batcher[field]
        for field in ("MaxItemsPerBatch", "MaxInputBytesPerBatch")
        if field in batcher or f"{field}Path" in batcher
    }
    shared = {"BatchInput": fill(batcher["BatchInput"], source)} if "BatchInput" in batcher else {}
    most_items = limits.get("MaxItemsPerBatch") or len(chosen) or 1
    most_bytes = limits.get("MaxInputBytesPerBatch") or 256 * 1024
    room = most_bytes - len(to_text({**shared, "Items": []}).encode())
    batches: list[list[Any]] = []
    left = 0
    for item in chosen:
        size = len(to_text(item).encode()) + 1
        if not batches or len(batches[-1]) >= most_items or size > left:
            batches.append([])
            left = room
        batches[-1].append(item)
        left -= size
    return [{**shared, "Items": batch} for batch in batches]


def _children(
    visit: Visit, machine: str, inputs: list[Any], at_once: int, exceeded: Callable[[int, int], bool]
) -> Steps[list[Execution]]:
    run = visit.run
    group = Group(run.lanes)
    processor = visit.state.get("ItemProcessor") or visit.state["Iterator"]
    children: list[Execution | None] = [None] * len(inputs)
    failures = 0

    def start(index: int) -> None:
        context = execution_context(machine, run.clock.now(), inputs[index])
        context["StateMachine"] = visit.branch.context["StateMachine"]
        group.start(index, run.live(processor, inputs[index], run.quiet(), context))

    try:
        for index in range(min(at_once, len(inputs))):
            start(index)
        for ended in range(len(inputs)):
            index, lane = yield from group.next_end()
            child: Execution = lane.result
            children[index] = child
            failures += child.status != "SUCCEEDED"
            if exceeded(failures, len(inputs)):
                raise StateFailure(EXCEEDED, EXCEEDED_CAUSE)
            if ended + at_once < len(inputs):
                start(ended + at_once)
    finally:
        group.close()
    return [child for child in children if child is not None]


def _result(visit: Visit, source: Source, arn: str, run_name: str, children: list[Execution]) -> Any:
    writer = visit.state.get("ResultWriter")
    if writer is None:
        return [_shown(child) for child in children]
    where = fill(writer.get("Parameters", {}), source)
    return write_results(where, arn, run_name, children, visit.run.store)


def _shown(child: Execution) -> Any:
    return child.output if child.status == "SUCCEEDED" else {"Error": child.error, "Cause": child.cause}


def _exceeded(state: dict[str, Any], source: Source) -> Callable[[int, int], bool]:
    """Return what says of failures, among all children, whether they are too many."""
    count, share = state.get("ToleratedFailureCount"), state.get("ToleratedFailurePercentage")
    if "ToleratedFailureCountPath" in state:
        count = _whole(state["ToleratedFailureCountPath"], "ToleratedFailureCountPath", source)
    if "ToleratedFailurePercentagePath" in state:
        share = _share(state["ToleratedFailurePercentagePath"], "ToleratedFailurePercentagePath", source)
    if count is None and share is None:
        count = 0

    def exceeded(failures: int, total: int) -> bool:
        too_many = count is not None and failures > count
        return too_many or (share is not None and failures * 100 > share * total)

    return exceeded


def _share(text: str, field: str, source: Source) -> float:
    found = source.read(text, field)
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        raise _no(found, field, "float", text)
    try:
        share = float(found)
    except ValueError:
        raise _no(found, field, "float", text) from None
    if not 0 <= share <= 100:
        raise RuntimeFault(f"{field.removesuffix('Path')} must be between 0 and 100.")
    return share


def _whole(text: str, field: str, source: Source) -> int:
    found = source.read(text, field)
    try:
        return int(found) if is_integer(found) or isinstance(found, str) else int("")
    except ValueError:
        raise _no(found, field, "integer", text) from None


def _no(found: Any, field: str, kind: str, path: str) -> RuntimeFault:
    shown = found if isinstance(found, str) else to_text(found)
    return RuntimeFault(f'The {field} field refers to value "{shown}" which is not a valid {kind}: {path}')
