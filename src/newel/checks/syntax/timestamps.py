"""Timestamps of the States Language: the profile of RFC 3339 that "Timestamps" in its specification describes."""

from __future__ import annotations

import re
from datetime import datetime

_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def is_timestamp(text: str) -> bool:
    """Whether a text is a timestamp, with a capital T and an offset: `2026-01-31T12:00:00Z`."""
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        return False
    try:
        datetime.fromisoformat(found[1])
    except ValueError:
        return False
    return True
