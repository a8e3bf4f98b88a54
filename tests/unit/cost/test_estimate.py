"""From what is used to what it costs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from newel.cost.estimate import dollars, lines
from newel.cost.functions import Size, sizes
from newel.cost.prices import load, shipped
from newel.cost.usage import Usage
from newel.errors import NewelError
from newel.local.aws import LocalAws
from newel.sam.template import Template, parse


def template(text: str = "Resources: {}") -> Template:
    return parse(text, Path("template.yaml"))


def test_a_thousand_executions_of_forty_transitions_cost_a_dollar() -> None:
    [line] = lines(Usage(transitions=40), {}, {}, load(None), 1000)
    assert (line.what, line.how, round(line.dollars, 9)) == ("state transitions", "40", 1.0)


def test_the_example_of_aws_for_express_workflows() -> None:
    """A million executions of 30 seconds each, as in "AWS Step Functions Pricing": 64 MB at the first tier's price."""
    [line] = lines(Usage(requests=1, seconds=30), {}, {}, load(None), 1_000_000)
    assert line.how == "1 start, 30.0 s in all, 64 MB"
    assert line.dollars == pytest.approx(1 + 30_000_000 * 64 / 1024 * 0.00001667)


def test_a_function_costs_by_its_memory_and_architecture() -> None:
    text = """\
Parameters:
  Architecture: {Type: String, Default: arm64}
Globals:
  Function: {MemorySize: 1024}
Resources:
  Work:
    Type: AWS::Serverless::Function
    Properties: {Architectures: [!Ref Architecture]}
  Small:
    Type: AWS::Serverless::Function
    Properties: {MemorySize: 128}
"""
    names = LocalAws(template(text).data)
    found = sizes(["Work", "Small"], template(text), names)
    assert found == {"Work": Size(1024, "arm64"), "Small": Size(128, "x86_64")}
    usage = Usage(calls=Counter(Work=2, Small=1), function_ms=Counter(Work=3000, Small=1))
    small, work = lines(usage, {}, found, load(None), 1)
    assert work.how == "2 calls, 3,000 ms in all, 1024 MB, arm64"
    assert work.dollars == pytest.approx(2 * 0.0000002 + 3 * 0.0000133334)
    assert small.how == "1 call, 1 ms in all, 128 MB, x86_64"


@pytest.mark.parametrize(
    ("properties", "size"),
    [
        ("{MemorySize: !If [Big, 2048, 256], Architectures: [!If [Big, arm64, x86_64]]}", Size(2048, "arm64")),
        ('{MemorySize: !If [Big, !Ref "AWS::NoValue", 256]}', Size(128, "x86_64")),
        ('{MemorySize: "512"}', Size(512, "x86_64")),
    ],
)
def test_sizes_may_depend_on_conditions(properties: str, size: Size) -> None:
    text = f"""\
Conditions: {{Big: !Equals [a, a]}}
Resources:
  Work:
    Type: AWS::Serverless::Function
    Properties: {properties}
"""
    found = template(text)
    assert sizes(["Work"], found, LocalAws(found.data)) == {"Work": size}


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("{MemorySize: abc}", "MemorySize of function Work is 'abc'"),
        ("{MemorySize: 64}", "MemorySize of function Work is 64"),
        ("{MemorySize: !Ref Nothing}", "MemorySize of function Work: the template has no 'Nothing'"),
        ("{Architectures: [mips]}", r"Architectures of function Work is \['mips'\]"),
        ("{Architectures: 7}", "Architectures of function Work is 7"),
    ],
)
def test_a_size_that_is_none_is_told(properties: str, said: str) -> None:
    found = template(f"Resources:\n  Work:\n    Type: AWS::Serverless::Function\n    Properties: {properties}\n")
    with pytest.raises(NewelError, match=said):
        sizes(["Work"], found, LocalAws(found.data))


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        *((0, "$0.00"), (0.2, "$0.20"), (0.125, "$0.13"), (1234.5, "$1,234.50"), (0.0123, "$0.012")),
        *((0.00000042, "$0.00000042"), (1e-15, "$0.000000000000001"), (0.0999, "$0.10"), (0.09, "$0.09")),
    ],
)
def test_amounts_are_short(amount: float, shown: str) -> None:
    assert dollars(amount) == shown


def test_prices_may_be_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(shipped().replace("transition = 0.000025", "transition = 1").replace("us-east-1", "mars"), "utf-8")
    prices = load(file)
    assert (prices.transition, prices.region) == (1.0, "mars")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[standard]\ntransition = '1'\n",
        "[standard]\ntransition = -1\n",
        f"[standard]\ntransition = 1{'0' * 400}\n",
        "standard = 1",
        "[",
        "a = " + "[" * 3000,
    ],
)
def test_a_table_without_a_price_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(NewelError, match=r"no price|not TOML|nested too deeply"):
        load(file)


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NewelError, match="cannot be read"):
        load(tmp_path / "prices.toml")
