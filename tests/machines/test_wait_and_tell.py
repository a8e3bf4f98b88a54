"""The reference workflow, with the real function and the AWS in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.testkit import LocalMachine

PATH = ("Convert to seconds", "Create message", "Publish message", "Wait")


@pytest.fixture
def machine(newel_machine: Callable[..., LocalMachine]) -> LocalMachine:
    return newel_machine("WaitAndTell")


def test_it_waits_and_tells(machine: LocalMachine) -> None:
    run = machine.run({"waitMilliseconds": 90_000})
    run.assert_succeeded()
    run.assert_path(*PATH)
    run.assert_took(90)
    assert run.messages["CoolQueue"] == ["Now waiting 90 seconds..."]


def test_what_is_no_number_is_told_to_nobody(machine: LocalMachine) -> None:
    run = machine.run({})
    run.assert_failed()
    assert run.messages["CoolQueue"] == []
