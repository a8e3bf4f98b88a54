"""What lies in buckets and tables before a run, and what people see of them afterwards."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from newel.errors import NewelError
from newel.local.aws import LocalAws
from newel.local.effects import Effect, effects
from newel.local.fill import fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEMPLATE = {
    "Resources": {
        "Files": {"Type": "AWS::S3::Bucket"},
        "Rows": {"Type": "AWS::Serverless::SimpleTable"},
        "Inbox": {"Type": "AWS::SQS::Queue"},
    }
}
ROWS = [{"id": "1", "n": 1, "half": 0.5, "list": [1, {"a": None}]}, {"id": "2"}]


def filled(folder: Path) -> list[Effect]:
    aws = LocalAws(TEMPLATE)
    with aws.up():
        fill(aws, folder)
        return effects(aws)


def test_files_and_rows_lie_in_their_resources(tmp_path: Path) -> None:
    (tmp_path / "Files/in").mkdir(parents=True)
    (tmp_path / "Files/in/a.csv").write_text("a,b\n", "utf-8")
    (tmp_path / "Rows").mkdir()
    (tmp_path / "Rows/all.json").write_text(json.dumps(ROWS), "utf-8")
    (tmp_path / "README.md").write_text("about", "utf-8")
    files, rows, inbox = filled(tmp_path)
    assert files.messages == ["in/a.csv"]
    assert sorted(map(json.loads, rows.messages), key=lambda row: row["id"]) == ROWS
    assert [files.sentence(), inbox.sentence()] == ["Files holds 1 object: in/a.csv", "Inbox holds no messages"]
    assert rows.sentence().startswith("Rows holds 2 rows: {")


def test_of_many_things_some_are_shown() -> None:
    held = Effect("Files", "AWS::S3::Bucket", [f"key {index}" for index in range(9)])
    assert held.sentence() == "Files holds 9 objects: key 0 | key 1 | key 2 | key 3 | key 4 | ..."
    long = Effect("Files", "AWS::S3::Bucket", ["x" * 500])
    assert len(long.sentence()) < 200


@pytest.mark.parametrize(
    ("folder", "content", "said"),
    [
        ("File", None, "write Files"),
        ("Inbox", None, "neither a bucket nor a table"),
        ("Rows", "{}", "it is no list of rows"),
        ("Rows", "[1]", "it is no list of rows"),
        ("Rows", "[", "not JSON"),
        ("Rows", '[{"id": "1"}, {"n": 1}]', r"rows\.json: row 2: the table refuses it"),
        ("Rows", '[{"id": "1", "n": 1e400}]', "row 1, n: DynamoDB does not hold the number"),
        ("Rows", '[{"id": "1", "a": {"b": [0, 1e-200]}}]', "row 1, a, b, 1: DynamoDB does not hold the number"),
        ("Rows", f'[{{"id": "1", "n": {"1" * 40}}}]', "row 1, n: DynamoDB does not hold the number"),
        ("Rows", '[{"id": "1", "": 1}]', "row 1: an attribute has no name"),
        ("Rows", r'[{"id": "1", "\ud800": 1}]', "row 1: an attribute has half of a surrogate pair in its name"),
        ("Rows", r'[{"id": "1", "n": "\ud800"}]', "row 1, n: it has half of a surrogate pair"),
        ("Rows", f'[{{"id": "1", "n": {"[" * 200}{"]" * 200}}}]', "row 1: it is nested too deeply"),
    ],
)
def test_what_cannot_be_filled_is_told(tmp_path: Path, folder: str, content: Any, said: str) -> None:
    (tmp_path / folder).mkdir()
    if content is not None:
        (tmp_path / folder / "rows.json").write_text(content, "utf-8")
    with pytest.raises(NewelError, match=said):
        filled(tmp_path)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("Rows", "Rows: Rows is filled from a folder, and this is a file"),
        ("Rows.json", "Rows.json: Rows is filled from a folder"),
        ("Rows/rows.csv", r"rows.csv: a table is filled from \*.json"),
        ("Rows/more/rows.json", r"more: a table is filled from \*.json"),
    ],
)
def test_a_file_in_the_wrong_place_is_told(tmp_path: Path, file: str, said: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text("[]", "utf-8")
    with pytest.raises(NewelError, match=said):
        filled(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="the file systems of others have no such names and links")
@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda folder: (folder / "x").symlink_to("nothing"), "x: the link leads nowhere"),
        (lambda folder: (folder / "x").symlink_to("."), "x: the link leads back to where it lies"),
        (lambda folder: os.mkfifo(folder / "x"), "x: this is neither a file nor a folder"),
        (lambda folder: (folder / os.fsdecode(b"\xff")).touch(), r"\\xff: its name is no UTF-8 text"),
    ],
)
def test_what_is_no_object_is_told(tmp_path: Path, made: Callable[[Path], object], said: str) -> None:
    (tmp_path / "Files").mkdir()
    made(tmp_path / "Files")
    with pytest.raises(NewelError, match=said):
        filled(tmp_path)
