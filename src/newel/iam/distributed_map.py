"""What a Distributed Map needs besides its states ("IAM policies for using Distributed Map states").

- It runs its items as executions of its own machine: it starts, describes, stops and redrives them.
- Its ItemReader lists objects or reads one; with LOAD_AND_FLATTEN, and with a manifest, also what is named there.
- Its ResultWriter writes objects, in parts where they are large.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newel.aws.resources import BUCKET, KEY, Target, arn
from newel.iam.arns import of_value, wildcard
from newel.iam.derive import Derived, Question
from newel.iam.grants import Arn, Grant, key_of
from newel.iam.merge import Need
from newel.json_types import is_object
from newel.parameters.find import DYNAMIC, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newel.iam.grants import Resource
    from newel.json_types import JsonObject

_BUCKET = Target(BUCKET, "name")
_READ = ("kms:Decrypt",)
_WRITE = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey")


def is_distributed(state: JsonObject) -> bool:
    """Whether a state is a Map in Distributed mode."""
    match state:
        case {"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}}}:
            return True
        case _:
            return False


def derive_map(name: str, state: JsonObject, key: Callable[[object], object] = lambda _: None) -> Derived:
    """Say what a Distributed Map needs besides its states.

    Parameters
    ----------
    name
        The state's name.
    state
        The state.
    key
        Gives the KMS key that a bucket is encrypted with, where that is known.
    """
    derived = Derived(list(_itself(name, state)))
    reader, writer = state.get("ItemReader"), state.get("ResultWriter")
    if is_object(reader):
        _read(_Place(name, "ItemReader", reader, key), derived)
    if is_object(writer) and "Resource" in writer:
        _write(_Place(name, "ResultWriter", writer, key), derived)
    return derived


def _itself(name: str, state: JsonObject) -> Iterator[Need]:
    label = state.get("Label")
    label = label if isinstance(label, str) and label else "*"
    yield Need(name, ("states:StartExecution",), Arn(arn("states", "stateMachine:{machine}")), why="runs its items")
    yield Need(
        name,
        ("states:DescribeExecution", "states:StopExecution"),
        Arn(arn("states", "execution:{machine}:*")),
        why="follows its items",
    )
    redriven = Arn(arn("states", f"execution:{{machine}}/{label}:*"))
    yield Need(name, ("states:RedriveExecution",), redriven, why="runs its items again when it is redriven")


@dataclass(frozen=True)
class _Place:
    """The ItemReader or ResultWriter of a state."""

    state: str
    member: str
    holder: JsonObject
    key: Callable[[object], object] = field(repr=False)

    @property
    def resource(self) -> str:
        return str(self.holder.get("Resource"))

    def value(self, name: str) -> object:
        """A parameter; None where it is not given."""
        parameters: object = self.holder.get("Arguments", self.holder.get("Parameters", {}))
        return next(find(parameters, name), None)

    def config(self, name: str) -> object:
        config = self.holder.get("ReaderConfig")
        return config.get(name) if is_object(config) else None

    def bucket(self, derived: Derived, actions: tuple[str, ...], below: str = "") -> Resource:
        """The bucket, or what is below it."""
        pattern = BUCKET.arn + below
        value = self.value("Bucket")
        found = None if value is DYNAMIC or value is None else of_value(value, _BUCKET, pattern)
        if found is None:
            known = None if value is DYNAMIC else value
            derived.questions.append(Question(self.state, f"{self.member}.Bucket", actions, "name", "S3 bucket", known))
        return found or wildcard(pattern)

    def need(self, derived: Derived, actions: tuple[str, ...], resource: Resource, **more: object) -> None:
        condition = more.get("condition")
        why = str(more.get("why", self.member))
        derived.needs.append(Need(self.state, actions, resource, condition if is_object(condition) else None, why=why))

    def encrypted(self, derived: Derived, actions: tuple[str, ...]) -> None:
        """What the bucket's own key asks for."""
        key = self.key(self.value("Bucket"))
        if key is None:
            return
        grant: Grant = key_of("s3", *actions)
        resource = of_value(key, Target(KEY, "arn"), None)
        if resource is None:
            derived.questions.append(
                Question(self.state, f"{self.member}.Bucket's key", actions, "ARN", "KMS key", key)
            )
        derived.needs.append(
            Need(self.state, actions, resource or wildcard(KEY.arn), grant.condition, why=f"{self.member}, KMS")
        )


