"""How a state fails: what Catch and Retry can see, and what ends the execution at once."""

from __future__ import annotations

from typing import Any

from newel.errors import NewelError

RUNTIME = "States.Runtime"
TIMEOUT = "States.Timeout"
HEARTBEAT = "States.HeartbeatTimeout"
QUERY_EVALUATION = "States.QueryEvaluationError"
DATA_LIMIT = "States.DataLimitExceeded"
TASK_FAILED = "States.TaskFailed"
ALL = "States.ALL"


class StateFailure(Exception):
    """An error of the States Language, raised by a state.

    Parameters
    ----------
    error
        The error's name, as `ErrorEquals` reads it; None where a Fail state gives none.
    cause
        The text for people, or None.
    terminal
        Whether it ends the execution past every Retry and Catch.
    """

    def __init__(self, error: str | None, cause: str | None, *, terminal: bool = False) -> None:
        super().__init__(error, cause)
        self.error = error
        self.cause = cause
        self.terminal = terminal


class RuntimeFault(Exception):
    """A state that cannot be carried out with this data: the engine adds the state's name and event.

    No Retry and no Catch sees it, not even `States.ALL` (AWS: "Handling errors in Step Functions workflows").
    """


class TimedOut(Exception):
    """The machine's own TimeoutSeconds have passed."""


class Aborted(Exception):
    """Another branch failed, so this one ends where it is."""


class Stopped(Exception):
    """The execution comes to the state that it is to be stopped before.

    Parameters
    ----------
    state
        The state.
    data, variables
        What it would be given.
    """

    def __init__(self, state: str, data: Any, variables: dict[str, Any]) -> None:
        super().__init__(state)
        self.state = state
        self.data = data
        self.variables = variables


class NotCovered(NewelError):
    """The definition uses what the local run does not carry out; nothing was run."""


class InvalidDefinition(NewelError):
    """The definition is no state machine that Step Functions would take."""


def result_too_large(name: str) -> str:
    """Return the words of Step Functions for a payload past the limit."""
    return f"The state/task '{name}' returned a result with a size exceeding the maximum number of bytes service limit."
