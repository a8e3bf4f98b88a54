"""Machines as charts, as SVG, and as a page."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from newel.errors import NewelError
from newel.graph import Trace, chart, mermaid
from newel.graph.chart import LONGEST, Node
from newel.graph.layout import MOST, layout
from newel.graph.long_ways import routed
from newel.graph.page import About, page
from newel.graph.places import SMALL, Box
from newel.graph.svg import svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.graph.places import Line

ROOT = Path(__file__).parents[3]
MACHINES = sorted([*ROOT.glob("statemachines/*.asl.json"), *ROOT.glob("statemachines/integrations/*.asl.json")])
SVG = "{http://www.w3.org/2000/svg}"
PASS = {"Type": "Pass", "End": True}
FAIL = {"Type": "Fail"}


def read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def one(state: dict[str, Any]) -> str:
    return chart({"StartAt": "S", "States": {"S": state}}).nodes[0].detail


@pytest.mark.parametrize(
    ("state", "detail"),
    [
        ({"Type": "Task", "Resource": "arn:aws:states:::sns:publish"}, "sns:publish"),
        ({"Type": "Task", "Resource": "arn:${AWSPartition}:states:::aws-sdk:s3:putObject"}, "s3:putObject"),
        ({"Type": "Task", "Resource": "arn:aws:states:::batch:submitJob.sync"}, "batch:submitJob, waits for its end"),
        (
            {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "${FArn}"}},
            "Lambda F",
        ),
        ({"Type": "Task", "Resource": "${WorkArn}"}, "Lambda Work"),
        ({"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:work:live"}, "Lambda work:live"),
        ({"Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:saw"}, "activity saw"),
        ({"Type": "Wait", "Seconds": 9}, "9 s"),
        ({"Type": "Wait", "Timestamp": "{% $states.input.at %}"}, "until $states.input.at"),
        ({"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}}}, "distributed, for each item"),
        ({"Type": "Fail", "Error": "E"}, "E"),
        ({"Type": "Pass"}, ""),
        ({}, ""),
    ],
)
def test_a_state_says_what_it_does(state: dict[str, Any], detail: str) -> None:
    assert one(state) == detail


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        ({"Variable": "$.a", "NumericGreaterThanEquals": 3}, "$.a ≥ 3"),
        ({"Variable": "$.a", "StringEqualsPath": "$.b"}, "$.a = $.b"),
        ({"Variable": "$.a", "BooleanEquals": False}, "not $.a"),
        ({"Variable": "$.a", "IsPresent": True}, "$.a is there"),
        ({"Not": {"Variable": "$.a", "IsNull": True}}, "not ($.a is null)"),
        (
            {"And": [{"Variable": "$.a", "BooleanEquals": True}, {"Variable": "$.b", "NumericLessThan": 2}]},
            "$.a and $.b < 2",
        ),
        ({"Condition": "{% $x > 1 %}"}, "$x > 1"),
        ({"Comment": "too much", "Variable": "$.a", "IsNull": True}, "too much"),
        ({"Variable": "$.a", "StringMatches": "x*"}, "$.a StringMatches x*"),
        ({}, "rule 1"),
    ],
)
def test_a_rule_says_when(rule: dict[str, Any], label: str) -> None:
    states = {"C": {"Type": "Choice", "Choices": [{**rule, "Next": "P"}]}, "P": PASS}
    assert chart({"StartAt": "C", "States": states}).ways[0].label == label


def test_long_labels_are_cut() -> None:
    label = one({"Type": "Fail", "Error": "x" * 99})
    assert (len(label), label[-1]) == (LONGEST, "…")


@pytest.mark.parametrize("file", MACHINES, ids=lambda file: file.stem)
def test_every_machine_of_the_project_is_drawn(file: Path) -> None:
    definition = read(file)
    flow = chart(definition)
    root = ET.fromstring(svg(definition))
    drawn = [group.get("data-place") for group in root.iter(f"{SVG}g") if group.get("data-place")]
    assert sorted(map(str, drawn)) == sorted(node.place for node in flow.every())
    assert len(drawn) == len(set(drawn))


@pytest.mark.parametrize("file", MACHINES, ids=lambda file: file.stem)
def test_nothing_lies_on_another_or_outside(file: Path) -> None:
    placed = layout(chart(read(file)))
    leaves = [box for box in placed.boxes if not box.node.flows]
    for box in leaves:
        assert box.x >= -1
        assert box.y >= -1
        assert box.x + box.width <= placed.width + 1
        assert box.y + box.height <= placed.height + 1
    assert not [(a.node.name, b.node.name) for i, a in enumerate(leaves) for b in leaves[i + 1 :] if _meet(a, b)]


def _meet(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width - 1 and other.x < one.x + one.width - 1
    return across and one.y < other.y + other.height - 1 and other.y < one.y + one.height - 1


def two_columns(count: int) -> dict[str, Any]:
    """Two rows of tasks side by side, a handler for all errors at the end of the left one."""
    rows = {
        f"{side}{number}": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Next": f"{side}{number + 1}",
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": f"L{count}"}],
        }
        for side in "LR"
        for number in range(count)
    }
    first = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "L0"}], "Default": "R0"}
    after = {f"L{count}": {"Type": "Pass", "Next": "Last"}, "Last": PASS, f"R{count}": {**PASS}}
    return {"StartAt": "First", "States": {"First": first, **rows, **after}}


def two_handlers(count: int) -> dict[str, Any]:
    """A row of tasks that each catch their own error and then any, by two handlers at the end."""
    rows = {
        f"T{number}": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Next": f"T{number + 1}",
            "Catch": [
                {"ErrorEquals": ["Sqs.SqsException", "States.Timeout"], "Next": "Mend"},
                {"ErrorEquals": ["States.ALL"], "Next": "Fail"},
            ],
        }
        for number in range(count)
    }
    return {"StartAt": "T0", "States": {**rows, f"T{count}": PASS, "Mend": {**PASS, "Next": "Fail"}, "Fail": FAIL}}


DRAWN = [*(pytest.param(read(file), id=file.stem) for file in MACHINES), pytest.param(two_columns(8), id="two columns")]


@pytest.mark.parametrize("definition", DRAWN)
def test_no_way_leads_through_a_state(definition: dict[str, Any]) -> None:
    placed = layout(chart(definition))
    through = [
        (line.way.names, box.node.name)
        for line in placed.lines
        if line.way is not None
        for box in placed.boxes
        if box.node.place not in (line.way.source, line.way.target)
        and not line.way.source.startswith(f"{box.node.place}/")
        and any(_within(point, box) for point in _sampled(line.points))
    ]
    assert through == []


@pytest.mark.parametrize("definition", [*DRAWN, pytest.param(two_handlers(12), id="two handlers")])
def test_no_label_lies_on_another_on_a_state_or_outside(definition: dict[str, Any]) -> None:
    placed = layout(chart(definition))
    labels = [_labelled(line) for line in placed.lines if line.label is not None]
    leaves = [box for box in placed.boxes if not box.node.flows]
    met = [(a.node.name, b.node.name) for i, a in enumerate(labels) for b in [*labels[i + 1 :], *leaves] if _meet(a, b)]
    assert met == []
    assert all(label.x + label.width <= placed.width + 1 for label in labels)


def _labelled(line: Line) -> Box:
    """The room of a line's label, a little less than is kept for it."""
    assert line.way is not None
    assert line.label is not None
    width = len(line.way.label) * SMALL
    return Box(Node("", line.way.label, "label"), line.label[0] - width / 2, line.label[1] - 6, width, 12)


