"""A small SAM project in a folder, run here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from newel.local.runner import Ran, Settings, find, run_machine

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


class LocalProject:
    """A template, functions and machines.

    Parameters
    ----------
    folder
        Where it is written.
    resources
        Resources of its template, as plain data.
    machines
        States by the machine's logical id, or whole definitions.
    functions
        The code of functions by their logical ids; the handler is `handler`.
    express
        The machines that are Express workflows.
    """

    def __init__(
        self,
        folder: Path,
        *,
        resources: dict[str, Any] | None = None,
        machines: dict[str, dict[str, Any]],
        functions: dict[str, str] | None = None,
        express: Collection[str] = (),
    ) -> None:
        made = dict(resources or {})
        for name, code in (functions or {}).items():
            (folder / name).mkdir()
            (folder / name / "app.py").write_text(code, "utf-8")
            properties = {"Runtime": "python3.13", "CodeUri": name, "Handler": "app.handler"}
            made[name] = {"Type": "AWS::Serverless::Function", "Properties": properties}
        substitutions = {name: {"Ref": name} for name in [*made, *machines]}
        for name, machine in machines.items():
            whole = machine if "States" in machine else chain(machine)
            (folder / f"{name}.asl.json").write_text(json.dumps(whole), "utf-8")
            filled = {each: value for each, value in substitutions.items() if f"${{{each}}}" in json.dumps(whole)}
            properties = {"DefinitionUri": f"{name}.asl.json", "DefinitionSubstitutions": filled}
            properties |= {"Type": "EXPRESS"} if name in express else {}
            made[name] = {"Type": "AWS::Serverless::StateMachine", "Properties": properties}
        self.template = folder / "template.yaml"
        self.template.write_text(
            json.dumps({"Transform": "AWS::Serverless-2016-10-31", "Resources": made}), encoding="utf-8"
        )

    def run(self, name: str, data: object = None, **settings: Any) -> Ran:
        """Run a machine."""
        machine, template = find(name, self.template)
        return run_machine(machine, template, {} if data is None else data, Settings(**settings))


def chain(states: dict[str, Any]) -> dict[str, Any]:
    """A machine of states in a row."""
    names = [*states, None]
    linked = {
        name: state if state["Type"] == "Fail" else {**state, **({"Next": after} if after else {"End": True})}
        for (name, state), after in zip(states.items(), names[1:], strict=True)
    }
    return {"StartAt": names[0], "States": linked}


def task(resource: str, parameters: object, **fields: Any) -> dict[str, Any]:
    """A Task that calls an integration."""
    return {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Parameters": parameters, **fields}
