"""The errors of Step Functions itself ("Handling errors in Step Functions workflows", "Errors")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

PREFIX = "States."

_OF_ANY = frozenset(
    {
        *("States.ALL", "States.DataLimitExceeded", "States.HeartbeatTimeout", "States.IntrinsicFailure"),
        *("States.ParameterPathFailure", "States.Permissions", "States.QueryEvaluationError"),
        *("States.ResultPathMatchFailure", "States.Runtime", "States.TaskFailed", "States.Timeout"),
    }
)
_OF_FLOWS = frozenset(
    {
        *("States.BranchFailed", "States.ExceedToleratedFailureThreshold", "States.ItemReaderFailed"),
        *("States.NoChoiceMatched", "States.ResultWriterFailed"),
    }
)
"""What states with states inside throw."""
_KNOWN = _OF_ANY | _OF_FLOWS
_HTTP = "States.Http."
"""What calls of HTTPS APIs throw: of the socket, and of each status."""


def never_reserved(name: str, *, task: bool, own: Collection[str]) -> str | None:
    """Say why a retrier or catcher never acts on an error of Step Functions itself; None where it may.

    Parameters
    ----------
    name
        The error.
    task
        Whether the state is a Task, which has no states inside.
    own
        The errors that Fail states of the machine throw.
    """
    if name.startswith("State.") and f"{PREFIX}{name[6:]}" in _KNOWN:
        return f"there is no error {name}: write {PREFIX}{name[6:]}"
    if not name.startswith(PREFIX) or name in own:
        return None
    if name == "States.Runtime":
        return "States.Runtime fails the execution, whatever retries or catches it; take it out"
    if name in _OF_FLOWS and task:
        return f"a Task does not throw {name}: states with states inside do"
    if name in _KNOWN or name.startswith(_HTTP):
        return None
    near = nearest(name, _KNOWN, most=1)
    return f"Step Functions throws no {name}" + (f": write {near}" if near else "; names of one's own have no States.")
