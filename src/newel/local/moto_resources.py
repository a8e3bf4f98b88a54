"""Resources that moto knows how to make from CloudFormation's properties: its own classes, one a resource type."""

from __future__ import annotations

import contextlib
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from newel.local.context import ACCOUNT, REGION
from newel.local.makers import Made, UnknownType, Unmakable

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

_PACKAGES = {"Cognito": "cognitoidp", "ElasticLoadBalancingV2": "elbv2", "Lambda": "awslambda"}
"""Services that moto keeps in a package of another name than theirs in lower case."""


class MadeByMoto(Made):
    """A resource that moto made; it knows its attributes itself."""

    def __init__(self, kind: str, name: str, resource: Any) -> None:
        super().__init__(kind, getattr(resource, "physical_resource_id", None) or name)
        object.__setattr__(self, "resource", resource)

    resource: Any

    def attribute(self, name: str) -> Any:
        """Return what `Fn::GetAtt` gives; None where moto does not know."""
        try:
            with _one_exception_of_cloudformation():
                return self.resource.get_cfn_attribute(name)
        except Exception:  # noqa: BLE001 - moto has an error of its own a service, and none a base of all
            return None


@contextlib.contextmanager
def _one_exception_of_cloudformation() -> Generator[None]:
    """Let moto's resources raise it without all that moto's CloudFormation needs installed (cfn-lint among it)."""
    stub = ModuleType("moto.cloudformation.exceptions")
    stub.UnformattedGetAttTemplateException = LookupError  # type: ignore[attr-defined]
    with patch.dict(sys.modules, {"moto.cloudformation": ModuleType("moto.cloudformation"), stub.__name__: stub}):
        yield


def make(kind: str, name: str, properties: Mapping[str, Any]) -> Made:
    """Make a resource.

    Raises
    ------
    Unmakable
        moto has no class for its type, or refuses its properties, or misses some that CloudFormation does not.
    """
    found = _class(kind)
    if found is None:
        raise UnknownType(f"the local AWS makes no {kind}")
    named: str = found.cloudformation_name_type() or ""
    physical: str = properties.get(named) or f"local-{name}"
    document = {"Properties": {**properties, **({named: physical} if named else {})}, "Type": kind}
    try:
        resource = found.create_from_cloudformation_json(physical, document, ACCOUNT, REGION)
    except NotImplementedError:
        raise UnknownType(f"the local AWS makes no {kind}") from None
    except Exception as error:  # noqa: BLE001 - moto has an error of its own a service, and any for what it misses
        said = f"it misses {error}" if isinstance(error, KeyError) else str(error)
        raise Unmakable(f"the local AWS cannot make it: {said}") from None
    return MadeByMoto(kind, physical, resource)


def _class(kind: str) -> Any:
    """Moto's class of a resource type; None where it has none."""
    from moto.core.common_models import CloudFormationModel

    service = kind.split("::")[1] if kind.count("::") > 1 else ""
    try:
        import_module(f"moto.{_PACKAGES.get(service, service.lower())}.models")
    except (ImportError, ValueError):
        return None
    return next((each for each in _below(CloudFormationModel) if _makes(each, kind)), None)


def _makes(found: Any, kind: str) -> bool:
    try:
        return bool(found.cloudformation_type() == kind)
    except (NotImplementedError, TypeError):
        return False


def _below(base: type[Any]) -> Iterator[type[Any]]:
    for each in base.__subclasses__():
        yield each
        yield from _below(each)
