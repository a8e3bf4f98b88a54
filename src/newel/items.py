"""Where a DistributedMap reads its items from, how it groups them, and where its results go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from newel.aws.resources import BUCKET, Target
from newel.declared import Declared, asl, declared, member, option
from newel.errors import NewelError
from newel.states import written
from newel.values import PARTITION, Joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.render import Renderer
    from newel.values import Integer, Text, Value

InputType = Literal["CSV", "JSON", "JSONL", "PARQUET"]

_BUCKET = Target(BUCKET, "name")
_KEY_BYTES = 1024
"""Of the longest key of an object ("Naming Amazon S3 objects")."""


class Reader(Declared):
    """Reads items from S3 ("ItemReader (Map)").

    Parameters
    ----------
    bucket
        The bucket: its name, or a reference to it.
    max_items
        How many items are read at most; 0 sets no limit.
    keys
        Which objects a key, or a prefix, that is known only when the state runs may name: "incoming/*". The role may
        read these alone.
    """

    action: ClassVar[str] = "getObject"
    config: ClassVar[Mapping[str, Any]] = {}

    bucket: Text = member("Bucket", refers=_BUCKET)
    max_items: Integer | None = asl("MaxItems", "count", least=0, most=100_000_000, default=None)
    keys: str | None = option(default=None)

    def asl(self, renderer: Renderer) -> dict[str, Any]:
        """The state's ItemReader."""
        body = _called(self, self.action, "item_reader", renderer)
        config = {**self.config, **self.configured(renderer)}
        return {**({"ReaderConfig": config} if config else {}), **body}

    def configured(self, renderer: Renderer) -> dict[str, Any]:
        """What its ReaderConfig has besides what is the same for all of its kind."""
        return _members(self, "item_reader", renderer)


class S3Objects(Reader):
    """Lists the objects of a bucket: each is an item with its Key, Size, Etag, LastModified and StorageClass.

    Parameters
    ----------
    prefix
        What the keys begin with.
    load
        The format of the objects, whose rows are the items then, instead of what the list tells of the objects.

    Example
    -------
    >>> S3Objects(bucket=Ref("Uploads"), prefix="incoming/")
    """

    action = "listObjectsV2"

    prefix: Text | None = member("Prefix", default=None)
    load: InputType | None = option(default=None)

    def configured(self, renderer: Renderer) -> dict[str, Any]:
        """What its ReaderConfig has; see `Reader.configured`."""
        loaded = {"InputType": self.load, "Transformation": "LOAD_AND_FLATTEN"} if self.load else {}
        return {**loaded, **super().configured(renderer)}


class _Object(Reader):
    """Reads one object.

    Parameters
    ----------
    key
        The object's key.
    """

    key: Text = member("Key")


class _Versioned(_Object):
    """Reads one object.

    Parameters
    ----------
    version_id
        Which of the object's versions.
    """

    version_id: Text | None = member("VersionId", default=None)


class S3Json(_Versioned):
    """Reads a JSON file: the elements of its array, or the members of its object, are the items.

    Parameters
    ----------
    items_pointer
        Where the array or object is in the file, as a JSON pointer: "/orders/open".

    Example
    -------
    >>> S3Json(bucket=Ref("Uploads"), key=path("$.key"), items_pointer="/orders")
    """

    config: ClassVar[Mapping[str, Any]] = {"InputType": "JSON"}

    items_pointer: str | None = asl("ItemsPointer", "text", default=None)


class S3JsonLines(_Versioned):
    """Reads a file of JSON lines: each is an item.

    Example
    -------
    >>> S3JsonLines(bucket=Ref("Uploads"), key="orders.jsonl")
    """

    config: ClassVar[Mapping[str, Any]] = {"InputType": "JSONL"}


class S3Csv(_Versioned):
    """Reads a file of rows: each is an item, an object with the names of the columns.

    Parameters
    ----------
    headers
        The names of the columns; None: they stand in the first row.
    delimiter
        What stands between the columns; a comma by default.

    Example
    -------
    >>> S3Csv(bucket=Ref("Uploads"), key=path("$.key"), headers=["id", "amount"], delimiter="TAB")
    """

    headers: Sequence[str] | None = option(default=None)
    delimiter: Literal["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"] | None = asl("CSVDelimiter", "text", default=None)

    def configured(self, renderer: Renderer) -> dict[str, Any]:
        """What its ReaderConfig has; see `Reader.configured`."""
        config: dict[str, Any] = {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}
        if self.headers is not None:
            if isinstance(self.headers, str) or not self.headers:
                raise renderer.error(
                    f"item_reader.headers is a list of names, not {self.headers!r}", hint='write headers=["id", "name"]'
                )
            config |= {"CSVHeaderLocation": "GIVEN", "CSVHeaders": list(self.headers)}
        return {**config, **super().configured(renderer)}


class S3Parquet(_Object):
    """Reads a Parquet file: each row is an item.

    Example
    -------
    >>> S3Parquet(bucket=Ref("Uploads"), key="orders.parquet")
    """

    config: ClassVar[Mapping[str, Any]] = {"InputType": "PARQUET"}


