"""The workflow, run on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.testkit import LocalMachine


def test_a_name_is_greeted(newel_machine: Callable[..., LocalMachine]) -> None:
    run = newel_machine("Hello").run({"name": "Ada"})
    run.assert_succeeded()
    run.assert_path("Is there a name?", "Greet", "Tell")
    assert run.output["greeting"] == {"text": "Hello, Ada!"}


def test_a_stranger_is_greeted_too(newel_machine: Callable[..., LocalMachine]) -> None:
    run = newel_machine("Hello").run({})
    assert run.output["greeting"] == {"text": "Hello, stranger!"}
    assert run.calls_of("Tell")[0]["Message"] == "Hello, stranger!"


def test_what_the_function_throws_fails_the_execution(newel_machine: Callable[..., LocalMachine]) -> None:
    run = newel_machine("Hello").run({"name": "Ada"}, mocks={"Greet": [{"Throw": {"Error": "Tired", "Cause": "late"}}]})
    run.assert_failed("Tired")
