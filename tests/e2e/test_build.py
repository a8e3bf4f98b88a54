"""`newel build` as a person runs it: what it writes, and what it says when it cannot."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from support.cli import MACHINE, NEWEL, TEMPLATE, contents, newel, project

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT.parent / "shared/reference/cdk_seed_cases/01_evaluate_expression.json"


def test_help_and_version() -> None:
    shown = newel("--help", cwd=ROOT)
    assert shown.returncode == 0
    assert "build" in shown.stdout
    assert newel("--version", cwd=ROOT).stdout.startswith("newel ")


def test_a_command_that_is_not_there_offers_the_nearest() -> None:
    done = newel("biuld", cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Write build" in done.stderr


def test_it_writes_once_and_then_nothing(tmp_path: Path) -> None:
    root = project(tmp_path)
    first = newel("build", cwd=root)
    assert (first.returncode, first.stdout) == (0, "")
    assert first.stderr.splitlines() == ["wrote statemachines/tell.asl.json", "wrote template.yaml"]
    before = contents(root)
    again = newel("build", cwd=root)
    assert again.stderr.splitlines() == ["up to date: 2 files"]
    assert contents(root) == before
    assert (root / "template.yaml").read_text("utf-8").startswith(TEMPLATE)


def test_check_changes_nothing_and_shows_the_difference(tmp_path: Path) -> None:
    root = project(tmp_path)
    before = contents(root)
    stale = newel("build", "--check", cwd=root)
    assert stale.returncode == 1
    assert "+++ b/statemachines/tell.asl.json" in stale.stdout
    assert "+  Tell:\n" in stale.stdout
    assert "2 of 2 files are stale" in stale.stderr
    assert contents(root) == before
    newel("build", cwd=root)
    fresh = newel("build", "--check", cwd=root)
    assert (fresh.returncode, fresh.stdout, fresh.stderr) == (0, "", "")


ODD = """\
from newel import Pass, StateMachine, path

machine = StateMachine("Odd", Pass("Read", input_path="$.a b"))
"""

LARGE = """\
from newel import Pass, StateMachine

chain = Pass("Heavy", result="x" * {size})
for number in range({states}):
    chain = chain >> Pass(f"State {{number}}")
