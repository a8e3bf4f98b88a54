"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# Machines differ in speed, and a slow one is no failure.
settings.register_profile("newel", deadline=None)
settings.load_profile("newel")
