"""The template's functions: the real handlers, called in this process."""

from __future__ import annotations

import importlib
import json
import re
import traceback
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object
from newel.local.answers import Answer, Call
from newel.local.context import REGION
from newel.local.data import member, to_text
from newel.local.failure import StateFailure
from newel.local.intrinsics import resolve
from newel.local.isolation import Stage
from newel.local.lambda_context import LambdaContext
from newel.local.lambdas import failed, raised, returned
from newel.local.time_limit import TimeIsOver, limited
from newel.sam.globals import FUNCTION, properties_of
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newel.local.intrinsics import Names
    from newel.local.resource import Resource

_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
"""What Lambda takes as the name of an environment variable (API: Lambda Environment)."""


class FunctionAnswers:
    """Answers functions by the handlers of a template; each is loaded at its first call.

    Parameters
    ----------
    template
        The template as plain data.
    folder
        Where the template stands; every CodeUri starts there.
    names
        What Ref and GetAtt in the functions' properties give.
    log
        Hears what a function wrote, call by call: its logical id and the text.
    kind
        What carries out a function.
    """

    def __init__(
        self,
        template: Mapping[str, Any],
        folder: Path,
        names: Names,
        log: Callable[[str, str], None] | None = None,
        kind: type[LocalFunction] | None = None,
    ) -> None:
        made = kind or LocalFunction
        self._functions: dict[str, LocalFunction] = {}
        for name, resource in template["Resources"].items():
            if is_object(resource) and resource.get("Type") == FUNCTION:
                properties = properties_of(name, template)
                self._functions[physical_name(name, properties, names)] = made(name, properties, folder, names, log)

    def knows(self, state: str, resource: Resource) -> bool:  # noqa: ARG002 - the same question to all answerers
        """Say whether the resource is one of the template's functions."""
        return resource.is_function and resource.action in self._functions

    def close(self) -> None:
        """End what functions keep running."""
        for function in self._functions.values():
            function.close()

    def named(self, name: str) -> LocalFunction | None:
        """The function of a name; None where there is none."""
        return self._functions.get(name)

    def answer(self, call: Call) -> Answer:
        """Call the handler.

        Raises
        ------
        NewelError
            The handler cannot be loaded. What it raises when it is called is an answer, not an error.
        """
        return self._functions[call.resource.action].invoke(call.parameters)


def physical_name(logical_id: str, properties: Mapping[str, Any], names: Names) -> str:
    """Return the name that a function has in the local AWS."""
    name = resolve(properties.get("FunctionName"), names)
    return name if isinstance(name, str) else logical_id


def _variables(properties: Mapping[str, Any]) -> dict[str, Any]:
    return member(member(properties, "Environment"), "Variables")