machine = StateMachine("Large", chain)
"""


def test_a_large_definition_is_written_densely_and_a_larger_one_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path, large=LARGE.format(size=400_000, states=9_000))
    assert newel("build", cwd=root).returncode == 0
    definition = root / "statemachines/large.asl.json"
    dense = definition.read_bytes()
    assert len(dense) <= 1_048_576
    assert len(json.loads(dense)["States"]) == 9_001
    (root / "statemachines/large.py").write_text(LARGE.format(size=1_000_000, states=9_000), "utf-8")
    refused = newel("build", cwd=root)
    assert refused.returncode == 1
    assert "AWS takes 1,048,576; of its 9,001 states Heavy (1,000," in refused.stderr
    assert definition.read_bytes() == dense


def test_a_message_that_does_not_fit_its_topic_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path)
    template = TEMPLATE + "    Properties: {FifoTopic: true, ContentBasedDeduplication: true}\n"
    (root / "template.yaml").write_text(template, "utf-8")
    done = newel("build", cwd=root)
    assert (done.returncode, done.stdout) == (1, "")
    assert "state 'Tell them': message_group_id: is required: CoolTopic is FIFO" in done.stderr
    assert not (root / "statemachines/tell.asl.json").exists()


def test_what_compiles_and_aws_refuses_is_not_written(tmp_path: Path) -> None:
    root = project(tmp_path, odd=ODD)
    before = (root / "template.yaml").read_bytes()
    done = newel("build", cwd=root)
    assert (done.returncode, done.stdout) == (1, "")
    assert "odd.py:3: /States/Read/InputPath: '$.a b' is no JSONPath" in done.stderr
    assert not (root / "statemachines/odd.asl.json").exists()
    assert (root / "template.yaml").read_bytes() == before


def test_the_projects_own_files_are_up_to_date() -> None:
    assert newel("build", "--check", cwd=ROOT).returncode == 0


@pytest.mark.skipif(not REFERENCE.exists(), reason="../shared/reference is not here")
def test_the_definition_is_the_cdks_but_for_names_and_our_retry() -> None:
    ours = json.loads((ROOT / "statemachines/wait_and_tell.asl.json").read_text("utf-8"))
    for state in ours["States"].values():
        state.pop("Retry", None)
    text = json.dumps(ours, sort_keys=True)
    theirs = json.dumps(json.loads(REFERENCE.read_text("utf-8"))["asl"], sort_keys=True)
    names = {
        "${ConverttosecondsEvalFunction.Arn}": "${EvaluateExpressionArn}",
        "${CreatemessageEvalFunction.Arn}": "${EvaluateExpressionArn}",
        "${AWS::Partition}": "${AWSPartition}",
        "${cooltopic}": "${CoolTopicArn}",
    }
    for their, our in names.items():
        assert their in theirs
        theirs = theirs.replace(their, our)
    assert text == theirs


# A row a way to go wrong: the files of the project, and what is said on stderr.
WRONG = {
    "raises": (
        {"bad": "import newel\n\n1 / 0\n"},
        ["statemachines/bad.py:3: ZeroDivisionError: division by zero", "1 / 0"],
    ),
    "syntax": ({"bad": "x = (\n"}, ["statemachines/bad.py:1: SyntaxError: '(' was never closed"]),
    "exits": ({"bad": "raise SystemExit(3)\n"}, ["statemachines/bad.py:1: SystemExit: 3"]),
    "import": ({"bad": "import nothing_of_the_kind\n"}, ["statemachines/bad.py:1: ModuleNotFoundError"]),
    "no machine": ({"bad": "x = 1\n"}, ["statemachines/bad.py: this module has no machine"]),
    "two machines": (
        {"bad": MACHINE + 'other = StateMachine("Other", machine.flow)\n'},
        ["statemachines/bad.py: a module has one machine, this one has Tell, Other"],
    ),
    "one name": (
        {"one": MACHINE, "two": MACHINE},
        ["statemachines/two.py:4: there is a machine named 'Tell' already, in statemachines/one.py"],
    ),
    "misspelt": (
        {"bad": MACHINE.replace("topic_arn", "topic_am")},
        ["statemachines/bad.py:4: Publish has no argument 'topic_am'", "write topic_arn"],
    ),
    "reference": ({"bad": MACHINE.replace("CoolTopic", "ColTopic")}, ["'ColTopic'", "write CoolTopic"]),
    "expression": (
        {
            "bad": "from newel import StateMachine\nfrom newel.tasks import EvaluateExpression\n"
            'machine = StateMachine("Bad", EvaluateExpression("E", expression="1 +* 2"))\n'
        },
        ["statemachines/bad.py:3: state 'E': expression: ", "1 +* 2", "   ^"],
    ),
    "two mistakes": (
        {"one": "1 / 0\n", "two": "x\n"},
        ["statemachines/one.py:1: ZeroDivisionError", "statemachines/two.py:1: NameError"],
    ),
}


@pytest.mark.parametrize(("machines", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, machines: dict[str, str], said: list[str]) -> None:
    root = project(tmp_path, **machines)
    before = contents(root)
    done = newel("build", cwd=root)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    for text in said:
        assert text in done.stderr
    assert contents(root) == before


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Resources: [", "template.yaml:1:13: the template is not YAML"),
        ("", "this is not a SAM template"),
        (TEMPLATE + "  Tell: {Type: AWS::SNS::Topic}\n", "'Tell' is in the template already"),
    ],
)
def test_a_wrong_template_is_told(tmp_path: Path, template: str, said: str) -> None:
    root = project(tmp_path)
    (root / "template.yaml").write_text(template, "utf-8")
    before = contents(root)
    done = newel("build", cwd=root)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(root) == before


def test_workflows_share_helpers_and_hide_no_module_of_python(tmp_path: Path) -> None:
    helper = "from newel import Ref\n\nTOPIC = Ref('CoolTopic')\n"
    using = MACHINE.replace("from newel import Ref", "from _topics import TOPIC\nfrom newel import Ref")
    root = project(tmp_path, _topics=helper, json=using.replace('topic_arn=Ref("CoolTopic")', "topic_arn=TOPIC"))
    done = newel("build", cwd=root)
    assert done.returncode == 0, done.stderr
    assert sorted(contents(root / "statemachines")) == ["_topics.py", "json.asl.json", "json.py"]


def test_an_edit_within_the_same_second_is_seen(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    root = project(tmp_path, tell=MACHINE.replace('"hello"', "TEXT").replace("\n\n", "\nfrom _text import TEXT\n\n", 1))
    for text in ("one", "two"):
        (root / "statemachines/_text.py").write_text(f"TEXT = {text!r}\n", "utf-8")
        assert newel("build", cwd=root, env=env).returncode == 0
        assert f'"Message": "{text}"' in (root / "statemachines/tell.asl.json").read_text("utf-8")
    assert sorted(contents(root / "statemachines")) == ["_text.py", "tell.asl.json", "tell.py"]


def test_a_missing_template_or_folder_is_told(tmp_path: Path) -> None:
    assert "no such template" in newel("build", cwd=tmp_path).stderr
    (tmp_path / "template.yaml").write_text(TEMPLATE, "utf-8")
    assert "no folder 'statemachines'" in newel("build", cwd=tmp_path).stderr


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    root = project(tmp_path)
    before = contents(root)
    (root / "statemachines").chmod(0o555)
    command: list[str | Path] = [NEWEL, "build"]
    if os.geteuid() == 0:  # root may write anywhere, unless it gives that up
        if not shutil.which("setpriv"):
            pytest.skip("root may write anywhere, and there is no setpriv to give that up")
        command = ["setpriv", "--bounding-set", "-dac_override", *command]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    (root / "statemachines").chmod(0o755)
    assert done.returncode == 1
    assert "statemachines/tell.asl.json: the file cannot be written: Permission denied" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(root) == before


def test_a_machine_that_is_gone_is_told_beside_the_work(tmp_path: Path) -> None:
    root = project(tmp_path, one=MACHINE, two=MACHINE.replace('"Tell"', '"Other"'))
    assert newel("build", cwd=root).returncode == 0
    (root / "statemachines/two.py").unlink()
    source = root / "statemachines/one.py"
    source.write_text(source.read_text("utf-8").replace("hello", "good day"), "utf-8")
    done = newel("build", cwd=root)
    assert done.returncode == 1
    assert "wrote statemachines/one.asl.json" in done.stderr
    assert "'Other', 'OtherLogs'" in done.stderr
    assert "are kept from statemachines/two.py, which no longer has them" in done.stderr
    assert "newel build --prune" in done.stderr
    assert "  Other:\n" in (root / "template.yaml").read_text("utf-8")
    pruned = newel("build", "--prune", cwd=root)
    assert (pruned.returncode, pruned.stderr.splitlines()) == (0, ["wrote template.yaml"])
    assert "Other" not in (root / "template.yaml").read_text("utf-8")
    assert newel("build", "--check", cwd=root).returncode == 0


def test_what_a_workflow_prints_is_no_result(tmp_path: Path) -> None:
    root = project(tmp_path, tell="print('noise')\n" + MACHINE)
    done = newel("build", "--check", cwd=root)
    assert "noise" in done.stderr
    assert "noise" not in [line.strip() for line in done.stdout.splitlines()]


def test_a_link_to_the_template_stays_one(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (root / "template.yaml").rename(tmp_path / "real.yaml")
    (root / "template.yaml").symlink_to(tmp_path / "real.yaml")
    assert newel("build", cwd=root).returncode == 0
    assert (root / "template.yaml").is_symlink()
    assert "  Tell:\n" in (tmp_path / "real.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["$.a", "--input", '{"a": 2}'], 0, ""),
        (["-1"], 0, ""),
        (["$.a"], 1, "the input has no $.a, and Step Functions fails where a path is missing"),
        (["$.a +"], 1, "ExpressionSyntaxError"),
        (["$.a", "--input", '{"a": NaN}'], 1, "this is not JSON: it has no NaN"),
        (["$.a", "--input", "[" + "1" * 5_000 + "]"], 1, "a number of 5,000 digits is longer than any reader takes"),
        (["$.a", "--input", "[" * 20_000], 1, "nested too deeply"),
        (["$.a", "--input", "a" * 5_000], 2, "neither JSON nor a file"),
        (["$.a", "--input", "nothing.json"], 2, "there is no such file, and it is no JSON"),
    ],
)
def test_an_expression_is_evaluated_as_the_service_would(
    tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    done = newel("eval", *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failed_expression_is_shown_as_the_build_shows_it(tmp_path: Path) -> None:
    expression = "const total = $.a;\n\ttotal +* 2"
    shown = newel("eval", expression, "--input", '{"a": 1}', cwd=tmp_path)
    wanted = ["  line 2, column 9", "     total +* 2", "            ^"]
    assert shown.stderr.splitlines() == ["error: ExpressionSyntaxError: Unexpected `*`", *wanted]
    machine = (
        "from newel import StateMachine\nfrom newel.tasks import EvaluateExpression\n\n"
        f"machine = StateMachine('Sum',\n    EvaluateExpression('Add', expression={expression!r}))\n"
    )
    built = newel("build", cwd=project(tmp_path / "project", sum=machine))
    assert built.returncode == 1
    first, *rest = built.stderr.splitlines()
    assert first == "error: statemachines/sum.py:5: state 'Add': expression: Unexpected `*`"
    assert rest[:3] == wanted


def test_the_state_of_an_expression_comes_from_stdin_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"a": "größer 😀"}', "utf-8")
    from_file = newel("eval", "$.a", "--input", "state.json", cwd=tmp_path)
    assert (from_file.returncode, from_file.stdout, from_file.stderr) == (0, '"größer 😀"\n', "")
    command = [NEWEL, "eval", "let n = 0;\nfor (const x of $.list) n += x;\nn", "--input", "-"]
    done = subprocess.run(command, input='{"list": [1, 2]}', capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "3\n", "")


def test_the_help_of_eval_keeps_its_lines_and_tells_the_exit_codes(tmp_path: Path) -> None:
    shown = newel("eval", "--help", cwd=tmp_path).stdout
    assert """  newel eval '$.waitMilliseconds / 1000' --input '{"waitMilliseconds": 5000}'\n""" in shown
    assert "Exit codes: 0 a value, 1 no value" in shown
    assert "\b" not in shown


def test_a_piped_error_has_no_colour_and_no_value(tmp_path: Path) -> None:
    done = newel("eval", "$.a.b.c", "--input", '{"a": {"b": null, "secret": "geheim"}}', cwd=tmp_path)
    assert done.returncode == 1
    assert "\x1b" not in done.stderr
    assert "geheim" not in done.stderr


def test_a_huge_state_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "huge.json").write_text('{"a": "' + "x" * 2_000_000 + '"}')
    done = newel("eval", "$.a", "--input", "huge.json", cwd=tmp_path)
    assert done.returncode == 1
    assert "LimitExceeded" in done.stderr
    assert len(done.stderr) < 500


def test_ctrl_c_leaves_everything_as_it_was(tmp_path: Path) -> None:
    flag = tmp_path / "running"
    slow = f"import pathlib, time\npathlib.Path({str(flag)!r}).touch()\ntime.sleep(60)\n" + MACHINE
    root = project(tmp_path / "project", slow=slow)
    before = contents(root)
    process = subprocess.Popen([NEWEL, "build"], cwd=root, stderr=subprocess.PIPE, text=True)
    while not flag.exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.strip() == "Interrupted."
    assert contents(root) == before


def test_a_permission_that_is_wider_than_it_might_be_is_told(tmp_path: Path) -> None:
    source = MACHINE.replace("import Ref,", "import path,").replace('Ref("CoolTopic")', 'path("$.topic")')
    root = project(tmp_path, tell=source)
    done = newel("build", cwd=root)
    assert done.returncode == 0
    assert "warning: statemachines/tell.py: state 'Tell them' may use any SNS topic for its TopicArn" in done.stderr
    assert "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:*" in (root / "template.yaml").read_text("utf-8")
    told = source.replace('message="hello"', 'message="hello", allow=["*"]')
    (root / "statemachines" / "tell.py").write_text(told, "utf-8")
    assert "warning" not in newel("build", cwd=root).stderr


def test_a_template_among_its_machines_is_a_project_of_its_own(tmp_path: Path) -> None:
    root = project(tmp_path)
    gallery = root / "statemachines" / "gallery"
    gallery.mkdir()
    (gallery / "template.yaml").write_text(TEMPLATE, "utf-8")
    (gallery / "other.py").write_text(MACHINE.replace('"Tell"', '"Other"'), "utf-8")
    done = newel("build", "--template", "statemachines/gallery/template.yaml", cwd=root)
    assert done.stderr.splitlines() == [
        "wrote statemachines/gallery/other.asl.json",
        "wrote statemachines/gallery/template.yaml",
    ]
    assert newel("build", cwd=root).stderr.splitlines() == ["wrote statemachines/tell.asl.json", "wrote template.yaml"]


CALLING = """\
from newel import Retry, StateMachine, path
from newel.tasks import CallAwsService

