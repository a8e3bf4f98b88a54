"""Calls of which IAM asks about what stands in their parameters: statements, batches, names that ARNs spell otherwise.

A function gets the call and what its operation needs, and gives what is needed of which call instead: a statement of
PartiQL as the table that it names, and its verb alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from newel.aws.resources import KEY, arn
from newel.iam.arns import wildcard
from newel.iam.derive import Question
from newel.iam.grants import Arn
from newel.iam.merge import Need
from newel.iam.models import through_profile
from newel.json_types import is_array, is_object
from newel.parameters.find import DYNAMIC, find, is_jsonata
from newel.values import GetAtt, Placeholder, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from newel.iam.derive import Call, Derived

Needed: TypeAlias = "Mapping[str, Any]"
Parts: TypeAlias = "Iterator[tuple[Call, Needed]]"

_PARTIQL = re.compile(
    r"\s*(?:EXISTS\s*\(\s*)?(?:(SELECT)\b.*?\bFROM|(INSERT)\s+INTO|(UPDATE)|(DELETE)\s+FROM)"
    r"\s+(\"[^\"]+\"|[\w.${}:-]+?)(?:\.(\"[^\"]+\"|[\w-]+))?(?=[\s;(]|$)",
    re.IGNORECASE | re.DOTALL,
)
"""A statement of PartiQL ("PartiQL statements for DynamoDB"): its verb, its table, and the index."""

_WITH_PROFILE = ("RunInstances", "AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation")

_MODELS = (
    "ModelId",
    "RetrieveAndGenerateConfiguration.KnowledgeBaseConfiguration.ModelArn",
    "RetrieveAndGenerateConfiguration.ExternalSourcesConfiguration.ModelArn",
)
"""The parameters that name the model that is asked."""

_BALANCERS = {"application": "app", "network": "net", "gateway": "gwy"}

_STATEMENTS = {
    "ExecuteStatement": "Statement",
    "BatchExecuteStatement": "Statements[].Statement",
    "ExecuteTransaction": "TransactStatements[].Statement",
}


def parts(service: str, operation: str, call: Call, needed: Needed, derived: Derived) -> Parts:
    """What is needed of which call: for most the call as it is.

    Parameters
    ----------
    service, operation
        What is called.
    call
        The call.
    needed
        What the operation needs.
    derived
        Takes what is needed on something that no parameter names, and questions.
    """
    by_content = _CONTENT.get(f"{service}:{operation}") or _CONTENT.get(f"{service}:")
    if by_content is None:
        yield call, needed
    else:
        yield from by_content(operation, call, needed, derived)


def _partiql(operation: str, call: Call, needed: Needed, derived: Derived) -> Parts:
    """The verb and the table of each statement ("IAM security policies with PartiQL for DynamoDB")."""
    member = _STATEMENTS[operation]
    for value in list(find(call.parameters, member)) or [DYNAMIC]:
        found = _PARTIQL.match(_text(value) or "")
        if found is None:
            message = f"its {member} is known only when it runs, so that any verb of PartiQL on any table is allowed"
            derived.ask(Question(call.state, member, tuple(needed), message=message))
            allowed = call.allow.get("TableName", ())
            for table in allowed or ["*"]:
                yield replace(call, parameters={"TableName": table}), needed
            continue
        verb = next(each for each in found.groups()[:4] if each).capitalize()
        table, index = found[5].strip('"'), (found[6] or "").strip('"')
        said = {"TableName": table} | ({"IndexName": index} if index else {})
        yield replace(call, parameters=said), {f"dynamodb:PartiQL{verb}": needed[f"dynamodb:PartiQL{verb}"]}


def _batch(_operation: str, call: Call, needed: Needed, _derived: Derived) -> Parts:
    """RequestItems has the tables as its members' names."""
    items = call.parameters.get("RequestItems")
    if is_object(items):
        names = [name.removesuffix(".$") for name in items]
        call = replace(call, parameters={"RequestItems": names})
    yield call, needed


def _events(_operation: str, call: Call, needed: Needed, _derived: Derived) -> Parts:
    """An entry that names no event bus goes to the default one (API: EventBridge PutEvents)."""
    entries = call.parameters.get("Entries")
    if is_array(entries):
        default = {"EventBusName": "default"}
        named = [default | entry if is_object(entry) and "EventBusName.$" not in entry else entry for entry in entries]
        call = replace(call, parameters={**call.parameters, "Entries": named})
    yield call, needed


