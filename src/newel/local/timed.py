"""Answers that take their time in the execution too, where that matters: an Express workflow is billed by it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.answers import Answer, Answerer, Call
    from newel.local.resource import Resource


class TimedAnswers:
    """A link of the chain whose answers last.

    Parameters
    ----------
    link
        What answers.
    lasting
        How long an answer lasts in the time of the execution, by the real seconds that it took; both in seconds.
    """

    def __init__(self, link: Answerer, lasting: Callable[[float], float]) -> None:
        self._link = link
        self._lasting = lasting

    def knows(self, state: str, resource: Resource) -> bool:
        """Say whether the link answers the task."""
        return self._link.knows(state, resource)

    def answer(self, call: Call) -> Answer:
        """Let the link answer; what nobody waits for lasts no time ("Invoke": `InvocationType` Event)."""
        began = time.perf_counter()
        answer = self._link.answer(call)
        given = call.parameters
        if not call.resource.is_function and is_object(given) and given.get("InvocationType") in ("Event", "DryRun"):
            return answer
        return replace(answer, seconds=answer.seconds + self._lasting(time.perf_counter() - began))
