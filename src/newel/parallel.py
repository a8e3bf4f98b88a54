"""Parallel: several branches at once ("Parallel workflow state")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.declared import asl, option
from newel.states import Failing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.chain import Chainable
    from newel.render import Renderer
    from newel.values import Value


class Parallel(Failing):
    """Runs its branches at once, each with the state's input, and gives a list of their results, in their order.

    Where one fails, the others are stopped and the state fails.

    Parameters
    ----------
    branches
        States, or chains of them; nothing in a branch goes to a state outside of it.
    parameters
        What the branches get instead of the state's input (JSONPath).
    arguments
        What they get (JSONata).

    Example
    -------
    >>> Parallel("Notify", branches=[publish, send >> remember], result_path="$.sent")
    """

    type = "Parallel"

    branches: Sequence[Chainable] = option()
    parameters: Mapping[str, Value] | None = asl(
        "Parameters", "payload", only="JSONPath", instead="arguments=", default=None
    )
    arguments: Value = asl("Arguments", "payload", only="JSONata", instead="parameters=", default=None)

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; see `State.body`."""
        if not isinstance(self.branches, list | tuple) or not self.branches:
            raise renderer.error(
                f"branches is a list of states and chains, not {self.branches!r}", hint="write branches=[a >> b, c]"
            )
        branches = [renderer.inside(branch, f"branches[{number}]") for number, branch in enumerate(self.branches)]
        return {**super().body(renderer), "Branches": branches}