def _copy(_operation: str, call: Call, needed: Needed, _derived: Derived) -> Parts:
    """CopySource is "BUCKET/KEY", with a slash before it and a version behind it where the author likes."""
    source = _text(call.parameters.get("CopySource"))
    said = dict(call.parameters)
    if source is not None:
        place, mark, _ = source.partition("?versionId=")
        said["CopySource"] = place.removeprefix("/")
        if mark:
            said["SourceVersionId"] = source
    if call.parameters.get("TaggingDirective") == "COPY" or "TaggingDirective.$" in call.parameters:
        said["CopiesTags"] = True
    yield replace(call, parameters=said), needed


def _delete_objects(_operation: str, call: Call, needed: Needed, _derived: Derived) -> Parts:
    """Objects with a version need another permission than those without (API: S3 DeleteObjects)."""
    objects = next(find(call.parameters, "Delete.Objects"), None)
    if not is_array(objects):
        yield call, needed
        return
    versions = [item for item in objects if is_object(item) and {"VersionId", "VersionId.$"} & set(item)]
    latest = [item for item in objects if item not in versions]
    for items, unwanted in ((latest, "s3:DeleteObjectVersion"), (versions, "s3:DeleteObject")):
        if items:
            rows = {key: groups for key, groups in needed.items() if re.split("[?!]", key)[0] != unwanted}
            yield replace(call, parameters={**call.parameters, "Delete": {"Objects": items}}), rows


def _parameters(operation: str, call: Call, needed: Needed, derived: Derived) -> Parts:
    """A parameter's ARN has no slash at its beginning, and no version or label ("Restricting access to parameters")."""
    said = dict(call.parameters)
    for member in ("Name", "Path"):
        text = _text(said.get(member))
        if text is not None:
            said[member] = _parameter(text)
    names = said.get("Names")
    if is_array(names):
        said["Names"] = [_parameter(text) if (text := _text(item)) else item for item in names]
    yield replace(call, parameters=said), needed
    first = _text(call.parameters.get("Name")) or ""
    if first.startswith("${") and "Arn}" not in first:  # a name that may begin with a slash: the ARN has it then
        slashed = Arn(arn("ssm", f"parameter{first}"))
        derived.needs += [Need(call.state, (action,), slashed, why=f"{call.api} on Name") for action in needed]
    if operation == "GetParametersByPath" and isinstance(said.get("Path"), str):
        yield replace(call, parameters={**said, "Path": f"{str(said['Path']).rstrip('/')}/*"}), needed


def _parameter(name: str) -> str:
    if name.startswith("arn:"):
        return name
    bare = name.removeprefix("/")
    return bare if "${" in bare else bare.partition(":")[0]


def _secret(_operation: str, call: Call, needed: Needed, _derived: Derived) -> Parts:
    """A secret's ARN ends in six characters that Secrets Manager chooses; an ARN may be given without them."""
    secret = _text(call.parameters.get("SecretId"))
    if secret is not None and secret.startswith("arn:") and not re.search(r"-[A-Za-z0-9]{6}$|[*?}]$", secret):
        call = replace(call, parameters={**call.parameters, "SecretId": f"{secret}-??????"})
    yield call, needed


def _key(_operation: str, call: Call, needed: Needed, derived: Derived) -> Parts:
    """An alias is no resource: it is any key, asked for by that alias ("kms:RequestAlias")."""
    key = _text(call.parameters.get("KeyId"))
    found = re.fullmatch(r"(?:arn:.*:)?(alias/.+)", key or "")
    if found is None:
        yield call, needed
        return
    condition = {"StringEquals": {"kms:RequestAlias": found[1]}}
    rest = {action: groups for action, groups in needed.items() if "key KeyId" not in groups}
    yield call, rest
    asked = {action: ["key"] for action, groups in needed.items() if "key KeyId" in groups}
    for action in asked:
        derived.needs.append(Need(call.state, (action,), wildcard(KEY.arn), condition, why=f"{call.api} on KeyId"))


