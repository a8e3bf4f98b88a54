"""The library `jsonata-python`, without what it does to Python's limit of recursion where it is imported."""

# ruff: noqa: E402 - the limit is taken before, and put back after
from __future__ import annotations

import sys

_LIMIT = sys.getrecursionlimit()

from jsonata import JException, Jsonata
from jsonata.functions import Functions
from jsonata.timebox import Timebox
from jsonata.utils import Utils

sys.setrecursionlimit(_LIMIT)

__all__ = ["Functions", "JException", "Jsonata", "Timebox", "Utils"]
