"""What the ResultWriter of a distributed Map state writes: the results, and a manifest that lists them.

AWS: "ResultWriter (Map)".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.json_types import is_array
from newel.local.data import to_text
from newel.local.failure import StateFailure
from newel.local.stores import NoObject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.local.execution import Execution
    from newel.local.stores import Store

WRITER_FAILED = "States.ResultWriterFailed"
STATUSES = {"SUCCEEDED": "SUCCEEDED", "FAILED": "FAILED", "TIMED_OUT": "FAILED"}
"""The file in which an execution's result stands, by its status."""


def formatted(children: Sequence[Execution], transformation: str) -> list[Any]:
    """The results of children as a WriterConfig's Transformation wants them; those that failed are described anyway.

    "NONE" describes the executions, "COMPACT" gives their outputs, "FLATTEN" the items of outputs that are lists.
    """
    results: list[Any] = []
    for child in children:
        if transformation == "NONE" or child.status != "SUCCEEDED":
            results.append(_described(child))
        elif transformation == "FLATTEN" and is_array(child.output):
            results += child.output
        else:
            results.append(child.output)
    return results


def write_results(
    where: Mapping[str, Any],
    arn: str,
    children: Sequence[Execution],
    store: Store | None,
    config: Mapping[str, Any],
) -> dict[str, Any]:
    """Write the results of a map run, of this ARN, as a WriterConfig has them; return the Map state's result.

    Raises
    ------
    StateFailure
        `States.ResultWriterFailed`: they cannot be written.
    """
    if store is None or "Bucket" not in where:
        raise StateFailure(WRITER_FAILED, "There is no bucket here to write results to")
    run_name = arn.rpartition(":")[2]
    bucket, folder = where["Bucket"], f"{where['Prefix']}/{run_name}" if where.get("Prefix") else run_name
    lines = config.get("OutputType") == "JSONL"
    files: dict[str, list[dict[str, Any]]] = {"FAILED": [], "PENDING": [], "SUCCEEDED": []}
    results: dict[str, list[Execution]] = {}
    for child in children:
        results.setdefault(STATUSES[child.status], []).append(child)
    try:
        for status, ended in results.items():
            told = formatted(ended, config.get("Transformation", "NONE"))
            text = "\n".join(map(to_text, told)) if lines else to_text(told)
            key, content = f"{folder}/{status}_0.json{'l' if lines else ''}", text.encode()
            store.write(bucket, key, content)
            files[status].append({"Key": key, "Size": len(content)})
        manifest = {"DestinationBucket": bucket, "MapRunArn": arn, "ResultFiles": files}
        store.write(bucket, f"{folder}/manifest.json", to_text(manifest).encode())
    except NoObject as error:
        raise StateFailure(WRITER_FAILED, str(error)) from None
    return {"MapRunArn": arn, "ResultWriterDetails": {"Bucket": bucket, "Key": f"{folder}/manifest.json"}}


def _described(child: Execution) -> dict[str, Any]:
    """Describe an execution as API DescribeExecution does, in the spelling of Step Functions."""
    given: str = child.events[0]["executionStartedEventDetails"]["input"]
    ended: dict[str, Any] = {"Error": child.error, "Cause": child.cause}
    if child.status == "SUCCEEDED":
        ended = {"Output": to_text(child.output), "OutputDetails": {"Included": True}}
    return {
        "Input": given,
        "InputDetails": {"Included": True},
        **{name: value for name, value in ended.items() if value is not None},
        "StartDate": child.events[0]["timestamp"].isoformat(),
        "Status": child.status,
        "StopDate": child.events[-1]["timestamp"].isoformat(),
    }