def _sampled(points: tuple[tuple[float, float], ...]) -> Iterator[tuple[float, float]]:
    """Twenty points of each cubic curve; what is left over is the arrow's tip."""
    for index in range(0, len(points) - 3, 3):
        curve = points[index : index + 4]
        for step in range(21):
            t = step / 20
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            x, y = (sum(w * point[axis] for w, point in zip(weights, curve, strict=True)) for axis in (0, 1))
            yield x, y


def _within(point: tuple[float, float], box: Box) -> bool:
    return box.x + 2 < point[0] < box.x + box.width - 2 and box.y + 2 < point[1] < box.y + box.height - 2


def test_what_is_inside_lies_within() -> None:
    placed = layout(chart(read(ROOT / "statemachines/order_intake.asl.json")))
    by_name = {box.node.name: box for box in placed.boxes}
    outer, inner = by_name["Ship each order"], by_name["Save order"]
    assert outer.x < inner.x < inner.x + inner.width < outer.x + outer.width
    assert outer.y < inner.y < inner.y + inner.height < outer.y + outer.height


def test_a_trace_is_drawn() -> None:
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": PASS, "C": PASS}}
    text = svg(definition, Trace({"A": "3ms", "B": "2 times, 1ms"}, frozenset({"B"}), frozenset({("A", "B", False)})))
    assert 'class="state pass passed" data-place="/States/A"' in text
    assert 'class="state pass failed" data-place="/States/B"' in text
    assert 'class="state pass unseen" data-place="/States/C"' in text
    assert text.count('"from-to taken"') == 2  # from the start, too
    assert "2 times, 1ms" in text


