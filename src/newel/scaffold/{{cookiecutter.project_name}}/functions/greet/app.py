"""Finds the words to greet somebody with."""

from __future__ import annotations


def handler(event: dict[str, str], context: object) -> str:  # noqa: ARG001 - Lambda's signature
    """Return a greeting for `name`."""
    return f"Hello, {event['name']}!"