class S3Inventory(_Versioned):
    """Reads what an inventory of a bucket lists, by its manifest: "CONFIG/DATE/manifest.json".

    Example
    -------
    >>> S3Inventory(bucket=Ref("Inventory"), key=path("$.manifest"))
    """

    config: ClassVar[Mapping[str, Any]] = {"InputType": "MANIFEST"}


class AthenaManifest(_Versioned):
    """Reads the rows of the files that a query of Athena (UNLOAD) wrote, by its manifest.

    Parameters
    ----------
    input_type
        The format of the files.

    Example
    -------
    >>> AthenaManifest(bucket=Ref("Results"), key=path("$.manifest"), input_type="PARQUET")
    """

    config: ClassVar[Mapping[str, Any]] = {"ManifestType": "ATHENA_DATA"}

    input_type: Literal["CSV", "JSONL", "PARQUET"] = asl("InputType", "text", default="CSV")


class Batcher(Declared):
    """Gives several items to one execution ("ItemBatcher (Map)"): they are `$.Items` of its input.

    Parameters
    ----------
    max_items, max_bytes
        How many items, and how many bytes of them, a batch has at most: one of the two, or both.
    batch_input
        What each batch gets besides: `$.BatchInput` of its input.

    Example
    -------
    >>> Batcher(max_items=100, batch_input={"region": "eu"})
    """

    max_items: Integer | None = asl("MaxItemsPerBatch", "count", default=None)
    max_bytes: Integer | None = asl("MaxInputBytesPerBatch", "count", most=262_144, default=None)
    batch_input: Mapping[str, Value] | None = asl("BatchInput", "payload", default=None)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.max_items is None and self.max_bytes is None:
            raise NewelError("a Batcher needs max_items or max_bytes", hint="write Batcher(max_items=100)")

    def asl(self, renderer: Renderer) -> dict[str, Any]:
        """The state's ItemBatcher."""
        return _members(self, "item_batcher", renderer)


class Writer(Declared):
    """Writes the results to S3 ("ResultWriter (Map)"); without a bucket it says how the state's own result looks.

    Parameters
    ----------
    bucket, prefix
        Where to: the bucket, and what the keys begin with.
    keys
        Which objects a prefix that is known only when the state runs may lead to: "imports/*". The role may write
        these alone.
    transformation
        "NONE" (the executions with their results; by default), "COMPACT" (the results), or "FLATTEN" (the elements of
        the results).
    output_type
        "JSON" (an array, by default) or "JSONL" (lines).

    Example
    -------
    >>> Writer(bucket=Ref("Results"), prefix="imports", transformation="COMPACT", output_type="JSONL")
    """

    bucket: Text | None = member("Bucket", refers=_BUCKET, default=None)
    prefix: Text | None = member("Prefix", default=None)
    keys: str | None = option(default=None)
    transformation: Literal["NONE", "COMPACT", "FLATTEN"] | None = asl("Transformation", "text", default=None)
    output_type: Literal["JSON", "JSONL"] | None = asl("OutputType", "text", default=None)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.bucket is None and (self.prefix is not None or (self.transformation or self.output_type) is None):
            raise NewelError("a Writer needs a bucket", hint='write Writer(bucket=Ref("..."))')

    def asl(self, renderer: Renderer) -> dict[str, Any]:
        """The state's ResultWriter."""
        config = _members(self, "result_writer", renderer)
        body = {} if self.bucket is None else _called(self, "putObject", "result_writer", renderer)
        # WriterConfig has both or none ("ResultWriter (Map)").
        whole = {"Transformation": "NONE", "OutputType": "JSON", **config}
        return {**({"WriterConfig": whole} if config else {}), **body}


def _members(part: Declared, place: str, renderer: Renderer) -> dict[str, Any]:
    """The fields that are members of the States Language."""
    members: dict[str, Any] = {}
    for item in declared(type(part)):
        value = getattr(part, item.name)
        if "asl" in item.metadata and value is not None:
            members |= written(f"{place}.{item.name}", value, item.metadata, renderer)
    return members


def _called(part: Declared, action: str, place: str, renderer: Renderer) -> dict[str, Any]:
    """The call of S3: its resource and its parameters."""
    parameters: dict[str, Any] = {}
    for item in declared(type(part)):
        value, name = getattr(part, item.name), item.metadata.get("member")
        if name is None or value is None:
            continue
        if isinstance(value, str) and not 1 <= len(value.encode()) <= _KEY_BYTES:
            raise renderer.error(f"{place}.{item.name} has {len(value.encode())} bytes", hint="write 1 to 1024")
        rendered = renderer.value(value, f"{place}.{item.name}", item.metadata["refers"])
        parameters[f"{name}.$" if renderer.is_path(value) else name] = rendered
    resource = Joined(("arn:", PARTITION, f":states:::s3:{action}"))
    return {"Resource": resource, "Parameters" if renderer.language == "JSONPath" else "Arguments": parameters}
