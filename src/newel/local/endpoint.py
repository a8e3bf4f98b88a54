"""An endpoint that speaks AWS's APIs: whether its URL is one, and whether what it answers is an answer."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from newel.errors import NewelError, UsageError
from newel.json_types import is_object

HINT = "write aws, or a URL such as http://localhost:4566"


def insist_on_url(where: str) -> None:
    """Refuse what is no URL of an endpoint.

    Raises
    ------
    UsageError
        It is none.
    """
    if not where.lower().startswith(("http://", "https://")):
        raise UsageError(f"{where!r} is neither aws nor a URL", where="--answer", hint=HINT)
    fault = _fault(where)
    if fault:
        raise UsageError(f"{where!r} is no URL of an endpoint: {fault}", where="--answer", hint=HINT)


def _fault(url: str) -> str:
    from botocore.utils import is_valid_endpoint_url, is_valid_ipv6_endpoint_url

    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return str(error)
    if any(each.isspace() for each in url):
        return "it has a space"
    if not parts.hostname:
        return "it has no host"
    if not (is_valid_endpoint_url(url) or is_valid_ipv6_endpoint_url(url)):
        return f"the host {parts.hostname!r} is not of the letters a to z, digits, dots and hyphens alone"
    return "there is no port 0" if port == 0 else ""


def insist_on_answer(where: str, operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:
    """Refuse an answer that is none of the API's: botocore takes some, and stumbles over others (event: before-parse).

    Parameters
    ----------
    where
        What answered.
    operation_model, response_dict
        As botocore tells them.

    Raises
    ------
    NewelError
        It is none.
    """
    good = response_dict["status_code"] < 300
    if good and (operation_model.has_streaming_output or operation_model.has_event_stream_output):
        return
    if not _is_answer(operation_model, response_dict, good=good):
        label = f"{operation_model.service_model.service_id} {operation_model.name}"
        raise no_answer(where, label, response_dict["status_code"], response_dict["body"])


def _is_answer(operation_model: Any, response: dict[str, Any], *, good: bool) -> bool:
    from botocore.parsers import create_parser

    protocol, shape = operation_model.service_model.resolved_protocol, operation_model.output_shape
    try:
        if good and "json" in protocol and shape is not None and "payload" not in shape.serialization:
            content = response["body"] or (b"{}" if protocol != "json" or not shape.members else b"")
            if not is_object(json.loads(content)):
                return False
        parser: Any = create_parser(protocol)
        parser.parse(response, shape)
    except Exception:  # noqa: BLE001 - a parser fails on what it was not made for in any way
        return False
    return True


def no_answer(where: str, label: str, status: int, body: bytes) -> NewelError:
    """The error for an answer that is none of the API's."""
    said = f"{body[:100]!r}{'...' if len(body) > 100 else ''}".removeprefix("b") if body else "nothing"
    return NewelError(
        f"{where} answered {label} with status {status} and {said}, which is no answer of AWS's API",
        hint="name an endpoint that speaks AWS's APIs",
    )
