"""From what an execution uses to what it costs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from newel.json_types import is_object

if TYPE_CHECKING:
    from newel.cost.prices import Prices
    from newel.cost.usage import Usage
    from newel.json_types import JsonObject
    from newel.sam.template import Template

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


def lines(usage: Usage, definition: JsonObject, template: Template, prices: Prices, executions: int) -> list[Line]:
    """Say what a number of executions cost, each as the one that was measured.

    Parameters
    ----------
    usage
        What the one used.
    definition
        The machine: an Express workflow's memory depends on its size.
    template
        The template that has the functions.
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
        how = f"{_count(usage.requests, 'start')}, {usage.seconds:.1f} s in all, {memory} MB"
        found.append(Line("Express workflows", how, each * executions))
    for name, calls in sorted(usage.calls.items()):
        memory, architecture = _function(name, template)
        seconds = max(usage.function_seconds.get(name, 0.0), calls / 1000)  # a millisecond is the least that is billed
        rate = prices.lambda_gb_second[architecture]
        each = calls * prices.lambda_request + seconds * memory / 1024 * rate
        how = f"{_count(calls, 'call')}, {seconds * 1000:.0f} ms in all, {memory} MB, {architecture}"
        found.append(Line(name, how, each * executions))
    return found


def transitions(number: int, prices: Prices, executions: int) -> Line:
    """The line of a number of state transitions."""
    return Line("state transitions", f"{number}", number * prices.transition * executions)


def dollars(amount: float) -> str:
    """An amount for people: small ones with two digits that say something."""
    return f"${amount:,.2f}" if amount >= 0.1 or amount == 0 else f"${float(f'{amount:.2g}'):.9f}".rstrip("0")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _function(name: str, template: Template) -> tuple[int, str]:
    """A function's memory and architecture, as far as the template says them; a parameter by its default."""
    shared = _object(_object(template.data.get("Globals")).get("Function"))
    properties = {**shared, **_object(_object(template.resources.get(name)).get("Properties"))}
    memory = _known(properties.get("MemorySize"), template)
    architectures: Any = properties.get("Architectures")
    architecture = _known(architectures[0], template) if isinstance(architectures, list) and architectures else None
    return (
        int(memory) if isinstance(memory, int | str) and str(memory).isdigit() else 128,
        "arm64" if architecture == "arm64" else "x86_64",
    )


def _known(value: Any, template: Template) -> Any:
    match value:
        case {"Ref": str(name)}:
            return _object(template.parameters.get(name)).get("Default")
        case _:
            return value


def _object(value: object) -> JsonObject:
    return value if is_object(value) else {}
