"""`scripts/catalog/figures.py`, which the tests hold the docs to."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))

from scripts.catalog.figures import CLASSES, figures

__all__ = ["CLASSES", "figures"]
