"""A machine as a picture: Mermaid, SVG and a page, each from the same chart, and what an execution did on it."""

from __future__ import annotations

from newel.graph.chart import Flow, Node, Trace, Way, chart
from newel.graph.mermaid import mermaid

__all__ = ["Flow", "Node", "Trace", "Way", "chart", "mermaid"]
