"""Calls any service of AWS in another region: one Lambda function for the state machines that need it.

It takes the event of the CDK's ``CallAwsServiceCrossRegion``. Parameters and the result are in the spelling of Step
Functions' SDK integrations, and errors have their names, as ``S3.NoSuchKeyException``, so that a state machine can name
them in ``Catch``. No value of a parameter or of an answer is logged; an error's message has none either, because
Lambda logs it: what AWS says is passed on only where ``CALL_AWS_PASS_ON_MESSAGES`` is ``true``.
"""

from __future__ import annotations

import os
import re
import time
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from botocore.session import get_session
from spelling import UnknownParameter, from_api, to_api

from newel.aws import naming
from newel.aws.services import services

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext
    from botocore.model import OperationModel

    from newel.aws.services import Service

NAMESPACE = os.environ.get("POWERTOOLS_METRICS_NAMESPACE", "Newel")
PASS_ON_MESSAGES = os.environ.get("CALL_AWS_PASS_ON_MESSAGES", "").lower() == "true"
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 10, 60, 3
"""All attempts together end before the function's own time-out, so that an error has its name."""
FIELDS = {"service": True, "action": True, "region": True, "endpoint": False}
"""The texts of an event, and which of them it has to have."""

_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}")
_PLACES = re.compile(r'(?:parameter in [^:]*: "|Unknown parameter in [^:]*: "|for parameter )([\w.\[\]]+)')

logger = Logger(service=os.environ.get("POWERTOOLS_SERVICE_NAME", "call-aws-cross-region"))
metrics = Metrics(namespace=NAMESPACE, service=logger.service)


class InvalidEvent(Exception):
    """The event is not one that this function takes; the message says what to send."""


class CallFailed(Exception):
    """The function itself failed. Its own message is kept back, because it may hold a value."""


@logger.inject_lambda_context(log_event=False)  # said aloud: an environment variable could turn it on
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: object, _context: LambdaContext) -> object:
    """Make the call of ``event``.

    Parameters
    ----------
    event
        ``{"service": "s3", "action": "getObject", "region": "us-east-1", "parameters": {"Bucket": ...}}``, and
        ``endpoint`` where the service has another address than AWS's own.
    _context
        What Lambda tells about the invocation; Powertools puts it into the logs.

    Returns
    -------
    object
        What the service answered: one page, where an API has pages, as Step Functions gives it.

    Raises
    ------
    InvalidEvent
        If the event has another shape, or names a service, an action or a parameter that there is not.
    CallFailed
        If the function fails in a way that it should not.
    Exception
        What the service threw, by Step Functions' name of it.
    """
    began = time.perf_counter()
    facts: dict[str, object] = {}
    try:
        said, parameters = read_event(event)
        service = known(said["service"])
        facts = {"called": service.id, "region": said["region"]}
        result = call(service, said, parameters, facts)
    except (InvalidEvent, ServiceError) as error:
        report(facts | {"error": type(error).__name__}, began, failed=True)
        raise error from None  # what it comes of may hold a value
    except Exception as error:  # noqa: BLE001 - whatever it is, its message may hold a value
        fault = type(error).__name__
        report(facts | {"error": "CallFailed", "fault": fault}, began, failed=True)
        raise CallFailed(f"The function failed with {fault}: a fault of its own, not of the call.") from None
    report(facts, began, failed=False)
    return result


def read_event(event: object) -> tuple[dict[str, str], dict[str, Any]]:
    """Take what to call, and the parameters, out of an event.

    Raises
    ------
    InvalidEvent
        If a part is missing or of another type. The message holds no value.
    """
    if not isinstance(event, dict):
        raise InvalidEvent('The event is no object. Send {"service": "s3", "action": "listBuckets", "region": "..."}.')
    fields = cast("dict[str, Any]", event)
    said: dict[str, str] = {}
    for name, required in FIELDS.items():
        value = fields.get(name)
        if value is None and not required:
            continue
        if not isinstance(value, str) or not value:
            raise InvalidEvent(f'The event has no "{name}" that is text.')
        said[name] = value
    if not _REGION.fullmatch(said["region"]):
        raise InvalidEvent('"region" is none. Send one as "us-east-1".')
    parameters = fields.get("parameters")
    if parameters is not None and not isinstance(parameters, dict):
        raise InvalidEvent('"parameters" is no object. Send what the API is called with, by its parameters\' names.')
    return said, cast("dict[str, Any]", parameters or {})


def known(name: str) -> Service:
    """The service of Step Functions' name.

    Raises
    ------
    InvalidEvent
        There is none, or botocore has no model of it.
    """
    found = services().get(name)
    if found is None or found.botocore is None:
        raise InvalidEvent('"service" is none that this function knows. Send Step Functions\' name of it, as "sfn".')
    return found


@cache
def client(service: str, region: str, endpoint: str | None) -> Any:
    """The client of a service in a region, made once."""
    return get_session().create_client(
        service,
        region_name=region,
        endpoint_url=endpoint,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        ),
    )


