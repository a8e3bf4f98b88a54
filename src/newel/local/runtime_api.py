"""The API by which Lambda's runtimes get their events ("Using the Lambda runtime API for custom runtimes")."""

from __future__ import annotations

import queue
import threading
import time
import uuid
from dataclasses import dataclass, field

from newel.local.http_server import Handler, Server

VERSION = "/2018-06-01/runtime"


@dataclass
class Invocation:
    """A call that a runtime is to carry out.

    Attributes
    ----------
    event
        What it gets: JSON.
    arn
        The function's ARN.
    seconds
        How long it may take.
    began
        When the runtime took it up, by the monotonic clock.
    id
        The id of the request.
    body, failed
        What came back, and whether that is an error.
    done
        Set when it has come back.
    """

    event: bytes
    arn: str
    seconds: float
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    began: float | None = None
    body: bytes = b""
    failed: bool = False
    done: threading.Event = field(default_factory=threading.Event)


class RuntimeApi:
    """Serves one runtime, on a port of this computer; `close` it.

    Attributes
    ----------
    address
        Where it is: host and port.
    init_error
        What the runtime said when it could not load its handler.
    """

    def __init__(self) -> None:
        self.init_error = b""
        self.waiting: queue.Queue[Invocation | None] = queue.Queue()
        self.calls: dict[str, Invocation] = {}
        self._server = Server(_handler(self))
        self.address = self._server.address

    def put(self, call: Invocation) -> None:
        """Let the runtime have a call."""
        self.calls[call.id] = call
        self.waiting.put(call)

    def close(self) -> None:
        """Stop serving."""
        self.waiting.put(None)
        self._server.close()


def _handler(api: RuntimeApi) -> type[Handler]:
    class RuntimeHandler(Handler):
        def do_GET(self) -> None:  # noqa: N802 - a name of http.server
            """Hand the next event to the runtime, as soon as there is one."""
            call = api.waiting.get() if self.path == f"{VERSION}/invocation/next" else None
            if call is None:
                self.close_connection = True
                return
            call.began = time.monotonic()
            trace = f"Root=1-{int(time.time()):08x}-{call.id.replace('-', '')[:24]};Sampled=0"
            headers = {
                "Content-Type": "application/json",
                "Lambda-Runtime-Aws-Request-Id": call.id,
                "Lambda-Runtime-Deadline-Ms": str(int((time.time() + call.seconds) * 1000)),
                "Lambda-Runtime-Invoked-Function-Arn": call.arn,
                "Lambda-Runtime-Trace-Id": trace,
            }
            self.answer(200, call.event, headers)

        def do_POST(self) -> None:  # noqa: N802 - a name of http.server
            """Take an answer or an error."""
            body = self.body()
            if self.path == f"{VERSION}/init/error":
                api.init_error = body
                self.answer(202, b"{}")
                return
            name, _, outcome = self.path.removeprefix(f"{VERSION}/invocation/").partition("/")
            call = api.calls.pop(name, None)
            self.answer(404 if call is None else 202, b"{}")
            if call is not None:
                call.body, call.failed = body, outcome == "error"
                call.done.set()

    return RuntimeHandler
