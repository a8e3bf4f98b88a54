"""NO_TRANSFORM: a machine of SAM's in a template that SAM does not transform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.rule import TemplateRule
from newel.checks.template_sample import publishing
from newel.sam.machines import MACHINE
from newel.sam.template import TRANSFORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.sam.template import Template


def _find(template: Template, machine: str) -> Iterator[tuple[str, str]]:
    if template.resources[machine].get("Type") == MACHINE and not template.is_transformed:
        yield (
            f"/Resources/{machine}/Type",
            f"CloudFormation does not know {MACHINE} without SAM; write {TRANSFORM} at the top of the template",
        )


_GOOD = publishing("{SNSPublishMessagePolicy: {TopicName: !GetAtt Topic.TopicName}}")

RULE = TemplateRule(
    id="NO_TRANSFORM",
    severity="ERROR",
    title="A template with a machine of SAM's asks for SAM's transform.",
    source="AWS::Serverless transform",
    find=_find,
    good=_GOOD,
    bad={"/Resources/Machine/Type": _GOOD.replace(f"{TRANSFORM}\n", "")},
)
