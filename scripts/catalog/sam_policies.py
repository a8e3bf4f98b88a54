"""Write src/newel/aws/data/policy_templates.json: what SAM's policy templates allow.

usage: .venv/bin/python -m scripts.catalog.sam_policies [--check]

Its source is the table of the SAM translator ("AWS SAM policy templates"). A parameter of a template stands in the text
as `${Name}`.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "src" / "newel" / "aws" / "data" / "policy_templates.json"


def templates() -> dict[str, list[Any]]:
    """The statements of each, by its name."""
    source = files("samtranslator").joinpath("policy_templates_data", "policy_templates.json")
    found = json.loads(source.read_text("utf-8"))["Templates"]
    return {name: _text(found[name]["Definition"]["Statement"]) for name in sorted(found)}


def _text(value: Any) -> Any:
    match value:
        case {"Fn::Sub": str(text)}:
            return text
        case {"Fn::Sub": [str(text), dict(variables)]}:
            for name, given in variables.items():
                text = text.replace(f"${{{name}}}", f"${{{given['Ref']}}}")
            return text
        case {"Ref": str(name)}:
            return f"${{{name}}}"
        case dict():
            return {name: _text(inner) for name, inner in value.items()}
        case list():
            return [_text(inner) for inner in value]
        case _:
            return value


def main(arguments: list[str]) -> int:
    """Write the file, or say that it is stale."""
    lines = [f"{json.dumps(name)}:{json.dumps(each, separators=(',', ':'))}" for name, each in templates().items()]
    text = "{" + ",\n".join(lines) + "}\n"
    if "--check" in arguments:
        return int(not FILE.is_file() or FILE.read_text("utf-8") != text)
    FILE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
