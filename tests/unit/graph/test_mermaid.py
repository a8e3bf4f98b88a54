"""Machines as Mermaid flowcharts."""

from __future__ import annotations

from typing import Any

import pytest

from newel.graph import Trace, mermaid

MACHINE: dict[str, Any] = {
    "StartAt": "Check",
    "States": {
        "Check": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.a", "NumericGreaterThan": 1, "Next": "Each"},
                {"Condition": '{% $x = "y" %}', "Next": "No"},
                {"And": [], "Next": "No", "Comment": "both"},
            ],
            "Default": "No",
        },
        "Each": {
            "Type": "Map",
            "ItemProcessor": {"StartAt": 'In "it"', "States": {'In "it"': {"Type": "Pass", "End": True}}},
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "No"}],
            "End": True,
        },
        "No": {"Type": "Fail"},
    },
}


def test_states_are_shapes_and_ways_are_arrows() -> None:
    assert mermaid(MACHINE).splitlines() == [
        "flowchart TD",
        "    start(( ))",
        "    start --> s0",
        '    s0{{"Check"}}',
        '    subgraph s1["Each <small>for each item</small>"]',
        "        direction TB",
        '        s2["In #quot;it#quot;"]',
        "    end",
        '    s3(["No"])',
        '    s0 -->|"$.a #gt; 1"| s1',
        '    s0 -->|"$x = #quot;y#quot;"| s3',
        '    s0 -->|"both"| s3',
        '    s0 -->|"otherwise"| s3',
        '    s1 -.->|"any error"| s3',
        "    classDef choice fill:#fff4d6,stroke:#c9971c,color:#4a3800",
        "    class s0 choice",
        "    classDef group fill:#8888881a,stroke:#9a9aa3",
        "    class s1 group",
        "    classDef plain fill:#f4f4f5,stroke:#9a9aa3,color:#2b2b30",
        "    class s2 plain",
        "    classDef bad fill:#fbe3e1,stroke:#c14a40,color:#571510",
        "    class s3 bad",
    ]


def test_branches_stand_side_by_side_each_from_above_to_below() -> None:
    branch = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
    other = {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": True}}}
    both = {"Type": "Parallel", "Branches": [branch, other], "End": True}
    lines = mermaid({"StartAt": "P", "States": {"P": both}}).splitlines()
    assert lines[3:13] == [
        '    subgraph s0["P <small>side by side</small>"]',
        "        direction TB",
        '        subgraph s0_0[" "]',
        "            direction TB",
        '            s1["A"]',
        "        end",
        '        subgraph s0_1[" "]',
        "            direction TB",
        '            s2["B"]',
        "        end",
    ]
    assert "    class s0_0,s0_1 branch" in lines


def test_a_trace_marks_what_an_execution_came_by() -> None:
    trace = Trace({"Check": "1ms", "No": "0ms"}, frozenset({"No"}), frozenset({("Check", "No", False)}))
    lines = mermaid(MACHINE, trace).splitlines()
    assert '    s0{{"Check<br/><small>1ms</small>"}}' in lines
    assert [line for line in lines if line.startswith("    class ")] == [
        "    class s0 passed",
        "    class s1,s2 unseen",
        "    class s3 failed",
    ]
    assert lines[-1] == "    linkStyle 2,3,4 stroke:#28a745,stroke-width:3px"


def test_what_is_no_machine_is_an_empty_chart() -> None:
    assert mermaid({}) == "flowchart TD\n"
    assert mermaid({"States": {"A": 7}}) == "flowchart TD\n"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("&lt;", "#38;lt;"),
        ("`code`", "#96;code#96;"),
        ("%%{init: {}}%%", "#37;#37;{init: {}}#37;#37;"),
        ("1. list", "1#46; list"),
        ("- list", "#45; list"),
        ("*em* __strong__ snake_case", "#42;em#42; #95;#95;strong#95;#95; snake_case"),
        ("two\nlines\u2028", "two lines "),
        ("v1.2 - x", "v1.2 - x"),
    ],
)
def test_what_mermaid_would_read_otherwise_is_an_entity(name: str, written: str) -> None:
    assert f'    s0["{written}"]' in mermaid({"StartAt": name, "States": {name: {"Type": "Pass"}}}).splitlines()
