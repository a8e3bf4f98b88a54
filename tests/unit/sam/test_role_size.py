"""What a role holds: IAM refuses more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newel import Ref, StateMachine
from newel.sam.role_size import MOST, size
from newel.sam.template import parse
from newel.sam.weave import Woven, too_long, weave
from newel.tasks import lambda_
from support.transform import transform


def functions(count: int) -> tuple[str, Woven]:
    """A template with so many functions, and a machine that calls each."""
    names = [f"ProcessTheOrder{number}" for number in range(count)]
    made = {
        name: {
            "Type": "AWS::Serverless::Function",
            "Properties": {"Handler": "a.b", "Runtime": "python3.13", "CodeUri": "s3://b/k"},
        }
        for name in names
    }
    resources = "".join(f"  {name}: {json.dumps(made[name])}\n" for name in names)
    flow: Any = lambda_.Invoke("S0", function_name=Ref(names[0]))
    for number, name in enumerate(names[1:], 1):
        flow = flow >> lambda_.Invoke(f"S{number}", function_name=Ref(name))
    machine = StateMachine("Many", flow)
    text = f"Transform: AWS::Serverless-2016-10-31\nResources:\n{resources}"
    return text, Woven(machine, machine.compile(), "statemachines/many.py", "statemachines/many.asl.json")


def test_a_role_that_holds_too_much_is_told_with_what_to_do() -> None:
    text, woven = functions(150)
    [error] = too_long(parse(text, Path("template.yaml")), [woven])
    assert "characters, and IAM takes 10,240 of a role" in str(error)
    assert "move a part to a machine of its own" in str(error)
    assert too_long(parse(text, Path("template.yaml")), [functions(50)[1]]) == []


def test_the_estimate_is_near_what_cloudformation_writes() -> None:
    text, woven = functions(60)
    kept = weave(parse(text, Path("template.yaml")), [woven])
    data = parse(kept, Path("template.yaml")).data
    role = transform(data)["Resources"]["ManyRole"]["Properties"]["Policies"]
    written = json.dumps(role, separators=(",", ":"))
    for number in reversed(range(60)):
        name = f"ProcessTheOrder{number}"
        arn = f"arn:aws:lambda:eu-west-1:123456789012:function:a-stack-{name}-ABCDEFGHIJKL"
        written = written.replace(json.dumps({"Fn::GetAtt": [name, "Arn"]}, separators=(",", ":")), f'"{arn}"')
    estimate = size(data["Resources"]["Many"]["Properties"]["Policies"])
    assert estimate == pytest.approx(len(written), rel=0.1)
    assert estimate < MOST
