"""The second argument of a handler, as Lambda's Python runtime makes it (AWS: "Using the Lambda context object")."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from newel.local.context import ACCOUNT, PARTITION, REGION


def function_arn(name: str) -> str:
    """Return the ARN that a function has in the local AWS."""
    return f"arn:{PARTITION}:lambda:{REGION}:{ACCOUNT}:function:{name}"


@dataclass
class LambdaContext:
    """What a handler may know of its call."""

    function_name: str
    memory_limit_in_mb: str
    aws_request_id: str
    timeout: float
    function_version: str = "$LATEST"
    identity: None = None
    client_context: None = None
    _began: float = field(default_factory=time.monotonic)

    @property
    def invoked_function_arn(self) -> str:
        """The function's ARN."""
        return function_arn(self.function_name)

    @property
    def log_group_name(self) -> str:
        """The function's log group."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def log_stream_name(self) -> str:
        """A log stream's name, as Lambda forms it."""
        return f"{datetime.now(UTC):%Y/%m/%d}/[{self.function_version}]local"

    def get_remaining_time_in_millis(self) -> int:
        """Return what is left of the function's time-out."""
        return max(0, int((self.timeout - (time.monotonic() - self._began)) * 1000))

    def log(self, message: object) -> None:
        """Write to the function's log."""
        print(message)  # noqa: T201 - this is the function's standard output
