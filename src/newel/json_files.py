"""Reading JSON that people write: where it is wrong is said with line and column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError

if TYPE_CHECKING:
    from pathlib import Path


def read_json(file: Path, place: str) -> Any:
    """Read a JSON file; `place` is what messages call it.

    Raises
    ------
    NewelError
        It is missing, or no JSON.
    """
    try:
        return parse_json(file.read_bytes(), place)
    except FileNotFoundError:
        hint = "run `newel build` to write it" if file.name.endswith(".asl.json") else None
        raise NewelError("there is no such file", where=place, hint=hint) from None
    except OSError as error:
        raise NewelError(f"the file cannot be read: {error.strerror}", where=place) from None


def parse_json(content: bytes, place: str) -> Any:
    """Read JSON; `place` is what messages call it.

    Raises
    ------
    NewelError
        It is no UTF-8 text, or no JSON.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NewelError(f"this is not UTF-8 text (byte {error.start})", where=place) from None
    try:
        return json.loads(text, parse_constant=_refuse, parse_int=_whole)
    except json.JSONDecodeError as error:
        if not text.strip():
            raise NewelError("it is empty, and JSON is wanted", where=place, hint="write {} for no data") from None
        raise NewelError(f"this is not JSON: {error.msg}", where=f"{place}:{error.lineno}:{error.colno}") from None
    except RecursionError:
        raise NewelError("it is nested too deeply", where=place) from None
    except ValueError as error:
        raise NewelError(f"this is not JSON: {error}", where=place) from None


def _whole(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:
        raise ValueError(f"a number of {len(digits.lstrip('-')):,} digits is longer than any reader takes") from None


def _refuse(constant: str) -> None:
    raise ValueError(f"it has no {constant}")
