"""A machine as one page that needs nothing else: to move and zoom, and to choose a state and read all of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from string import Template as Text
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from newel.definition import states
from newel.graph.chart import chart, legible
from newel.graph.svg import drawing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.graph.chart import Trace, Visit
    from newel.json_types import JsonObject


@dataclass(frozen=True)
class About:
    """What is told of a machine beside its drawing.

    Attributes
    ----------
    title
        Its name.
    sources
        Where its states are written, by their names.
    iam
        What its role needs for them, in lines, by their names.
    """

    title: str
    sources: Mapping[str, str] = field(default_factory=dict[str, str])
    iam: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "Sequence[str]"])


@dataclass(frozen=True)
class _State:
    name: str
    source: str
    note: str
    asl: Any
    iam: Sequence[str]
    visits: Sequence[Visit]


def page(definition: JsonObject, about: About, trace: Trace | None = None) -> str:
    """Write the page of a machine.

    Parameters
    ----------
    definition
        The machine.
    about
        What is told beside it.
    trace
        What an execution did on it.

    Raises
    ------
    NewelError
        Graphviz is not there, or there are too many states.
    """
    flow = chart(definition)
    asl = dict(states(definition))
    told = {
        legible(node.place): asdict(
            _State(
                node.name,
                about.sources.get(node.name, ""),
                trace.notes.get(node.name, "the execution did not come by") if trace else "",
                asl[node.place],
                about.iam.get(node.name, ()),
                trace.visits.get(node.name, ()) if trace else (),
            )
        )
        for node in flow.every()
    }
    comment = definition.get("Comment")
    template = Text(files("newel.graph").joinpath("page.html").read_text(encoding="utf-8"))
    text = template.substitute(
        title=escape(about.title),
        about=escape(comment if isinstance(comment, str) else "Choose a state to read all of it."),
        drawing="\n".join(drawing(flow, trace)),
        states=json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"),
    )
    return legible(text)
