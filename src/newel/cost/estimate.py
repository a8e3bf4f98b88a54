"""From what an execution uses to what it costs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.cost.functions import Size
    from newel.cost.prices import Prices
    from newel.cost.usage import Usage
    from newel.json_types import JsonObject

_BASE_MB, _CHUNK_MB = 50, 64
"""The memory of an Express workflow beside its definition, and what it is billed by ("AWS Step Functions Pricing")."""


@dataclass(frozen=True)
class Line:
    """One thing that is billed.

    Attributes
    ----------
    what
        Its name.
    how
        How much of it one execution uses, for people.
    dollars
        What that costs, for all executions.
    """

    what: str
    how: str
    dollars: float


def lines(
    usage: Usage, definition: JsonObject, functions: Mapping[str, Size], prices: Prices, executions: int
) -> list[Line]:
    """Say what a number of executions cost, each as the one that was measured.

    Parameters
    ----------
    usage
        What the one used.
    definition
        The machine: an Express workflow's memory depends on its size.
    functions
        How the functions that were called are billed.
    prices
        What AWS asks.
    executions
        How many.
    """
    found: list[Line] = []
    if usage.transitions:
        found.append(transitions(usage.transitions, prices, executions))
    if usage.requests:
        memory = _CHUNK_MB * ceil((_BASE_MB + len(json.dumps(definition)) / 2**20) / _CHUNK_MB)
        each = usage.requests * prices.express_request + usage.seconds * memory / 1024 * prices.express_gb_second
        how = f"{count(usage.requests, 'start')}, {usage.seconds:.1f} s in all, {memory} MB"
        found.append(Line("Express workflows", how, each * executions))
    for name, calls in sorted(usage.calls.items()):
        size, ms = functions[name], usage.function_ms[name]
        rate = prices.lambda_gb_second[size.architecture]
        each = calls * prices.lambda_request + ms / 1000 * size.memory / 1024 * rate
        how = f"{count(calls, 'call')}, {ms:,} ms in all, {size.memory} MB, {size.architecture}"
        found.append(Line(name, how, each * executions))
    return found


def transitions(number: int, prices: Prices, executions: int) -> Line:
    """The line of a number of state transitions."""
    return Line("state transitions", f"{number:,}", number * prices.transition * executions)


def dollars(amount: float) -> str:
    """An amount for people: small ones with two digits that say something."""
    exact = Decimal(repr(amount))
    if exact >= Decimal("0.1") or not exact:
        return f"${exact.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
    small = f"{exact.quantize(Decimal(1).scaleb(exact.adjusted() - 1), ROUND_HALF_UP):f}".rstrip("0")
    return f"${small}" if len(small) >= len("0.10") else f"${small:0<4}"


def count(number: int, what: str) -> str:
    """A number of things, for people."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
