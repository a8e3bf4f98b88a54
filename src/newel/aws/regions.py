"""The names of AWS's regions, as botocore knows them."""

from __future__ import annotations

import json
import re
from functools import cache

from newel.aws import models
from newel.errors import NewelError
from newel.suggest import nearest

_NAME = re.compile(r"[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}")


def check(region: str) -> None:
    """Refuse what is no region; one that botocore does not know yet, and that is named like one, is taken.

    Raises
    ------
    NewelError
        It is none.
    """
    if _NAME.fullmatch(region) is None:
        near = nearest(region.lower(), names())
        raise NewelError(f"{region!r} is no region", hint=f"write {near}" if near else 'write "us-east-1"')


@cache
def names() -> tuple[str, ...]:
    """The regions of all partitions."""
    partitions = json.loads(models.data("partitions.json"))["partitions"]
    found = {name for each in partitions for name in each["regions"]}
    return tuple(sorted(name for name in found if _NAME.fullmatch(name)))
