"""Where a query of Athena's reads and writes: folders of S3, and databases and tables of Glue.

"Run Athena queries with Step Functions" allows every bucket and table. What is needed of which is in "Configure access
to databases and tables in the AWS Glue Data Catalog" and "Encryption at rest" in the Athena guide.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newel.aws.resources import BUCKET, GLUE_DATABASE, GLUE_TABLE, KEY, Target, arn
from newel.iam import Derived, Grant, Question, derive, key_of
from newel.json_types import is_array, is_object
from newel.parameters.find import DYNAMIC, find
from newel.parameters.partly import partly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newel.iam import Call

LOCATION = "ResultConfiguration.OutputLocation"
_ON = (LOCATION, "output_location", "reads", "writes")

_FOLDER = Target(BUCKET, "name")
_DATABASE = Target(GLUE_DATABASE, "name")
_WHOLE = Target(replace(GLUE_DATABASE, title="whole Glue database"), "name")
_TABLE = Target(GLUE_TABLE, "name")
_CATALOG = arn("glue", "catalog")
_FUNCTIONS = arn("glue", "userDefinedFunction/{name}/*")

_READ = ("glue:GetTable", "glue:GetTables", "glue:GetPartition", "glue:GetPartitions", "glue:BatchGetPartition")
_WRITE = (
    *_READ,
    "glue:CreateTable",
    "glue:UpdateTable",
    "glue:DeleteTable",
    "glue:BatchDeleteTable",
    "glue:CreatePartition",
    "glue:BatchCreatePartition",
    "glue:UpdatePartition",
    "glue:DeletePartition",
    "glue:BatchDeletePartition",
)
_FIND = ("glue:GetDatabase", "glue:GetDatabases")
_DEFINE = ("glue:CreateDatabase", "glue:UpdateDatabase", "glue:DeleteDatabase")
_LIST = ("s3:GetBucketLocation", "s3:ListBucket")
_PUT = ("s3:GetObject", "s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload")

_NAME = r"(?:\$\{[\w.:]+\}|[^\s.$/:*])+"
_DATA = re.compile(rf"(?P<database>{_NAME})(?:\.(?P<table>{_NAME}|\*))?")
_URL = re.compile(r"s3://(?P<bucket>(?:\$\{[\w.:]+\}|[\w.-])+)(?:/(?P<prefix>.*))?", re.DOTALL)
_ANY = "*"

_READS_ALONE = re.compile(r"[\s(]*(?:SELECT|WITH|SHOW|DESCRIBE|DESC|EXPLAIN|VALUES)\b", re.IGNORECASE)
"""How a query begins that writes nothing but its results."""


def reading_results(on: str) -> Grant:
    """Reading results below a folder."""
    return Grant(("s3:GetObject",), on=on, target=_FOLDER, resource=f"{BUCKET.arn}/*")


def _of_s3(on: str, bucket: Iterable[str], objects: Iterable[str]) -> tuple[Grant, ...]:
    return (
        Grant(tuple(bucket), on=on, target=_FOLDER),
        Grant(tuple(objects), on=on, target=_FOLDER, resource=f"{BUCKET.arn}/*"),
    )


def _of_glue(on: str, actions: tuple[str, ...]) -> tuple[Grant, ...]:
    return (
        Grant((*_FIND, *actions), on=on, target=_DATABASE, resource=_CATALOG),
        Grant((*_FIND, *actions), on=on, target=_DATABASE),
        Grant(actions, on=on, target=_TABLE),
    )


def _via(call: Call) -> str | None:
    """S3, but for CSE_KMS, where Athena itself encrypts."""
    chosen = list(find(call.parameters, "ResultConfiguration.EncryptionConfiguration.EncryptionOption"))
    return None if chosen == ["CSE_KMS"] else "s3.${AWS::Region}.${AWS::URLSuffix}"


PLACES = (
    *_of_s3(LOCATION, ("s3:CreateBucket", *_LIST, "s3:ListBucketMultipartUploads"), _PUT),
    *_of_glue("reads", _READ),
    *_of_s3("reads", _LIST, ("s3:GetObject",)),
    *_of_glue("writes", _WRITE),
    Grant(_DEFINE, on="writes", target=_WHOLE, resource=_CATALOG),
    Grant(_DEFINE, on="writes", target=_WHOLE),
    Grant(("glue:DeleteDatabase",), on="writes", target=_WHOLE, resource=f"{GLUE_TABLE.arn}/*"),
    Grant(("glue:DeleteDatabase",), on="writes", target=_WHOLE, resource=_FUNCTIONS),
    *_of_s3("writes", (*_LIST, "s3:ListBucketMultipartUploads"), _PUT),
    Grant(
        ("kms:GenerateDataKey", "kms:Decrypt"),
        on="ResultConfiguration.EncryptionConfiguration.KmsKey",
        target=Target(KEY, "arn", names=True),
        condition={"StringEquals": {"kms:ViaService": _via}},
    ),
    key_of("s3", "kms:GenerateDataKey", "kms:Decrypt"),
)
"""What a query needs of the places that it reads and writes."""


def is_place(text: str) -> bool:
    """Whether a text is a folder of S3, a database, or a table of one; `*` is any."""
    if text == _ANY:
        return True
    return _URL.fullmatch(text) is not None if text.startswith("s3:") else _DATA.fullmatch(text) is not None


def derive_places(call: Call, grants: Sequence[Grant]) -> Derived:
    """Say what a state needs, of places too."""
    derived = Derived()
    places = _places(call, derived)
    for grant in grants:
        if grant.on not in _ON:
            found = derive(call, [grant])
            derived.needs += found.needs
            for question in found.questions:
                derived.ask(question)
            continue
        for place in places.get(grant.on, ()):
            name = _named(grant, place)
            if name is not None:
                derived.needs += derive(replace(call, parameters=_nested(grant.on, name)), [grant]).needs
    return derived


def _places(call: Call, derived: Derived) -> dict[str, list[str]]:
    """The places, by the parameters and options that name them; what does not say is asked for."""
    reads, writes = _listed(call, "reads"), _listed(call, "writes")
    database, catalog = (_text(call, "QueryExecutionContext", name) for name in ("Database", "Catalog"))
    glue = catalog is None or catalog.casefold() == "awsdatacatalog" or "*" in catalog or "${" in catalog
    found = {"reads": reads or [], "writes": writes or []}
    if reads is None and writes is None:
        whole = ["*.*" if database == _ANY else database or "default"] if glue else []
        query = partly(call.parameters, "QueryString") or ""
        found = {"reads": [*whole, "s3://*"], "writes": [] if _READS_ALONE.match(query) else whole}
        derived.ask(_unsaid(call, whole, catalog))
    elif database and glue and all(place.startswith("s3:") for place in [*found["reads"], *found["writes"]]):
        found["reads"].append(database)
    location = _text(call, *LOCATION.split("."))
    if location is not None or writes is None:
        found[LOCATION] = _located(call, LOCATION, location, derived)
    return found


def derive_results(call: Call, grants: Sequence[Grant]) -> Derived:
    """Say what a state needs that reads results."""
    derived = derive(call, [grant for grant in grants if grant.on != "output_location"])
    location = partly(call.parameters, "output_location")
    for place in _located(call, "output_location", location, derived):
        for grant in grants:
            if grant.on == "output_location":
                name = str(_named(grant, place))
                derived.needs += derive(replace(call, parameters=_nested(grant.on, name)), [grant]).needs
    return derived


def _located(call: Call, on: str, location: str | None, derived: Derived) -> list[str]:
    """The folders of results; any where that is not known."""
    if location is not None and _URL.fullmatch(location):
        return [location]
    allowed = [str(partly({on: item}, on)) for item in call.allow.get(on, ())]
    if allowed and all(place == _ANY or _URL.fullmatch(place) for place in allowed):
        return ["s3://*" if place == _ANY else place for place in allowed]
    actions = ("s3:GetObject",) if on == "output_location" else ("s3:PutObject",)
    known = None if location is None or "*" in location or "${" in location else location
    derived.ask(Question(call.state, on, actions, "URL", "folder of S3", known))
    return ["s3://*"]


def _unsaid(call: Call, databases: Sequence[str], catalog: str | None) -> Question:
    tables = [f" and {'any table' if '*' in name else f'the tables of {name}'}" for name in databases]
    other = f", nor what the catalog {catalog} needs" if not databases else ""
    message = f"what its query reads and writes is not said{other}: it may read any bucket{''.join(tables)}"
    hint = 'write reads=["DATABASE.TABLE", "s3://BUCKET/FOLDER/"], and writes=[...] likewise'
    return Question(call.state, "reads", ("s3:GetObject",), message=message, hint=hint)


def _listed(call: Call, option: str) -> list[str] | None:
    given = call.parameters.get(option, call.allow.get(option))
    return [str(partly({option: item}, option)) for item in given] if is_array(given) else None


def _text(call: Call, outer: str, inner: str) -> str | None:
    """What is known of a member of a structure; None where it is not given."""
    held = next(find(call.parameters, outer), None)
    if held is DYNAMIC:
        return _ANY
    return partly(held, inner) if is_object(held) else None


def _named(grant: Grant, place: str) -> str | None:
    """What of a place a grant is about: a bucket, a folder, a database, a table; None where it is about no such."""
    kind = grant.target.kind if grant.target else None
    if kind is BUCKET:
        if place == _ANY:
            return _ANY
        if not place.startswith("s3://"):
            return None
        bucket, _, prefix = place[5:].partition("/")
        return bucket if grant.resource is None else f"{bucket}/{prefix}".rstrip("/")
    if place.startswith("s3://"):
        return None
    found = _DATA.fullmatch(place)
    database, table = (found["database"], found["table"]) if found else (_ANY, None)
    if kind is GLUE_TABLE:
        return f"{database}/{table or _ANY}"
    return None if grant.target is _WHOLE and table else database


def _nested(on: str, name: str) -> Mapping[str, object]:
    held: object = name
    for step in reversed(on.split(".")):
        held = {step: held}
    return held if is_object(held) else {}
