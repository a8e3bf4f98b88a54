"""Service integrations: boto3 calls to the local AWS, with Step Functions' results and errors.

AWS: "Integrating services with Step Functions". One line of `INTEGRATIONS` a service and action.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object
from newel.local.answers import Answer, Call
from newel.local.data import to_text
from newel.local.failure import StateFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.makers import Clients
    from newel.local.resource import Resource


def _unchanged(parameters: dict[str, Any]) -> dict[str, Any]:
    return parameters


def _text_message(parameters: dict[str, Any]) -> dict[str, Any]:
    """Send a Message that is no text as JSON text."""
    message = parameters.get("Message", "")
    return parameters if isinstance(message, str) else {**parameters, "Message": to_text(message)}


@dataclass(frozen=True)
class Integration:
    """One optimized integration.

    Attributes
    ----------
    client, method
        What boto3 calls them.
    prefix
        What the names of its errors begin with.
    service
        What its errors call the service.
    prepare
        What Step Functions does to the parameters before it sends them.
    """

    client: str
    method: str
    prefix: str
    service: str
    prepare: Callable[[dict[str, Any]], dict[str, Any]] = _unchanged


INTEGRATIONS = {
    "sns:publish": Integration("sns", "publish", "SNS", "AmazonSNS", _text_message),
}


class ServiceAnswers:
    """Answers service integrations by the local AWS."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def knows(self, state: str, resource: Resource) -> bool:  # noqa: ARG002 - the same question to all answerers
        """Say whether the table has the integration."""
        return not resource.is_function and resource.label in INTEGRATIONS

    def answer(self, call: Call) -> Answer:
        """Call the service.

        Raises
        ------
        NewelError
            The parameters are not those of the API.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        integration = INTEGRATIONS[call.resource.label]
        where = f"state {call.state!r}"
        if not is_object(call.parameters):
            raise NewelError(f"{call.resource.label} takes an object of parameters", where=where)
        given = {name: value for name, value in call.parameters.items() if value is not None}
        client = self._clients.client(integration.client)
        try:
            answer = getattr(client, integration.method)(**integration.prepare(given))
        except ClientError as error:
            return Answer(call.resource.label, failure=_failure(error, client, integration))
        except (BotoCoreError, TypeError) as error:
            raise NewelError(f"{call.resource.label} cannot be called so: {error}", where=where) from None
        return Answer(call.resource.label, _result(answer))


def _result(answer: dict[str, Any]) -> dict[str, Any]:
    metadata = answer["ResponseMetadata"]
    headers: dict[str, str] = metadata["HTTPHeaders"]
    return {
        **{name: value for name, value in answer.items() if name != "ResponseMetadata"},
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": dict(headers),
            "HttpStatusCode": metadata["HTTPStatusCode"],
        },
        "SdkResponseMetadata": {"RequestId": metadata["RequestId"]},
    }


def _failure(error: Any, client: Any, integration: Integration) -> StateFailure:
    details = error.response["Error"]
    metadata = error.response["ResponseMetadata"]
    modelled = client.exceptions.from_code(details["Code"]).__name__
    name = f"{integration.service}Exception" if modelled == "ClientError" else modelled
    cause = (
        f"{details['Message']} (Service: {integration.service}; Status Code: {metadata['HTTPStatusCode']}; "
        f"Error Code: {details['Code']}; Request ID: {metadata['RequestId']}; Proxy: null)"
    )
    return StateFailure(f"{integration.prefix}.{name}", cause)
