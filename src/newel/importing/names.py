"""Names for what is written: snake_case of what the state is called, each once."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata

_LENGTH = 50
_WORDS = {
    *keyword.kwlist,
    *keyword.softkwlist,
    *dir(builtins),
    "DISCARD",
    "all_of",
    "any_of",
    "context",
    "intrinsics",
    "jsonata",
    "machine",
    "newel",
    "path",
    "task_token",
    "variable",
}
"""Names that stand for something else in every module that is written."""


class Names:
    """Gives names.

    Parameters
    ----------
    taken
        Names that stand for something else: of modules that are imported.
    """

    def __init__(self, taken: set[str]) -> None:
        self._taken = {*taken, *_WORDS}

    def of(self, text: str, before: str = "", after: str = "") -> str:
        """A name for what is called `text`."""
        bare = f"{before}{snake(text)}{after}"
        if bare in _WORDS:
            bare = f"{bare}_state"
        name, number = bare, 1
        while name in self._taken:
            number += 1
            name = f"{bare}_{number}"
        self._taken.add(name)
        return name


def snake(text: str) -> str:
    """Text in snake_case: "EC2NonAgentAlerts" is `ec2_non_agent_alerts`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3_\2\4", plain.replace("'", ""))
    name = "_".join(re.findall(r"[A-Za-z0-9]+", words)).lower()
    if len(name) > _LENGTH:
        name = name[:_LENGTH].rpartition("_")[0] or name[:_LENGTH]
    if not name:
        return "state"
    return f"state_{name}" if name[0].isdigit() else name


def machine_name(text: str) -> str:
    """Text as a logical id: "order-flow" is "OrderFlow"."""
    words = re.findall(r"[A-Za-z0-9]+", unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode())
    return "".join(word[:1].upper() + word[1:] for word in words)[:80] or "Machine"
