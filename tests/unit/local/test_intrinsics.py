"""CloudFormation's intrinsic functions over the local AWS."""

from __future__ import annotations

from typing import Any

import pytest

from newel.errors import NewelError
from newel.local.aws import LocalAws
from newel.local.intrinsics import resolve

TEMPLATE: dict[str, Any] = {
    "Parameters": {
        "Stage": {"Type": "String", "Default": "dev"},
        "Zones": {"Type": "CommaDelimitedList", "Default": "a, b"},
        "Bare": {"Type": "String"},
    },
    "Mappings": {"Seconds": {"dev": {"short": 5, "long": "60"}, 7: {"short": 9}}},
    "Conditions": {
        "IsDev": {"Fn::Equals": [{"Ref": "Stage"}, "dev"]},
        "IsProd": {"Fn::Not": [{"Condition": "IsDev"}]},
    },
    "Resources": {
        "Fun": {"Type": "AWS::Serverless::Function", "Properties": {}},
        "Named": {"Type": "AWS::Serverless::Function", "Properties": {"FunctionName": "other"}},
        "Job": {"Type": "AWS::Glue::Job", "Properties": {}},
    },
}
FUN_ARN = "arn:aws:lambda:us-east-1:123456789012:function:Fun"


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ("plain", "plain"),
        ({"Ref": "Stage"}, "dev"),
        ({"Ref": "Zones"}, ["a", "b"]),
        ({"Ref": "Job"}, "local-Job"),
        ({"Ref": "AWS::Region"}, "us-east-1"),
        ({"Ref": "Fun"}, "Fun"),
        ({"Ref": "Named"}, "other"),
        ({"Fn::GetAtt": ["Fun", "Arn"]}, FUN_ARN),
        ({"Fn::GetAtt": "Fun.Arn"}, FUN_ARN),
        ({"Fn::Sub": "${AWS::Partition}-${Stage}-${!Stay}"}, "aws-dev-${Stay}"),
        ({"Fn::Sub": ["${x}/${Fun.Arn}", {"x": {"Ref": "Stage"}}]}, f"dev/{FUN_ARN}"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Stage"}]]}, "a-dev"),
        ({"Fn::Select": ["1", {"Ref": "Zones"}]}, "b"),
        ({"Fn::Select": [0, {"Fn::Split": [",", "x,y"]}]}, "x"),
        ({"Fn::If": ["IsDev", 1, {"Ref": "Bare"}]}, 1),
        ({"Fn::If": ["IsProd", 1, 2]}, 2),
        ({"Ref": "AWS::NoValue"}, None),
        ({"a": {"Fn::If": ["IsProd", 1, {"Ref": "AWS::NoValue"}]}, "b": [{"Ref": "AWS::NoValue"}, 3]}, {"b": [3]}),
        ({"Fn::And": [{"Condition": "IsDev"}, {"Condition": "IsProd"}]}, False),
        ({"Fn::Or": [{"Condition": "IsDev"}, {"Condition": "IsProd"}]}, True),
        ({"Fn::FindInMap": ["Seconds", {"Ref": "Stage"}, "short"]}, 5),
        ({"Fn::FindInMap": ["Seconds", 7, "short"]}, 9),
        ({"a": [{"Ref": "Stage"}], "Ref": "x"}, {"a": ["dev"], "Ref": "x"}),
    ],
)
def test_it_gives(value: Any, resolved: Any) -> None:
    assert resolve(value, LocalAws(TEMPLATE)) == resolved


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"Ref": "Stag"}, "did you mean Stage"),
        ({"Ref": "Bare"}, "give it a Default"),
        ({"Fn::GetAtt": ["Fn", "Arn"]}, "did you mean Fun"),
        ({"Fn::GetAtt": ["Fun", "Version"]}, "known here: Arn"),
        ({"Fn::If": ["No", 1, 2]}, "no condition 'No'"),
        ({"Fn::FindInMap": ["Second", "dev", "short"]}, "no 'Second' in Mappings\n  write Seconds"),
        ({"Fn::FindInMap": ["Seconds", "dev", "shrt"]}, "no 'shrt' in Mappings.Seconds.dev\n  write short"),
        ({"Fn::FindInMap": ["Seconds"]}, "Fn::FindInMap cannot be carried out"),
        ({"Fn::ImportValue": "x"}, "Fn::ImportValue is not covered"),
        ({"Fn::Join": 5}, "Fn::Join cannot be carried out"),
        ({"Fn::Select": [9, ["a"]]}, "Fn::Select cannot be carried out"),
    ],
)
def test_what_has_no_value_is_an_error(value: Any, said: str) -> None:
    with pytest.raises(NewelError, match=said):
        resolve(value, LocalAws(TEMPLATE))
