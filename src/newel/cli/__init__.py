"""The command line: `newel COMMAND`. One module a command, loaded when it is called."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING

import click

from newel.errors import NewelError, NewelErrors

if TYPE_CHECKING:
    from collections.abc import Iterable

# A row a command: its module is newel.cli.<name>, the click command in it is `command`. The sentence stands here so
# that `newel --help` imports none of them.
COMMANDS = {
    "build": "Write the definitions, and keep the state machines in template.yaml.",
    "check": "Say what is wrong with workflows and definitions.",
    "cost": "Say what executions of a machine cost.",
    "describe": "Tell all of a task: fields, patterns, permissions, an example.",
    "eval": "Evaluate an expression as the expression service would.",
    "graph": "Draw a machine: Mermaid, SVG, or a page to look around in.",
    "import": "Write a definition as Python.",
    "init": "Start a project, or add newel to one.",
    "list": "Show the tasks that there are.",
    "policies": "Say what the role of a state machine needs, and why.",
    "run": "Run a machine on this computer.",
    "stubs": "Let the type checker and the editor know the AWS services that are called.",
    "trace": "Show what an execution did, on the diagram of its machine.",
}

INTERRUPTED = 130


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"newel.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from newel.suggest import nearest

            near = nearest(args[0], COMMANDS)
            ctx.fail(f"There is no command {args[0]!r}. {f'Write {near}' if near else 'See newel --help'}.")
        return super().resolve_command(ctx, args)


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newel", message="%(prog)s %(version)s")
def cli() -> None:
    """AWS Step Functions workflows in typed Python, compiled into a plain SAM app."""


def show_errors(errors: Iterable[NewelError]) -> None:
    """Show errors to a person, each with its place and what to write instead."""
    for error in errors:
        click.echo(f"{click.style('error', fg='red', bold=True)}: {error}", err=True)


def show_warnings(warnings: Iterable[NewelError]) -> None:
    """Show to a person what can be better."""
    for warning in warnings:
        click.echo(f"{click.style('warning', fg='yellow', bold=True)}: {warning}", err=True)


def main() -> None:
    """Run the command line: exit 0 when all is good, 1 for findings, 2 for wrong use, 130 after Ctrl-C."""
    try:
        code = cli.main(standalone_mode=False)
    except NewelError as error:
        show_errors(error.errors if isinstance(error, NewelErrors) else [error])
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        code = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except OSError as error:  # those of files are told where they are read and written: this is our own output
        click.echo(f"the output cannot be written: {error.strerror or error}", err=True)
        code = 1
    except Exception as error:
        if os.environ.get("NEWEL_DEBUG"):
            raise
        click.echo(f"newel has made a mistake: {type(error).__name__}: {error}", err=True)
        click.echo("  Run it again with NEWEL_DEBUG=1, and report what it shows.", err=True)
        code = 1
    _end(code if isinstance(code, int) else 0)


def _end(code: int) -> None:
    """End, whatever threads the code of functions has left: Python would wait for them."""
    if any(not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # nobody reads it any more, or it is closed
                stream.flush()
        os._exit(code)
    sys.exit(code)
