"""A machine as SVG: no browser, no font of its own, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from newel.graph.chart import chart, legible, noted
from newel.graph.layout import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.graph.chart import Flow, Trace
    from newel.graph.places import Box, Line, Point
    from newel.json_types import JsonObject

STYLE = """\
.newel { --ink: #22252b; --soft: #5f6672; --line: #7b8390; --paper: #ffffff; --task: #eaf1fe; --task-line: #4a7bd0;
  --choice: #fff3d4; --choice-line: #c08d12; --good: #def3e4; --good-line: #338552; --bad: #fbe4e2; --bad-line: #c0453b;
  --plain: #f3f3f5; --plain-line: #9396a0; --group: rgb(120 130 150 / 8%); --way: #1f8a4c; }
@media (prefers-color-scheme: dark) { .newel { --ink: #e8eaee; --soft: #a7aebb; --line: #8a93a3; --paper: #16181d;
  --task: #1d2b45; --task-line: #6f9de8; --choice: #3c3013; --choice-line: #d8a835; --good: #16351f;
  --good-line: #56b178; --bad: #431d1a; --bad-line: #e0716a; --plain: #2a2d34; --plain-line: #767c8a;
  --group: rgb(150 160 190 / 9%); --way: #4cc27f; } }
.newel { font-family: ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
.newel .name { font-size: 13px; font-weight: 600; fill: var(--ink); }
.newel .detail, .newel .label { font-size: 11px; fill: var(--soft); }
.newel .label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.newel .paper { fill: var(--paper); }
.newel .shape { stroke-width: 1.3; fill: var(--plain); stroke: var(--plain-line); }
.newel .task .shape { fill: var(--task); stroke: var(--task-line); }
.newel .choice .shape { fill: var(--choice); stroke: var(--choice-line); }
.newel .succeed .shape { fill: var(--good); stroke: var(--good-line); }
.newel .fail .shape { fill: var(--bad); stroke: var(--bad-line); }
.newel .group > .shape { fill: var(--group); stroke-dasharray: 5 4; }
.newel .way { fill: none; stroke: var(--line); stroke-width: 1.4; }
.newel .tip { fill: var(--line); stroke: none; }
.newel .caught .way { stroke-dasharray: 4 4; }
.newel .start { fill: var(--ink); }
.newel .passed > .shape { fill: var(--good); stroke: var(--good-line); stroke-width: 2; }
.newel .group.passed > .shape { fill: var(--group); }
.newel .failed > .shape { fill: var(--bad); stroke: var(--bad-line); stroke-width: 2.4; }
.newel .unseen { opacity: .55; }
.newel .taken .way { stroke: var(--way); stroke-width: 2.4; }
.newel .taken .tip { fill: var(--way); }
"""
"""The colours of the light and the dark, by the kinds of states and by what an execution did."""

_MARGIN = 12
_TIP = 4.2


def svg(definition: JsonObject, trace: Trace | None = None) -> str:
    """Draw a machine.

    Parameters
    ----------
    definition
        The machine.
    trace
        What an execution did on it.

    Raises
    ------
    NewelError
        Graphviz is not there, or there are too many states.
    """
    return legible("\n".join(drawing(chart(definition), trace)) + "\n")


def drawing(flow: Flow, trace: Trace | None = None) -> Iterator[str]:
    """The lines of a drawing of a chart."""
    placed = layout(flow if trace is None else noted(flow, trace))
    width, height = round(placed.width) + 2 * _MARGIN, round(placed.height) + 2 * _MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="newel" width="{width}" height="{height}"'
        f' viewBox="{-_MARGIN} {-_MARGIN} {width} {height}" role="img">'
    )
    yield f"<style>\n{STYLE}</style>"
    yield f'<rect class="paper" x="{-_MARGIN}" y="{-_MARGIN}" width="{width}" height="{height}"/>'
    for box in placed.boxes:
        if box.node.flows:
            yield from _state(box, trace)
    for line in sorted(placed.lines, key=lambda line: _taken(line, trace)):  # what was taken lies on what was not
        yield from _way(line, trace)
    if placed.start is not None:
        yield f'<circle class="start" cx="{placed.start[0]:.0f}" cy="{placed.start[1]:.0f}" r="8"/>'
    for box in placed.boxes:
        if not box.node.flows:
            yield from _state(box, trace)
    for line in placed.lines:
        if line.way is not None and line.label is not None:
            x, y = line.label
            yield _text("label", x, y + 4, line.way.label)
    yield "</svg>"


def _state(box: Box, trace: Trace | None) -> Iterator[str]:
    node = box.node
    classes = [node.kind.lower(), "group" if node.flows else "", trace.look(node.name) if trace else ""]
    yield f"<g class={quoteattr(' '.join(filter(None, ['state', *classes])))} data-place={quoteattr(node.place)}>"
    yield f"<title>{escape(node.name)}</title>"
    yield _shape(box)
    middle = box.x + box.width / 2
    above = box.height / 2 - 4.5 if node.detail else box.height / 2 + 4.5
    first = box.y + (19 if node.flows else above)
    yield _text("name", middle, first, node.name)
    if node.detail:
        yield _text("detail", middle, first + 16, node.detail)
    yield "</g>"


def _text(kind: str, x: float, y: float, text: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(text)}</text>'


def _shape(box: Box) -> str:
    if box.node.kind == "Choice":
        slant = box.height / 2.6
        left, right, top, bottom = box.x, box.x + box.width, box.y, box.y + box.height
        middle = box.y + box.height / 2
        corners = [
            (left, middle),
            (left + slant, top),
            (right - slant, top),
            (right, middle),
            (right - slant, bottom),
            (left + slant, bottom),
        ]
        return f'<polygon class="shape" points="{" ".join(map(_pair, corners))}"/>'
    radius = box.height / 2 if box.node.kind in ("Succeed", "Fail") else 10 if box.node.flows else 7
    return (
        f'<rect class="shape" x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{box.height:.0f}"'
        f' rx="{radius:.0f}"/>'
    )


def _way(line: Line, trace: Trace | None) -> Iterator[str]:
    way = line.way
    classes = [*(["caught"] if way is not None and way.caught else []), *(["taken"] if _taken(line, trace) else [])]
    (start, *curve), tip = line.points[:-1], line.points[-1]
    path = f"M{_pair(start)} C{' '.join(map(_pair, curve))} L{_pair(tip)}"
    yield f'<g class="{" ".join(["from-to", *classes])}">'
    yield f'<path class="way" d="{path}"/>'
    yield f'<polygon class="tip" points="{" ".join(map(_pair, _arrow(curve[-1], tip)))}"/>'
    yield "</g>"


def _taken(line: Line, trace: Trace | None) -> bool:
    return trace is not None and (trace.took(line.way) if line.way is not None else bool(trace.notes))


def _arrow(before: Point, tip: Point) -> tuple[Point, Point, Point]:
    """The three corners of an arrow's tip."""
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1
    across = (-dy / length * _TIP, dx / length * _TIP)
    return tip, (before[0] + across[0], before[1] + across[1]), (before[0] - across[0], before[1] - across[1])


def _pair(point: Point) -> str:
    return f"{point[0]:.0f},{point[1]:.0f}"
