"""Amazon API Gateway ("Create API Gateway REST APIs with Step Functions")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import API, Target, arn
from newel.declared import member, option
from newel.iam import Derived, Grant, Need, Question
from newel.json_types import is_array, is_object
from newel.parameters.find import is_jsonata
from newel.parameters.partly import partly
from newel.parameters.shapes import Problem
from newel.suggest import nearest
from newel.tasks.base import Task
from newel.values import Joined, Placeholder, Ref, Sub, task_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.iam import Call
    from newel.render import Renderer
    from newel.values import Boolean, Object, Text, Value

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
_AUTH_TYPES = ("NO_AUTH", "IAM_ROLE", "RESOURCE_POLICY")
_WITH_BODY = ("PATCH", "POST", "PUT")
_HOST = re.compile(r"(?P<api>[a-z0-9]+|\$\{[\w.]+\})\.execute-api\.(?P<region>[a-z0-9-]+|\$\{AWS::Region\})\..+")
_API = Target(API, "name")
_FORBIDDEN = re.compile(
    "x-forwarded.*|x-amz.*|authorization|connection|content-md5|expect|host|max-forwards|proxy-authenticate|server|te"
    "|transfer-encoding|trailer|upgrade|via|www-authenticate",
    re.IGNORECASE,
)


class Invoke(Task):
    """Call a REST or HTTP API (API: API Gateway, its endpoint).

    The values of `headers` and `query_parameters` are lists: a task token is `intrinsics.array(task_token)`. With
    `auth_type="IAM_ROLE"` the role may call this method and path of this stage alone, `*` where a path is not known
    before the state runs; the other types need no permission.

    Parameters
    ----------
    api_endpoint
        `Ref("MyApi")`, of any API in the template, or of a parameter with an API's id; or its host as text.
    region
        The API's region, where a reference is to an API of another one.
    stage
        The stage; an HTTP API's may be left out, and is then $default.

    Example
    -------
    >>> apigateway.Invoke(
    ...     "Call", api_endpoint=Ref("Shop"), method="POST", stage="prod", path="orders",
    ...     request_body={"order": path("$.order")}, auth_type="IAM_ROLE",
    ... )
    """

    resource = "apigateway:invoke"
    api = None
    grants = (Grant(("execute-api:Invoke",), on="ApiEndpoint"),)

    api_endpoint: Text = member(refers=_API)
    method: Text
    stage: Text | None = None
    path: Text | None = None
    headers: Object | None = None
    query_parameters: Object | None = None
    request_body: Value | None = None
    allow_null_values: Boolean | None = None
    auth_type: Text = "NO_AUTH"
    region: str | None = option(default=None)
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"

    def sent(self, renderer: Renderer) -> dict[str, Any]:
        """The parameters; a reference to an API becomes its host."""
        parameters = super().sent(renderer)
        if isinstance(self.api_endpoint, Ref):
            region = self.region or Placeholder(Ref("AWS::Region"))
            suffix = Placeholder(Ref("AWS::URLSuffix"))
            host = (parameters["ApiEndpoint"], ".execute-api.", region, ".", suffix)
            parameters["ApiEndpoint"] = Joined(host)
        return parameters

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """What a call needs: nothing, or its method and path of the API's stage."""
        if partly(call.parameters, "AuthType") not in ("IAM_ROLE", "*"):
            return Derived()
        actions, why = cls.grants[0].actions, f"{call.api} on ApiEndpoint"
        resources = list(call.allow.get("ApiEndpoint", ()))
        derived = Derived()
        if not resources:
            host = _HOST.fullmatch(partly(call.parameters, "ApiEndpoint") or "")
            resources = [_arn(call, host)]
            if host is None:
                derived.ask(Question(call.state, "ApiEndpoint", actions, "host", API.title))
        derived.needs = [Need(call.state, actions, resource, why=why) for resource in resources]  # type: ignore[arg-type]
        return derived

    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """What Step Functions would refuse, and what API Gateway would not take."""
        return list(_refused(parameters))


def _arn(call: Call, host: re.Match[str] | None) -> Placeholder:
    stage = partly(call.parameters, "Stage") or "$default"
    method = partly(call.parameters, "Method") or "*"
    path = (partly(call.parameters, "Path") or "").lstrip("/")
    api, region = (host["api"], host["region"]) if host else ("*", "${AWS::Region}")
    return Placeholder(Sub(arn("execute-api", f"{api}/{stage}/{method}/{path}", region=region)))


def _refused(parameters: dict[str, Any]) -> Iterator[Problem]:
    for name, allowed in (("Method", METHODS), ("AuthType", _AUTH_TYPES)):
        value = parameters.get(name)
        if isinstance(value, str) and not is_jsonata(value) and "${" not in value and value not in allowed:
            yield Problem(name, f"{value!r} is none of its values", f"write {nearest(value, allowed) or allowed[0]}")
    endpoint = parameters.get("ApiEndpoint")
    if isinstance(endpoint, str) and re.match(r"https?://|.*/", endpoint):
        yield Problem(
            "ApiEndpoint", f"{endpoint!r} is no host", 'write "ID.execute-api.REGION.amazonaws.com", and path='
        )
    method = parameters.get("Method")
    if {"RequestBody", "RequestBody.$"} & set(parameters) and method in METHODS and method not in _WITH_BODY:
        hint = f"write method= {', '.join(_WITH_BODY)}, or leave it out"
        yield Problem("RequestBody", f"{method} has no body", hint, certain=False)
    for name in ("Headers", "QueryParameters"):
        values = parameters.get(name)
        for key, value in values.items() if is_object(values) else ():
            yield from _listed(f"{name}.{key.removesuffix('.$')}", value, path=key.endswith(".$"))
            if name == "Headers" and _FORBIDDEN.fullmatch(key.removesuffix(".$")):
                yield Problem(f"{name}.{key}", "Step Functions does not send this header", "leave it out")


def _listed(place: str, value: object, *, path: bool) -> Iterator[Problem]:
    if path and value == task_token.jsonpath:
        yield Problem(place, "its values are a list", "write intrinsics.array(task_token)")
    elif not path and not is_array(value) and not is_jsonata(value) and isinstance(value, str | int | float):
        yield Problem(place, "its values are a list", f"write [{value!r}]")