class LocalFunction:
    """One function of the template."""

    def __init__(
        self,
        name: str,
        properties: Mapping[str, Any],
        folder: Path,
        names: Names,
        log: Callable[[str, str], None] | None,
    ) -> None:
        self.name = name
        self._properties = properties
        self._folder = folder
        self._names = names
        self.log = log
        self._stage: Stage | None = None
        self._handler: Callable[[Any, LambdaContext], Any] | None = None
        self.environment: dict[str, str] = {}

    @property
    def label(self) -> str:
        """What a person calls it."""
        return f"Lambda {self.name}"

    @property
    def timeout(self) -> float:
        """Its Timeout, in seconds.

        Raises
        ------
        NewelError
            It is none.
        """
        return float(self._number("Timeout", 3, 1, 900))

    def close(self) -> None:
        """End what it keeps running: here, nothing."""

    def invoke(self, event: Any) -> Answer:
        """Call the handler with a copy of `event`."""
        if self._stage is None:
            self._stage = self.prepared()
        label = self.label
        context = self._context()
        try:
            with self._stage.entered(self.environment):
                if self._handler is None:
                    self._handler = self._load(self._stage)
                return self._call(self._handler, event, context, label)
        finally:
            written = self._stage.drain()
            if written and self.log:
                self.log(self.name, written)

    @staticmethod
    def _call(handler: Callable[[Any, LambdaContext], Any], event: Any, context: LambdaContext, label: str) -> Answer:
        request_id = context.aws_request_id
        try:
            with limited(context.timeout):
                result = handler(json.loads(json.dumps(event)), context)
        except TimeIsOver:
            return Answer(label, failure=timed_out(request_id, context.timeout))
        except SystemExit as error:
            message = f"RequestId: {request_id} Error: Runtime exited with error: exit status {error.code or 0}"
            return Answer(label, failure=failed("Runtime.ExitError", message, request_id, []))
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is its answer
            return Answer(label, failure=raised(error, request_id, skip=1))
        return returned(label, result, request_id)

    def _context(self) -> LambdaContext:
        return LambdaContext(self.name, self._memory(), str(uuid.uuid4()), self.timeout)

    def _memory(self) -> str:
        return str(self._number("MemorySize", 128, 128, 10_240))

    def _number(self, name: str, default: int, least: int, most: int) -> int:
        """A property that is a whole number, or the text of one, between two."""
        value = self._resolved(name, default)
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,9}", str(value)) or not least <= int(value) <= most:
            raise self._error(f"its {name} is {value!r:.40}", f"write a whole number from {least} to {most}")
        return int(value)

    def _resolved(self, name: str, default: Any = None) -> Any:
        try:
            return resolve(self._properties.get(name, default), self._names)
        except NewelError as error:
            error.where = error.where or f"function {self.name}: {name}"
            raise

    def _error(self, message: str, hint: str | None = None, where: str | None = None) -> NewelError:
        return NewelError(message, where=where or f"function {self.name}", hint=hint)

    def prepared(self) -> Stage:
        """Find its code, and put together its environment.

        Raises
        ------
        NewelError
            Its code is no Python, or not here.
        """
        runtime = self._resolved("Runtime", "")
        if not str(runtime).startswith("python"):
            what = f"its runtime is {runtime}" if runtime else "it has no Runtime"
            raise self._error(f"{what}, and the local run calls Python functions", hint="mock the states that call it")
        uri = self._resolved("CodeUri")
        if not isinstance(uri, str) or "://" in uri:
            raise self._error("its CodeUri names no folder here", hint="mock the states that call it")
        root = self._folder / uri
        if not root.is_dir():
            raise self._error(f"its CodeUri {uri!r} is no folder", hint=f"looked at {root}")
        variables = _variables({"Environment": self._resolved("Environment")})
        self.environment = {
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": self._memory(),
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{self.name}",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "LAMBDA_TASK_ROOT": str(root.resolve()),
            "POWERTOOLS_TRACE_DISABLED": "true",  # there is no X-Ray daemon here
            "_HANDLER": str(self._resolved("Handler", "")),
            **{str(name): self._variable(str(name), value) for name, value in variables.items()},
        }
        return Stage(root)

    def _variable(self, name: str, value: Any) -> str:
        if not _VARIABLE.fullmatch(name):
            said = f"its environment variable {name!r} has a name that Lambda refuses"
            raise self._error(said, "begin with a letter, and go on with letters, digits and _")
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if not isinstance(value, str | int | float) or "\0" in text:
            raise self._error(f"its environment variable {name} is {value!r:.40}", "write a text without NUL")
        return text

    def _load(self, stage: Stage) -> Callable[[Any, LambdaContext], Any]:
        text = self.environment["_HANDLER"]
        module_name, _, name = text.rpartition(".")
        module_name = module_name.replace("/", ".")
        if not module_name:
            raise self._error(f"its Handler is {text!r}", hint='write "module.function", for example app.handler')
        file = stage.root.joinpath(*module_name.split("."))
        if not file.with_suffix(".py").is_file() and not (file / "__init__.py").is_file():
            modules = nearest(module_name, (path.stem for path in stage.root.glob("*.py")))
            hint = f"there is {modules}" if modules else "there is no module at all"
            raise self._error(f"its Handler is {text!r}, and there is no module {module_name!r} in {stage.root}", hint)
        try:
            module = importlib.import_module(module_name)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - importing runs any code
            raise self._import_error(error, stage) from None
        handler: Callable[[Any, LambdaContext], Any] | None = getattr(module, name, None)
        if not callable(handler):
            known = nearest(name, (each for each in vars(module) if callable(getattr(module, each))))
            raise self._error(
                f"its Handler is {text!r}, and {module_name} has no function {name!r}", known and f"there is {known}"
            )
        return handler

    def _import_error(self, error: BaseException, stage: Stage) -> NewelError:
        message = f"its code cannot be imported: {type(error).__name__}: {error}"
        if isinstance(error, SyntaxError) and error.filename:
            message = f"its code cannot be imported: {type(error).__name__}: {error.msg}"
            return self._error(f"function {self.name}: {message}", where=f"{error.filename}:{error.lineno}")
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "importlib" not in frame.filename]
        own = [frame for frame in frames if Path(frame.filename).is_relative_to(stage.root)]
        if not own:
            return self._error(message)
        return self._error(f"function {self.name}: {message}", where=f"{own[-1].filename}:{own[-1].lineno}")


def timed_out(request_id: str, seconds: float) -> StateFailure:
    """The failure of a function that took longer than its Timeout."""
    message = f"RequestId: {request_id} Error: Task timed out after {seconds:.2f} seconds"
    return StateFailure("Sandbox.Timedout", to_text({"errorType": "Sandbox.Timedout", "errorMessage": message}))
