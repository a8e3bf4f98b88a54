"""The pytest plugin, in pytest sessions of their own, on a small project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["pytester"]

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Inbox: {Type: AWS::SQS::Queue}
  Table: {Type: AWS::Serverless::SimpleTable}
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: orders.asl.json
      DefinitionSubstitutions: {Inbox: !Ref Inbox, Table: !Ref Table}
"""
ORDERS: dict[str, Any] = {
    "StartAt": "Check",
    "States": {
        "Check": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.amount", "NumericGreaterThan": 0, "Next": "Charge"}],
            "Default": "Nothing",
        },
        "Charge": {
            "Type": "Task",
            "Resource": "arn:aws:states:::http:invoke",
            "Parameters": {"ApiEndpoint": "https://x", "Method": "POST", "RequestBody": {"amount.$": "$.amount"}},
            "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 5, "MaxAttempts": 1}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Tell", "ResultPath": "$.why"}],
            "ResultPath": "$.charge",
            "Next": "Tell",
        },
        "Tell": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Parameters": {"QueueUrl": "${Inbox}", "MessageBody.$": "States.Format('{}', $.amount)"},
            "ResultPath": None,
            "End": True,
        },
        "Nothing": {"Type": "Fail", "Error": "NoAmount", "Cause": "the amount is not above 0"},
    },
}
TESTS = """
import pytest

PAID = {"Charge": [{"Return": {"ok": True}}]}

@pytest.fixture
def machine(newel_machine):
    return newel_machine("Orders")

def test_pays(machine):
    run = machine.run({"amount": 7}, mocks=PAID)
    assert run.output == {"amount": 7, "charge": {"ok": True}}
    run.assert_succeeded({"amount": 7, "charge": {"ok": True}})
    run.assert_path("Check", "Charge", "Tell")
    run.assert_visited("Tell")
    run.assert_called("Charge", {"RequestBody": {"amount": 7}}, times=1)
    run.assert_took(0)
    run.assert_path_matches_snapshot()
    assert run.messages == {"Inbox": ["7"]}
    assert run.rows == {"Table": []}

def test_tries_again(machine):
    busy = {"Throw": {"Error": "Busy"}}
    run = machine.run({"amount": 7}, mocks={"Charge": [busy, {"Return": {}}]})
    run.assert_called("Charge", times=2)
    run.assert_took(5)

def test_resources_can_be_filled_and_looked_at(machine):
    seen = []
    def before(aws):
        aws.client("dynamodb").put_item(TableName=aws.ref("Table"), Item={"id": {"S": "1"}})
    def after(aws):
        seen.extend(aws.client("dynamodb").scan(TableName=aws.ref("Table"))["Items"])
    machine.run({"amount": 7}, mocks=PAID, before=before, after=after)
    assert seen == [{"id": {"S": "1"}}]

def test_one_state(machine):
    answer = machine.test_state("Charge", {"amount": 1}, mock={"errorOutput": {"error": "Busy"}})
    assert answer["status"] == "RETRIABLE"
"""
CASES = """\
machine: Orders
cases:
  pays:
    input: {amount: 7}
    mocks: {Charge: [{Throw: {Error: Busy, Cause: later}}, {Return: {ok: true}}], Tell: [{Return: {MessageId: m}}]}
    expect:
      status: SUCCEEDED
      output: {amount: 7, charge: {ok: true}}
      path: [Check, Charge, Tell]
  has no amount:
    input: {amount: 0}
    expect: {status: FAILED, error: NoAmount, cause: not above}
  gives up:
    state: Charge
    input: {amount: 7}
    mock: {errorOutput: {error: Busy, cause: later}}
    retries: 1
    expect: {status: CAUGHT_ERROR, next: Tell, output: {amount: 7, why: {Error: Busy, Cause: later}}}
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    (pytester.path / "template.yaml").write_text(TEMPLATE, "utf-8")
    (pytester.path / "orders.asl.json").write_text(json.dumps(ORDERS), "utf-8")
    return pytester.path


def ran(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)


def test_a_fixture_gives_machines_that_run(pytester: pytest.Pytester, project: Path) -> None:
    pytester.makepyfile(test_orders=TESTS)
    ran(pytester).assert_outcomes(passed=4)
    snapshot = project / "__snapshots__/test_orders/test_pays.path.txt"
    assert snapshot.read_text("utf-8").split() == ["Check", "Charge", "Tell"]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("run.assert_failed()", "<Orders SUCCEEDED, by Check -> Charge -> Tell>"),
        ("run.assert_succeeded({})", "the output is {*, not {}"),
        ("run.assert_path('Check')", "it went by Check -> Charge -> Tell, not by Check"),
        ("run.assert_visited('Nothing')", "it did not come by Nothing"),
        ("run.assert_called('Check')", "'Check' made no call"),
        ("run.assert_called('Charge', times=2)", "'Charge' made 1 calls, not 2"),
        ("run.assert_called('Charge', {'Method': 'GET'})", 'and never {"Method": "GET"}'),
        ("run.assert_took(1)", "it took 0.0 s, not 1 s"),
        ("machine.run({'amount': 0}).assert_succeeded()", "the amount is not above 0"),
        ("machine.run({'amount': 0}).assert_succeeded()", "in the state 'Nothing', orders.asl.json:1"),
        ("machine.run({'amount': 0}).assert_failed('Other')", "the error is NoAmount, not Other"),
        ("machine.run({'amount': 7})", "*nothing here answers http:invoke*"),
        ("machine.run({'amount': 7}, mocks={'Charge': []})", "*more than it has mocks*"),
        ("newel_machine('Oders')", "*did you mean Orders?*"),
    ],
)
def test_what_fails_says_what_is_the_matter(pytester: pytest.Pytester, body: str, said: str) -> None:
    pytester.makepyfile(
        f"""
        def test_it(newel_machine):
            machine = newel_machine("Orders")
            run = machine.run({{"amount": 7}}, mocks={{"Charge": [{{"Return": 1}}]}})
            {body}
        """
    )
    result = ran(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"*{said}*"])


def test_a_snapshot_is_held_to_and_written_anew(
    pytester: pytest.Pytester, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile(test_orders=TESTS)
    file = project / "__snapshots__/test_orders/test_pays.path.txt"
    monkeypatch.setenv("CI", "true")
    result = ran(pytester, "-k", "pays")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*there is no snapshot*commit what it writes*"])
    monkeypatch.delenv("CI")
    file.parent.mkdir(parents=True)
    file.write_text("Check\nNothing\n", "utf-8")
    ran(pytester, "-k", "pays").assert_outcomes(failed=1)
    ran(pytester, "-k", "pays", "--newel-update").assert_outcomes(passed=1)
    assert file.read_text("utf-8") == "Check\nCharge\nTell\n"


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_coverage_is_shown_written_and_held_to(pytester: pytest.Pytester, project: Path, workers: tuple[str]) -> None:
    pytester.makepyfile(test_orders=TESTS)
    report = project / "coverage.json"
    result = ran(
        pytester, "--newel-coverage", "--newel-coverage-report", str(report), "--newel-coverage-min=90", *workers
    )
    assert result.ret == 1
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(
        [
            "machine*states*ways*cover*missed",
            "Orders *3/4 *2/3 *71%*Nothing",
            "TOTAL *3/4 *2/3 *71%",
            "FAIL: 71.4% is less than 90%",
        ]
    )
    written = json.loads(report.read_text("utf-8"))
    assert written["percent"] == 71.43
    assert written["machines"]["Orders"]["taken"] == [["Charge", "Tell"], ["Check", "Charge"]]
    assert ran(pytester, "--newel-coverage-min=70", *workers).ret == 0


def test_cases_of_a_file_are_carried_out_here(pytester: pytest.Pytester, project: Path) -> None:
    (project / "orders.newel.yaml").write_text(CASES, "utf-8")
    result = ran(pytester, "-v", "--newel-coverage")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["*orders.newel.yaml::pays PASSED*", "TOTAL *4/4 *"])


def test_a_case_that_fails_says_what_is_not_as_expected(pytester: pytest.Pytester, project: Path) -> None:
    (project / "orders.newel.yaml").write_text(CASES.replace("NoAmount", "Other"), "utf-8")
    result = ran(pytester)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*orders.newel.yaml: has no amount",
            "error is 'NoAmount', and \"Other\" is expected",
            "It ended as <Orders FAILED*",
        ]
    )
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("machine: Orders", "machine: Oders", "*did you mean Orders?*"),
        ("machine: Orders\n", "", "*it does not say which machine it is about*"),
        ("cases:", "caeses:", "*did you mean cases?*"),
        ("expect: {status: FAILED", "expects: {status: FAILED", "*did you mean expect?*"),
        ("{status: FAILED, error: NoAmount, cause: not above}", "{}", "*it expects nothing*"),
        ("retries: 1", "retries: once", "*its retries is not a number*"),
        ("path: [Check, Charge, Tell]", "path: Check", "*its path is no list of states*"),
        ("machine: Orders", "machine: [", "*this is not YAML*"),
        ("state: Charge", "state: Chrge", "*State not found in definition*"),
    ],
)
def test_a_file_that_is_wrong_is_told(pytester: pytest.Pytester, project: Path, old: str, new: str, said: str) -> None:
    (project / "orders.newel.yaml").write_text(CASES.replace(old, new, 1), "utf-8")
    result = ran(pytester)
    assert result.ret != 0
    result.stdout.fnmatch_lines([said])


# What a client of boto3's is told by botocore's stubber: TestState's answers, in their order.
STUBBED = """
import json
from importlib import import_module
import pytest
from botocore.stub import ANY, Stubber
import newel.local.pytest_plugin as plugin