call = CallAwsService(
    "Call",
    service="inspector",
    action="listFindings",
    parameters={PARAMETERS},
    retry=[Retry(errors=["Inspector.NoSuchEntity"])],
)
machine = StateMachine("Calling", call)
"""


def test_a_call_of_a_service_is_built_and_warned_of(tmp_path: Path) -> None:
    root = project(tmp_path, calling=CALLING.replace("PARAMETERS", '"AssessmentRunArns": [path("$.arn")]'))
    done = newel("build", cwd=root)
    assert "a path cannot stand in a list in JSONPath" in done.stderr
    root = project(tmp_path / "other", calling=CALLING.replace("PARAMETERS", '"AssessmentRunArns": path("$.arns")'))
    done = newel("build", cwd=root)
    assert done.returncode == 0
    assert "calling.py:4: /States/Call/Resource: AWS lists inspector no longer among the services" in done.stderr
    assert (
        "calling.py:9: /States/Call/Retry/0/ErrorEquals/0: inspector throws no Inspector.NoSuchEntity: write "
        "Inspector.NoSuchEntityException"
    ) in done.stderr
    assert "inspector:ListFindings" in (root / "template.yaml").read_text("utf-8")


def test_a_call_that_is_spelled_otherwise_is_told_with_its_line(tmp_path: Path) -> None:
    done = newel("build", cwd=project(tmp_path, calling=CALLING.replace("PARAMETERS", '"assessmentRunArns": []')))
    assert done.returncode == 1
    assert (
        "statemachines/calling.py:4: state 'Call': parameters.assessmentRunArns: the member is spelled" in done.stderr
    )
    assert "\n  write AssessmentRunArns\n" in done.stderr