def _read(place: _Place, derived: Derived) -> None:
    if place.resource.endswith(":s3:listObjectsV2"):
        _list(place, derived)
    elif place.resource.endswith(":s3:getObject"):
        _get(place, derived)
    else:
        message = f"ItemReader: newel does not know what {place.resource} needs"
        derived.questions.append(Question(place.state, "ItemReader.Resource", message=message))
        return
    place.encrypted(derived, _READ)


def _list(place: _Place, derived: Derived) -> None:
    prefix = place.value("Prefix")
    actions = ("s3:ListBucket",)
    condition = None
    if prefix is DYNAMIC:
        derived.questions.append(Question(place.state, "ItemReader.Prefix", actions, "text", "prefix of the bucket"))
    elif isinstance(prefix, str):
        condition = {"StringEquals": {"s3:prefix": Arn(prefix) if "${" in prefix else prefix}}
    place.need(derived, actions, place.bucket(derived, actions), condition=condition)
    if place.config("Transformation") == "LOAD_AND_FLATTEN":
        below = f"/{prefix}*" if isinstance(prefix, str) else "/*"
        reading = ("s3:GetObject",)
        resource = place.bucket(Derived(), reading, below)
        place.need(derived, reading, resource, why="ItemReader, LOAD_AND_FLATTEN")


def _get(place: _Place, derived: Derived) -> None:
    key = place.value("Key")
    # API: S3 GetObject: of a version, it is this permission alone that is asked for.
    actions = ("s3:GetObject",) if place.value("VersionId") is None else ("s3:GetObjectVersion",)
    if not isinstance(key, str):
        known = None if key is DYNAMIC else key
        derived.questions.append(Question(place.state, "ItemReader.Key", actions, "key", "object of the bucket", known))
    below = f"/{key}" if isinstance(key, str) else "/*"
    place.need(derived, actions, place.bucket(derived, actions, below))
    manifest = place.config("ManifestType")
    if manifest == "ATHENA_DATA":
        message = "ItemReader: the files that Athena's manifest names are known only when it runs"
        derived.questions.append(Question(place.state, "ItemReader.Key", ("s3:GetObject",), message=message))
        resource = place.bucket(Derived(), ("s3:GetObject",), "/*")
        place.need(derived, ("s3:GetObject",), resource, why="ItemReader, the files of the manifest")
    elif manifest == "S3_INVENTORY" or place.config("InputType") == "MANIFEST":
        # "Amazon S3 Inventory": CONFIG/DATE/manifest.json names files in CONFIG/data/.
        folders = key.split("/")[:-2] if isinstance(key, str) else []
        below = f"/{'/'.join(folders)}/data/*" if folders else "/*"
        resource = place.bucket(Derived(), ("s3:GetObject",), below)
        place.need(derived, ("s3:GetObject",), resource, why="ItemReader, the files of the inventory")


def _write(place: _Place, derived: Derived) -> None:
    if not place.resource.endswith(":s3:putObject"):
        message = f"ResultWriter: newel does not know what {place.resource} needs"
        derived.questions.append(Question(place.state, "ResultWriter.Resource", message=message))
        return
    actions = ("s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload")
    prefix = place.value("Prefix")
    if prefix is DYNAMIC:
        derived.questions.append(Question(place.state, "ResultWriter.Prefix", actions, "text", "prefix of the bucket"))
    below = f"/{prefix.rstrip('/')}/*" if isinstance(prefix, str) and prefix else "/*"
    place.need(derived, actions, place.bucket(derived, actions, below))
    place.encrypted(derived, _WRITE)
