"""What refers to a resource that newel takes out of a template: CloudFormation would refuse the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object
from newel.sam.cycles import references

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_SECTIONS = ("Resources", "Outputs")


def dangling(gone: Collection[str], after: Mapping[str, Any], where: str) -> Iterator[NewelError]:
    """Say what would refer to nothing.

    Parameters
    ----------
    gone
        The logical ids that go.
    after
        The template without them.
    where
        The template's file, for messages.
    """
    for section in _SECTIONS:
        items = after.get(section)
        for name, item in items.items() if is_object(items) else ():
            for missing in dict.fromkeys(each for each in references(item) if each in gone):
                yield NewelError(
                    f"{section}.{name} refers to {missing}, which its machine no longer asks for",
                    where=where,
                    hint=f"take the reference out of {name}, or keep {missing}",
                )
