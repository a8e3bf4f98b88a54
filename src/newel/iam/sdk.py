"""What a call of an AWS SDK integration needs, of any service: from its parameters, by the data of `newel.aws.actions`.

What it may do is what AWS documents for the operation ("Actions, resources, and condition keys for AWS services"), on
the resources that its parameters name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newel.aws.actions import actions, conditions
from newel.aws.naming import action as camel
from newel.aws.resources import ROLE, Target
from newel.iam.derive import Call, Derived, Question, derive
from newel.iam.grants import pass_role
from newel.iam.merge import Need
from newel.iam.revisions import of_any_revision
from newel.iam.sdk_content import narrowed, parts
from newel.iam.sdk_resources import Asked
from newel.json_types import is_object
from newel.parameters.find import find, surely

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newel.aws.services import Service
    from newel.iam.derive import Allowed


def derive_sdk(
    state: str,
    service: Service,
    operation: str,
    parameters: Mapping[str, object],
    *,
    allow: Allowed | None = None,
    pattern: str = "request_response",
) -> Derived:
    """Say what a call needs, and what it leaves open.

    Parameters
    ----------
    state
        The state's name.
    service
        The service.
    operation
        The operation, by the API's name ("GetObject").
    parameters
        Its Parameters or Arguments as the definition has them; references may stand in them as `Placeholder`.
    allow
        What a parameter may name that is known only when the state runs, by its name.
    pattern
        The integration pattern.

    Returns
    -------
    Derived
        An operation of which AWS documents no action is a question, and nothing is allowed for it.
    """
    api = f"aws-sdk:{service.id}:{camel(operation)}"
    known = actions(service.id, service.iam)
    needed = known.operations.get(operation)
    if needed is None:
        message = f"AWS documents no IAM action for {api}; say with iam_actions= which it needs"
        if operation in service.unsupported:
            message = f"Step Functions does not call {api}, by AWS's list"
        return Derived(questions=[Question(state, "Resource", message=message)])
    call = Call(state, api, pattern, parameters if is_object(parameters) else {}, {}, allow or {})
    derived = Derived()
    for part, rows in parts(service.id, operation, call, needed, derived):
        for action, groups in _asked(part, rows):
            if action == "iam:PassRole":
                _add(derived, _passed(part, groups))
            elif groups == "*":
                derived.needs.append(Need(state, (action,), "*", why=api))
            else:
                asked = Asked(part, action, known.types)
                for group in groups:
                    _add(derived, asked.of(group))
    if not derived.needs and not derived.questions:
        derived.ask(Question(state, "Resource", message=f"its parameters do not say what {api} is done to"))
    return of_any_revision(narrowed(call, derived), bare=service.id == "batch")


def _asked(call: Call, needed: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The actions that the parameters ask for."""
    for key, groups in needed.items():
        action, said = conditions(key)
        if all(_given(call, members) if wanted else not _surely(call, members) for wanted, members in said):
            yield action, groups


def _given(call: Call, members: Sequence[str]) -> bool:
    return any(True for member in members for _ in find(call.parameters, member))


def _surely(call: Call, members: Sequence[str]) -> bool:
    return any(surely(call.parameters, member) for member in members)


def _passed(call: Call, rows: Sequence[str]) -> Derived:
    """Roles that are handed to a service; some APIs take a role's name."""
    passing = [pass_role(*row.split(" ")) for row in rows]
    return derive(call, [replace(each, target=Target(ROLE, "arn", names=True, given=True)) for each in passing])


def _add(derived: Derived, more: Derived) -> None:
    derived.needs += [need for need in more.needs if need not in derived.needs]
    for question in more.questions:
        derived.ask(question)
