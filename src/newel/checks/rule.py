"""What a rule is. Each stands in a module of its own, as `RULE`; nothing else lists them.

Those of definitions are in `newel.checks.rules`, those of a template's machines in `newel.checks.template_rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newel.checks.diagnostic import Severity
    from newel.json_types import JsonObject
    from newel.sam.template import Template

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


@dataclass(frozen=True)
class TemplateRule:
    """Something that a template must keep to for one of its state machines.

    Attributes
    ----------
    id, severity, title, source
        As those of a `Rule`.
    find
        Gives the places that break it, as JSON pointers into the template, each with a message; it is given the
        template and the logical id of the machine.
    good
        A template whose machine keeps to it.
    bad
        Templates that break it, each in one place, by the pointer to the place.
    """

    id: str
    severity: Severity
    title: str
    source: str
    find: Callable[[Template, str], Iterable[tuple[str, str]]]
    good: str
    bad: dict[str, str]


@cache
def all_rules() -> tuple[Rule, ...]:
    """All rules of definitions, by their ids."""
    return tuple(sorted(_found("newel.checks.rules"), key=lambda rule: rule.id))


@cache
def template_rules() -> tuple[TemplateRule, ...]:
    """All rules of templates, by their ids."""
    return tuple(sorted(_found("newel.checks.template_rules"), key=lambda rule: rule.id))


def every_rule() -> tuple[Rule | TemplateRule, ...]:
    """All rules."""
    return (*all_rules(), *template_rules())


def _found(package: str) -> list[Any]:
    folder = import_module(package)
    return [import_module(f"{package}.{module.name}").RULE for module in iter_modules(folder.__path__)]
