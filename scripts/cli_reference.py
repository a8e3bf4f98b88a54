"""Write docs/cli.md from the command line's own help.

usage: .venv/bin/python scripts/cli_reference.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newel.cli import COMMANDS, cli

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"

HEAD = """\
# The command line

<!-- written by `make docs` from src/newel/cli/ -->

Exit codes: 0 good, 1 findings or a failed execution, 2 wrong use, 130 after Ctrl-C. Results go to stdout, messages to \
stderr. `--format json` is for machines. Colours go where the output is no terminal, and with `NO_COLOR`.
"""


def written() -> str:
    """The whole page."""
    parts = [HEAD]
    with click.Context(cli, info_name="newel", terminal_width=100) as parent:
        for name in COMMANDS:
            command = cli.get_command(parent, name)
            if command is None:
                raise LookupError(name)
            with click.Context(command, info_name=name, parent=parent, terminal_width=100) as context:
                parts.append(f"## newel {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def main(*, check: bool) -> int:
    """Write the page, or say that it is stale."""
    text = written()
    if PAGE.is_file() and PAGE.read_text("utf-8") == text:
        return 0
    if check:
        print("docs/cli.md is stale: run `make docs`", file=sys.stderr)
        return 1
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(check="--check" in sys.argv[1:]))
