"""`newel eval`: try an expression."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


EXAMPLES = """\b
Examples:
  newel eval '$.waitMilliseconds / 1000' --input '{"waitMilliseconds": 5000}'
  newel eval '$.items.map(i => i.id)' --input state.json
  echo '{"total": 3}' | newel eval '$.total * 2' --input -

Exit codes: 0 a value, 1 no value (the expression or the input is wrong), 2 wrong use.
"""


@click.command("eval", context_settings={"ignore_unknown_options": True}, epilog=EXAMPLES)
@click.argument("expression")
@click.option(
    "--input", "-i", "given", default="{}", metavar="FILE", help="The state: a JSON file, - for stdin, or JSON itself."
)
def command(*, expression: str, given: str) -> int:
    """Evaluate EXPRESSION as the expression service would, and print its value as JSON.

    The paths are taken from the input as Step Functions takes them: one that is missing fails here too.
    EXPRESSION may be of several lines. Put it into single quotes, so that the shell leaves its $ alone.
    """
    from newel.cli.inputs import read
    from newel.errors import NewelError
    from newel.expressions import ExpressionError, evaluate, state_paths

    data = read(given)
    try:
        value = evaluate(expression, _values(state_paths(expression), data))
    except ExpressionError as error:
        raise NewelError(f"{type(error).__name__}: {error}") from None
    click.echo(json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace"))
    return 0


def _values(paths: Iterable[str], data: Any) -> dict[str, Any]:
    from datetime import UTC, datetime

    from newel.errors import NewelError
    from newel.local.context import execution_context
    from newel.local.paths import Missing, find, parse

    context = execution_context("local", datetime.now(UTC), data)
    values: dict[str, Any] = {}
    for path in paths:
        try:
            values[path] = find(parse(path), context if path.startswith("$$") else data)
        except Missing:
            raise NewelError(
                f"the input has no {path}, and Step Functions fails where a path is missing",
                where="--input",
                hint=f"write {path} ?? 'a default' where it may be missing",
            ) from None
    return values
