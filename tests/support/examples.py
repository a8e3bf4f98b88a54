"""What the examples in the docstrings of the tasks refer to; the contract tests walk them."""

from __future__ import annotations

from pathlib import Path

from newel.reference.examples import example
from newel.sam.template import load

__all__ = ["TEMPLATE", "example"]

TEMPLATE = load(Path(__file__).with_name("template.yaml"))
"""What they refer to."""
