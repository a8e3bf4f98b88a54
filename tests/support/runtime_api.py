"""Built functions under the real runtime interface client, without a container."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from newel.local.runtime_api import Invocation as Called
from newel.local.runtime_api import RuntimeApi

if TYPE_CHECKING:
    from collections.abc import Mapping

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:function"
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
        self._called = False
        self._read = 0

    def __enter__(self) -> Self:
        self._scratch = tempfile.TemporaryDirectory(prefix="newel-runtime-")
        scratch = Path(self._scratch.name)
        self._api = RuntimeApi()
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
        self._api.close()
        self._log.close()
        self._scratch.cleanup()

    def invoke(self, event: object) -> Invocation:
        """Call the function, wait for its answer; the first call's time includes the cold start."""
        began = time.perf_counter() if self._called else self._began
        self._called = True
        call = Called(json.dumps(event).encode(), ARN, seconds=10)
        self._api.put(call)
        while not call.done.wait(0.05):
            died = self._process.poll() is not None
            if died or time.perf_counter() - began > PATIENCE:
                what = f"ended with code {self._process.returncode}" if died else "does not answer"
                raise RuntimeError(f"The function {what}. {self._api.init_error.decode()}\n" + "\n".join(self._logs()))
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
            "AWS_LAMBDA_RUNTIME_API": self._api.address,
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
