"""The site of the docs: `make docs` builds it into site/."""

from __future__ import annotations

import os
import re
from importlib.metadata import version as version_of

project = "newel"
copyright = "the authors of newel"  # noqa: A001 - Sphinx's name
version = release = version_of("newel")
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = "newel"
html_copy_source = False
html_show_sphinx = False
exclude_patterns: list[str] = []

REPOSITORY = os.environ.get("REPOSITORY_URL", "")
"""Where files that are no page are linked to, as "https://github.com/OWNER/NAME/blob/main"; without it they are not."""


def _leave_the_docs(_app: object, page: str, source: list[str]) -> None:
    """Lead links to files of the repository there: the site has only the pages."""
    up = "../" * (page.count("/") + 1)

    def led(found: re.Match[str]) -> str:
        text, target = found["text"], found["target"].removeprefix(up)
        return f"[{text}]({REPOSITORY}/{target})" if REPOSITORY else text

    source[0] = re.sub(rf"\[(?P<text>[^\]]+)\]\((?P<target>{re.escape(up)}[^)]+)\)", led, source[0])


def setup(app: object) -> None:
    """Tell Sphinx."""
    app.connect("source-read", _leave_the_docs)  # type: ignore[attr-defined]
