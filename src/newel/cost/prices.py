"""The table of prices."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object

if TYPE_CHECKING:
    from pathlib import Path

_MEMBERS = {
    "standard": ("transition",),
    "express": ("request", "gb_second"),
    "lambda": ("request", "gb_second_x86_64", "gb_second_arm64"),
}

_DEAREST = 1_000_000
"""A price in dollars that is a mistake if it is more."""


@dataclass(frozen=True)
class Prices:
    """What AWS asks, in US dollars.

    Attributes
    ----------
    date, region
        Of when and where the prices are, for people.
    transition
        A state transition of a Standard workflow.
    express_request, express_gb_second
        A start of an Express workflow, and a gigabyte of its memory for a second.
    lambda_request, lambda_gb_second
        A call of a function, and a gigabyte of its memory for a second, by its architecture.
    """

    date: str
    region: str
    transition: float
    express_request: float
    express_gb_second: float
    lambda_request: float
    lambda_gb_second: dict[str, float]


def shipped() -> str:
    """The text of the table that comes with newel."""
    return files("newel.cost").joinpath("prices.toml").read_text(encoding="utf-8")


def load(file: Path | None) -> Prices:
    """Read a table of prices; None: the one that comes with newel.

    Raises
    ------
    NewelError
        It cannot be read, or does not have all prices.
    """
    where = str(file) if file else "prices.toml"
    try:
        table = tomllib.loads(file.read_bytes().decode("utf-8") if file else shipped())
    except OSError as error:
        raise NewelError(f"the prices cannot be read: {error.strerror}", where=where) from None
    except ValueError as error:  # of TOML, and of UTF-8
        raise NewelError(f"this is not TOML: {error}", where=where) from None
    except RecursionError:
        raise NewelError("it is nested too deeply", where=where) from None
    price = {(name, member): _price(table, name, member, where) for name, all_ in _MEMBERS.items() for member in all_}
    return Prices(
        str(table.get("date", "an unknown day")),
        str(table.get("region", "an unknown region")),
        price["standard", "transition"],
        price["express", "request"],
        price["express", "gb_second"],
        price["lambda", "request"],
        {
            "x86_64": price["lambda", "gb_second_x86_64"],
            "arm64": price["lambda", "gb_second_arm64"],
        },
    )


def _price(table: dict[str, Any], name: str, member: str, where: str) -> float:
    section: Any = table.get(name)
    value: Any = section.get(member) if is_object(section) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _DEAREST:
        raise NewelError(
            f"[{name}] {member} is no price: {value!r:.80}",
            where=where,
            hint="`newel cost --show-prices` writes a table that has them all",
        )
    return float(value)
