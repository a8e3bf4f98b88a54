"""`lambda:invoke`: the template's functions, called by their name ("Invoke an AWS Lambda function")."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object
from newel.local.answers import Answer, Call
from newel.local.data import to_text
from newel.local.failure import StateFailure

if TYPE_CHECKING:
    from newel.local.functions import FunctionAnswers
    from newel.local.resource import Resource

OPTIMIZED, SDK = "lambda:invoke", "aws-sdk:lambda:invoke"


class InvokeAnswers:
    """Answers Invoke by the functions of a template.

    Parameters
    ----------
    functions
        The functions.
    """

    def __init__(self, functions: FunctionAnswers) -> None:
        self._functions = functions

    def knows(self, state: str, resource: Resource) -> bool:  # noqa: ARG002 - the same question to all answerers
        """Say whether the task invokes a function."""
        return not resource.is_function and f"{resource.service}:{resource.action}" in (OPTIMIZED, SDK)

    def answer(self, call: Call) -> Answer:
        """Call the function.

        Raises
        ------
        NewelError
            The parameters are none of Invoke, or the handler cannot be loaded.
        """
        given = call.parameters
        if not is_object(given) or not isinstance(given.get("FunctionName"), str):
            raise NewelError(f"{call.resource.label} takes a FunctionName", where=f"state {call.state!r}")
        name = function_name(given["FunctionName"])
        function = self._functions.named(name)
        if function is None:
            return Answer(call.resource.label, failure=_unknown(call, name))
        kind = given.get("InvocationType", "RequestResponse")
        if kind == "DryRun":
            return Answer(function.label, {"StatusCode": 204}, submitted={"StatusCode": 204})
        answer = function.invoke(given.get("Payload", {}))
        if kind == "Event":
            return Answer(answer.by, {"StatusCode": 202}, submitted={"StatusCode": 202})
        return _carried(answer, call)


def function_name(given: str) -> str:
    """The name in a function's name, its ARN, or a part of that, with or without a version or alias."""
    _, found, rest = given.rpartition("function:")
    return (rest if found else given).partition(":")[0]


def _carried(answer: Answer, call: Call) -> Answer:
    sdk = call.resource.service.startswith("aws-sdk:")
    if answer.failure is not None and not sdk:
        return Answer(answer.by, failure=answer.failure)
    said: Any = answer.result if answer.failure is None else answer.failure.cause
    result: dict[str, Any] = {"ExecutedVersion": "$LATEST", "StatusCode": 200}
    if sdk:
        result["Payload"] = said if answer.failure is not None else to_text(said)
        result |= {"FunctionError": "Unhandled"} if answer.failure is not None else {}
    else:
        request = str(uuid.uuid4())
        headers = {"Content-Type": "application/json", "X-Amz-Executed-Version": "$LATEST", "x-amzn-RequestId": request}
        result["Payload"] = said
        result["SdkHttpMetadata"] = {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": headers,
            "HttpStatusCode": 200,
        }
        result["SdkResponseMetadata"] = {"RequestId": request}
    return Answer(answer.by, result, submitted=result, waits=call.resource.pattern == "token")


def _unknown(call: Call, name: str) -> StateFailure:
    from newel.local.lambda_context import function_arn

    words, request = f"Function not found: {function_arn(name)}", uuid.uuid4()
    if call.resource.service.startswith("aws-sdk:"):
        cause = f"{words} (Service: Lambda, Status Code: 404, Request ID: {request})"
    else:
        code = "Error Code: ResourceNotFoundException"
        cause = f"{words} (Service: AWSLambda; Status Code: 404; {code}; Request ID: {request}; Proxy: null)"
    return StateFailure("Lambda.ResourceNotFoundException", cause)
