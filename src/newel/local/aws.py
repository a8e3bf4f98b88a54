"""The AWS in this process: moto, holding the resources of a template.

Each resource is made by the API call that CloudFormation would make, so that what is made is what the services
themselves accept. Nothing leaves the process: credentials are false, the user's AWS settings are set aside, and
moto answers every AWS endpoint.
"""

from __future__ import annotations

import contextlib
import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object
from newel.local import moto_resources
from newel.local.buses import watched
from newel.local.context import REGION
from newel.local.data import member
from newel.local.intrinsics import is_true, resolve
from newel.local.makers import MAKERS, NAMED, Made, StandIn, UnknownType, Unmakable, stand_in
from newel.sam.generated import generated
from newel.sam.globals import properties_of
from newel.suggest import instead, nearest

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

_NAMES = ("Name", "FunctionName", "StateMachineName")
"""The properties that say what functions, machines, rules and activities are called."""

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_SESSION_TOKEN": "local",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
}
"""All that is left of the AWS settings while the local AWS is up."""


class LocalAws:
    """The resources of a template.

    Parameters
    ----------
    template
        The template as plain data, intrinsic functions in their long form.

    Attributes
    ----------
    made
        What was made, by logical id.
    skipped
        What was not made though a run could need it: logical id to the reason.
    taken
        The events that buses took, as JSON, by the bus's name.
    """

    def __init__(self, template: Mapping[str, Any]) -> None:
        self._template = template
        self._resources: Mapping[str, Any] = template["Resources"]
        self._clients: dict[str, Any] = {}
        self._under_way: list[str] = []
        self._stood_in: dict[str, StandIn] = {}
        self.made: dict[str, Made] = {}
        self.skipped: dict[str, str] = {}
        self.taken: dict[str, list[str]] = {}

    def client(self, service: str) -> Any:
        """Return the boto3 client of a service."""
        if service not in self._clients:
            self._clients[service] = _session().client(service)
        return self._clients[service]

    @contextlib.contextmanager
    def up(self) -> Generator[LocalAws]:
        """Start, make all resources, and stop at the end of the block.

        Raises
        ------
        NewelError
            moto is not installed, or a resource cannot be made.
        """
        try:
            from moto import mock_aws
        except ImportError:
            raise NewelError("local runs need moto", hint="pip install 'newel[local]'") from None
        with _set_aside_settings(), mock_aws(), watched(self.taken):
            for name in self._resources:
                self._make(name)
            yield self

    def ref(self, name: str) -> Any:
        """Return what `Ref` gives for a parameter or a resource."""
        if name in self._resources:
            return self._existing(name).ref
        function, _, rest = name.partition(".")
        if rest == "Alias" and function in self._resources:  # "Referencing a version or alias resource" in SAM's docs
            properties = properties_of(function, self._template)
            return f"{self.attribute(function, 'Arn')}:{resolve(properties.get('AutoPublishAlias'), self)}"
        parameters = member(self._template, "Parameters")
        if name in generated(self._template):
            return f"local-{name}"
        if name not in parameters:
            known = nearest(name, [*self._resources, *parameters])
            raise NewelError(f"the template has no {name!r} to refer to", hint=known and f"did you mean {known}?")
        parameter = member(parameters, name)
        if "Default" not in parameter:
            raise NewelError(
                f"the parameter {name!r} has no value here", hint="give it a Default in the template: a run uses those"
            )
        value = parameter["Default"]
        if isinstance(value, str) and parameter.get("Type") in ("CommaDelimitedList", "List<Number>"):
            return [part.strip() for part in value.split(",")]
        return value

    def attribute(self, name: str, attribute: str) -> Any:
        """Return what `Fn::GetAtt` gives."""
        if name not in self._resources:
            known = nearest(name, self._resources)
            raise NewelError(f"the template has no resource {name!r}", hint=known and f"did you mean {known}?")
        made = self._existing(name)
        value = made.attribute(attribute)
        if value is None:
            hint = f"known here: {', '.join(sorted(made.attributes)) or 'none'}"
            raise NewelError(f"the local run does not know the attribute {attribute!r} of {name}", hint=hint)
        return value

    def insist_on_made(self, text: str) -> None:
        """Refuse a text that names a resource which could not be made, and which a call would look for.

        Raises
        ------
        NewelError
            It does; the message says why the resource is not there.
        """
        for name, each in self._stood_in.items():
            if each.refused and each.is_in(text):
                raise NewelError(
                    f"{name} is needed, and it is not there: {self.skipped[name]}", hint="give the state a mock"
                )

    def condition(self, name: str) -> bool:
        """Say whether a condition of the template holds."""
        conditions = member(self._template, "Conditions")
        if name not in conditions:
            raise NewelError(f"the template has no condition {name!r}")
        return is_true(conditions[name], self)

    def mapped(self, name: str, first: str, second: str) -> Any:
        """Return what a mapping of the template has at two keys."""
        value: Any = member(self._template, "Mappings")
        path = ["Mappings"]
        for key in (name, first, second):
            known = {str(each): item for each, item in value.items()} if is_object(value) else {}
            if key not in known:
                raise NewelError(f"the template has no {key!r} in {'.'.join(path)}", hint=instead(key, known))
            value = known[key]
            path.append(key)
        return value

    def _existing(self, name: str) -> Made:
        made = self._make(name)
        if made is None and name not in self._stood_in:
            reason = self.skipped.get(name, "its condition is false")
            raise NewelError(f"{name} is needed, and it is not there: {reason}")
        return made or self._stood_in[name]

    def _make(self, name: str) -> Made | None:
        if name in self.made or name in self.skipped:
            return self.made.get(name)
        resource = self._resources[name]
        if name.startswith("Fn::"):
            self.skipped[name] = f"what {'::'.join(name.split('::')[:2])} makes is not seen"
            return None
        if not is_object(resource) or not isinstance(resource.get("Type"), str):
            raise NewelError("the resource has no Type", where=f"resource {name}")
        if name in self._under_way:
            circle = " -> ".join([*self._under_way[self._under_way.index(name) :], name])
            raise NewelError(f"the resources refer to each other in a circle: {circle}")
        self._under_way.append(name)
        try:
            made = self._made(name, resource)
        except NewelError as error:
            if error.where is None:
                error.where = f"resource {name}"
            raise
        finally:
            self._under_way.pop()
        if made is not None:
            self.made[name] = made
        return made

    def _made(self, name: str, resource: dict[str, Any]) -> Made | None:
        if "Condition" in resource and not self.condition(resource["Condition"]):
            return None
        kind = resource["Type"]
        if kind in NAMED:
            return NAMED[kind](name, _with_names(member(resource, "Properties"), self))
        before = resource.get("DependsOn", [])
        for other in [before] if isinstance(before, str) else before:
            self._existing(other)
        properties = resolve(member(resource, "Properties"), self)
        try:
            return (
                MAKERS[kind](self, name, properties) if kind in MAKERS else moto_resources.make(kind, name, properties)
            )
        except Unmakable as error:
            self.skipped[name] = str(error)
            self._stood_in[name] = stand_in(kind, name, refused=not isinstance(error, UnknownType))
            return None


def _with_names(properties: Mapping[str, Any], names: LocalAws) -> dict[str, Any]:
    """The properties of what needs no more of than a name, with the value of that."""
    own = {key: resolve(properties[key], names) for key in _NAMES if key in properties}
    return {**properties, **own}


@cache
def _session() -> Any:
    """One session for all runs of this process: reading AWS's endpoints takes a tenth of a second."""
    credentials = ENVIRONMENT["AWS_ACCESS_KEY_ID"], ENVIRONMENT["AWS_SECRET_ACCESS_KEY"]
    # By name: boto3 has no types of its own.
    return import_module("boto3").Session(*credentials, ENVIRONMENT["AWS_SESSION_TOKEN"], region_name=REGION)


@contextlib.contextmanager
def _set_aside_settings() -> Generator[None]:
    before = dict(os.environ)
    for name in before:
        if name.startswith("AWS_") or name == "BOTO_CONFIG":
            del os.environ[name]
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
