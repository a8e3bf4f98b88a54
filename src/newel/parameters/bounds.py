"""Bounds of numbers that AWS documents, and botocore's models do not have."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from newel.json_types import is_integer
from newel.parameters.find import find
from newel.parameters.shapes import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.json_types import JsonObject


def out_of_bounds(parameters: JsonObject, bounds: Mapping[str, tuple[int, int]]) -> Iterator[Problem]:
    """Say which numbers are out of their bounds, by places such as "Targets[].Size"."""
    for place, (least, most) in bounds.items():
        for value in find(parameters, place):
            if is_integer(value) and not least <= value <= most:
                yield Problem(place, f"{value} is out of range", f"write at least {least} and at most {most}")


def is_number(text: str) -> bool:
    """Whether a text is a number, as SNS, SQS and DynamoDB take numbers."""
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
