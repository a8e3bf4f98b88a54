"""Reading AWS's page of the services that SDK integrations reach, as HTML or Markdown.

The page is "Learning to use AWS service SDK integrations in Step Functions". It has a block a service: the resource of
a state, what its errors begin with, and the operations that Step Functions does not support.
"""

from __future__ import annotations

import html
import json
import re

_BLOCK = re.compile(
    r"aws-sdk:(?P<id>[a-z0-9]+):\W*apiAction\W*Exception prefix:\W*(?P<prefix>\w+)`?"
    r"(?:\W*Unsupported operations:\W*(?P<unsupported>`\w+`(?:, `\w+`)*))?"
)
_LEAST = 300
"""How many services the page has at least: fewer mean that it is written otherwise now."""


def services(text: str) -> dict[str, list[str]]:
    """The services by their ids, each with the operations that are not supported.

    Raises
    ------
    SystemExit
        The page is not as it was.
    """
    code = re.sub(r"<code[^>]*>\s*(.*?)\s*</code>", r"`\1`", text, flags=re.DOTALL)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", code))
    plain = re.sub(r"\s+", " ", plain.replace("**", " ").replace("\\", ""))
    plain = re.sub(r"`\s*,\s*`", "`, `", plain)
    found: dict[str, list[str]] = {}
    for block in _BLOCK.finditer(plain):
        if block["prefix"].lower() != block["id"]:
            raise SystemExit(f"the page says {block['prefix']} of {block['id']}: errors began with the service's id")
        found[block["id"]] = re.findall(r"\w+", block["unsupported"] or "")
    if len(found) < _LEAST:
        raise SystemExit(f"the page has {len(found)} services: it is written otherwise now, or is another page")
    return dict(sorted(found.items()))


def written(found: dict[str, list[str]], date: str) -> str:
    """What is kept of the page: a service a line, so that a change is a line."""
    lines = [f"    {json.dumps(name)}: {json.dumps(unsupported)}" for name, unsupported in sorted(found.items())]
    return f'{{\n  "page": {json.dumps(date)},\n  "services": {{\n' + ",\n".join(lines) + "\n  }\n}\n"
