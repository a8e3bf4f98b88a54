"""What lies in the template's resources before a run: a folder a resource, by logical id.

Files of a bucket's folder become its objects; a table's folder holds JSON files, each a list of rows.
"""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_files import read_json
from newel.json_types import is_array, is_object
from newel.local.effects import TABLES
from newel.suggest import instead

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newel.local.aws import LocalAws


def fill(aws: LocalAws, folder: Path) -> None:
    """Put what a folder holds into the resources that its folders are named after.

    Raises
    ------
    NewelError
        There is no such resource, it is neither a bucket nor a table, or a file is none that it takes.
    """
    for each in sorted(folder.iterdir()):
        if not each.is_dir() or each.name.startswith("."):
            continue
        made = aws.made.get(each.name)
        if made is None:
            hint = instead(each.name, aws.made)
            raise NewelError(f"the template has no {each.name!r} to fill", where=str(each), hint=hint)
        if made.kind not in FILLERS:
            raise NewelError(f"{each.name} is neither a bucket nor a table", where=str(each))
        FILLERS[made.kind](aws, made.ref, each)


def _fill_bucket(aws: LocalAws, bucket: str, folder: Path) -> None:
    client = aws.client("s3")
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            client.put_object(Bucket=bucket, Key=file.relative_to(folder).as_posix(), Body=file.read_bytes())


def _fill_table(aws: LocalAws, table: str, folder: Path) -> None:
    from botocore.exceptions import ClientError

    client = aws.client("dynamodb")
    serialize: Any = import_module("boto3.dynamodb.types").TypeSerializer().serialize
    for file in sorted(folder.glob("*.json")):
        rows = read_json(file, str(file))
        if not is_array(rows) or not all(map(is_object, rows)):
            raise NewelError("it is no list of rows", where=str(file), hint='write [{"id": "1"}]')
        for row in rows:
            try:
                client.put_item(TableName=table, Item={name: serialize(_exact(value)) for name, value in row.items()})
            except ClientError as error:
                raise NewelError(f"the table refuses a row: {error}", where=str(file)) from None


def _exact(value: Any) -> Any:
    """DynamoDB's numbers are decimal."""
    if isinstance(value, float):
        return Decimal(str(value))
    if is_object(value):
        return {name: _exact(item) for name, item in value.items()}
    return [_exact(item) for item in value] if is_array(value) else value


FILLERS: dict[str, Callable[[LocalAws, str, Path], None]] = {
    "AWS::S3::Bucket": _fill_bucket,
    **dict.fromkeys(TABLES, _fill_table),
}
"""How a resource is filled, by its type."""