def answer(**said):
    return {name: json.dumps(value) if name == "output" else value for name, value in said.items()}

stubbers = []

def pytest_runtest_setup(item):
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
    client = import_module("boto3").client("stepfunctions", "eu-west-1", **keys)
    stubber = Stubber(client)
    def expect(state, said, **request):
        stubber.add_response("test_state", said, {"definition": ANY, "stateName": state, "input": ANY, **request})
    name = item.name
    level = {"inspectionLevel": "DEBUG"}
    if name == "pays":
        given = {"amount": 7}
        expect("Check", answer(status="SUCCEEDED", output=given, nextState="Charge"), **level)
        busy = {"errorOutput": {"error": "Busy", "cause": "later"}}
        expect("Charge", answer(status="RETRIABLE", error="Busy"), mock=busy, **level)
        again = {"stateConfiguration": {"retrierRetryCount": 1}}
        done = answer(status="SUCCEEDED", output={**given, "charge": {"ok": True}}, nextState="Tell",
                      inspectionData={"variables": '{"v": 1}'})
        expect("Charge", done, mock={"result": '{"ok":true}'}, **again, **level)
        told = answer(status="SUCCEEDED", output={**given, "charge": {"ok": True}})
        expect("Tell", told, mock={"result": '{"MessageId":"m"}'}, variables='{"v": 1}', **level)
    elif name == "gives up":
        done = answer(status="CAUGHT_ERROR", nextState="Tell", error="Busy",
                      output={"amount": 7, "why": {"Error": "Busy", "Cause": "later"}})
        expect("Charge", done, mock=ANY, stateConfiguration={"retrierRetryCount": 1})
    else:
        expect("Check", answer(status="SUCCEEDED", output={"amount": 0}, nextState="Nothing"), **level)
        expect("Nothing", answer(status="FAILED", error="NoAmount", cause="not above 0"), **level)
    stubber.activate()
    stubbers.append(stubber)
    plugin._client = lambda: client

