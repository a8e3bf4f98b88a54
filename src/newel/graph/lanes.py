"""Ways that go round at the side: out of a state, along the lane of the one they lead to, and into it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from newel.graph.places import LINE, SMALL, Line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.graph.chart import Way
    from newel.graph.places import Box, Point

_LANE, _LANES = 18, 40
"""How wide the lanes are, one for each state that ways lead to, and how many there are."""
_CORNER, _TIP = 20, 7
_ROUND = 12
"""How far from boxes a way goes that goes round them: less than half of what is between two ranks."""
_APART = 8
"""How far apart the ways of one state leave it below."""


def lanes(ways: Sequence[Way], boxes: Mapping[str, Box], width: float) -> tuple[list[Line], float]:
    """Lead ways round what is so wide.

    Parameters
    ----------
    ways
        The ways of one flow that go round.
    boxes
        The flow's states, by place.
    width
        How wide the flow is without them.

    Returns
    -------
    tuple
        The lines of the ways, and how wide it all is with them.
    """
    lane = {target: number % _LANES for number, target in enumerate(dict.fromkeys(way.target for way in ways))}
    of: dict[str, list[Way]] = {}
    for way in sorted(ways, key=lambda way: -lane[way.target]):  # the outermost first: ways down do not cross
        of.setdefault(way.source, []).append(way)
    first = max([width, *(_right(boxes[way.source]) + len(way.label) * SMALL + _TIP for way in ways)])
    lines: list[Line] = []
    for source, own in of.items():
        for row, way in enumerate(own):
            out, label = _out(boxes[source], boxes, row, len(own))
            into = _into(boxes[way.target], boxes)
            along = _along(out[-1], into[0], first + (1 + lane[way.target]) * _LANE)
            middle = (label[0] + len(way.label) * SMALL / 2, label[1])
            lines.append(Line(way, (*out, *along, *into), middle if way.label else None))
    return lines, first + (1 + max(lane.values())) * _LANE


def _out(box: Box, boxes: Mapping[str, Box], row: int, rows: int) -> tuple[list[Point], Point]:
    """How one of several ways leaves a box, and where its label begins: each has a line of its own."""
    beside = _beside(box, boxes)
    if beside:  # below it, and round under what stands there
        x, y = _right(box) - _CORNER - row * _APART, max(map(_bottom, beside)) + _ROUND + row * LINE
        return [(x, _bottom(box)), (x, y), (x, y), (x + _CORNER, y)], (_right(box), y + LINE / 2)
    off = (row - (rows - 1) / 2) * LINE
    y = box.y + box.height / 2 + off
    begin = _right(box) - (0 if box.node.flows else abs(off))  # the edge of a choice slants; lines lie under boxes
    return [(begin, y)], (_right(box) + 6, y - LINE / 2)


def _into(box: Box, boxes: Mapping[str, Box]) -> list[Point]:
    beside = _beside(box, boxes)
    if beside:  # from above it, over what stands there
        x, y = _right(box) - _CORNER, min(one.y for one in beside) - _ROUND
        return [(x + _CORNER, y), (x, y), (x, y), (x, box.y - _TIP), (x, box.y)]
    y = box.y + box.height / 2
    return [(_right(box) + _TIP, y), (_right(box), y)]


def _along(begin: Point, end: Point, lane: float) -> list[Point]:
    """From one point to a lane, along it, and to just before another."""
    y, to_y = begin[1], end[1]
    turn = math.copysign(min(_CORNER, abs(to_y - y) / 2), to_y - y)
    corner, leaving = (lane, y + turn), (lane, to_y - turn)
    return [(lane, y), (lane, y), corner, corner, leaving, leaving, (lane, to_y), (lane, to_y)]


def _beside(box: Box, boxes: Mapping[str, Box]) -> list[Box]:
    """The box and what stands on its right at its height, where something does; else nothing."""
    at = box.y + box.height / 2
    found = [one for one in boxes.values() if one.x > box.x and one.y - _TIP < at < _bottom(one) + _TIP]
    return [box, *found] if found else []


def _right(box: Box) -> float:
    return box.x + box.width


def _bottom(box: Box) -> float:
    return box.y + box.height
