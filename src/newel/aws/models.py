"""API models, read from botocore's data one service at a time: importing botocore itself would cost 0.3 s."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from newel.errors import NewelError
from newel.suggest import instead

if TYPE_CHECKING:
    from newel.json_types import JsonObject


@cache
def service(name: str) -> JsonObject:
    """The newest model of a service, by botocore's name for it ("sns").

    Raises
    ------
    NewelError
        botocore has no such service.
    """
    data = _data()
    versions = sorted(data.joinpath(name).glob("*/service-2.json*")) if name.isidentifier() or "-" in name else []
    if not versions:
        raise NewelError(f"there is no AWS service {name!r}", hint=instead(name, names()))
    raw = versions[-1].read_bytes()
    model: JsonObject = json.loads(gzip.decompress(raw) if versions[-1].suffix == ".gz" else raw)
    return model


@cache
def has(name: str) -> bool:
    """Whether botocore has a model of a service."""
    return any(_data().joinpath(name).glob("*/service-2.json*"))


def names() -> list[str]:
    """The names of all services that botocore has models of."""
    return sorted(folder.name for folder in _data().iterdir() if folder.is_dir() and has(folder.name))


def version() -> str:
    """The version of botocore."""
    from importlib.metadata import version as of

    return of("botocore")


def input_shape(service_name: str, operation: str) -> JsonObject:
    """The shape of an operation's parameters: `members`, and the names of the `required` ones.

    Raises
    ------
    NewelError
        There is no such service or operation.
    """
    model = service(service_name)
    operations = model["operations"]
    if operation not in operations:
        hint = instead(operation, operations)
        raise NewelError(f"{service_name} has no operation {operation!r}", hint=hint)
    shape = operations[operation].get("input")
    found: JsonObject = model["shapes"][shape["shape"]] if shape else {"type": "structure", "members": {}}
    return found


def data(name: str) -> bytes:
    """A file of botocore's data that is no model, as "partitions.json"."""
    return _data().joinpath(name).read_bytes()


def _data() -> Path:
    spec = find_spec("botocore")
    if spec is None or spec.origin is None:
        raise NewelError("botocore is not installed", hint="run: pip install botocore")
    return Path(spec.origin).parent / "data"
