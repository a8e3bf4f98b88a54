"""What a function's time costs depends on: its memory and its architecture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.local.intrinsics import resolve
from newel.sam.globals import properties_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newel.local.intrinsics import Names
    from newel.sam.template import Template

_LEAST_MB, _MOST_MB = 128, 10_240  # "Lambda quotas": function memory allocation


@dataclass(frozen=True)
class Size:
    """How a function is billed.

    Attributes
    ----------
    memory
        In MB.
    architecture
        "x86_64" or "arm64".
    """

    memory: int = 128
    architecture: str = "x86_64"


def sizes(called: Iterable[str], template: Template, names: Names) -> dict[str, Size]:
    """Read the sizes of functions, what their `Globals` say included ("AWS::Serverless::Function").

    Parameters
    ----------
    called
        The functions' logical ids.
    template
        What has them.
    names
        What Ref, conditions and other intrinsic functions in it give.

    Raises
    ------
    NewelError
        A size has no value here, or is none.
    """
    return {name: _size(name, template, names) for name in called}


def _size(name: str, template: Template, names: Names) -> Size:
    properties = properties_of(name, template.data)

    def value(member: str, default: Any) -> Any:
        try:
            found = resolve(properties.get(member, default), names)
        except NewelError as error:
            raise NewelError(f"{member} of function {name}: {error.message}", where=where, hint=error.hint) from None
        return default if found is None else found

    where = str(template.path)
    memory, architectures = value("MemorySize", 128), value("Architectures", ["x86_64"])
    if not str(memory).isdecimal() or not _LEAST_MB <= int(memory) <= _MOST_MB:
        raise NewelError(
            f"MemorySize of function {name} is {memory!r}",
            where=where,
            hint=f"write a number of MB from {_LEAST_MB} to {_MOST_MB:,}",
        )
    if architectures not in (["x86_64"], ["arm64"]):
        raise NewelError(
            f"Architectures of function {name} is {architectures!r}", where=where, hint="write [x86_64] or [arm64]"
        )
    return Size(int(memory), architectures[0])
