"""A small Lambda Runtime API: built functions run under the real runtime interface client, without a container.

What it serves is on AWS's page "Using the Lambda runtime API for custom runtimes".
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = "/2018-06-01/runtime"
TRACE = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1"
PATIENCE = 30  # seconds until a silent function counts as dead
# What stands in /var/runtime beside the function; all else must come from the function or its layers.
RUNTIME_DISTRIBUTIONS = ("awslambdaric", "simplejson", "snapshot-restore-py")


@dataclass(frozen=True)
class Invocation:
    """What came of one call: the answer or the error, and what the function wrote meanwhile."""

    payload: Any
    error: dict[str, Any] | None
    logs: list[str]
    seconds: float

    @property
    def error_type(self) -> str | None:
        """The name that Step Functions' Catch sees."""
        return self.error["errorType"] if self.error else None

    @property
    def records(self) -> list[dict[str, Any]]:
        """The lines that are JSON: the function's logs, its metrics, and the runtime's own error records."""
        return [json.loads(line) for line in self.logs if line.startswith("{")]


@dataclass
class _Call:
    event: bytes
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    done: threading.Event = field(default_factory=threading.Event)
    body: bytes = b""
    failed: bool = False


class LambdaRuntime:
    """One execution environment of a function: ``with LambdaRuntime(task, layer) as fn: fn.invoke({...})``.

    Parameters
    ----------
    task_root, layer_root
        What would be unpacked into ``/var/task`` and ``/opt``.
    handler
        As in the template.
    env
        The function's environment variables.
    """

    def __init__(
        self,
        task_root: Path,
        layer_root: Path,
        *,
        handler: str = "app.handler",
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._task_root, self._layer_root = task_root, layer_root
        self._handler, self._env = handler, dict(env or {})
        self.waiting: queue.Queue[_Call | None] = queue.Queue()
        self.calls: dict[str, _Call] = {}
        self.init_error: bytes = b""
        self._read = 0

    def __enter__(self) -> Self:
        self._scratch = tempfile.TemporaryDirectory(prefix="newel-runtime-")
        scratch = Path(self._scratch.name)
        self._server = _Server(self)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        # A file rather than a pipe: what was written before the answer has certainly arrived with the answer.
        self._log = (scratch / "log").open("wb")
        self._began = time.perf_counter()
        # -S: no site-packages, where a newel or a Powertools of the tests' own could stand in for the layer's
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-m", "awslambdaric", self._handler],
            cwd=self._task_root,
            env=self._environment(_runtime_root(scratch / "runtime")),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self.waiting.put(None)
        self._server.shutdown()
        self._server.server_close()
        self._log.close()
        self._scratch.cleanup()

    def invoke(self, event: object) -> Invocation:
        """Call the function, wait for its answer; the first call's time includes the cold start."""
        began = time.perf_counter() if self.calls else self._began
        call = _Call(json.dumps(event).encode())
        self.calls[call.id] = call
        self.waiting.put(call)
        while not call.done.wait(0.05):
            died = self._process.poll() is not None
            if died or time.perf_counter() - began > PATIENCE:
                what = f"ended with code {self._process.returncode}" if died else "does not answer"
                raise RuntimeError(f"The function {what}. {self.init_error.decode()}\n" + "\n".join(self._logs()))
        seconds = time.perf_counter() - began
        body = json.loads(call.body)
        if call.failed:
            return Invocation(None, body, self._logs(), seconds)
        return Invocation(body, None, self._logs(), seconds)

    def _logs(self) -> list[str]:
        with Path(self._log.name).open("rb") as log:
            log.seek(self._read)
            text = log.read()
        self._read += len(text)
        return text.decode().splitlines()

    def _environment(self, runtime_root: Path) -> dict[str, str]:
        path = [self._task_root, self._layer_root / "python", runtime_root]
        return {
            "PATH": os.environ["PATH"],
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            "PYTHONDONTWRITEBYTECODE": "1",  # /var/task and /opt are read-only on Lambda
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_port}",
            "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
            "AWS_LAMBDA_FUNCTION_NAME": "function",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_FORMAT": "JSON",
            "AWS_REGION": "eu-west-1",
            "LAMBDA_TASK_ROOT": str(self._task_root),
            "_HANDLER": self._handler,
            **self._env,
        }


def _runtime_root(folder: Path) -> Path:
    """Put the runtime interface client, and what it needs, into a folder of its own."""
    folder.mkdir()
    for name in RUNTIME_DISTRIBUTIONS:
        dist = distribution(name)
        for top in {file.parts[0] for file in dist.files or ()} - {"..", "__pycache__"}:
            (folder / top).symlink_to(Path(str(dist.locate_file(top))))
    return folder


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, runtime: LambdaRuntime) -> None:
        super().__init__(("127.0.0.1", 0), _Api)
        self.runtime = runtime

    def handle_error(self, *address: Any) -> None:
        """Pass over connections that break because the function was stopped."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*address)


class _Api(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one write an answer: head and body apart would wait for each other's acknowledgement

    def do_GET(self) -> None:
        """Hand the next event to the function, as soon as there is one."""
        if self.path != f"{VERSION}/invocation/next":
            return self.send_error(404)
        call = self.server.runtime.waiting.get()
        if call is None:
            self.close_connection = True
            return None
        headers = {
            "Content-Type": "application/json",  # without it the client crashes
            "Lambda-Runtime-Aws-Request-Id": call.id,
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + 10) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:123456789012:function:function",
            "Lambda-Runtime-Trace-Id": TRACE,
        }
        return self._answer(200, call.event, headers)

    def do_POST(self) -> None:
        """Take an answer or an error."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        runtime = self.server.runtime
        if self.path == f"{VERSION}/init/error":
            runtime.init_error = body
            return self._answer(202, b"{}")
        call_id, _, outcome = self.path.removeprefix(f"{VERSION}/invocation/").partition("/")
        call = runtime.calls.get(call_id)
        if call is None or outcome not in ("response", "error"):
            return self.send_error(404)
        call.body, call.failed = body, outcome == "error"
        self._answer(202, b"{}")
        return call.done.set()

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests' output is for the tests."""
