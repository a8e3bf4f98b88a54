"""`newel describe`: all of a task, or of an operation that CallAwsService calls."""

from __future__ import annotations

import json
from dataclasses import asdict
from shutil import get_terminal_size
from textwrap import indent
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from newel.reference.describe import Description, FieldOf
    from newel.reference.operations import Member, OperationDescription
    from newel.reference.permissions import Permission

_WIDTH = 110
_SDK_PATTERNS = "request_response (default), wait_for_task_token; an Express machine takes request_response alone"


@click.command("describe")
@click.argument("name")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(*, name: str, form: str) -> int:
    """Tell all of a task: its fields, patterns and permissions, and an example with the state that it gives.

    NAME is what it is called here (sns.Publish, SnsPublish), by Step Functions (sns:publish), or by the CDK. Of an
    operation that CallAwsService calls (s3:listObjectsV2, aws-sdk:sns:publish): its parameters, permissions and errors,
    and an example.
    """
    from newel.reference.describe import describe
    from newel.reference.names import find_any

    meant = find_any(name)
    if isinstance(meant, type):
        found = describe(meant)
        click.echo(_json(found) if form == "json" else _page(found))
    else:
        from newel.reference import operations

        operation = operations.describe(meant)
        click.echo(_json(operation) if form == "json" else _operation(operation))
    return 0


def _json(found: Description | OperationDescription) -> str:
    return json.dumps(asdict(found), indent=2, ensure_ascii=False)


def _operation(found: OperationDescription) -> str:
    shown = click.HelpFormatter(width=min(get_terminal_size((_WIDTH, 1)).columns, _WIDTH))
    shown.write(f"{click.style(found.name, bold=True)}{f': {found.summary}' if found.summary else ''}\n")
    for note in found.notes:
        shown.write_text(f"{note}.")
    shown.write_paragraph()
    shown.write_dl([("Resource", found.resource), ("API", found.api), ("Patterns", _SDK_PATTERNS)])
    with shown.section("Parameters"):
        if found.parameters:
            shown.write_dl([_parameter(each) for each in found.parameters])
        else:
            shown.write_text("None." if found.summary else "Not known.")
    with shown.section("Permissions"):
        for permission in found.permissions:
            shown.write_text(permission.sentence())
        if not found.permissions:
            shown.write_text("AWS documents no action of IAM's for it: say iam_actions= and iam_resources=.")
        elif any("{" in each.replace("${", "") for permission in found.permissions for each in permission.resources):
            shown.write_text("In braces: what the parameter names; any, where that is known only when the state runs.")
    with shown.section("Errors"):
        shown.write_text(", ".join(found.errors))
    with shown.section("Example"):
        shown.write(f"{indent(found.example, '  ')}\n")
    return shown.getvalue().rstrip()


def _parameter(member: Member) -> tuple[str, str]:
    values = f" One of {', '.join(member.values)}." if member.values else ""
    said = f"{member.type}. {member.doc}{values}".strip()
    return member.name, f"Required: {said}" if member.required else f"{said[:1].upper()}{said[1:]}"


def _page(found: Description) -> str:
    from newel.reference.describe import common

    width = min(get_terminal_size((_WIDTH, 1)).columns, _WIDTH)
    shown = click.HelpFormatter(width=width)
    shown.write(f"{click.style(found.name, bold=True)}: {found.summary}\n")
    if found.notes:
        shown.write_paragraph()
        shown.write_text(found.notes)
    shown.write_paragraph()
    shown.write_dl(_about(found))
    with shown.section("Fields"):
        shown.write_dl([_field(field) for field in found.fields])
    if found.one_of:
        shown.write_paragraph()
        shown.write_text(f"Exactly one of {', '.join(found.one_of)} is given.")
    shown.write_paragraph()
    shown.write_text(f"Every task has {', '.join(common())} too.")
    with shown.section("Permissions"):
        for each in found.permissions:
            shown.write(f"{indent(_permission(each, found), '  ')}\n")
        if not found.permissions and not found.besides:
            shown.write_text("None.")
        if any("{" in each.resource.replace("${", "") for each in found.permissions):
            shown.write_text("In braces: the name of what the field refers to.")
        if found.besides:
            shown.write_text(found.besides)
    with shown.section("Example"):
        shown.write(f"{indent(found.example, '  ')}\n")
    with shown.section("The state that it gives"):
        shown.write(f"{indent(json.dumps(found.asl, indent=2, ensure_ascii=False), '  ')}\n")
    return shown.getvalue().rstrip()


def _about(found: Description) -> list[tuple[str, str]]:
    first, *others = found.patterns
    patterns = ", ".join([f"{first} (default)", *others])
    rows = {
        "Resource": found.resource,
        "API": found.api,
        "Patterns": f"{patterns}; an Express machine takes request_response alone" if others else patterns,
        "In the CDK": ", ".join(found.cdk) or "none",
        "AWS's pages": "; ".join(f'"{source}"' for source in found.sources),
    }
    return [(label, value) for label, value in rows.items() if value]


def _field(field: FieldOf) -> tuple[str, str]:
    required = "Required. " if field.required else ""
    values = f" One of {', '.join(field.values)}." if field.values else ""
    return f"{field.name}: {field.type}", f"{required}{field.doc}{values}".strip() or "-"


def _permission(permission: Permission, found: Description) -> str:
    said = [", ".join(permission.actions), f"  on {permission.resource}"]
    said += [f"  if {each}" for each in permission.condition]
    if permission.needed:
        said.append(f"  {permission.needed}")
    if len(permission.patterns) < len(found.patterns):
        said.append(f"  for {', '.join(permission.patterns)}")
    return "\n".join(said)
