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
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newel.local.aws import LocalAws

MAX_DEPTH = 32
"""How deep a value may be nested ("Quotas in Amazon DynamoDB": nested attribute depth)."""


def fill(aws: LocalAws, folder: Path) -> None:
    """Put what a folder holds into the resources that its folders are named after.

    Raises
    ------
    NewelError
        There is no such resource, it is neither a bucket nor a table, or a file is none that it takes.
    """
    for each in _entries(folder):
        if not each.is_dir():
            name = next((name for name in (each.name, each.stem) if name in aws.made), None)
            if name is not None:  # others are notes
                hint = f"make the folder {folder / name}, with what it holds as files in it"
                raise NewelError(f"{name} is filled from a folder, and this is a file", where=_shown(each), hint=hint)
            continue
        made = aws.made.get(each.name)
        if made is None:
            hint = instead(each.name, aws.made)
            raise NewelError(f"the template has no {_shown(each.name)!r} to fill", where=_shown(each), hint=hint)
        if made.kind not in FILLERS:
            raise NewelError(f"{each.name} is neither a bucket nor a table", where=_shown(each))
        FILLERS[made.kind](aws, made.ref, each)


def _entries(folder: Path) -> Iterator[Path]:
    """What lies in a folder and is not hidden."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise NewelError(f"the folder cannot be read: {error.strerror}", where=_shown(folder)) from None
    for each in entries:
        if each.name.startswith("."):
            continue
        if not each.is_file() and not each.is_dir():
            said = "the link leads nowhere" if each.is_symlink() else "this is neither a file nor a folder"
            raise NewelError(said, where=_shown(each), hint="take it away")
        yield each


def _shown(path: object) -> str:
    """A path for people: names that are no UTF-8 would not be written everywhere."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _fill_bucket(aws: LocalAws, bucket: str, folder: Path) -> None:
    for key, file in _objects(folder, ""):
        _put_object(aws, bucket, key, file)


def _objects(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    for each in _entries(folder):
        if each.is_symlink() and folder.resolve().is_relative_to(each.resolve()):
            raise NewelError("the link leads back to where it lies", where=_shown(each), hint="take it away")
        if each.is_dir():
            yield from _objects(each, f"{prefix}{each.name}/")
        else:
            yield f"{prefix}{each.name}", each


def _put_object(aws: LocalAws, bucket: str, key: str, file: Path) -> None:
    from botocore.exceptions import ClientError

    if not _is_text(key):
        raise NewelError("its name is no UTF-8 text, as keys are", where=_shown(file), hint="rename it")
    try:
        aws.client("s3").put_object(Bucket=bucket, Key=key, Body=file.read_bytes())
    except OSError as error:
        raise NewelError(f"the file cannot be read: {error.strerror}", where=_shown(file)) from None
    except ClientError as error:
        raise NewelError(f"the bucket refuses it: {error}", where=_shown(file)) from None


def _fill_table(aws: LocalAws, table: str, folder: Path) -> None:
    from botocore.exceptions import ClientError

    client = aws.client("dynamodb")
    for file in _entries(folder):
        if file.suffix != ".json" or file.is_dir():
            hint = 'write files of JSON, each a list of rows: [{"id": "1"}]'
            raise NewelError("a table is filled from *.json", where=_shown(file), hint=hint)
        place = _shown(file)
        rows = read_json(file, place)
        if not is_array(rows) or not all(map(is_object, rows)):
            raise NewelError("it is no list of rows", where=place, hint='write [{"id": "1"}]')
        for number, row in enumerate(rows, 1):
            where = f"{place}: row {number}"
            try:
                client.put_item(TableName=table, Item=_attribute(row, where, 0)["M"])
            except ClientError as error:
                raise NewelError(f"the table refuses it: {error}", where=where) from None


def _attribute(value: Any, where: str, depth: int) -> dict[str, Any]:
    """A value as DynamoDB has it; `where` is its place."""
    if depth > MAX_DEPTH:
        hint = f"DynamoDB takes {MAX_DEPTH} levels"
        raise NewelError("it is nested too deeply", where=where.partition(", ")[0], hint=hint)
    if is_object(value):
        return {
            "M": {_named(name, where): _attribute(item, f"{where}, {name}", depth + 1) for name, item in value.items()}
        }
    if is_array(value):
        return {"L": [_attribute(item, f"{where}, {index}", depth + 1) for index, item in enumerate(value)]}
    if isinstance(value, str) and not _is_text(value):
        raise NewelError("it has half of a surrogate pair, which is no text", where=where, hint="write both halves")
    serialize: Any = import_module("boto3.dynamodb.types").TypeSerializer().serialize
    try:
        attribute: dict[str, Any] = serialize(Decimal(str(value)) if isinstance(value, float) else value)
    except (ArithmeticError, TypeError):
        hint = "one there has up to 38 digits, and an exponent from -130 to 125; write others as text"
        raise NewelError(f"DynamoDB does not hold the number {value!r:.50}", where=where, hint=hint) from None
    return attribute


def _named(name: str, where: str) -> str:
    if not name or not _is_text(name):
        said = "half of a surrogate pair in its name" if name else "no name"
        raise NewelError(f"an attribute has {said}", where=where, hint="name it")
    return name


def _is_text(value: str) -> bool:
    """Whether it can be written as UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


FILLERS: dict[str, Callable[[LocalAws, str, Path], None]] = {
    "AWS::S3::Bucket": _fill_bucket,
    **dict.fromkeys(TABLES, _fill_table),
}
"""How a resource is filled, by its type."""
