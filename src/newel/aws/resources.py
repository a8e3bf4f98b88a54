"""Kinds of resources that fields refer to, and how CloudFormation names their identifiers.

A row says which resource types are of the kind, and for each form of identifier where it is found: "Ref", or
attributes that `Fn::GetAtt` takes ("Return values" on each type's page of the CloudFormation reference). The first is
what newel writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Form: TypeAlias = Literal["arn", "name", "url"]


@dataclass(frozen=True)
class Kind:
    """A kind of resource, such as an SNS topic."""

    title: str
    types: Mapping[str, Mapping[Form, Sequence[str]]]


@dataclass(frozen=True)
class Target:
    """What a field wants: which kind of resource, and which of its identifiers."""

    kind: Kind
    form: Form


TOPIC = Kind(
    "SNS topic",
    {"AWS::SNS::Topic": {"arn": ("Ref", "TopicArn"), "name": ("TopicName",)}},
)
FUNCTION = Kind(
    "Lambda function",
    {
        "AWS::Serverless::Function": {"arn": ("Arn",), "name": ("Ref",)},
        "AWS::Lambda::Function": {"arn": ("Arn",), "name": ("Ref",)},
    },
)
