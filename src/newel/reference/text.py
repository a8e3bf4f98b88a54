"""Docstrings, and the HTML of botocore's models, as plain sentences."""

from __future__ import annotations

import re
from html import unescape
from inspect import cleandoc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADING = re.compile(r"^(\w[\w ]*)\n-{3,}$", re.MULTILINE)
_NAMED = re.compile(r"(?:`\w+`(?:, | and |, and | or )?)+(?= )")


def sections(docstring: str | None) -> dict[str, str]:
    """The sections of a docstring by their titles; what is before the first by ""."""
    parts = _HEADING.split(cleandoc(docstring or ""))
    return {"": parts[0].strip()} | {
        heading: text.strip("\n") for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def parameters(docstring: str | None) -> dict[str, str]:
    """What a docstring says of parameters: in its section of them, or in a sentence that begins with their names."""
    found = sections(docstring)
    said: dict[str, str] = {}
    for sentence in sentences(found[""].partition("\n\n")[2]):
        if named := _NAMED.match(sentence):
            said |= dict.fromkeys(re.findall(r"`(\w+)`", named[0]), sentence)
    for entry in re.split(r"\n(?=\S)", found.get("Parameters", "")):
        names, _, text = entry.partition("\n")
        said |= {name.strip(): one_line(text) for name in names.split(",") if text}
    return said


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z`])", one_line(text)) if part]


def one_line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def first_sentence(html: str, fields: Mapping[str, str]) -> str:
    """The first sentence of botocore's documentation of a member, without tags.

    Parameters
    ----------
    html
        The documentation.
    fields
        What the API's members are called here.
    """
    outside = re.sub(r"<(note|important)>.*?</\1>", " ", html, flags=re.DOTALL)
    for block in re.split(r"</?(?:p|li|ul|ol|dl|dt|dd|note|important)\b[^>]*>", outside):
        code = re.sub(r"<code>\s*([^<>]+?)\s*</code>", lambda name: f"`{fields.get(name[1], name[1])}`", block)
        text = one_line(unescape(re.sub(r"<[^>]+>", "", code))).replace(" .", ".")
        if text:
            first = re.split(r"(?<=[a-z0-9)\"'`])\.\s+(?=[A-Z`])", text)[0]
            return first.removesuffix(", for example:").rstrip(".:") + "."
    return ""


def titles(docstring: str | None) -> list[str]:
    """The pages that a docstring names in quotes and brackets."""
    text = re.sub(r"\(API: .*?\)", "", one_line(sections(docstring)[""]))
    return [title for inside in re.findall(r"\(([^()]*\"[^()]*)\)", text) for title in re.findall(r'"([^"]+)"', inside)]
