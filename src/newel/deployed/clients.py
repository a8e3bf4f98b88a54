"""boto3's clients with the user's credentials, and their errors for people."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError

if TYPE_CHECKING:
    from collections.abc import Generator


def client(service: str, region: str | None = None) -> Any:
    """Return the client of a service; `region` where it is not the user's.

    Raises
    ------
    NewelError
        boto3 is not installed.
    """
    try:
        boto3: Any = import_module("boto3")
    except ImportError:
        raise NewelError("this needs boto3", hint="pip install 'newel[local]'") from None
    with told():
        return boto3.Session().client(service, **({"region_name": region} if region else {}))


@contextmanager
def told() -> Generator[None]:
    """Turn what boto3 raises in the block into an error for people.

    Raises
    ------
    NewelError
        AWS refuses a call, or is not reached.
    """
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

    try:
        yield
    except NoCredentialsError:
        raise NewelError("there are no credentials of AWS", hint="set AWS_PROFILE, or run `aws configure`") from None
    except NoRegionError:
        raise NewelError("there is no region", hint="set AWS_REGION, or give the machine's ARN") from None
    except ClientError as error:
        details: Any = error.response.get("Error", {})
        raise NewelError(
            f"AWS refuses {error.operation_name}: {details.get('Code')}: {details.get('Message')}"
        ) from None
    except BotoCoreError as error:
        raise NewelError(f"AWS is not reached: {error}") from None
