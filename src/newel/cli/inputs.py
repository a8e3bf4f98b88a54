"""Reading what a command is given: a JSON file, `-` for stdin, or the JSON itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from newel.errors import NewelError, UsageError
from newel.json_files import parse_json, read_json


def read(given: str, option: str = "--input") -> Any:
    """Read the value of `--input`, or of another option; `option` is what messages call it.

    Raises
    ------
    NewelError
        It is no JSON, or cannot be read.
    UsageError
        It is neither JSON nor the name of a file.
    """
    if given == "-":
        return parse_json(sys.stdin.buffer.read(), "stdin")
    if given.lstrip().startswith(("{", "[", '"')):
        return parse_json(given.encode("utf-8", "surrogateescape"), option)
    try:
        if Path(given).is_file() or Path(given).is_fifo():
            return read_json(Path(given), given)
        if given and Path(given).exists():
            raise UsageError("this is no file", where=f"{option} {given}")
    except OSError as error:  # longer than the name of a file may be
        raise UsageError(f"this is neither JSON nor a file: {error.strerror}", where=option) from None
    try:
        return parse_json(given.encode("utf-8", "surrogateescape"), option)
    except NewelError:
        raise UsageError("there is no such file, and it is no JSON", where=f"{option} {given}") from None