def test_of_two_ways_between_the_same_states_the_one_that_was_taken_is_drawn() -> None:
    task = {"Type": "Task", "Resource": "r", "Next": "B", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}]}
    flow = chart({"StartAt": "A", "States": {"A": task, "B": PASS}})
    for caught in (False, True):
        trace = Trace(ways=frozenset({("A", "B", caught)}))
        assert [way.caught for way in flow.ways if trace.took(way)] == [caught]
    alone = chart({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": PASS}})
    assert Trace(ways=frozenset({("A", "B", True)})).took(alone.ways[0]), "histories may tell less than ours"


def test_what_was_taken_lies_on_what_was_not() -> None:
    trace = Trace({"S0": "passed"}, ways=frozenset({("S3", "Handle", True)}))
    root = ET.fromstring(svg(handled(14), trace))
    ways = [str(group.get("class")) for group in root.iter(f"{SVG}g") if "from-to" in str(group.get("class"))]
    assert [way for way in ways if "taken" in way] == [ways[-2], ways[-1]], "that from the start, and the one taken"


HOSTILE = "</script><script>alert(1)</script>&\"'"


def test_names_are_text_wherever_they_stand() -> None:
    definition = {
        "Comment": HOSTILE,
        "StartAt": HOSTILE,
        "States": {HOSTILE: {"Type": "Fail", "Error": HOSTILE, "Cause": "$title ${drawing}"}},
    }
    ET.fromstring(svg(definition))
    text = page(definition, About(HOSTILE, {HOSTILE: HOSTILE}, {HOSTILE: [HOSTILE]}))
    assert "<script>alert" not in text
    data = text.partition('id="states">')[2].partition("</script>")[0]
    [state] = json.loads(data).values()
    assert (state["name"], state["source"], state["iam"]) == (HOSTILE, HOSTILE, [HOSTILE])
    assert state["asl"]["Cause"] == "$title ${drawing}"


@pytest.mark.parametrize("name", ["a\x00b", "\x01", "\ufffe", "\ud800", "\x1b[31m", "\U0001fffe"])
def test_names_that_are_no_text_of_xml_are_drawn(name: str) -> None:
    definition = {"Comment": name, "StartAt": name, "States": {name: {"Type": "Fail", "Error": name}}}
    drawn = svg(definition)
    place = ET.fromstring(drawn).find(".//*[@data-place]")
    text = page(definition, About(name, {name: name}, {name: [name]}))
    assert all(each.encode("utf-8") for each in (drawn, text, mermaid(definition)))
    [told] = json.loads(text.partition('id="states">')[2].partition("</script>")[0])
    assert place is not None
    assert told == place.get("data-place")


def test_a_large_machine_is_drawn_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    svg({"StartAt": "S0", "States": {f"S{number}": PASS for number in range(1001)}})
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("broken", [{}, {"States": 7}, {"StartAt": "X", "States": {"A": 7, "B": {"Next": "Z"}}}])
def test_what_is_no_machine_is_an_empty_picture(broken: dict[str, Any]) -> None:
    ET.fromstring(svg(broken))


def test_too_many_states_are_told() -> None:
    states = {f"S{number}": PASS for number in range(MOST + 1)}
    with pytest.raises(NewelError, match="too many for a picture"):
        svg({"StartAt": "S0", "States": states})


def test_without_graphviz_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(NewelError, match=r"newel\[graph\]"):
        svg({"StartAt": "A", "States": {"A": PASS}})


def handled(count: int) -> dict[str, Any]:
    """Tasks in a row, each of which goes to one and the same handler when it fails."""
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Handle"}]
    tasks = {
        f"S{number}": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sns:publish",
            "Catch": catch,
            "Next": f"S{number + 1}",
        }
        for number in range(count)
    }
    return {"StartAt": "S0", "States": {**tasks, f"S{count}": {"Type": "Succeed"}, "Handle": {"Type": "Fail"}}}


def test_ways_to_one_handler_share_a_lane_at_the_side() -> None:
    flow = chart(handled(14))
    placed = layout(flow)
    caught = [line for line in placed.lines if line.way is not None and line.way.caught]
    assert len(caught) == 14
    aside = [line for line in caught if max(x for x, _ in line.points) > max(box.x + box.width for box in placed.boxes)]
    assert len(aside) == 13, "all but that of the neighbour"
    assert len({max(x for x, _ in line.points) for line in aside}) == 1
    assert max(x for line in placed.lines for x, _ in line.points) <= placed.width


def test_few_ways_to_one_handler_are_left_to_graphviz() -> None:
    assert routed(chart(handled(5))) == set(range(10))


def test_every_state_keeps_a_way_that_places_it() -> None:
    flow = chart(handled(300))
    chosen = routed(flow)
    assert {flow.ways[number].target for number in chosen} == {way.target for way in flow.ways}
    assert len(layout(flow).lines) == len(flow.ways) + 1, "and that from the start"


def test_a_thicket_is_drawn_too() -> None:
    rules = range(3)
    states = {
        f"S{number}": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.x", "NumericEquals": rule, "Next": f"S{(number * 7919 + rule * 104729) % 200}"}
                for rule in rules
            ],
        }
        for number in range(200)
    }
    placed = layout(chart({"StartAt": "S0", "States": states}))
    assert len(placed.boxes) == 200


def test_a_type_that_is_none_is_text_and_no_markup() -> None:
    wrong = {"StartAt": "A", "States": {"A": {"Type": 'Pass"><script>alert(1)</script>', "End": True}}}
    ET.fromstring(svg(wrong))
    assert "<script" not in svg(wrong)
    assert "<script>alert" not in page(wrong, About("A", {}, {}))
