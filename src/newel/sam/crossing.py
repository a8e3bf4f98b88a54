"""The function that calls other regions: one a template, kept where a state of any of its machines needs it.

It is made once, whole, and its author's from then on, but for its permissions: those are what the states need, exactly.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.iam import statements
from newel.iam.merge import ordered
from newel.sam.patch import ABSENT
from newel.sam.policies import document, inlined, present

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.iam import Need
    from newel.sam.template import Template

FUNCTION = "AWS::Serverless::Function"
NAME = "CallAwsServiceCrossRegion"
"""Its logical id, which its Makefile has too."""

LOGS = f"{NAME}Logs"
_CODE = "functions/call_aws_cross_region"
_LAYER = "ExpressionsLayer"
_RUNTIME = "python3.13"  # of the layer


def kept(needs: Sequence[Need], template: Template) -> bool:
    """Whether the function is newel's to keep: a state needs it, and it is no parameter of the template."""
    return bool(needs) and NAME not in template.parameters


def resources(needs: Sequence[Need], template: Template, mark: dict[str, Any]) -> dict[str, Any]:
    """The function and its logs, or what newel keeps of them where they are there already.

    Parameters
    ----------
    needs
        What its role needs, of all machines.
    template
        The template, for the references.
    mark
        The Metadata that says newel keeps them.

    Raises
    ------
    NewelError
        Its code or its layer is missing, or a reference names nothing.
    """
    merged = [present(each, template) for each in ordered(statements(needs))]
    allowed = [inlined(each, template) for each in merged if each.resources]
    policies = [document(allowed)] if allowed else ABSENT
    if NAME in template.resources and "Properties" in template.resources[NAME]:
        found = {NAME: {"Type": FUNCTION, "Metadata": mark, "Properties": {"Policies": policies}}}
        return found | ({LOGS: {"Type": _LOG_GROUP, "Metadata": mark}} if LOGS in template.resources else {})
    if _LAYER not in template.resources and _LAYER not in template.parameters:
        raise NewelError(
            f"a state calls another region, and the function that does so needs the layer {_LAYER}, with Powertools",
            where=str(template.path),
            hint=f"run `newel init --with other-regions`, or make {_LAYER} a parameter: its ARN",
        )
    return {
        NAME: {
            "Type": FUNCTION,
            "Metadata": {**mark, "BuildMethod": "makefile"},
            "Properties": {
                "Description": "Calls services of AWS in other regions, for the state machines",
                "CodeUri": _code(template),
                "Handler": "app.handler",
                "Runtime": _RUNTIME,
                "MemorySize": 512,
                "Timeout": 240,
                "Tracing": "Active",
                "Layers": [{"Ref": _LAYER}],
                "LoggingConfig": {"LogFormat": "JSON", "LogGroup": {"Ref": LOGS}},
                "Policies": policies,
            },
        },
        LOGS: {"Type": _LOG_GROUP, "Metadata": mark, "Properties": {"RetentionInDays": 30}},
    }


_LOG_GROUP = "AWS::Logs::LogGroup"


def mark(sources: Sequence[str]) -> str:
    """Where the states are that need it: the machines' files."""
    return str(PurePosixPath(sources[0]).with_name("*.py"))


def _code(template: Template) -> str:
    """The folder of its code: beside the template, or at the root where the template is inside of `statemachines`."""
    here = template.path.parent.resolve()
    above = [folder.parent for folder in [here, *here.parents] if folder.name == "statemachines"]
    for folder in [here, *above]:
        if (folder / _CODE / "app.py").is_file():
            return Path(os.path.relpath(folder / _CODE, here)).as_posix()
    raise NewelError(
        f"a state calls another region, and the function that does so is not here: {_CODE}/app.py",
        where=str(template.path),
        hint="run `newel init --with other-regions`, which writes it",
    )
