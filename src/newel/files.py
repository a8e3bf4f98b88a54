"""Writing files so that nothing is ever half-written."""

from __future__ import annotations

import errno
import os
import signal
import threading
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from newel.errors import NewelError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping


def write(texts: Mapping[Path, str]) -> None:
    """Write several files, all or none: each beside its place first, then all renamed.

    Raises
    ------
    NewelError
        A file cannot be written; every one is as it was.
    """
    beside: dict[Path, Path] = {}
    path = Path()
    try:
        for path, text in texts.items():
            target = _resolved(path)
            _insist_on_replaceable(target)
            beside[target] = _beside(target, text)
        with _uninterrupted():
            for path, temporary in beside.items():
                temporary.replace(path)
    except OSError as error:
        raise NewelError(
            f"the file cannot be written: {error.strerror}",
            where=str(path),
            hint="check who may write to its folder; nothing has been changed",
        ) from None
    finally:
        for temporary in beside.values():
            temporary.unlink(missing_ok=True)


def _resolved(path: Path) -> Path:
    """What a file is behind its links, which stay links."""
    try:
        return path.resolve()
    except RuntimeError:  # a link to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def _insist_on_replaceable(target: Path) -> None:
    """Refuse what renaming would take away: a device or a pipe, and a file that may not be written."""
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "it is no regular file")
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def folders(paths: Iterable[Path]) -> Generator[None]:
    """Make what folders are missing for files; they go again where what follows fails.

    Raises
    ------
    NewelError
        One cannot be made.
    """
    made: list[Path] = []
    try:
        for path in paths:
            missing = [folder for folder in path.parents if not folder.is_dir()]
            for folder in reversed(missing):
                _make(folder)
                made.append(folder)
        yield
    except BaseException:
        for folder in reversed(made):
            folder.rmdir()
        raise


def _make(folder: Path) -> None:
    try:
        folder.mkdir()
    except OSError as error:
        hint = "something else has its name: move that away" if isinstance(error, FileExistsError) else None
        raise NewelError(f"the folder cannot be made: {error.strerror}", where=str(folder), hint=hint) from None


def _beside(path: Path, text: str) -> Path:
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(text.encode("utf-8"))
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    return temporary


@contextmanager
def _uninterrupted() -> Generator[None]:
    """Hold Ctrl-C back for the moment of renaming."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