def _model(_operation: str, call: Call, needed: Needed, derived: Derived) -> Parts:
    """An inference profile is a resource of its own, and stands before models of any region."""
    member, model = next(((name, each) for name in _MODELS for each in find(call.parameters, name)), ("", None))
    needs = through_profile(call, model)
    if needs:
        derived.needs += needs
        asked = f"foundation-model {member}"
        needed = {
            action: groups if groups == "*" else [each for each in groups if each.removesuffix("|") != asked]
            for action, groups in needed.items()
        }
    if needs and "bedrock:RetrieveAndGenerate" in needed:
        derived.needs.append(replace(needs[0], actions=("bedrock:GetInferenceProfile",)))
    yield call, needed


def _document(_operation: str, call: Call, needed: Needed, derived: Derived) -> Parts:
    """AWS's own documents belong to no account; their names begin as no other's may (API: CreateDocument, Name)."""
    name = next((text for member in ("DocumentName", "Name") if (text := _text(call.parameters.get(member)))), "")
    if not re.match(r"aws|amazon|amzn", name, re.IGNORECASE):
        yield call, needed
        return
    for action, groups in needed.items():
        for kind, ending in (("document", ""), ("automation-definition", ":*")):
            if any(group.startswith(f"{kind} ") for group in groups):
                resource = Arn(arn("ssm", f"{kind}/{name}{ending}", account=""))
                derived.needs.append(Need(call.state, (action,), resource, why=call.api))
    yield (
        call,
        {
            action: [each for each in groups if not each.startswith(("document ", "automation-definition "))]
            for action, groups in needed.items()
        },
    )


def _cluster(_operation: str, call: Call, needed: Needed, _derived: Derived) -> Parts:
    """A call that names no cluster means the default one ("If you do not specify a cluster, ...")."""
    named = any("Cluster" in group for groups in needed.values() for group in groups)
    if named and not any(True for _ in find(call.parameters, "Cluster")):
        call = replace(call, parameters={**call.parameters, "Cluster": "default"})
    yield call, needed


def _load_balancer(_operation: str, call: Call, needed: Needed, _derived: Derived) -> Parts:
    """The kind of a load balancer stands in its ARN; a call that names none makes an application's."""
    kind = _BALANCERS.get(str(next(find(call.parameters, "Type"), "application")))
    if kind is not None:
        needed = {
            action: [each for each in groups if each.startswith(f"loadbalancer/{kind}/ ")]
            for action, groups in needed.items()
        }
    yield call, needed


def _tagged(operation: str, call: Call, needed: Needed, derived: Derived) -> Parts:
    """Tags in a call that creates something of EC2 ("Grant permission to tag Amazon EC2 resources during creation")."""
    yield call, needed
    if operation in _WITH_PROFILE and any(True for _ in find(call.parameters, "IamInstanceProfile")):
        message = "the instance profile holds a role that is passed: say iam:PassRole on it besides"
        derived.ask(Question(call.state, "IamInstanceProfile", message=message))
    if operation == "CreateTags" or not any(True for _ in find(call.parameters, "TagSpecifications")):
        return
    condition = {"StringEquals": {"ec2:CreateAction": operation}}
    for kind in dict.fromkeys(find(call.parameters, "TagSpecifications[].ResourceType")):
        known = kind if isinstance(kind, str) else "*"
        resource = wildcard(arn("ec2", f"{known}/*"))
        derived.needs.append(
            Need(call.state, ("ec2:CreateTags",), resource, condition, why=f"{call.api} on TagSpecifications")
        )


def _log_groups(_operation: str, call: Call, needed: Needed, _derived: Derived) -> Parts:
    """The ARN of a log group ends in ":*" ("Actions, resources, and condition keys for Amazon CloudWatch Logs")."""

    def ended(value: object) -> object:
        text = _text(value)
        return f"{text}:*" if text and re.fullmatch(r"arn:.*:log-group:[^:]+", text) else value

    said = {
        name: [ended(item) for item in value] if is_array(value) else ended(value)
        for name, value in call.parameters.items()
    }
    yield replace(call, parameters=said), needed


