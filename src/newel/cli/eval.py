"""`newel eval`: try an expression."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from typing import Any


@click.command("eval")
@click.argument("expression")
@click.option("--input", "state", default="{}", metavar="JSON", help="The state that its paths select from.")
def command(*, expression: str, state: str) -> int:
    r"""Evaluate EXPRESSION as the expression service would, and print its value as JSON.

    \b
    newel eval '$.waitMilliseconds / 1000' --input '{"waitMilliseconds": 5000}'
    """
    from newel.errors import NewelError
    from newel.expressions import ExpressionError, evaluate, state_paths

    try:
        data: Any = json.loads(state)
    except ValueError as error:
        raise click.BadParameter(f"this is not JSON: {error}", param_hint="--input") from None
    try:
        state_paths(expression)
        value = evaluate(expression, {"$": data})
    except ExpressionError as error:
        raise NewelError(f"{type(error).__name__}: {error}") from None
    click.echo(json.dumps(value, ensure_ascii=False))
    return 0
