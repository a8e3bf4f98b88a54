"""Definitions that are imported, and built again."""

from __future__ import annotations

import json
from typing import Any

from newel import StateMachine
from newel.importing.module import Imported, import_machine
from newel.importing.source import Source


def built(text: str) -> StateMachine:
    """Run a module that `newel import` wrote, and give its machine."""
    names: dict[str, Any] = {"__name__": "imported"}
    exec(compile(text, "<imported>", "exec"), names)  # what newel wrote itself
    machine = names["machine"]
    assert isinstance(machine, StateMachine)
    return machine


def round_trip(definition: dict[str, Any]) -> Imported:
    """Import a definition; what is written builds it again, to the letter but for the order of its members."""
    imported = import_machine(Source(definition, "Machine", "machine.asl.json"))
    again = built(imported.text).compile().asl
    assert json.dumps(again, sort_keys=True) == json.dumps(definition, sort_keys=True)
    return imported