def _text(value: object) -> str | None:
    """Text, with `${...}` for references; None for what is known only when the state runs."""
    match value.value if isinstance(value, Placeholder) else None:
        case Sub(text):
            return text
        case Ref(name):
            return f"${{{name}}}"
        case GetAtt(name, attribute):
            return f"${{{name}.{attribute}}}"
        case _:
            pass
    return value if isinstance(value, str) and not is_jsonata(value) else None


_CONTENT: dict[str, Callable[[str, Call, Needed, Derived], Parts]] = {
    **dict.fromkeys((f"dynamodb:{operation}" for operation in _STATEMENTS), _partiql),
    "dynamodb:BatchGetItem": _batch,
    "dynamodb:BatchWriteItem": _batch,
    "eventbridge:PutEvents": _events,
    "s3:CopyObject": _copy,
    "s3:UploadPartCopy": _copy,
    "s3:DeleteObjects": _delete_objects,
    **dict.fromkeys(
        (
            f"ssm:{operation}"
            for operation in (
                "GetParameter",
                "GetParameters",
                "GetParameterHistory",
                "GetParametersByPath",
                "PutParameter",
                "DeleteParameter",
                "DeleteParameters",
                "LabelParameterVersion",
                "UnlabelParameterVersion",
            )
        ),
        _parameters,
    ),
    "bedrockagentruntime:RetrieveAndGenerate": _model,
    "bedrockruntime:Converse": _model,
    "bedrockruntime:StartAsyncInvoke": _model,
    "ecs:": _cluster,
    "elasticloadbalancingv2:CreateLoadBalancer": _load_balancer,
    "ssm:": _document,
    "secretsmanager:": _secret,
    "kms:": _key,
    "ec2:": _tagged,
    "cloudwatchlogs:": _log_groups,
}
"""By service and operation, or by service."""


def _said(member: str) -> Callable[[Call], str | None]:
    """A parameter, where it is text."""
    return lambda call: _text(call.parameters.get(member))


def _sender(member: str) -> Callable[[Call], str | None]:
    """The address that a mail is from, where the definition says it; a raw mail's is in the mail."""

    def address(call: Call) -> str | None:
        text = _text(call.parameters.get(member))
        if text is None or "${" in text or any(True for _ in find(call.parameters, "Content.Raw")):
            return None
        return parseaddr(text)[1] or None

    return address


class Narrowing(NamedTuple):
    """Actions that hold for a value of a condition key only: what says the value, or None where nothing does."""

    actions: tuple[str, ...]
    key: str
    value: Callable[[Call], str | None]


CONDITIONS: dict[str, Narrowing] = {
    "aws-sdk:s3:listObjects": Narrowing(("s3:ListBucket",), "s3:prefix", _said("Prefix")),
    "aws-sdk:s3:listObjectsV2": Narrowing(("s3:ListBucket",), "s3:prefix", _said("Prefix")),
    "aws-sdk:s3:listObjectVersions": Narrowing(("s3:ListBucketVersions",), "s3:prefix", _said("Prefix")),
    "aws-sdk:cloudwatch:putMetricData": Narrowing(
        ("cloudwatch:PutMetricData",), "cloudwatch:namespace", _said("Namespace")
    ),
    "aws-sdk:ses:sendEmail": Narrowing(("ses:SendEmail",), "ses:FromAddress", _sender("Source")),
    "aws-sdk:ses:sendTemplatedEmail": Narrowing(("ses:SendTemplatedEmail",), "ses:FromAddress", _sender("Source")),
    "aws-sdk:sesv2:sendEmail": Narrowing(
        ("ses:SendEmail", "ses:SendTemplatedEmail"), "ses:FromAddress", _sender("FromEmailAddress")
    ),
}
"""Actions that a parameter narrows by a condition: "Bucket policy examples using condition keys" in the S3 guide,
"Using condition keys to limit access to CloudWatch namespaces", "Identity and access management in Amazon SES"."""


def narrowed(call: Call, derived: Derived) -> Derived:
    """Hold an action to what a parameter says by a condition."""
    found = CONDITIONS.get(call.api)
    text = found.value(call) if found else None
    if found is None or text is None:
        return derived
    condition = {"StringEquals": {found.key: Arn(text) if "${" in text else text}}
    derived.needs = [
        replace(need, condition=condition) if need.actions[0] in found.actions else need for need in derived.needs
    ]
    return derived
