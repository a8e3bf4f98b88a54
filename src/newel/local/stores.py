"""Where a distributed Map state reads its items and writes its results: files here, or the S3 in this process."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from newel.local.makers import Clients


class NoObject(Exception):
    """There is no such object, or no such bucket; the message says which."""


class Store(Protocol):
    """Buckets with objects."""

    def read(self, bucket: str, key: str) -> bytes:
        """Return an object's content.

        Raises
        ------
        NoObject
            There is none.
        """
        ...

    def listed(self, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
        """Go through the objects whose keys begin so, as S3's ListObjectsV2 gives them."""
        ...

    def write(self, bucket: str, key: str, content: bytes) -> None:
        """Write an object."""
        ...


class FolderStore:
    """Buckets as folders in a folder, objects as files in them.

    Parameters
    ----------
    root
        The folder with a folder a bucket.
    names
        What a bucket's folder may be called instead, by the bucket's name: its logical id.
    """

    def __init__(self, root: Path, names: Mapping[str, str] | None = None) -> None:
        self._root = root
        self._names = names or {}

    def _folder(self, bucket: str) -> Path:
        own = self._root / bucket
        return own if own.is_dir() else self._root / self._names.get(bucket, bucket)

    def _file(self, bucket: str, key: str) -> Path:
        file = (self._folder(bucket) / key).resolve()
        if not file.is_relative_to(self._root.resolve()):
            raise NoObject(f"the key {key!r} leads out of the folder")
        return file

    def read(self, bucket: str, key: str) -> bytes:
        """Return a file's content."""
        try:
            return self._file(bucket, key).read_bytes()
        except OSError:
            raise NoObject(f"there is no {bucket}/{key}") from None

    def listed(self, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
        """Go through the files, in the order of their names."""
        folder = self._folder(bucket)
        for file in sorted(folder.rglob("*")):
            key = file.relative_to(folder).as_posix()
            if file.is_file() and key.startswith(prefix):
                facts = file.stat()
                changed = datetime.fromtimestamp(facts.st_mtime, UTC)
                yield {"Etag": '""', "Key": key, "LastModified": changed.timestamp(), "Size": facts.st_size}

    def write(self, bucket: str, key: str, content: bytes) -> None:
        """Write a file, its folders too."""
        file = self._file(bucket, key)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


class S3Store:
    """The buckets of the local AWS.

    Parameters
    ----------
    clients
        What gives boto3 clients.
    """

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def read(self, bucket: str, key: str) -> bytes:
        """Return an object's content (API: S3 GetObject)."""
        from botocore.exceptions import ClientError

        try:
            content: bytes = self._clients.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError as error:
            raise NoObject(str(error)) from None
        return content

    def listed(self, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
        """Go through the objects (API: S3 ListObjectsV2)."""
        from botocore.exceptions import ClientError

        pages = self._clients.client("s3").get_paginator("list_objects_v2")
        try:
            for page in pages.paginate(Bucket=bucket, Prefix=prefix):
                for found in page.get("Contents", ()):
                    yield {
                        "Etag": found["ETag"],
                        "Key": found["Key"],
                        "LastModified": found["LastModified"].timestamp(),
                        "Size": found["Size"],
                        "StorageClass": found.get("StorageClass", "STANDARD"),
                    }
        except ClientError as error:
            raise NoObject(str(error)) from None

    def write(self, bucket: str, key: str, content: bytes) -> None:
        """Write an object (API: S3 PutObject)."""
        from botocore.exceptions import ClientError

        try:
            self._clients.client("s3").put_object(Bucket=bucket, Key=key, Body=content)
        except ClientError as error:
            raise NoObject(str(error)) from None
