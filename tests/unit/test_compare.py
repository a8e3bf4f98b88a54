"""The comparison with the CDK can fail: it tells what is wider, what is less, and what is another name."""

from __future__ import annotations

from typing import Any

import pytest

from newel.permissions.permission import Permission
from support.compare import Names, differences, narrower, permissions, renamed, wider

TOPIC = "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:"


@pytest.mark.parametrize(
    ("theirs", "ours", "covers"),
    [
        (("sns:Publish", "*"), ("sns:Publish", f"{TOPIC}cool"), True),
        (("sns:publish", f"{TOPIC}*"), ("sns:Publish", f"{TOPIC}cool"), True),
        (("sns:*", f"{TOPIC}cool"), ("sns:Publish", f"{TOPIC}cool"), True),
        (("sns:Publish", f"{TOPIC}cool"), ("sns:Publish", f"{TOPIC}*"), False),
        (("sns:Publish", f"{TOPIC}cool"), ("sns:Publish", f"{TOPIC}cooler"), False),
        (("sns:Publish", "*"), ("sns:Subscribe", f"{TOPIC}cool"), False),
    ],
)
def test_a_permission_covers_what_is_within_it(theirs: tuple[str, str], ours: tuple[str, str], covers: bool) -> None:
    assert Permission(*theirs).covers(Permission(*ours)) is covers


EMR = {"StringEquals": {"iam:PassedToService": "elasticmapreduce.amazonaws.com"}}
TWO = {"StringLike": {"iam:PassedToService": ["elasticmapreduce.amazonaws.com", "ec2.amazonaws.com"]}}


@pytest.mark.parametrize(
    ("theirs", "ours", "covers"),
    [
        (None, EMR, True),
        (EMR, None, False),
        (TWO, EMR, True),
        ({"StringLike": {"states:HTTPEndpoint": "*"}}, None, True),
        (EMR, TWO, False),
        (EMR, {**EMR, "Bool": {"aws:SecureTransport": "true"}}, True),
        (EMR, {"StringLike": {"iam:PassedToService": "elastic*"}}, False),
    ],
)
def test_a_condition_narrows(theirs: Any, ours: Any, covers: bool) -> None:
    one, other = (Permission("iam:PassRole", "*", condition) for condition in (theirs, ours))
    assert one.covers(other) is covers


def test_what_holds_in_one_partition_alone_is_wider() -> None:
    ours = [Permission("iam:PassRole", "*", {"StringEquals": {"iam:PassedToService": "ec2.${AWS::URLSuffix}"}})]
    one = Permission("iam:PassRole", "*", {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}})
    other = Permission("iam:PassRole", "*", {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com.cn"}})
    assert list(wider([one, other], ours)) == []
    assert list(wider([one], ours)) == [f"allows {ours[0]}"]


def test_less_and_nothing_are_told_apart() -> None:
    theirs = permissions([{"Effect": "Allow", "Action": ["a:Read", "a:Stop"], "Resource": "*"}])
    ours = permissions([{"Effect": "Allow", "Action": "a:Read", "Resource": "one"}])
    assert list(narrower(theirs, ours)) == ["narrows a:Read on *", "leaves out a:Stop on *"]
    assert list(narrower(theirs, theirs)) == []


def test_references_may_have_other_names_but_one_each() -> None:
    names = Names()
    assert list(differences({"A": "${fn.Arn}", "B": "${topic}"}, {"B": "${Topic}", "A": "${Fn}"}, names, "s")) == []
    assert list(differences("${fn.Arn}", "${Other}", names, "s")) == ['s: "${fn.Arn}" is "${Other}"']
    assert renamed([{"Resource": ["${fn.Arn}:*", "${topic.Arn}", "${else}"]}], names) == [
        {"Resource": ["${Fn}:*", "${Topic.Arn}", "${else}"]}
    ]


@pytest.mark.parametrize(
    ("theirs", "ours", "said"),
    [
        ({"A": 1}, {}, "s.A: 1 is left out"),
        ({}, {"A": None}, "s.A: null is added"),
        ({"A": [1]}, {"A": [1, 2]}, "s.A: [1] is [1, 2]"),
        ({"A": True}, {"A": 1}, "s.A: true is 1"),
        ({"A": "1"}, {"A": 1}, 's.A: "1" is 1'),
        ({"A": "${AWS::Region}"}, {"A": "${Region}"}, 's.A: "${AWS::Region}" is "${Region}"'),
        ({"A": "x-${a}"}, {"A": "y-${a}"}, 's.A: "x-${a}" is "y-${a}"'),
    ],
)
def test_what_differs_is_told_with_its_place(theirs: Any, ours: Any, said: str) -> None:
    assert list(differences(theirs, ours, Names(), "s")) == [said]
