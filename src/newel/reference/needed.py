"""What an operation needs of IAM, in words: from the data that its policies are derived from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.aws.actions import actions, conditions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.aws.actions import Groups
    from newel.aws.operations import Operation

_PSEUDO = {"Partition": "${AWS::Partition}", "Region": "${AWS::Region}", "Account": "${AWS::AccountId}"}
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Needed:
    """An action of IAM's that an operation needs.

    Attributes
    ----------
    action
        The action.
    resources
        What it is on: ARNs, a parameter in braces where what it names stands.
    when
        When it is needed, where that is not always.
    """

    action: str
    resources: tuple[str, ...]
    when: str

    def sentence(self) -> str:
        """As people read it."""
        return f"{self.action} on {', '.join(self.resources)}{f' ({self.when})' if self.when else ''}"


def needed(operation: Operation) -> tuple[Needed, ...]:
    """What an operation needs; nothing where AWS documents no action for it."""
    known = actions(operation.service.id, operation.service.iam)
    rows = known.operations.get(operation.name) or {}
    return tuple(_row(key, groups, known.types) for key, groups in rows.items())


def _row(key: str, groups: Groups, types: Mapping[str, str]) -> Needed:
    action, said = conditions(key)
    when = " and ".join(f"{'with' if wanted else 'without'} {' or '.join(members)}" for wanted, members in said)
    if action == "iam:PassRole":
        passed = [row.partition(" ") for row in groups]
        return Needed(action, tuple(f"the role {role}, for {services}" for role, _, services in passed), "where given")
    if isinstance(groups, str):
        return Needed(action, (groups,), when)
    return Needed(action, tuple(dict.fromkeys(_resources(groups, types))), when)


def _resources(groups: Groups, types: Mapping[str, str]) -> Iterator[str]:
    """The resources of each group; what is needed where none is named, only where nothing may name one."""
    for group in groups:
        alternatives = [each.partition(" ") for each in group.split("|") if each]
        named = [(kind, members) for kind, _, members in alternatives if members]
        for kind, members in named or [(kind, "") for kind, _, _ in alternatives]:
            if kind in types:
                yield _filled(types[kind], members.split(",") if members else [])


def _filled(template: str, members: list[str]) -> str:
    left = iter(members)

    def name(variable: re.Match[str]) -> str:
        if variable[1] in _PSEUDO:
            return _PSEUDO[variable[1]]
        member = next(left, "*")
        if member.startswith("="):  # the name of what is used where the parameters name none
            return member[1:]
        return "*" if member == "*" else f"{{{member}}}"

    return _VARIABLE.sub(name, template)
