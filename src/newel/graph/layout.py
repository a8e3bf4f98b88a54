"""Where everything of a chart stands, by Graphviz: each flow by itself, what is inside of a state first.

Graphviz is given sizes, not texts, so that a picture is the same on every machine, whatever fonts it has.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from contextlib import redirect_stderr
from dataclasses import replace
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.graph.lanes import lanes
from newel.graph.long_ways import routed
from newel.graph.places import LINE, SMALL, Box, Layout, Line

if TYPE_CHECKING:
    from newel.graph.chart import Flow, Node
    from newel.graph.places import Point

MOST = 2_000
"""States that are laid out: beyond, nobody finds anything on a picture, and Graphviz takes minutes."""

_LETTER = 8.2
"""The width of a letter of a name on average: a little too wide, whatever font there is."""
_PADDING = 14
_TITLE = 40
_GAP = 24


def layout(flow: Flow) -> Layout:
    """Lay a chart out.

    Raises
    ------
    NewelError
        Graphviz is not there, or there are too many states.
    """
    count = sum(1 for _ in flow.every())
    if count > MOST:
        raise NewelError(f"{count:,} states are too many for a picture", hint="draw it with --format mermaid")
    return _flow(flow, outermost=True)


def _flow(flow: Flow, *, outermost: bool = False) -> Layout:
    inside = {node.place: _inside(node) for node in flow.nodes}
    ways = routed(flow)
    aside = [way for number, way in enumerate(flow.ways) if number not in ways]
    leaving = Counter(way.source for way in aside)
    inside = {place: _room_for(leaving[place], size) for place, size in inside.items()}
    apart = LINE * (max(leaving.values(), default=1) - 1)
    found = _placed(_dot(flow, ways, inside, start=outermost and flow.start is not None, apart=apart))
    height = float(found["bb"].split(",")[3])
    width = float(found["bb"].split(",")[2])
    names = [each["name"] for each in found.get("objects", ())]
    where = {each["name"]: _point(each["pos"], height) for each in found.get("objects", ()) if "pos" in each}
    boxes: list[Box] = []
    lines: list[Line] = []
    for index, node in enumerate(flow.nodes):
        within = inside[node.place]
        (x, y), (w, h) = where[f"n{index}"], (within.width, within.height)
        left, top = x - w / 2, y - h / 2
        boxes += [Box(node, left, top, w, h), *(_moved(box, left, top) for box in within.boxes)]
        lines += [_shifted(line, left, top) for line in within.lines]
    for edge in found.get("edges", ()):
        number = int(edge["id"])
        way = flow.ways[number] if number >= 0 else None
        label = _point(edge["lp"], height) if "lp" in edge else None
        lines.append(Line(way, _curve(edge["pos"], height), label))
    if aside:
        here = {node.place for node in flow.nodes}
        round_, width = lanes(aside, {box.node.place: box for box in boxes if box.node.place in here}, width)
        lines += round_
    start = where["start"] if "start" in names else None
    return Layout(width, height, tuple(boxes), tuple(lines), start)


def _room_for(leaving: int, size: Layout) -> Layout:
    """A state of which so many ways go round at the side, each with a line of its own beside it."""
    return replace(size, height=max(size.height, _even(leaving * LINE)))


def _inside(node: Node) -> Layout:
    """What is inside of a state, below its title, and the state's size."""
    title = max(len(node.name) * _LETTER, len(node.detail) * SMALL) + 2 * _PADDING
    if not node.flows:
        slanted = 30 if node.kind == "Choice" else 0
        return Layout(_even(max(title + slanted, 90)), 30 if not node.detail else 30 + LINE)
    parts = [_flow(flow) for flow in node.flows]
    width = sum(part.width for part in parts) + _GAP * (len(parts) - 1)
    wider = max(0.0, (title - 2 * _PADDING - width) / 2)
    boxes: list[Box] = []
    lines: list[Line] = []
    left = _PADDING + wider
    for part in parts:
        boxes += [_moved(box, left, _TITLE + _PADDING) for box in part.boxes]
        lines += [_shifted(line, left, _TITLE + _PADDING) for line in part.lines]
        left += part.width + _GAP
    height = max((part.height for part in parts), default=0) + _TITLE + 2 * _PADDING
    return Layout(_even(width + 2 * wider + 2 * _PADDING), _even(height), tuple(boxes), tuple(lines))


def _dot(flow: Flow, ways: set[int], inside: dict[str, Layout], *, start: bool, apart: float) -> str:
    """The flow in Graphviz's language, with some of its ways, its ranks further apart; sizes in inches of 72 points."""
    number = {node.place: f"n{index}" for index, node in enumerate(flow.nodes)}
    lines = [
        "digraph {",
        f"nodesep=0.45 ranksep={0.4 + apart / 72:.4f} edge [arrowsize=0.6]",
        'node [shape=box fixedsize=true label=""]',
    ]
    if start:
        lines.append("start [shape=circle width=0.22 height=0.22]")
    for node in flow.nodes:
        size = inside[node.place]
        shape = " shape=hexagon" if node.kind == "Choice" else ""
        lines.append(f"{number[node.place]} [width={size.width / 72:.4f} height={size.height / 72:.4f}{shape}]")
    if start and flow.start is not None:
        lines.append(f"start -> {number[flow.start]} [id=-1]")
    for index in sorted(ways):
        way = flow.ways[index]
        label = f" label={_room(way.label)}" if way.label else ""
        weight = " weight=0.3" if way.caught else " weight=2"
        lines.append(f"{number[way.source]} -> {number[way.target]} [id={index}{label}{weight}]")
    return "\n".join([*lines, "}"])


def _room(text: str) -> str:
    """Room for a label: an empty table of its size."""
    width = math.ceil(len(text) * SMALL) + 10
    return (
        f'<<TABLE BORDER="0" CELLPADDING="0" CELLSPACING="0" FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{LINE}">'
        "<TR><TD></TD></TR></TABLE>>"
    )


def _placed(dot: str) -> dict[str, Any]:
    try:
        graphviz: Any = import_module("pygraphviz")  # by name: it has no types
    except ImportError:
        raise NewelError(
            "a picture needs Graphviz, which lays it out",
            hint="pip install 'newel[graph]', or draw it with --format mermaid",
        ) from None
    with redirect_stderr(StringIO()):  # it warns of large graphs, which take a second here
        found: dict[str, Any] = json.loads(graphviz.AGraph(dot).draw(format="json", prog="dot"))
    return found


def _point(text: str, height: float) -> Point:
    """A point of Graphviz's, whose y goes up."""
    x, y = text.split(",")[-2:]
    return float(x), height - float(y)


def _curve(text: str, height: float) -> tuple[Point, ...]:
    """An edge's points; Graphviz says the arrow's tip first, as "e,X,Y"."""
    parts = text.split(" ")
    tips = [part for part in parts if part.startswith(("e,", "s,"))]
    points = [_point(part, height) for part in parts if part not in tips]
    return (*points, *(_point(tip, height) for tip in tips))


def _moved(box: Box, x: float, y: float) -> Box:
    return replace(box, x=box.x + x, y=box.y + y)


def _shifted(line: Line, x: float, y: float) -> Line:
    label = (line.label[0] + x, line.label[1] + y) if line.label else None
    return replace(line, points=tuple((px + x, py + y) for px, py in line.points), label=label)


def _even(size: float) -> int:
    return 2 * math.ceil(size / 2)
