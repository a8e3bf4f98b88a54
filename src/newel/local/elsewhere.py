"""Tasks that are answered outside of this process: by AWS, or by an endpoint that speaks its APIs."""

from __future__ import annotations

import json
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object
from newel.local.answers import Answer, Call
from newel.local.context import REGION
from newel.local.data import to_text
from newel.local.endpoint import insist_on_answer, insist_on_url, no_answer
from newel.local.failure import StateFailure
from newel.local.function_calls import OPTIMIZED, function_name
from newel.local.services import ServiceAnswers
from newel.local.services.errors import failure, unreached
from newel.local.services.integrations import Integration, integration

if TYPE_CHECKING:
    from collections.abc import Collection

    from newel.local.functions import FunctionAnswers
    from newel.local.resource import Resource

AWS = "aws"
"""The word for AWS itself, by the user's own credentials."""

PATIENCE = 60
"""Seconds that an answer may take, and that of a function beyond its time-out."""

_LONGEST = 900
"""Seconds that a function may take ("Lambda quotas"); it may be one that the template does not have."""


class ElsewhereClients:
    """boto3's clients of AWS, or of an endpoint; the AWS in this process does not see their calls.

    Parameters
    ----------
    where
        "aws", or the endpoint's URL.

    Raises
    ------
    NewelError
        There are no credentials.
    UsageError
        The endpoint is no URL.
    """

    def __init__(self, where: str) -> None:
        from botocore.exceptions import BotoCoreError

        session_of: Any = import_module("boto3").Session  # by name: boto3 has no types
        self.where = where
        self._clients: dict[tuple[str, float], Any] = {}
        self._options: dict[str, Any] = {}
        self._manners: dict[str, Any] = {}
        if where != AWS:
            insist_on_url(where)
            self._options = {"endpoint_url": where}
            self._manners = {"connect_timeout": 10, "retries": {"total_max_attempts": 1}}
        try:
            session: Any = session_of()
            found = session.get_credentials()  # before a run sets them aside
            credentials = found.get_frozen_credentials() if found else None
        except BotoCoreError as error:
            raise NewelError(f"the credentials of AWS cannot be used: {error}") from None
        if credentials is None and where == AWS:
            raise NewelError("there are no credentials of AWS", hint="set AWS_PROFILE, or run `aws configure`")
        self._session: Any = session_of(
            aws_access_key_id=credentials.access_key if credentials else "local",
            aws_secret_access_key=credentials.secret_key if credentials else "local",
            aws_session_token=credentials.token if credentials else None,
            region_name=session.region_name or REGION,
        )

    def client(self, service: str, beyond: float = 0) -> Any:
        """Return the client of a service; it waits for an answer some seconds `beyond` our patience."""
        if (service, beyond) not in self._clients:
            from botocore.config import Config
            from moto.core.models import botocore_stubber

            config: Any = Config(read_timeout=PATIENCE + beyond, **self._manners)
            client: Any = self._session.client(service, config=config, **self._options)
            client.meta.events.unregister("before-send", botocore_stubber)
            client.meta.events.register("before-parse", partial(insist_on_answer, self.where))
            self._clients[service, beyond] = client
        return self._clients[service, beyond]


class ElsewhereAnswers:
    """Answers tasks outside of this process.

    Parameters
    ----------
    clients
        The clients that call there.
    states
        The states that are answered there; None: all.
    functions
        The template's functions, which say how long a call may take.
    """

    def __init__(self, clients: ElsewhereClients, states: Collection[str] | None, functions: FunctionAnswers) -> None:
        self._clients = clients
        self._states = states
        self._functions = functions
        self._services = ServiceAnswers(self._clients, _lacking_nothing)

    def knows(self, state: str, resource: Resource) -> bool:
        """Say whether it answers the task."""
        if self._states is not None and state not in self._states:
            return False
        return resource.is_function or self._services.knows(state, resource)

    def answer(self, call: Call) -> Answer:
        """Make the call.

        Raises
        ------
        NewelError
            The service is not reached, its answer is none, or the parameters are not those of the API.
        """
        try:
            return self._answer(call)
        except NewelError as error:
            error.where = error.where or f"state {call.state!r}"
            raise

    def _answer(self, call: Call) -> Answer:
        if call.resource.is_function:
            request = {"FunctionName": call.resource.arn, "Payload": call.parameters}
            answer = self._invoked(request, call)
            result = answer.result["Payload"] if is_object(answer.result) else None
            return Answer(call.resource.label, result, answer.failure)
        if f"{call.resource.service}:{call.resource.action}" == OPTIMIZED and is_object(call.parameters):
            return self._invoked(call.parameters, call)
        return self._services.answer(call)

    def _invoked(self, request: dict[str, Any], call: Call) -> Answer:
        from botocore.exceptions import BotoCoreError, ClientError

        label = call.resource.label
        function = self._functions.named(function_name(str(request.get("FunctionName"))))
        client = self._clients.client("lambda", _LONGEST if function is None else function.timeout)
        payload = to_text(request.get("Payload", {})).encode()
        try:
            told = client.invoke(**{**request, "Payload": payload})
            content = told.pop("Payload").read()
        except ClientError as error:
            return Answer(label, failure=failure(error, client, _invoke(call)))
        except BotoCoreError as error:
            raise NewelError(unreached(label, error, client)) from None
        try:
            said = json.loads(content) if content else None
        except ValueError:
            raise no_answer(self._clients.where, label, told["StatusCode"], content) from None
        if "FunctionError" in told:
            name = str(said.get("errorType", "Error")) if is_object(said) else "Error"
            return Answer(label, failure=StateFailure(name, to_text(said)))
        result = {"StatusCode": told["StatusCode"], "Payload": said}
        return Answer(label, result, submitted=result, waits=call.resource.pattern == "token")


def _lacking_nothing(_service: str, _operation: str) -> None:
    return None


def _invoke(call: Call) -> Integration:
    return integration(call.resource) or Integration(
        call.resource.label, "lambda", "Invoke", str, "Lambda", "AWSLambda", sdk=False
    )
