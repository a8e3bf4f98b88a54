"""Write src/newel/aws/data/arn_references.json: the types of CloudFormation whose `Ref` gives an ARN.

usage: .venv/bin/python -m scripts.catalog.references [--check]

`Ref` gives the primary identifier of a type ("Understanding resource identifiers" in the CloudFormation CLI's guide);
cfn-lint has the schemas that say it. Types older than the schemas are said here.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "src" / "newel" / "aws" / "data" / "arn_references.json"

ALSO = {
    "AWS::DMS::Endpoint",
    "AWS::DMS::ReplicationInstance",
    "AWS::DMS::ReplicationTask",
    "AWS::SecretsManager::Secret",
}
"""Their pages say "returns the ARN" under "Return values", and their schemas name another identifier."""


def types() -> list[str]:
    """Their names."""
    schemas = files("cfnlint").joinpath("data", "schemas")
    found = set(ALSO)
    index = json.loads(schemas.joinpath("providers", "us-east-1.json").read_text("utf-8"))
    for name, file in index.items():
        schema = json.loads(schemas.joinpath("resources", f"{file}.json").read_text("utf-8"))
        identifier = schema.get("primaryIdentifier", [])
        if len(identifier) == 1 and identifier[0].lower().endswith("arn"):
            found.add(name)
    return sorted(found)


def main(arguments: list[str]) -> int:
    """Write the file, or say that it is stale."""
    text = json.dumps(types(), indent=1) + "\n"
    if "--check" in arguments:
        return int(FILE.read_text("utf-8") != text)
    FILE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
