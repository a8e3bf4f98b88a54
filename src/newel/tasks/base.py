"""What every task has, and how its fields become parameters and permissions."""

from __future__ import annotations

from dataclasses import MISSING
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from newel.chain import Retry
from newel.declared import asl, choices, declared
from newel.errors import NewelError
from newel.iam import Grant, Need
from newel.states import Working
from newel.values import ContextValue, GetAtt, Joined, Jsonata, Path, Placeholder, Ref, Sub, task_token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.render import Renderer
    from newel.values import Discard, Integer, Value

SUFFIXES = {"request_response": "", "sync": ".sync", "wait_for_task_token": ".waitForTaskToken"}
"""What a pattern adds to the resource ("Discover service integration patterns in Step Functions")."""

_ARGUMENTS = "the fields of the task, and output="
_PARTITION = Placeholder(Ref("AWS::Partition"))


class Task(Working):
    """A unit of work by another service ("Task workflow state").

    Parameters
    ----------
    result_selector
        What to keep of the result (JSONPath).
    result_path
        Where the result goes in the input: "$.result", or DISCARD (JSONPath).
    retry
        Retriers, tried in their order.
    timeout_seconds, heartbeat_seconds
        How long the task, and the pause between two of its heartbeats, may take.
    iam_resources
        The resources that the task's role may use, where newel cannot derive them or the author knows better.
    """

    type = "Task"
    can_catch = True

    resource: ClassVar[str]
    """The integration: what follows `arn:aws:states:::` in the state's Resource."""

    grants: ClassVar[tuple[Grant, ...]] = ()
    """What IAM it needs."""

    one_of: ClassVar[tuple[str, ...]] = ()
    """Fields of which exactly one has to be given."""

    result_selector: Mapping[str, Value] | None = asl(
        "ResultSelector", "payload", only="JSONPath", instead="output=", default=None
    )
    result_path: str | Discard | None = asl("ResultPath", "path", only="JSONPath", instead="output=", default=None)
    retry: Sequence[Retry] | None = None
    timeout_seconds: Integer | None = asl("TimeoutSeconds", "number", default=None)
    heartbeat_seconds: Integer | None = asl("HeartbeatSeconds", "number", default=None)
    iam_resources: Sequence[str | Ref | GetAtt | Sub] | None = None
    pattern: Literal["request_response", "sync", "wait_for_task_token"] = "request_response"

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_resources(self.iam_resources)
        _check_retry(self.retry)

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; see `State.body`."""
        self._check(renderer)
        members = super().body(renderer)
        members["Resource"] = self.arn()
        parameters = self.parameters(renderer)
        if self.pattern == "wait_for_task_token" and task_token.steps not in repr(parameters):
            raise renderer.error(
                "it waits for its task token, and does not send it",
                hint='put task_token into what it sends, as message={"token": task_token}',
            )
        if parameters:
            members["Parameters" if renderer.language == "JSONPath" else "Arguments"] = parameters
        if self.retry:
            members["Retry"] = [retrier.asl() for retrier in self.retry]
        return members

    def arn(self) -> Joined | Placeholder:
        """What the state's Resource is."""
        return Joined(("arn:", _PARTITION, f":states:::{self.resource}{SUFFIXES[self.pattern]}"))

    def parameters(self, renderer: Renderer) -> dict[str, Any]:
        """The API's parameters, from the fields that have them."""
        parameters: dict[str, Any] = {}
        for item in declared(type(self)):
            value = getattr(self, item.name)
            if "member" in item.metadata and value is None and item.default is MISSING:
                raise renderer.error(f"{item.name} is required", hint=f"write {item.name}=...")
            if "member" in item.metadata and value is not None:
                name = member_name(item.name, item.metadata["member"])
                written = renderer.value(value, item.name, item.metadata["refers"])
                parameters[f"{name}.$" if renderer.is_path(value) else name] = written
        return parameters

    def needs(self) -> list[Need]:
        """What the state's role needs.

        Raises
        ------
        NewelError
            The resource is known only when the state runs, and the author has not named any.
        """
        needs: list[Need] = []
        for grant in self.grants:
            value = getattr(self, grant.on)
            if value is not None:
                needs += [
                    Need(self.name, grant.actions, resource, grant.template)
                    for resource in self._resources(grant, value)
                ]
        return needs

    def _resources(self, grant: Grant, value: object) -> list[str | Placeholder]:
        target = next(item.metadata.get("refers") for item in declared(type(self)) if item.name == grant.on)
        place = f"state {self.name!r}, {grant.on}"
        if self.iam_resources is not None:
            return [
                item if isinstance(item, str) else Placeholder(item, target, f"state {self.name!r}, iam_resources")
                for item in self.iam_resources
            ]
        if grant.resource is not None:
            return [grant.resource]
        if isinstance(value, Path | Jsonata | ContextValue):
            raise NewelError(
                f"which resources may it use? {grant.on} is known only when the state runs",
                where=f"state {self.name!r}",
                hint='write iam_resources=[Ref("..."), ...], or iam_resources=["*"] for any',
            )
        if isinstance(value, Ref | GetAtt | Sub):
            return [Placeholder(value, target, place)]
        if not isinstance(value, str) or not value.startswith("arn:"):
            raise NewelError(f"{value!r} is no ARN", where=place, hint='write "arn:...", or Ref("...") for a resource')
        return [value]

    def _check(self, renderer: Renderer) -> None:
        given = [name for name in self.one_of if getattr(self, name) is not None]
        if self.one_of and len(given) != 1:
            raise renderer.error(
                f"{type(self).__name__} takes exactly one of {', '.join(self.one_of)}",
                hint=f"it has {' and '.join(given)}" if given else f"write {self.one_of[0]}=...",
            )


def _listed(value: object) -> Sequence[object] | None:
    """The items of a list; None for what is no list, as text, which is a sequence too, of letters."""
    return cast("Sequence[object]", value) if isinstance(value, list | tuple) else None


def _check_retry(retry: object) -> None:
    items = _listed(retry)
    if retry is not None and (items is None or not all(isinstance(item, Retry) for item in items)):
        raise NewelError(f"retry is a list of Retry, not {retry!r}", hint="write retry=[Retry(errors=[...])]")


def _check_resources(resources: object) -> None:
    items = _listed(resources)
    if resources is not None and not items:
        raise NewelError(
            f"iam_resources is a list of ARNs and references, not {resources!r}",
            hint='write iam_resources=[Ref("...")]',
        )
    for item in items or ():
        if not isinstance(item, Ref | GetAtt | Sub) and item != "*" and not str(item).startswith("arn:"):
            raise NewelError(f"iam_resources: {item!r} is no ARN", hint='write "arn:...", Ref("..."), or "*" for any')


def member_name(field: str, spelled: str | None) -> str:
    """The API's name of a field: its own spelling, or the field's name in PascalCase."""
    return spelled or "".join(part.capitalize() for part in field.split("_"))


def patterns(task: type[Task]) -> tuple[str, ...]:
    """The integration patterns that a task's class declares: the `Literal` of its field `pattern`."""
    return next(choices(item) for item in declared(task) if item.name == "pattern")
