"""What a template lets the role of a state machine do: SAM's `Policies`, or the role that it names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel import aws
from newel.json_types import is_array, is_object
from newel.permissions.canonical import UNKNOWN, canonical
from newel.permissions.permission import Permission, listed
from newel.permissions.substitutions import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.sam.template import Template

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_IAM = "AWS::IAM::"


@dataclass
class Allowed:
    """What a role may do.

    Attributes
    ----------
    permissions
        What its statements allow, each with the pointer to its statement.
    place
        The pointer to what says it.
    whole
        Whether the template says all of it: no policy of AWS's or of another stack, no connector.
    own
        Whether the role is this machine's alone.
    """

    place: str
    permissions: list[tuple[str, Permission]] = field(default_factory=list[tuple[str, Permission]])
    whole: bool = True
    own: bool = True


def allowed(template: Template, machine: str) -> Allowed:
    """Read what the role of a machine of the template may do.

    SAM makes a role of `Policies` where no `Role` is named ("AWS::Serverless::StateMachine").
    """
    resource = template.resources[machine]
    at = f"/Resources/{machine}/Properties"
    properties = resource.get("Properties")
    properties = properties if is_object(properties) else {}
    name = "RoleArn" if "RoleArn" in properties else "Role"
    reader = _Reader(template)
    if name in properties:
        found = reader.of_role(properties[name], f"{at}/{name}", machine)
    else:
        found = Allowed(f"{at}/Policies" if "Policies" in properties else at)
        reader.of_policies(properties.get("Policies"), found, found.place)
    found.whole &= "Connectors" not in resource and not _connected(template, machine)
    return found


class _Reader:
    def __init__(self, template: Template) -> None:
        self._template = template

    def of_role(self, value: object, place: str, machine: str) -> Allowed:
        found = Allowed(place)
        match value:
            case {"Fn::GetAtt": [str(role), "Arn"]}:
                pass
            case _:
                role = ""
        resource = self._template.resources.get(role)
        if not is_object(resource) or resource.get("Type") != "AWS::IAM::Role":
            found.whole = False
            return found
        properties = resource.get("Properties")
        properties = properties if is_object(properties) else {}
        at = f"/Resources/{role}/Properties"
        for index, policy in enumerate(_items(properties.get("Policies"))):
            document = policy.get("PolicyDocument") if is_object(policy) else None
            self._of_document(document, found, f"{at}/Policies/{index}/PolicyDocument")
        self.of_policies(properties.get("ManagedPolicyArns"), found, f"{at}/ManagedPolicyArns")
        for name, each in self._policies_for(role):
            self._of_document(each.get("PolicyDocument"), found, f"/Resources/{name}/Properties/PolicyDocument")
        users = {name for name, each in self._template.resources.items() if not _is_iam(each) and _refers(each, role)}
        found.own = users <= {machine}
        return found

    def of_policies(self, value: object, found: Allowed, place: str) -> None:
        """Read `Policies`, one or several; of what there is under a condition, both."""
        if value is None or value == {"Ref": "AWS::NoValue"}:
            return
        if is_array(value):
            for index, policy in enumerate(value):
                self.of_policies(policy, found, f"{place}/{index}")
            return
        name, given = next(iter(value.items())) if is_object(value) and len(value) == 1 else ("", None)
        if is_object(value) and "Statement" in value:
            self._of_document(value, found, place)
        elif name == "Fn::If" and is_array(given):
            for index, branch in enumerate(given[1:], start=1):
                self.of_policies(branch, found, f"{place}/Fn::If/{index}")
        elif name == "Ref" and (policy := self._managed(given)) is not None:
            self._of_document(policy.get("PolicyDocument"), found, f"/Resources/{given}/Properties/PolicyDocument")
        elif name in sam_policies():
            self._of_template(name, given, found, place)
        else:
            found.whole = False

    def _of_template(self, name: str, given: object, found: Allowed, place: str) -> None:
        texts = {one: as_text(each) for one, each in given.items()} if is_object(given) else {}

        def filled(item: Any) -> Any:
            if is_object(item):
                return {one: filled(each) for one, each in item.items()}
            if is_array(item):
                return [filled(each) for each in item]
            return _VARIABLE.sub(lambda each: texts.get(each[1]) or UNKNOWN, item) if isinstance(item, str) else item

        for statement in sam_policies()[name]:
            self._of_statement(filled(statement), found, f"{place}/{name}")

    def _of_document(self, document: object, found: Allowed, place: str) -> None:
        statements = document.get("Statement") if is_object(document) else None
        if statements is None:
            found.whole = False
        several = is_array(statements)
        for index, statement in enumerate(_items(statements)):
            self._of_statement(statement, found, f"{place}/Statement/{index}" if several else f"{place}/Statement")

    def _of_statement(self, statement: object, found: Allowed, place: str) -> None:
        if not is_object(statement) or statement.get("Effect") not in ("Allow", "Deny"):
            found.whole = False
            return
        if statement["Effect"] == "Deny":
            return
        condition = canonical(statement.get("Condition"), self._template)
        # all but some: what is left out is not looked at
        actions = ["*"] if "NotAction" in statement else listed(canonical(statement.get("Action"), self._template))
        named = ["*"] if "NotResource" in statement else listed(canonical(statement.get("Resource"), self._template))
        for action in actions:
            for resource in named:
                if isinstance(action, str) and isinstance(resource, str):
                    found.permissions.append((place, Permission(action, resource, condition or None)))
                else:
                    found.whole = False

    def _managed(self, name: object) -> dict[str, Any] | None:
        resource = self._template.resources.get(name) if isinstance(name, str) else None
        if not is_object(resource) or resource.get("Type") != f"{_IAM}ManagedPolicy":
            return None
        properties = resource.get("Properties")
        return properties if is_object(properties) else {}

    def _policies_for(self, role: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The policies that name the role, and not it them."""
        for name, each in self._template.resources.items():
            properties = each.get("Properties") if _is_iam(each) else None
            if is_object(properties) and {"Ref": role} in (
                *_items(properties.get("Roles")),
                properties.get("RoleName"),
            ):
                yield name, properties


def _items(value: object) -> list[Any]:
    return [] if value is None else listed(value)


def _is_iam(resource: object) -> bool:
    return is_object(resource) and str(resource.get("Type")).startswith(_IAM)


def _refers(value: object, name: str) -> bool:
    """Whether there is a reference to a resource in a value."""
    if is_object(value):
        if value.get("Ref") == name or value.get("Fn::GetAtt") == [name, "Arn"]:
            return True
        return any(_refers(each, name) for each in value.values())
    if is_array(value):
        return any(_refers(each, name) for each in value)
    return isinstance(value, str) and (f"${{{name}}}" in value or f"${{{name}." in value)


def _connected(template: Template, machine: str) -> bool:
    """Whether one of SAM's connectors gives the role what nobody sees here."""
    return any(
        is_object(each) and each.get("Type") == "AWS::Serverless::Connector" and _names(each, machine)
        for each in template.resources.values()
    )


def _names(connector: dict[str, Any], machine: str) -> bool:
    properties = connector.get("Properties")
    source = properties.get("Source") if is_object(properties) else None
    return is_object(source) and source.get("Id") == machine


@cache
def sam_policies() -> dict[str, list[Any]]:
    """The statements of SAM's policy templates ("AWS SAM policy templates"), `${Name}` where a parameter stands."""
    file = Path(aws.__file__).parent / "data" / "policy_templates.json"
    found: dict[str, list[Any]] = json.loads(file.read_text("utf-8"))
    return found
