"""`newel graph`, from the command line."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from support.cli import newel

ROOT = Path(__file__).parents[2]
RUN = "--input events/order_intake/event.json --mocks events/order_intake/mocks.json --fill events/order_intake/fill"


def test_without_more_it_is_mermaid() -> None:
    done = newel("graph", "OrderIntake", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("flowchart TD\n    start(( ))\n    start --> s0\n")


def test_the_suffix_says_the_format_and_check_says_what_is_stale(tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    command = ("graph", "statemachines/order_intake.py", "--output", str(file))
    assert newel(*command, "--check", cwd=ROOT).returncode == 1
    assert newel(*command, cwd=ROOT).returncode == 0
    assert file.read_text("utf-8").startswith("<svg")
    assert newel(*command, "--check", cwd=ROOT).returncode == 0
    file.write_text(file.read_text("utf-8").replace("Take back", "Give back"), "utf-8")
    stale = newel(*command, "--check", cwd=ROOT)
    assert (stale.returncode, "is stale" in stale.stderr) == (1, True)
    assert "Give back" in file.read_text("utf-8")


def test_a_run_is_drawn_on_the_page(tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    done = newel("run", "OrderIntake", *RUN.split(), "--case", "unshipped", "--format", "json", cwd=ROOT)
    history.write_text(done.stdout, "utf-8")
    drawn = newel("graph", "OrderIntake", "--format", "html", "--trace", str(history), cwd=ROOT)
    assert drawn.returncode == 0
    assert 'class="state fail failed" data-place="/States/Intake failed"' in drawn.stdout
    assert "statemachines/order_intake.py:" in drawn.stdout
    assert "dynamodb:PutItem" in drawn.stdout
    told = re.search('<script type="application/json" id="states">(.*)</script>', drawn.stdout)
    assert told is not None
    visit = json.loads(told[1])["/States/Ship each order/ItemProcessor/States/Hand to the warehouse"]["visits"][0]
    assert [title for title, _ in visit["told"]][:2] == ["Input", "Sent to sqs:sendMessage"]
    assert "http" not in drawn.stdout.replace(told[0], "").replace("http://www.w3.org/2000/svg", "")  # nothing else


OTHER = (
    '[{"id": 1, "type": "PassStateEntered", "timestamp": 1, "stateEnteredEventDetails": {"name": "X"}},'
    ' {"id": 2, "type": "PassStateEntered", "timestamp": 1, "stateEnteredEventDetails": {"name": "Announce"}}]'
)


def test_states_that_the_machine_does_not_have_are_named() -> None:
    done = newel("graph", "OrderIntake", "--trace", OTHER, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "not drawn, as OrderIntake does not have them: 'X'\n")


def test_a_dash_is_stdout_and_a_link_to_itself_is_no_file(tmp_path: Path) -> None:
    assert newel("graph", "OrderIntake", "--output", "-", cwd=ROOT).stdout.startswith("flowchart TD")
    link = tmp_path / "x.svg"
    link.symlink_to(link)
    done = newel("graph", "OrderIntake", "--output", str(link), cwd=ROOT)
    assert (done.returncode, "Too many levels of symbolic links" in done.stderr) == (1, True)


def test_what_is_stale_is_mended_by_the_command_that_is_told(tmp_path: Path) -> None:
    given = ("--output", str(tmp_path / "x.md"), "--format", "mermaid", "--trace", OTHER, "--template", "template.yaml")
    stale = newel("graph", "OrderIntake", *given, "--check", cwd=ROOT)
    told = stale.stderr.partition("`")[2].partition("`")[0]
    assert newel(*shlex.split(told)[1:], cwd=ROOT).returncode == 0
    assert newel("graph", "OrderIntake", *given, "--check", cwd=ROOT).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("Nobody",), 2, "there is no state machine"),
        (("OrderIntake", "--check"), 2, "--check is about a file"),
        (("OrderIntake", "--output", "nowhere/x.svg"), 1, "there is no such folder"),
        (("OrderIntake", "--output", "nowhere.pdf"), 2, "write .svg, .html, .htm, .mmd, or give --format too"),
        (("OrderIntake", "--trace", "nothing.json"), 2, "--trace nothing.json: there is no such file"),
        (("OrderIntake", "--output", "-", "--check"), 2, "--check is about a file"),
        (
            ("OrderIntake", "--trace", OTHER.replace("Announce", "Y")),
            1,
            "the history is not of OrderIntake, which has none of its states: 'X'",
        ),
        (("OrderIntake", "--trace", "{}"), 1, "events"),
    ],
)
def test_what_is_wrong_is_told(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = newel("graph", *arguments, cwd=ROOT)
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr


@pytest.mark.parametrize("command", ["graph", "cost"])
@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ("{}", "it has no States"),
        ('{"StartAt": "A", "States": {}}', "it has no States"),
        ('{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}', "it starts at no state that it has"),
        ('{"StartAt": "A", "States": {"A": 5}}', "the state 'A' is no object"),
        ('{"StartAt": ["A"], "States": {"A": 5}}', "it starts at no state that it has"),
    ],
)
def test_what_has_no_states_is_refused(tmp_path: Path, command: str, definition: str, said: str) -> None:
    (tmp_path / "x.asl.json").write_text(definition, "utf-8")
    done = newel(command, "x.asl.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"error: x.asl.json: {said}\n  `newel check` says all that is wrong with it\n"


BOMB = "\n".join(
    [
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
        *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)),
        "StartAt: A",
        "States: {A: {Type: Pass, End: true, Result: *a9}}",
    ]
)
LOOP = "StartAt: A\nStates: {A: &a {Type: Pass, End: true, Result: *a}}\n"


@pytest.mark.parametrize("command", [("graph", "--format", "html"), ("cost",), ("check",), ("import",)])
@pytest.mark.parametrize(
    ("text", "said"),
    [(BOMB, "its aliases make more than 1,000,000 values of it"), (LOOP, "an alias is inside of its anchor")],
    ids=["bomb", "loop"],
)
def test_aliases_without_end_are_refused(tmp_path: Path, command: tuple[str, ...], text: str, said: str) -> None:
    (tmp_path / "x.asl.yaml").write_text(text, "utf-8")
    done = newel(*command, "x.asl.yaml", cwd=tmp_path)
    assert (done.returncode, said in done.stdout + done.stderr) == (2 if command[0] == "import" else 1, True)


@pytest.mark.parametrize("command", [("graph", "--format", "svg"), ("graph",), ("cost",)])
def test_states_too_deep_inside_of_each_other_are_refused(tmp_path: Path, command: tuple[str, ...]) -> None:
    definition: dict[str, Any] = {"StartAt": "X", "States": {"X": {"Type": "Succeed"}}}
    for depth in range(300):
        definition = {"StartAt": "E", "States": {"E": {"Type": "Map", "ItemProcessor": definition, "End": True}}}
        if depth in (49, 299):
            (tmp_path / f"{depth}.asl.json").write_text(json.dumps(definition), "utf-8")
    assert newel(*command, "49.asl.json", cwd=tmp_path).returncode == 0
    done = newel(*command, "299.asl.json", cwd=tmp_path)
    assert (done.returncode, "more than 50 deep inside of each other" in done.stderr) == (1, True)
