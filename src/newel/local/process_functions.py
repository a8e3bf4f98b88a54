"""The template's functions, each in a process of its own, under AWS's runtime interface client for Python."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object
from newel.local.answers import Answer
from newel.local.data import to_text
from newel.local.failure import StateFailure
from newel.local.functions import LocalFunction, timed_out
from newel.local.lambda_context import function_arn
from newel.local.lambdas import failed
from newel.local.runtime_api import Invocation, RuntimeApi

if TYPE_CHECKING:
    from collections.abc import Mapping

LOADING = 10.0
"""Seconds that a function has to load, as on Lambda ("Understanding the Lambda execution environment lifecycle")."""


class ProcessFunction(LocalFunction):
    """A function of the template in a process of its own, which lives for the run; `close` it.

    Parameters
    ----------
    endpoint
        Where the function finds AWS.
    """

    endpoint: str = ""
    _process: subprocess.Popen[str] | None = None
    _api: RuntimeApi | None = None
    _listener: threading.Thread | None = None

    def invoke(self, event: Any) -> Answer:
        """Let the process carry out a call.

        Raises
        ------
        NewelError
            The function cannot be started.
        """
        cold = self._process is None or self._process.poll() is not None
        process, api = self._started() if cold else (self._process, self._api)
        if process is None or api is None:
            raise AssertionError("it was just started")
        seconds = self.timeout
        call = Invocation(to_text(event).encode(), function_arn(self.name), seconds)
        api.put(call)
        loaded_by = time.monotonic() + LOADING
        while not call.done.wait(0.005 if cold else 0.05):
            if process.poll() is not None and not call.done.wait(0.05):
                return self._ended(process, api, call)
            if time.monotonic() > (loaded_by if call.began is None else call.began + seconds):
                self.close()
                return Answer(self.label, failure=timed_out(call.id, seconds))
        return self._told(call)

    def close(self) -> None:
        """End the process, and those that it has started."""
        process, api, self._process, self._api = self._process, self._api, None, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # all have ended; macOS says the latter
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if self._listener is not None:
            self._listener.join(1)
        if api is not None:
            api.close()

    def _started(self) -> tuple[subprocess.Popen[str], RuntimeApi]:
        if find_spec("awslambdaric") is None:
            raise NewelError(
                "functions in processes of their own run under awslambdaric, which is not installed",
                hint="pip install 'newel[process]', or leave out --functions process",
            )
        self.close()
        stage = self.prepared()
        api = RuntimeApi()
        process = subprocess.Popen(  # noqa: S603 - the template's own code, as it would run on Lambda
            [sys.executable, "-m", "awslambdaric", self.environment["_HANDLER"]],
            cwd=stage.root,
            env=_surroundings(self.environment, str(stage.root), api.address, self.endpoint),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # Ctrl-C is for newel, which ends it and all that it starts
        )
        self._listener = threading.Thread(target=self._listen, args=(process,), daemon=True)
        self._listener.start()
        self._process, self._api = process, api
        return process, api

    def _listen(self, process: subprocess.Popen[str]) -> None:
        if process.stdout is None:
            return
        with process.stdout:
            for line in process.stdout:
                if self.log is not None:
                    self.log(self.name, line.rstrip("\n"))

    def _ended(self, process: subprocess.Popen[str], api: RuntimeApi, call: Invocation) -> Answer:
        code, said = process.returncode, api.init_error
        self.close()
        if said:
            return Answer(self.label, failure=_failure(said))
        how = f"exit status {code}" if code >= 0 else f"signal: {-code}"
        message = f"RequestId: {call.id} Error: Runtime exited with error: {how}"
        if code == 0:
            message = f"RequestId: {call.id} Error: Runtime exited without providing a reason"
        return Answer(self.label, failure=failed("Runtime.ExitError", message, call.id, []))

    def _told(self, call: Invocation) -> Answer:
        if call.failed:
            return Answer(self.label, failure=_failure(call.body))
        try:
            return Answer(self.label, json.loads(call.body))
        except ValueError:
            return Answer(self.label, failure=failed("Runtime.MarshalError", "the response is no JSON", call.id, []))


def _failure(body: bytes) -> StateFailure:
    said: Any = None
    with contextlib.suppress(ValueError):
        said = json.loads(body)
    said = said if is_object(said) else {}
    return StateFailure(str(said.get("errorType", "Error")), to_text(said))


def _surroundings(own: Mapping[str, str], root: str, api: str, endpoint: str) -> dict[str, str]:
    """The environment of the process: ours but for what is of Python's own, and the function's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    path = os.pathsep.join([root, *(entry for entry in sys.path if "site-packages" in entry)])
    return {
        **kept,
        "PYTHONPATH": path,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "AWS_LAMBDA_RUNTIME_API": api,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{sys.version_info[0]}.{sys.version_info[1]}",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
        **own,
    }