def call(service: Service, said: dict[str, str], parameters: dict[str, Any], facts: dict[str, object]) -> Any:
    """Call the service, and spell what it answers; ``facts`` hears which action that is, once it is known for one."""
    made = client(str(service.botocore), said["region"], said.get("endpoint"))
    operation = operation_of(made, said["action"])
    facts["called"] = f"{service.id}:{said['action']}"
    given = arguments(operation, parameters)
    try:
        answer = getattr(made, made_method(made, operation.name))(**given)
    except ClientError as error:
        raise thrown(service, operation, error) from None
    except ParamValidationError as error:
        places = ", ".join(dict.fromkeys(_PLACES.findall(str(error)))) or "of the call"
        raise named(f"{service.prefix}.SdkClientException", f"The parameters do not fit the API: {places}.") from None
    except BotoCoreError as error:
        fault = type(error).__name__
        raise named(f"{service.prefix}.SdkClientException", told(f"The SDK failed with {fault}.", str(error))) from None
    shape = operation.output_shape
    return {} if shape is None else from_api(answer, shape)


def operation_of(made: Any, action: str) -> OperationModel:
    """The operation of an action in camelCase.

    Raises
    ------
    InvalidEvent
        The service has none, or it streams events, which Step Functions does not call either.
    """
    model = made.meta.service_model
    name = action[:1].upper() + action[1:]
    if name not in model.operation_names or naming.action(name) != action:
        raise InvalidEvent('"action" is none of the service\'s. Send it in camelCase, as "getObject".')
    found: OperationModel = model.operation_model(name)
    if found.has_event_stream_input or found.has_event_stream_output:
        raise InvalidEvent('"action" sends or receives a stream of events.')
    return found


def made_method(made: Any, operation: str) -> str:
    """boto3's name of an operation."""
    methods: dict[str, str] = made.meta.method_to_api_mapping
    return next(method for method, name in methods.items() if name == operation)


def arguments(operation: OperationModel, parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters in the API's spelling.

    Raises
    ------
    InvalidEvent
        One that the API does not have.
    """
    if operation.input_shape is None:
        return {}
    try:
        return cast("dict[str, Any]", to_api(copied(operation.name, parameters), operation.input_shape))
    except UnknownParameter as error:
        raise InvalidEvent(str(error)) from None


def copied(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """What the SDK for Java has of its own: the source and the destination of a copy in S3."""
    if operation not in ("CopyObject", "UploadPartCopy"):
        return parameters
    names = {"DestinationBucket": "Bucket", "DestinationKey": "Key"}
    source = {"SourceBucket": "Bucket", "SourceKey": "Key", "SourceVersionId": "VersionId"}
    given = {names.get(name, name): value for name, value in parameters.items() if name not in source}
    parts = {source[name]: str(value) for name, value in parameters.items() if name in source}
    if "Bucket" in parts and "Key" in parts:
        from urllib.parse import quote

        version = f"?versionId={quote(parts['VersionId'])}" if "VersionId" in parts else ""
        given["CopySource"] = f"{parts['Bucket']}/{quote(parts['Key'])}{version}"
    return given


class ServiceError(Exception):
    """What a service threw. The class that is raised is named as Step Functions names the error."""


def named(name: str, message: str) -> ServiceError:
    """An error of a name: Lambda tells Step Functions the name of its class."""
    made: type[ServiceError] = type(name, (ServiceError,), {})
    return made(message)


def thrown(service: Service, operation: OperationModel, error: ClientError) -> ServiceError:
    """The error that a service answered with: one of its model's, or its own."""
    said: dict[str, Any] = dict(error.response)
    problem: dict[str, Any] = said.get("Error", {})
    code = str(problem.get("QueryErrorCode") or problem.get("Code", ""))  # SQS's codes are still those of its older API
    model: Any = operation.service_model  # its types have codes as numbers
    shape = model.shape_for_error_code(code.rpartition("#")[2])
    if shape is None and code == "404" and len(operation.error_shapes) == 1:  # a HEAD is answered without a body
        shape = operation.error_shapes[0]
    name = naming.error(shape.name) if shape is not None else f"{service.prefix}Exception"
    about = said.get("ResponseMetadata", {})
    what = [f"Service: {service.prefix}", f"Status Code: {about.get('HTTPStatusCode')}"]
    what += [f"Request ID: {about['RequestId']}"] if about.get("RequestId") else []
    plain = code if re.fullmatch(r"[\w.-]{1,100}", code) else "an error"
    return named(
        f"{service.prefix}.{name}", f"{told(plain, str(said.get('Error', {}).get('Message')))} ({', '.join(what)})"
    )


def told(plain: str, message: str) -> str:
    """What may be said of an error: AWS's words may hold values, and Lambda logs them."""
    return message if PASS_ON_MESSAGES else plain


def report(facts: dict[str, object], began: float, *, failed: bool) -> None:
    """Log and count a call: by names, without values."""
    milliseconds = round((time.perf_counter() - began) * 1000, 3)
    metrics.add_metric(name="Calls", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="Failures", unit=MetricUnit.Count, value=int(failed))
    metrics.add_metric(name="Duration", unit=MetricUnit.Milliseconds, value=milliseconds)
    log = logger.error if failed else logger.info
    log("call failed" if failed else "call made", extra=facts | {"duration_ms": milliseconds})
