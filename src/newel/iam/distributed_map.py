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
from newel.parameters.find import DYNAMIC, find, is_jsonata
from newel.values import GetAtt, Joined, Placeholder, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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


def derive_map(
    name: str,
    state: JsonObject,
    key: Callable[[object], object] = lambda _: None,
    keys: Mapping[str, str] | None = None,
) -> Derived:
    """Say what a Distributed Map needs besides its states.

    Parameters
    ----------
    name
        The state's name.
    state
        The state.
    key
        Gives the KMS key that a bucket is encrypted with, where that is known.
    keys
        Which objects "ItemReader" and "ResultWriter" may name by what is known only when the state runs: "incoming/*".
    """
    keys = keys or {}
    derived = Derived(list(_itself(name, state)))
    reader, writer = state.get("ItemReader"), state.get("ResultWriter")
    for member in ("ItemReader", "ResultWriter"):
        if member in state and not is_object(state[member]):
            message = f"its {member} is no object, and may need more"
            derived.questions.append(Question(name, member, message=message))
    if is_object(reader):
        _read(_Place(name, "ItemReader", reader, key, keys.get("ItemReader")), derived)
    if is_object(writer) and "Resource" in writer:
        _write(_Place(name, "ResultWriter", writer, key, keys.get("ResultWriter")), derived)
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
    keys: str | None = None

    @property
    def resource(self) -> str:
        resource = self.holder.get("Resource")
        return str(resource.parts[-1] if isinstance(resource, Joined) else resource)

    @property
    def parameters(self) -> object:
        return self.holder.get("Arguments", self.holder.get("Parameters", {}))

    @property
    def unknown(self) -> bool:
        """Whether JSONata gives the parameters, so that it is not known which there are."""
        return is_jsonata(self.parameters)

    def value(self, name: str) -> object:
        """A parameter; None where it is not given."""
        return next(find(self.parameters, name), None)

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
            hint = 'write bucket=Ref("..."), or its name'
            member = f"{self.member}.Bucket"
            derived.questions.append(Question(self.state, member, actions, "name", "S3 bucket", known, hint=hint))
        return found or wildcard(pattern)

    def text(self, name: str, derived: Derived, actions: tuple[str, ...], what: str) -> str | None:
        """A parameter that is text; None where it is not given, or known only when the state runs."""
        value = self.value(name)
        match value:
            case str():
                return value
            case Placeholder(value=Ref(name=reference)):
                return f"${{{reference}}}"
            case Placeholder(value=GetAtt(name=reference, attribute=attribute)):
                return f"${{{reference}.{attribute}}}"
            case Placeholder(value=Sub(text=text)):
                return text
            case None if name != "Key":
                return None
            case _ if self.keys is None:
                known = None if value is DYNAMIC else value
                hint = 'write keys="folder/*" on it: what it may name, or keys="*" if any is meant'
                place = f"{self.member}.{name}"
                derived.questions.append(Question(self.state, place, actions, "text", what, known, hint=hint))
                return None
            case _:
                return None

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
    actions = ("s3:ListBucket",)
    prefix = place.text("Prefix", derived, actions, "prefix of the bucket")
    condition = None
    if prefix is not None:
        condition = {"StringEquals": {"s3:prefix": Arn(prefix) if "${" in prefix else prefix}}
    elif place.keys is not None:
        condition = {"StringLike": {"s3:prefix": place.keys}}
    place.need(derived, actions, place.bucket(derived, actions), condition=condition)
    if place.config("Transformation") == "LOAD_AND_FLATTEN":
        below = f"/{prefix}*" if prefix is not None else f"/{place.keys or '*'}"
        reading = ("s3:GetObject",)
        resource = place.bucket(Derived(), reading, below)
        place.need(derived, reading, resource, why="ItemReader, LOAD_AND_FLATTEN")


def _get(place: _Place, derived: Derived) -> None:
    # API: S3 GetObject: of a version, it is this permission alone that is asked for.
    either = ("s3:GetObject", "s3:GetObjectVersion")
    actions = either if place.unknown else either[:1] if place.value("VersionId") is None else either[1:]
    key = place.text("Key", derived, actions, "object of the bucket")
    below = f"/{key or place.keys or '*'}"
    place.need(derived, actions, place.bucket(derived, actions, below))
    manifest = place.config("ManifestType")
    if manifest == "ATHENA_DATA":
        if place.keys is None:
            message = "ItemReader: the files that Athena's manifest names are known only when it runs"
            hint = 'write keys="folder/*" on it: where the files are'
            derived.questions.append(
                Question(place.state, "ItemReader.Key", ("s3:GetObject",), message=message, hint=hint)
            )
        resource = place.bucket(Derived(), ("s3:GetObject",), f"/{place.keys or '*'}")
        place.need(derived, ("s3:GetObject",), resource, why="ItemReader, the files of the manifest")
    elif manifest == "S3_INVENTORY" or place.config("InputType") == "MANIFEST":
        # "Amazon S3 Inventory": CONFIG/DATE/manifest.json names files in CONFIG/data/.
        folders = key.split("/")[:-2] if key is not None else []
        below = f"/{'/'.join(folders)}/data/*" if folders else f"/{place.keys or '*'}"
        resource = place.bucket(Derived(), ("s3:GetObject",), below)
        place.need(derived, ("s3:GetObject",), resource, why="ItemReader, the files of the inventory")


def _write(place: _Place, derived: Derived) -> None:
    if not place.resource.endswith(":s3:putObject"):
        message = f"ResultWriter: newel does not know what {place.resource} needs"
        derived.questions.append(Question(place.state, "ResultWriter.Resource", message=message))
        return
    actions = ("s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload")
    prefix = place.text("Prefix", derived, actions, "prefix of the bucket")
    below = f"/{prefix.rstrip('/')}/*" if prefix else f"/{place.keys or '*'}"
    place.need(derived, actions, place.bucket(derived, actions, below))
    place.encrypted(derived, _WRITE)
