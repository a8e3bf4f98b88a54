"""POLICY_MISSING: what a state does, the role may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.rule import TemplateRule
from newel.checks.template_sample import publishing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.sam.template import Template


def _find(template: Template, machine: str) -> Iterator[tuple[str, str]]:
    from newel.permissions.judge import judge

    found = judge(template, machine)
    for lack in found.missing:
        states = ", ".join(repr(state) for state in lack.states)
        yield (
            found.place,
            f"the role may not {lack.permission}, which {states} needs; `newel policies {machine}` writes all it needs",
        )


RULE = TemplateRule(
    id="POLICY_MISSING",
    severity="WARNING",
    title="The policies of a machine's role allow what its states do.",
    source="How Step Functions generates IAM policies for integrated services",
    find=_find,
    good=publishing("{SNSPublishMessagePolicy: {TopicName: !GetAtt Topic.TopicName}}"),
    bad={"/Resources/Machine/Properties/Policies": publishing("{SNSCrudPolicy: {TopicName: other}}")},
)
