"""A machine as a picture: Mermaid, SVG and a page, each from the same chart, and what an execution did on it."""

from __future__ import annotations

from newel.graph.chart import Flow, Node, Trace, Visit, Way, chart
from newel.graph.mermaid import mermaid

__all__ = ["Flow", "Node", "Trace", "Visit", "Way", "chart", "mermaid"]
