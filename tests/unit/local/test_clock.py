"""The clocks of an execution."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from newel.local.clock import LONGEST_SLEEP, RealClock

if TYPE_CHECKING:
    import pytest


def test_a_long_wait_is_slept_in_pieces_between_which_a_ctrl_c_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(time, "monotonic", lambda: sum(slept))
    RealClock().wait(2.2)
    assert max(slept) <= LONGEST_SLEEP
    assert round(sum(slept), 6) == 2.2


def test_no_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    for seconds in (0, -1):
        RealClock().wait(seconds)
    assert slept == []
