"""POLICY_WIDER: the role may do what no state does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.rule import TemplateRule
from newel.checks.template_sample import publishing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newel.permissions.judge import Excess
    from newel.sam.template import Template

_SHOWN = 4


def _find(template: Template, machine: str) -> Iterator[tuple[str, str]]:
    from newel.permissions.judge import judge

    groups: dict[tuple[str, str], list[Excess]] = {}
    for each in judge(template, machine).more:
        groups.setdefault((each.place, each.permission.resource), []).append(each)
    for (place, resource), excess in groups.items():
        unused = [each.permission.action for each in excess if not each.needed]
        if unused:
            yield place, f"no state needs {_some(unused)} on {resource}"
        for each in excess:
            if each.needed:
                yield place, f"{each.permission} is more than the states need: {_some(each.needed)}"


def _some(items: Sequence[object]) -> str:
    rest = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(map(str, items[:_SHOWN])) + rest


RULE = TemplateRule(
    id="POLICY_WIDER",
    severity="WARNING",
    title="The policies of a machine's role allow no more than its states do.",
    source="Identity and Access Management in Step Functions (least privilege)",
    find=_find,
    good=publishing("{SNSPublishMessagePolicy: {TopicName: !GetAtt Topic.TopicName}}"),
    bad={
        "/Resources/Machine/Properties/Policies/Statement": publishing(
            '{Statement: {Effect: Allow, Action: "sns:*", Resource: !Ref Topic}}'
        )
    },
)
