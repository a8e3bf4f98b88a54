"""Nothing is ever half-written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newel.errors import NewelError
from newel.files import write


def test_all_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write({tmp_path / "a": "1", tmp_path / "b": "größe\n"})
    assert {file.name: file.read_text("utf-8") for file in tmp_path.iterdir()} == {"a": "1", "b": "größe\n"}


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("old")
    file.chmod(0o640)
    write({file: "new"})
    assert file.stat().st_mode & 0o777 == 0o640


def test_when_one_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(NewelError, match=r"nowhere.*cannot be written"):
        write({tmp_path / "a": "new", tmp_path / "nowhere" / "b": "new"})
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a": "old"}


def test_an_interruption_before_the_renaming_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")

    def interrupt(self: Path, mode: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "chmod", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write({tmp_path / "a": "new"})
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a": "old"}


def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(NewelError, match="no regular file"):
        write({pipe: "text"})
    assert pipe.is_fifo()
