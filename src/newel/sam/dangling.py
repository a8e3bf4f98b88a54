"""What refers to a resource that newel takes out of a template: CloudFormation would refuse the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.sam.cycles import references
from newel.sam.generated import generated
from newel.sam.globals import as_object

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_SAM = "AWS::Serverless::"
_SECTIONS = ("Resources", "Outputs")


def unresolved(kept: Collection[str], after: Mapping[str, Any], where: str) -> Iterator[NewelError]:
    """Say what in the resources that newel keeps refers to nothing.

    Parameters
    ----------
    kept
        Their logical ids.
    after
        The template with them.
    where
        The template's file, for messages.
    """
    resources = as_object(after.get("Resources"))
    known = {*resources, *as_object(after.get("Parameters")), *generated(after)}
    if _are_made_elsewhere(resources, after.get("Transform")):
        return
    sams = tuple(name for name, each in resources.items() if str(as_object(each).get("Type")).startswith(_SAM))
    for name in kept:
        for missing in dict.fromkeys(one.partition(".")[0] for one in references(resources.get(name))):
            if missing not in known and not missing.startswith(("AWS::", *sams)):  # SAM may make it, with a hash
                yield NewelError(
                    f"Resources.{name} refers to {missing}, and the template has no such resource or parameter",
                    where=where,
                    hint=f"take the reference out of {name}, or add {missing}",
                )


def _are_made_elsewhere(resources: Mapping[str, Any], transform: object) -> bool:
    """Whether loops, macros or files that are brought in make resources that are not seen."""
    transforms = transform if is_array(transform) else [transform]
    others = [one for one in transforms if not str(one).startswith(("AWS::Serverless-", "AWS::LanguageExtensions"))]
    return bool(others) or any(name.startswith("Fn::") for name in resources)


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
                    f"{section}.{name} refers to {missing}, which no machine asks for any longer",
                    where=where,
                    hint=f"take the reference out of {name}, or keep {missing}",
                )
