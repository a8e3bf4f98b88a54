"""Answers service integrations by boto3's clients."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object
from newel.local.answers import Answer, Call
from newel.local.data import to_text
from newel.local.services.coverage import lacking
from newel.local.services.errors import failure, missing, unfit, unreached
from newel.local.services.integrations import integration
from newel.local.services.values import given, sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.makers import Clients
    from newel.local.resource import Resource
    from newel.local.services.integrations import Integration

HINT = "give the state a mock"


class ServiceAnswers:
    """Answers integrations that call one API as it stands: the SDK's, and most of the optimized.

    Parameters
    ----------
    clients
        What gives boto3's clients.
    lacks
        Says why it cannot call an operation, by boto3's name of the service and the API's of the operation; None where
        it can.
    insist_on_made
        Refuses parameters, as JSON, that name a resource which is not there.

    Attributes
    ----------
    refused
        The states whose calls a service has answered with an error.
    """

    def __init__(
        self,
        clients: Clients,
        lacks: Callable[[str, str], str | None] = lacking,
        insist_on_made: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._clients = clients
        self._lacks = lacks
        self._insist_on_made = insist_on_made
        self.refused: set[str] = set()

    def knows(self, state: str, resource: Resource) -> bool:
        """Say whether it is one API, which can be called."""
        return self.reason(state, resource) is None

    def reason(self, state: str, resource: Resource) -> str | None:  # noqa: ARG002 - the same question to all answerers
        """Say why it does not answer a task; None where it does."""
        if resource.pattern == "sync":
            return "jobs do not run here"
        found = integration(resource)
        return "it is no API as it stands" if found is None else self._lacks(found.client, found.operation)

    def answer(self, call: Call) -> Answer:
        """Call the service.

        Raises
        ------
        NewelError
            The parameters are not those of the API, or the AWS in this process does not carry out the call.
        """
        from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

        known = integration(call.resource)
        if known is None:
            raise AssertionError("asked for what it does not know")
        where = f"state {call.state!r}"
        if not is_object(call.parameters):
            raise NewelError(f"{known.label} takes an object of parameters", where=where)
        try:
            self._insist_on_made(to_text(call.parameters))
        except NewelError as error:
            error.where = where
            raise
        client = self._clients.client(known.client)
        try:
            return self._called(client, known, call)
        except ClientError as error:
            if "not yet implemented" in str(error).lower():
                raise NewelError(f"moto does not carry out {known.label}", where=where, hint=HINT) from None
            self.refused.add(call.state)
            return Answer(known.label, failure=failure(error, client, known))
        except ParamValidationError as error:
            found = missing(error, client, known)
            if found is not None:
                return Answer(known.label, failure=found)
            hint = unfit(known, call.parameters, error)
            raise NewelError(f"{known.label} cannot be called so: {error}", where=where, hint=hint) from None
        except BotoCoreError as error:
            raise NewelError(unreached(known.label, error, client), where=where) from None
        except TypeError as error:
            raise NewelError(f"{known.label} cannot be called so: {error}", where=where) from None
        except NotImplementedError as error:
            raise NewelError(f"moto does not carry out {known.label}: {error}", where=where, hint=HINT) from None

    def _called(self, client: Any, known: Integration, call: Call) -> Answer:
        from botocore import xform_name

        model = client.meta.service_model.operation_model(known.operation)
        parameters: dict[str, Any] = {}
        if model.input_shape is not None:
            parameters = sent(call.parameters, model.input_shape, known.spell)
        answer: dict[str, Any] = getattr(client, xform_name(known.operation))(**parameters)
        metadata = answer.pop("ResponseMetadata", {})
        result: dict[str, Any] = given(answer, model.output_shape, known.spell)
        failed = known.failed(result)
        if failed is not None:
            return Answer(known.label, failure=failed)
        result = {**result, **_told(metadata)} if known.metadata else result
        return Answer(known.label, result, submitted=result, waits=call.resource.pattern == "token")


def _told(metadata: dict[str, Any]) -> dict[str, Any]:
    headers: dict[str, str] = metadata["HTTPHeaders"]
    return {
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": dict(headers),
            "HttpStatusCode": metadata["HTTPStatusCode"],
        },
        "SdkResponseMetadata": {"RequestId": metadata.get("RequestId") or str(uuid.uuid4())},
    }
