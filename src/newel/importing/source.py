"""What is imported: a definition, and what is known of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newel.definition import states
from newel.json_types import is_object
from newel.permissions.substitutions import bind
from newel.values import GetAtt, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.json_types import JsonObject
    from newel.values import Placeholder

_DEPLOYED = "${AWSPartition}"
"""What newel writes for the partition that the template is deployed to."""


@dataclass(frozen=True)
class Source:
    """A definition, and what is known of it.

    Attributes
    ----------
    definition
        The definition.
    name
        The machine's logical id.
    file
        What it is read from, for people.
    settings
        Settings of the machine that its definition does not hold, as its type.
    substitutions
        What its `${Name}`s stand for, as the template has it.
    inline
        Whether it stands in the template itself, where CloudFormation's functions stand for values.
    """

    definition: JsonObject
    name: str
    file: str
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    substitutions: Mapping[str, object] = field(default_factory=dict[str, object])
    inline: bool = False

    @property
    def is_bound(self) -> bool:
        """Whether anybody says what the definition's `${Name}`s stand for."""
        return self.inline or bool(self.substitutions)

    def same(self, ours: tuple[Any, Any], theirs: tuple[Any, Any]) -> bool:
        """Whether what is built is what was read: the same text, once the substitutions are in their places."""
        built, read = ours[0], theirs[0]
        if self.is_bound:
            built = bind(built, {name: _form(value) for name, value in ours[1].items()}).definition
            read = bind(read, self.substitutions).definition
        return json.dumps(built, sort_keys=True) == json.dumps(read, sort_keys=True)

    def partition(self) -> str | None:
        """What stands in the ARNs of most integrations; None where there are none, or the one that is deployed to."""
        definition = bind(self.definition, self.substitutions).definition if self.is_bound else self.definition
        found: list[str] = []
        for _, state in states(definition):
            for holder in (state, state.get("ItemReader"), state.get("ResultWriter")):
                resource = holder.get("Resource") if is_object(holder) else None
                if isinstance(resource, str) and resource.startswith("arn:") and ":states:::" in resource:
                    found.append(resource.removeprefix("arn:").partition(":states:::")[0])
        partition = max(found, key=found.count) if found else None
        if self.is_bound:
            return None if partition == "${AWS::Partition}" else partition
        written = json.dumps(definition).count(_DEPLOYED)
        return None if partition == _DEPLOYED and written == found.count(_DEPLOYED) else partition

    def unknown(self) -> list[str]:
        """The `${Name}`s that no template says, in the order of the alphabet."""
        if self.inline:
            return []
        names = set(re.findall(r"\$\{([A-Za-z][\w:.]*)\}", json.dumps(self.definition))) - {_DEPLOYED[2:-1]}
        return sorted(name for name in names if name not in self.substitutions and not name.startswith("AWS::"))

    def repeated(self) -> set[str]:
        """The retriers that several states have, as JSON."""
        found = [json.dumps(state["Retry"], sort_keys=True) for _, state in states(self.definition) if "Retry" in state]
        return {text for text, times in Counter(found).items() if times > 1}


def _form(placeholder: Placeholder) -> Any:
    match placeholder.value:
        case Sub(text):
            return {"Fn::Sub": text}
        case GetAtt(name, attribute):
            return {"Fn::GetAtt": [name, attribute]}
        case Ref(name):
            return {"Ref": name}
