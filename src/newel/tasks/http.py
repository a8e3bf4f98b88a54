"""HTTPS APIs anywhere ("Call HTTPS APIs in Step Functions workflows")."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import CONNECTION, Target, arn
from newel.errors import NewelError
from newel.iam import Grant, Need, Question, derive
from newel.json_types import is_object
from newel.parameters.partly import partly
from newel.parameters.shapes import Problem
from newel.suggest import nearest
from newel.tasks.apigateway import METHODS
from newel.tasks.base import Task
from newel.values import Placeholder, Sub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.iam import Call, Derived, Resource
    from newel.values import Object, Text, Value

_CONNECTION = Target(CONNECTION, "arn")
_SECRET = arn("secretsmanager", "secret:events!connection/{name}/*")
_CONFIGS = ("InvocationConfig", "Authentication")
_HOST = re.compile(r"(https://[^/*?]+|\$\{[\w.]+\})/")
"""The host of an address, up to its slash: a longer name does not match it."""

_FORBIDDEN = re.compile(
    "a-im|accept-charset|accept-datetime|accept-encoding|authorization|cache-control|connection|content-encoding"
    "|content-md5|date|expect|forwarded|from|host|http2-settings|if-match|if-modified-since|if-none-match|if-range"
    "|if-unmodified-since|max-forwards|origin|pragma|proxy-authorization|referer|server|te|trailer|transfer-encoding"
    "|upgrade|via|warning|x-forwarded-.*|x-amz-.*|x-amzn-.*",
    re.IGNORECASE,
)


def _connection(on: str) -> tuple[Grant, ...]:
    return (
        Grant(("events:RetrieveConnectionCredentials",), on=on, target=_CONNECTION),
        Grant(
            ("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"),
            on=on,
            target=_CONNECTION,
            resource=_SECRET,
        ),
    )


class Invoke(Task):
    """Call an HTTPS API (API: none; an HTTP Task of Step Functions).

    The role may call this method of this address alone, and use this connection and its secret. Where a part of the
    address is known only when the state runs, the host has to stand before it: `*` then ends at its slash, and no
    longer host name fits. A host that is not known asks for `allow={"ApiEndpoint": ["https://HOST/*"]}`.

    Parameters
    ----------
    invocation_config, authentication
        The connection, as `{"ConnectionArn": Ref("Connection")}`. AWS recommends `invocation_config`.
    transform
        How the body is written: `{"RequestBodyEncoding": "URL_ENCODED", ...}`.

    Example
    -------
    >>> http.Invoke(
    ...     "Ask",
    ...     api_endpoint=intrinsics.format("https://api.stripe.com/v1/customers/{}", path("$.customer")),
    ...     method="GET",
    ...     invocation_config={"ConnectionArn": Ref("Stripe")},
    ... )
    """

    resource = "http:invoke"
    api = None
    one_of = ("invocation_config", "authentication")
    grants = (
        Grant(("states:InvokeHTTPEndpoint",)),
        *_connection("InvocationConfig.ConnectionArn"),
        *_connection("Authentication.ConnectionArn"),
    )

    api_endpoint: Text
    method: Text
    invocation_config: Object | None = None
    authentication: Object | None = None
    headers: Object | None = None
    query_parameters: Value | None = None
    request_body: Value | None = None
    transform: Object | None = None
    pattern: Literal["request_response"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """What a call needs, with the method and the address as conditions ("IAM permissions to run an HTTP Task")."""
        derived = derive(call, cls.grants[1:])
        derived.needs = [replace(need, resource=_of_any_id(need.resource)) for need in derived.needs]
        action, allowed = cls.grants[0].actions, call.allow.get("ApiEndpoint")
        addresses = [partly(call.parameters, "ApiEndpoint") or "*"] if allowed is None else list(allowed)
        free = [item for item in addresses if isinstance(item, str) and not _holds(item)]
        if allowed is None and free:
            derived.ask(Question(call.state, "ApiEndpoint", action, "URL", "HTTPS API"))
        elif free and free != ["*"]:
            raise NewelError(
                f"allow: {free[0]!r} fits longer host names too",
                where=f"state {call.state!r}",
                hint='write the slash after the host: "https://HOST/*"',
            )
        condition = _condition(partly(call.parameters, "Method") or "*", [] if free else addresses)
        derived.needs.insert(0, Need(call.state, action, "*", condition or None, why=call.api))
        return derived

    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """What Step Functions would refuse."""
        return list(_refused(parameters))


def _holds(address: str) -> bool:
    """Whether an address, with `*` in it, fits one host alone."""
    return "*" not in address or _HOST.match(address) is not None


def _condition(method: str, addresses: list[Any]) -> dict[str, dict[str, object]]:
    condition: dict[str, dict[str, object]] = {}
    if method != "*":
        condition["StringEquals"] = {"states:HTTPMethod": _reference(method)}
    if addresses:
        operator = "StringLike" if any("*" in str(item) for item in addresses) else "StringEquals"
        written = [_reference(item) for item in addresses]
        condition.setdefault(operator, {})["states:HTTPEndpoint"] = written[0] if len(written) == 1 else written
    return condition


def _reference(value: Any) -> Any:
    return Placeholder(Sub(value)) if isinstance(value, str) and "${" in value else value


def _of_any_id(resource: Resource) -> Resource:
    """The ARN of a connection's secret, which has an id of its own: the name is what it has of the connection's ARN."""
    if isinstance(resource, str):
        return re.sub(r"(:secret:events!connection/[^/]+)/.+", r"\1/*", resource)
    return resource


def _refused(parameters: dict[str, Any]) -> Iterator[Problem]:
    endpoint, method = parameters.get("ApiEndpoint"), parameters.get("Method")
    if isinstance(endpoint, str) and not re.match(r"https://|\{%|\$\{", endpoint):
        yield Problem("ApiEndpoint", f"{endpoint!r} is no address of HTTPS", 'write "https://..."')
    if isinstance(method, str) and not re.match(r"\{%|\$\{", method) and method not in METHODS:
        yield Problem("Method", f"{method!r} is none of its values", f"write {nearest(method, METHODS) or METHODS[0]}")
    for name in _CONFIGS:
        config = parameters.get(name)
        if is_object(config) and {item.removesuffix(".$") for item in config} != {"ConnectionArn"}:
            yield Problem(name, "it has ConnectionArn alone", 'write {"ConnectionArn": Ref("...")}')
    headers = parameters.get("Headers")
    for key in headers if is_object(headers) else ():
        if _FORBIDDEN.fullmatch(key.removesuffix(".$")):
            yield Problem(f"Headers.{key}", "Step Functions does not send this header", "put it into the connection")