def pytest_runtest_teardown(item):
    stubbers.pop().assert_no_pending_responses()
"""


def test_cases_are_carried_out_by_test_state_of_aws(pytester: pytest.Pytester, project: Path) -> None:
    (project / "orders.newel.yaml").write_text(CASES, "utf-8")
    pytester.makeconftest(STUBBED)
    ran(pytester, "--aws").assert_outcomes(passed=3)


def test_without_a_region_it_says_so(pytester: pytest.Pytester, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    (project / "orders.newel.yaml").write_text(CASES, "utf-8")
    result = ran(pytester, "--aws")
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(["You must specify a region."])


def test_what_test_state_does_not_do_is_skipped_with_the_reason(pytester: pytest.Pytester, project: Path) -> None:
    inner = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
    machine = {"StartAt": "M", "States": {"M": {"Type": "Map", "ItemProcessor": inner, "End": True}}}
    (project / "each.asl.json").write_text(json.dumps(machine), "utf-8")
    cases = {"machine": "each.asl.json", "cases": {"all": {"input": [1], "expect": {"output": [1]}}}}
    (project / "each.newel.json").write_text(json.dumps(cases), "utf-8")
    pytester.makeconftest(
        "import newel.local.pytest_plugin as plugin\nplugin._client = lambda: type('C', (), {'test_state': None})"
    )
    result = ran(pytester, "--aws", "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*TestState runs no Map state without a mock: 'M'*"])
    ran(pytester).assert_outcomes(passed=1)
