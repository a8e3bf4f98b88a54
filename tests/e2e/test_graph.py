"""`newel graph`, from the command line."""

from __future__ import annotations

from pathlib import Path

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
    done = newel("run", "OrderIntake", *RUN.split(), "--case", "denied", "--format", "json", cwd=ROOT)
    history.write_text(done.stdout, "utf-8")
    drawn = newel("graph", "OrderIntake", "--format", "html", "--trace", str(history), cwd=ROOT)
    assert drawn.returncode == 0
    assert 'class="state fail failed" data-place="/States/Not approved"' in drawn.stdout
    assert "statemachines/order_intake.py:" in drawn.stdout
    assert "dynamodb:PutItem" in drawn.stdout
    assert "http" not in drawn.stdout.replace("http://www.w3.org/2000/svg", "")  # it needs nothing else


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("Nobody",), 2, "there is no state machine"),
        (("OrderIntake", "--check"), 2, "--check is about a file"),
        (("OrderIntake", "--output", "nowhere/x.svg"), 1, "there is no such folder"),
        (("OrderIntake", "--output", "nowhere.pdf"), 2, "write .svg, .html, .htm, .mmd, or give --format too"),
        (("OrderIntake", "--trace", "nothing.json"), 2, "there is no such file"),
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
