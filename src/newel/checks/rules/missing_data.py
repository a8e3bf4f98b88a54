"""MISSING_DATA: a field that is read, and that an earlier state has dropped or no result has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.rule import Rule
from newel.checks.sample import FUNCTION, machine
from newel.suggest import slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.dataflow.analysis import Lack
    from newel.checks.dataflow.shapes import Missing
    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    from newel.checks.dataflow.analysis import missing

    for each in missing(definition):
        yield each.read.place, _said(each)


def _said(lack: Lack) -> str:
    from newel.checks.dataflow.shapes import Plain
    from newel.checks.dataflow.ways import shown

    read, found, origin = lack.read, lack.found, lack.found.origin
    name = str(read.steps[found.at])
    without = "which has no fields" if isinstance(found.holder, Plain) else f"without {name!r}"
    what = origin.what if origin else "data"
    said = f"{read.text} is not there: at {read.shown(found.at)} stands {what}, {without}"
    names = lack.way.since(origin.state) if origin else []
    advice = origin.advice if origin and names else ""
    if meant := _meant(found, name):
        return f"{said}; did you mean {meant}" + (f", or {advice}?" if advice else "?")
    route = f", on the way {shown([*names, lack.state])}" if names else ""
    return f"{said}{route}" + (f"; write {advice}" if advice else "")


def _meant(found: Missing, name: str) -> str:
    from newel.checks.dataflow.results import Modelled
    from newel.checks.dataflow.shapes import Record

    if isinstance(found.holder, Modelled):
        return found.holder.meant(name)
    return slip(name, found.holder.fields) if isinstance(found.holder, Record) and found.holder.closed else ""


def _reading(path: str, **before: object) -> JsonObject:
    then = {"Type": "Task", "Resource": FUNCTION, "Parameters": {"id.$": path}, "End": True}
    return machine(Begin={**before, "Next": "Wait"}, Wait={"Type": "Wait", "Seconds": 1, "Next": "Then"}, Then=then)


_PUBLISH = {
    "Type": "Task",
    "Resource": "arn:aws:states:::sns:publish",
    "Parameters": {"TopicArn": "${Topic}", "Message": "sold"},
}


def _caught(**catcher: object) -> JsonObject:
    work = {"Type": "Task", "Resource": FUNCTION, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Tell", **catcher}]}
    tell = {**_PUBLISH, "Parameters": {"TopicArn": "${Topic}", "Message.$": "$.order.id"}, "End": True}
    return machine(start="Work", Work={**work, "ResultPath": None, "Next": "Tell"}, Tell=tell)


RULE = Rule(
    id="MISSING_DATA",
    severity="WARNING",
    title="What a state reads has not been dropped on the way to it, and is a field of the result that it is of.",
    source="Processing input and output in Step Functions",
    find=_find,
    good=_reading("$.order.id", Type="Pass", Result={"paid": True}, ResultPath="$.state"),
    bad={
        "/States/Then/Parameters/id.$": _reading("$.order.id", Type="Pass", Result={"paid": True}),
        "/States/Tell/Parameters/Message.$": _caught(),
        "/States/Publish/ResultSelector/id.$": machine(
            start="Publish", Publish={**_PUBLISH, "ResultSelector": {"id.$": "$.MessageID"}, "End": True}
        ),
    },
)
