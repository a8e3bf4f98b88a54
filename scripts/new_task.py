"""Print the class of a new task, made from the API's model: a beginning, for a person to finish.

usage: .venv/bin/python scripts/new_task.py sqs:SendMessage [RESOURCE]
       RESOURCE is Step Functions' name where it is not the API's: elasticmapreduce:createCluster
"""

from __future__ import annotations

import re
import sys

from newel.aws.models import input_shape, service
from newel.declared import declared
from newel.errors import NewelError
from newel.parameters.shapes import spelled
from newel.tasks.base import Task, pascal

TYPES = {
    "string": "Text",
    "character": "Text",
    "integer": "Integer",
    "long": "Integer",
    "float": "Number",
    "double": "Number",
    "boolean": "Boolean",
    "list": "List",
    "map": "Object",
    "structure": "Object",
}

TAKEN = {item.name for item in declared(Task)} | set(dir(Task))
"""Names that every state has: a field needs another, better than what is printed."""


def skeleton(api: str, resource: str | None) -> str:
    """Write the class of an API."""
    name, _, operation = api.partition(":")
    shape, shapes = input_shape(name, operation), service(name)["shapes"]
    required = shape.get("required", [])
    default = f"{name}:{operation[:1].lower()}{operation[1:]}"
    lines = [f"class {operation}(Task):", f'    """(API: {operation})."""', ""]
    lines.append(f'    resource = "{resource or default}"')
    if resource not in (None, default):
        lines.append(f'    api = "{api}"')
    lines += [f'    grants = (Grant(("{name}:{operation}",), on=""),)', ""]
    for member, about in sorted(shape["members"].items(), key=lambda item: item[0] not in required):
        kind = TYPES.get(shapes[about["shape"]]["type"], "Value")
        field = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", member).lower()
        field = f"{operation.lower()}_{field}" if field in TAKEN else field
        exact = pascal(field) == spelled(member)
        if exact and member in required:
            lines.append(f"    {field}: {kind}")
        elif exact:
            lines.append(f"    {field}: {kind} | None = None")
        elif member in required:
            lines.append(f'    {field}: {kind} = member("{spelled(member)}")')
        else:
            lines.append(f'    {field}: {kind} | None = member("{spelled(member)}", default=None)')
    lines.append('    pattern: Literal["request_response"] = "request_response"')
    return "\n".join(lines)


def main() -> int:
    """Print it; 2 for wrong use."""
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(skeleton(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))
    except NewelError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
