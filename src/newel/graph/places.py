"""Where what is drawn of a chart stands: the states' boxes, and the ways between them. Sizes are in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newel.graph.chart import Node, Way

Point = tuple[float, float]

SMALL, LINE = 6.2, 17
"""The width of a small letter on average, a little too wide, whatever font there is; and the height of a line."""


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
