"""Map in distributed mode: an execution of its own for every item or batch.

AWS: "Using Map state in Distributed mode".
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.local.context import ACCOUNT, PARTITION, REGION, execution_context, time_limit
from newel.local.data import member, to_text
from newel.local.execution import FailedItem
from newel.local.failure import StateFailure
from newel.local.lanes import Group
from newel.local.readers import failed, read_items
from newel.local.results import formatted, write_results

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.execution import Execution
    from newel.local.flows import PathFlow
    from newel.local.flows.query_flow import QueryFlow
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


def attempt(
    visit: Visit, flow: PathFlow | QueryFlow, items: list[Any] | None, at_once: int, select: Select
) -> Steps[Any]:
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
    exceeded = _exceeded(state, flow)
    label = state.get("Label") or str(uuid.uuid4())
    machine: str = visit.branch.context["StateMachine"]["Name"]
    arn = f"arn:{PARTITION}:states:{REGION}:{ACCOUNT}:mapRun:{machine}/{label}:{uuid.uuid4()}"
    begun = track.add("MapRunStarted", "mapRunStartedEventDetails", mapRunArn=arn)
    try:
        inputs = _inputs(state, flow, _read(visit, flow) if items is None else items, select)
        children = yield from _children(visit, f"{machine}/{label}", inputs, at_once, exceeded)
        result = _result(visit, flow, arn, children)
    except StateFailure as failure:
        track.add("MapRunFailed", "mapRunFailedEventDetails", error=failure.error, cause=failure.cause)
        raise
    track.last = track.aside("MapRunSucceeded")
    track.aside("MapStateSucceeded")
    track.last = begun  # since November 2024; before, the next event followed MapRunSucceeded
    return result


def _read(visit: Visit, flow: PathFlow | QueryFlow) -> list[Any]:
    reader: dict[str, Any] = visit.state["ItemReader"]
    config = dict(reader.get("ReaderConfig", {}))
    most = flow.whole(config, "MaxItems", "ItemReader/ReaderConfig/")
    if most is not None:
        config["MaxItems"] = most
    store = visit.run.store
    if store is None:
        raise failed("There is no bucket here to read items from")
    return read_items(reader["Resource"], flow.request(reader, "ItemReader/"), config, store)


def _inputs(state: dict[str, Any], flow: PathFlow | QueryFlow, items: list[Any], select: Select) -> list[Any]:
    chosen = [select(index, item) for index, item in enumerate(items)]
    batcher: dict[str, Any] | None = state.get("ItemBatcher")
    if batcher is None:
        return chosen
    most_items = flow.whole(batcher, "MaxItemsPerBatch", "ItemBatcher/") or len(chosen) or 1
    most_bytes = flow.whole(batcher, "MaxInputBytesPerBatch", "ItemBatcher/") or 256 * 1024
    shared: dict[str, Any] = {}
    if "BatchInput" in batcher:
        shared["BatchInput"] = flow.filled(batcher["BatchInput"], "ItemBatcher/BatchInput")
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
    express = member(processor, "ProcessorConfig").get("ExecutionType") == "EXPRESS"
    inner = run.of_child(express=express)
    children: list[Execution | None] = [None] * len(inputs)
    failures = 0

    def start(index: int) -> None:
        context = execution_context(machine, run.clock.now(), inputs[index])
        context["StateMachine"] = visit.branch.context["StateMachine"]
        run.observer.child_started(visit.name)
        group.start(index, run.live(processor, inputs[index], inner, context), time_limit(processor, express=express))

    try:
        for index in range(min(at_once, len(inputs))):
            start(index)
        for ended in range(len(inputs)):
            index, lane = yield from group.next_end()
            child: Execution = lane.result
            children[index] = child
            if child.status != "SUCCEEDED":
                failures += 1
                item = FailedItem(visit.name, index, child)
                run.failed_items.append(item)
                run.observer.child_failed(item)
            run.observer.child_ended(visit.name, ended + 1 - failures, failures, len(inputs))
            if exceeded(failures, len(inputs)):
                raise StateFailure(EXCEEDED, EXCEEDED_CAUSE)
            if ended + at_once < len(inputs):
                start(ended + at_once)
    finally:
        group.close()
    return [child for child in children if child is not None]


def _result(visit: Visit, flow: PathFlow | QueryFlow, arn: str, children: list[Execution]) -> Any:
    writer = visit.state.get("ResultWriter")
    if writer is None:
        return [_shown(child) for child in children]
    config = member(writer, "WriterConfig")
    if "Resource" not in writer:
        return formatted(children, config.get("Transformation", "COMPACT"))
    return write_results(flow.request(writer, "ResultWriter/"), arn, children, visit.run.store, config)


def _shown(child: Execution) -> Any:
    return child.output if child.status == "SUCCEEDED" else {"Error": child.error, "Cause": child.cause}


def _exceeded(state: dict[str, Any], flow: PathFlow | QueryFlow) -> Callable[[int, int], bool]:
    """Return what says of failures, among all children, whether they are too many."""
    count = flow.whole(state, "ToleratedFailureCount")
    share = flow.share(state, "ToleratedFailurePercentage")
    if count is None and share is None:
        count = 0

    def exceeded(failures: int, total: int) -> bool:
        too_many = count is not None and failures > count
        return too_many or (share is not None and failures * 100 > share * total)

    return exceeded
