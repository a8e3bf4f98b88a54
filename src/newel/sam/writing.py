"""Writing resources into a template's text, and reading it again before it is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.sam import template as templates
from newel.sam.document import Mapping
from newel.sam.patch import Patch, overlaid, present

if TYPE_CHECKING:
    from newel.sam.template import Template

KEEP = 3
"""For how many levels members that are not wanted stay: of Resources, of a resource, of its Properties and Metadata."""


def with_resources(template: Template, wanted: dict[str, Any]) -> str:
    """Give the template's text with the wanted resources; what is as wanted already keeps its bytes.

    Parameters
    ----------
    template
        The template.
    wanted
        Resources by logical id, as plain data. What they leave out stays; what is `ABSENT` goes.

    Raises
    ------
    NewelError
        The template is JSON or in braces, or cannot be changed without harm.
    """
    _, section = template.root.members.get("Resources", (None, None))
    if template.root.flow or (isinstance(section, Mapping) and section.flow and section.members):
        raise NewelError(
            "newel keeps resources in YAML's block style, and these are JSON or in braces",
            where=str(template.path),
            hint="write one member a line, without braces",
        )
    patch = Patch(template.text)
    if isinstance(section, Mapping) and section.members:
        patch.mapping(section, wanted, keep=KEEP, space=True)
    elif wanted:
        patch.mapping(template.root, {"Resources": wanted}, keep=1)
    text = patch.apply()
    if text != template.text:
        _check(text, template, wanted)
    return text


def _check(text: str, template: Template, wanted: dict[str, Any]) -> None:
    """Read what was written: the wanted members are there, and all else is as it was."""
    try:
        after = templates.parse(text, template.path).data
    except NewelError:
        raise _harm(template, wanted) from None
    before = template.data
    if not template.text.endswith("\n"):  # a block of text that ends it gets its newline
        before = templates.parse(template.text + "\n", template.path).data
    expected = overlaid(before, {"Resources": wanted}, 1 + KEEP)
    if after != present(expected):
        raise _harm(template, wanted)


def _harm(template: Template, wanted: dict[str, Any]) -> NewelError:
    return NewelError(
        "the template is written in a way that newel cannot change without harm",
        where=str(template.path),
        hint=f"write what stands in and before {' and '.join(wanted)} in plain block style; nothing has been changed",
    )
