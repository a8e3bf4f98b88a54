"""What a rule is. Each stands in a module of its own in `newel.checks.rules`, as `RULE`; nothing else lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newel.checks.diagnostic import Severity
    from newel.json_types import JsonObject

MachineType: TypeAlias = Literal["STANDARD", "EXPRESS"]


@dataclass(frozen=True)
class Rule:
    """Something that a definition must keep to.

    Attributes
    ----------
    id
        Its name in messages, in capitals.
    severity
        "ERROR" where the workflow cannot work, "WARNING" where it may.
    title
        One sentence: what must be so.
    source
        Where that is written: the title of AWS's page, or newel's own.
    find
        Gives the places that break it, as JSON pointers, each with a message.
    good
        A definition that keeps to it.
    bad
        Definitions that break it, each in one place, by the pointer to the place.
    code
        AWS's code for what it finds, where AWS has one; else its id stands for the code.
    machine
        The type of machine that it holds for; None where it holds for both.
    """

    id: str
    severity: Severity
    title: str
    source: str
    find: Callable[[JsonObject], Iterable[tuple[str, str]]]
    good: JsonObject
    bad: dict[str, JsonObject]
    code: str = ""
    machine: MachineType | None = None


@cache
def all_rules() -> tuple[Rule, ...]:
    """All rules, by their ids."""
    folder = import_module("newel.checks.rules")
    found = [import_module(f"newel.checks.rules.{module.name}").RULE for module in iter_modules(folder.__path__)]
    return tuple(sorted(found, key=lambda rule: rule.id))
