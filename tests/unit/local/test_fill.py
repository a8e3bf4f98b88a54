"""What lies in buckets and tables before a run, and what people see of them afterwards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newel.errors import NewelError
from newel.local.aws import LocalAws
from newel.local.effects import Effect, effects
from newel.local.fill import fill

if TYPE_CHECKING:
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
        ("Rows", '[{"n": 1}]', "the table refuses a row"),
    ],
)
def test_what_cannot_be_filled_is_told(tmp_path: Path, folder: str, content: Any, said: str) -> None:
    (tmp_path / folder).mkdir()
    if content is not None:
        (tmp_path / folder / "rows.json").write_text(content, "utf-8")
    with pytest.raises(NewelError, match=said):
        filled(tmp_path)
