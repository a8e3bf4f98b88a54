"""Names that mean the latest revision of what they name, and what IAM sees of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newel.iam.grants import Arn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.iam.derive import Derived
    from newel.iam.grants import Resource

_BARE = re.compile(r"arn:[^{}]*(?:\$\{AWS::\w+\}[^{}]*)*:(?:job|task)-definition/[\w-]+")
"""A definition's ARN without a revision."""


def of_any_revision(derived: Derived, *, bare: bool) -> Derived:
    """Let a definition that is named without its revision be used in any: which is the latest is known at run time.

    Parameters
    ----------
    derived
        What was derived.
    bare
        Whether the service may ask IAM about the ARN without a revision too.
    """
    derived.needs = [
        replace(need, resource=resource) for need in derived.needs for resource in _revisions(need.resource, bare=bare)
    ]
    return derived


def _revisions(resource: Resource, *, bare: bool) -> Iterator[Resource]:
    text = resource.pattern if isinstance(resource, Arn) and resource.of is None else resource
    if not isinstance(text, str) or not _BARE.fullmatch(text):
        yield resource
        return
    if bare:
        yield resource
    yield Arn(f"{text}:*") if isinstance(resource, Arn) else f"{text}:*"
