"""Where everything of a chart stands, by Graphviz: each flow by itself, what is inside of a state first.

Graphviz is given sizes, not texts, so that a picture is the same on every machine, whatever fonts it has.
"""

from __future__ import annotations

import json
import math
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.graph.long_ways import routed

if TYPE_CHECKING:
    from newel.graph.chart import Flow, Node, Way

Point = tuple[float, float]

MOST = 2_000
"""States that are laid out: beyond, nobody finds anything on a picture, and Graphviz takes minutes."""

_LETTER, _SMALL = 8.2, 6.2
"""The width of a letter on average, of a name and of what is small: a little too wide, whatever font there is."""
_LINE = 17
_PADDING = 14
_TITLE = 40
_GAP = 24
_LANE, _LANES = 18, 40
"""How wide the lanes are by which long ways go round, one for each state that they lead to, and how many there are."""
_CORNER, _TIP = 20, 7
_ROUND = 12
"""How far from boxes a way goes that goes round them: less than half of what is between two ranks."""


@dataclass(frozen=True)
class Box:
    """A state, in its place.

    Attributes
    ----------
    node
        The state.
    x, y, width, height
        Its upper left corner, and its size.
    """

    node: Node
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """A way, as cubic Bézier curves: a point, then three for each curve. The arrow's tip is the last point.

    Attributes
    ----------
    way
        The way; None: from the start to the first state.
    points
        The points.
    label
        The middle of its label.
    """

    way: Way | None
    points: tuple[Point, ...]
    label: Point | None = None


@dataclass(frozen=True)
class Layout:
    """A chart with the places of everything.

    Attributes
    ----------
    width, height
        The size of it all, in pixels.
    boxes, lines
        The states, those that others are inside of first, and the ways.
    start
        The middle of the mark of the start.
    """

    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    start: Point | None = None


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
    found = _placed(_dot(flow, ways, inside, start=outermost and flow.start is not None))
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
    aside = [way for number, way in enumerate(flow.ways) if number not in ways]
    if aside:
        here = {node.place for node in flow.nodes}
        own = {box.node.place: box for box in boxes if box.node.place in here}
        lanes = {target: number % _LANES for number, target in enumerate(dict.fromkeys(way.target for way in aside))}
        lines += [_round(way, own, width + (1 + lanes[way.target]) * _LANE) for way in aside]
        width += (1 + max(lanes.values())) * _LANE
    start = where["start"] if "start" in names else None
    return Layout(width, height, tuple(boxes), tuple(lines), start)


def _round(way: Way, boxes: dict[str, Box], lane: float) -> Line:
    """A line that goes round at the side: to its target's lane, along it, and back."""
    source, target = boxes[way.source], boxes[way.target]
    room = len(way.label) * _SMALL / 2
    beside = _beside(source, boxes)
    if beside:  # out below it, and round under what stands there
        x, y = source.x + source.width - _CORNER, max(_bottom(box) for box in beside) + _ROUND
        begin = [(x, _bottom(source)), (x, y), (x, y), (x + _CORNER, y)]
        label = (x + _CORNER + room, y + _LINE / 2)
    else:
        x, y = source.x + source.width, source.y + source.height / 2
        begin = [(x, y)]
        label = (x + 6 + room, y - _LINE / 2)
    beside = _beside(target, boxes)
    if beside:  # in from above it, over what stands there
        to_x, to_y = target.x + target.width - _CORNER, min(box.y for box in beside) - _ROUND
        end, tip = [(to_x + _CORNER, to_y), (to_x, to_y), (to_x, to_y), (to_x, target.y - _TIP)], (to_x, target.y)
    else:
        to_x, to_y = target.x + target.width, target.y + target.height / 2
        end, tip = [(to_x + _TIP, to_y)], (to_x, to_y)
    turn = math.copysign(min(_CORNER, abs(to_y - y) / 2), to_y - y)
    corner, leaving = (lane, y + turn), (lane, to_y - turn)
    down = [(lane, y), (lane, y), corner, corner, leaving, leaving, (lane, to_y), (lane, to_y)]
    return Line(way, (*begin, *down, *end, tip), label if way.label else None)


def _beside(box: Box, boxes: dict[str, Box]) -> list[Box]:
    """The box and what stands on its right at its height, where something does; else nothing."""
    at = box.y + box.height / 2
    found = [one for one in boxes.values() if one.x > box.x and one.y - _TIP < at < _bottom(one) + _TIP]
    return [box, *found] if found else []


def _bottom(box: Box) -> float:
    return box.y + box.height


def _inside(node: Node) -> Layout:
    """What is inside of a state, below its title, and the state's size."""
    title = max(len(node.name) * _LETTER, len(node.detail) * _SMALL) + 2 * _PADDING
    if not node.flows:
        slanted = 30 if node.kind == "Choice" else 0
        return Layout(_even(max(title + slanted, 90)), 30 if not node.detail else 30 + _LINE)
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


def _dot(flow: Flow, ways: set[int], inside: dict[str, Layout], *, start: bool) -> str:
    """The flow in Graphviz's language, with some of its ways; sizes in inches of 72 points."""
    number = {node.place: f"n{index}" for index, node in enumerate(flow.nodes)}
    lines = ["digraph {", "nodesep=0.45 ranksep=0.4 edge [arrowsize=0.6]", 'node [shape=box fixedsize=true label=""]']
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
    width = math.ceil(len(text) * _SMALL) + 10
    return (
        f'<<TABLE BORDER="0" CELLPADDING="0" CELLSPACING="0" FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{_LINE}">'
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
