"""What moto carries out: looked up in its own classes, before a run begins."""

from __future__ import annotations

import inspect
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


@cache
def lacking(service: str, operation: str) -> str | None:
    """Say why moto does not carry out an operation; None where it does, or where its classes do not tell.

    Parameters
    ----------
    service
        boto3's name of the service: "secretsmanager".
    operation
        The API's name of the operation: "GetSecretValue".
    """
    from botocore import xform_name

    try:
        module = import_module(f"moto.{_package(service)}.responses")
        from moto.core.base_backend import BaseBackend
        from moto.core.responses import BaseResponse
    except ImportError as error:
        missing = (error.name or "").removeprefix(f"moto.{_package(service)}")
        if missing.startswith("moto") or missing in ("", ".responses"):
            return f"moto has no {service}"
        return f"moto needs {missing} for {service}: pip install 'moto[{_package(service)}]'"
    answering = _own(service, module, BaseResponse)
    # What answers a request has names of its own in some services, as S3; what does the work behind it has the API's.
    own = [*answering, *_own(service, import_module(f"moto.{_package(service)}.models"), BaseBackend)]
    if not answering or any(hasattr(each, xform_name(operation)) for each in own):
        return None
    return f"moto does not carry out {service}:{operation}"


def _own(service: str, module: ModuleType, base: type) -> list[type]:
    """The classes of a kind that a module of moto's has for the service itself."""
    classes = [each for each in vars(module).values() if inspect.isclass(each) and issubclass(each, base)]
    return [each for each in classes if each.__module__.startswith(f"moto.{_package(service)}.")]


_PACKAGES = {"lambda": "awslambda", "stepfunctions": "stepfunctions", "cognito-idp": "cognitoidp", "logs": "logs"}
"""Services that moto keeps in a package of another name than theirs without its hyphens."""


def _package(service: str) -> str:
    return _PACKAGES.get(service, service.replace("-", "").replace(".", ""))
