"""Keeping a template's state machines: one `AWS::Serverless::StateMachine`, and its log group, per machine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from newel.aws.resources import ALARM, Target
from newel.config import Config
from newel.errors import NewelError, NewelErrors
from newel.iam import Statement, statements
from newel.iam.merge import ordered
from newel.sam import alarms, crossing, dashboard, event_roles
from newel.sam.cycles import circular
from newel.sam.dangling import dangling, unresolved
from newel.sam.dead_letters import condition_of
from newel.sam.generated import generated
from newel.sam.in_the_way import MARK, doubled, foreign, in_the_way, mark_of
from newel.sam.itself import policy, policy_id, refers_to, split
from newel.sam.machines import MACHINE
from newel.sam.patch import ABSENT, overlaid, present
from newel.sam.policies import document, inlined, policies, wider
from newel.sam.references import resolve
from newel.sam.role_size import MOST, size
from newel.sam.writing import KEEP, with_resources
from newel.values import Param, Placeholder, Ref

if TYPE_CHECKING:
    from newel.config import Preference
    from newel.iam import Need
    from newel.machine import Definition, StateMachine
    from newel.sam.template import Template


@dataclass(frozen=True)
class Woven:
    """A machine as it goes into the template.

    Attributes
    ----------
    machine
        The machine.
    definition
        The machine compiled.
    source
        The file that it is written in, relative to the template's folder.
    asl
        The file of its definition, relative to the template's folder.
    settings
        The project's.
    """

    machine: StateMachine
    definition: Definition
    source: str
    asl: str
    settings: Config = field(default_factory=Config)

    @property
    def has_dashboard(self) -> bool:
        """Whether the machine is to have one: as it says, or else as the project says."""
        said = self.machine.dashboard
        return self.settings.dashboards if said is None else said


def weave(template: Template, machines: list[Woven], prefer: Preference = "exact", *, prune: bool = False) -> str:
    """Write the template's text with its state machines up to date.

    What is up to date already keeps its bytes; members that newel does not write, such as Tags or Events, stay.

    Parameters
    ----------
    template
        The template.
    machines
        Its machines.
    prefer
        "templates" where SAM's policy templates are to be used though they are wider.
    prune
        Whether to take out what no machine has any longer.

    Raises
    ------
    NewelErrors
        References that name nothing in the template, or something of the wrong kind; resources that have a machine's
        name and are not newel's, or have what contradicts what newel writes; machines that wait for each other.
    """
    errors: list[NewelError] = []
    wanted: dict[str, Any] = {}
    whole = with_machines(template, machines)
    wrong: set[str] = set()
    for woven in machines:
        try:
            resources = _resources(woven, whole, prefer)
        except NewelErrors as several:
            errors += several.errors
            wrong.add(woven.source)
            continue
        except NewelError as error:
            errors.append(NewelError(str(error), where=woven.source))
            wrong.add(woven.source)
            continue
        errors += [_clash(name, woven) for name in resources if name in wanted]
        wanted.update(resources)
    try:
        shared = _crossing(machines, whole)
    except NewelError as error:
        shared = {}
        errors.append(error)
    errors += [
        in_the_way(f"{name!r} is the function that calls other regions", "rename the machine", template)
        for name in shared
        if name in wanted
    ]
    wanted.update(shared)
    errors += foreign(wanted, template)
    unwanted = _unwanted(wanted, [woven for woven in machines if woven.source not in wrong], template)
    if prune:
        unwanted |= dict.fromkeys(_left(template, machines), ABSENT)
    after = _overlaid(whole, wanted | unwanted)
    errors += dangling(unwanted, after.data, str(template.path))
    errors += circular(after.resources, wanted, str(template.path))
    errors += doubled(after, wanted, template)
    errors += unresolved(wanted, after.data, str(template.path))
    if errors:
        raise NewelErrors(errors)
    return with_resources(template, wanted | unwanted)


def left_over(template: Template, machines: list[Woven]) -> list[NewelError]:
    """Say which resources newel keeps though no machine has them: deleting them is the author's to say."""
    of: dict[str, list[str]] = {}
    for name in _left(template, machines):
        of.setdefault(str(mark_of(template.resources[name])), []).append(name)
    hint = f"`newel build --prune` takes them out; to keep one yourself, delete its Metadata {MARK}"
    return [NewelError(_left_of(mark, names), where=str(template.path), hint=hint) for mark, names in of.items()]


def _left(template: Template, machines: list[Woven]) -> list[str]:
    whole = with_machines(template, machines)
    wanted = {name for woven in machines for name in _kept(woven, whole)}
    wanted |= {crossing.NAME, crossing.LOGS} if crossing.kept(_delegated(machines), template) else set()
    return [
        name
        for name, resource in template.resources.items()
        if mark_of(resource) is not None and name not in wanted and not _goes(resource, machines)
    ]


def _left_of(mark: str, names: list[str]) -> str:
    listed, several = ", ".join(map(repr, names)), len(names) > 1
    if names[0] in (crossing.NAME, crossing.LOGS):
        return f"{listed} {'are' if several else 'is'} for calls of other regions by {mark}, where no state makes any"
    return f"{listed} {'are' if several else 'is'} kept from {mark}, which no longer has {'them' if several else 'it'}"


def too_wide(template: Template, machines: list[Woven]) -> list[NewelError]:
    """Say what SAM's policy templates, where they are preferred, allow besides what the states need."""
    whole = with_machines(template, machines)
    return [
        NewelError(error.message, where=woven.source, hint=error.hint)
        for woven in machines
        for error in wider(_needed(woven)[1], whole)
    ]


def too_long(template: Template, machines: list[Woven], prefer: Preference = "exact") -> list[NewelError]:
    """Say whose role gets longer policies than IAM takes."""
    whole = with_machines(template, machines)
    found: list[NewelError] = []
    for woven in machines:
        length = size(policies(_needed(woven)[1], whole, logs=woven.machine.log_level != "OFF", prefer=prefer))
        if length > MOST:
            found.append(
                NewelError(
                    f"the policies of the role have about {length:,} characters, and IAM takes {MOST:,} of a role",
                    where=woven.source,
                    hint="move a part to a machine of its own, which this one starts",
                )
            )
    return found


def with_machines(template: Template, machines: list[Woven]) -> Template:
    """The template as if it had the machines that are not in it yet, so that others can refer to them.

    So with the function that calls other regions, where a state needs it.
    """
    made = generated(template.data) | {woven.machine.name: MACHINE for woven in machines}
    made |= {name: alarms.TYPE for woven in machines for name in alarms.names(woven.machine, woven.settings)}
    new = {name: {"Type": kind} for name, kind in made.items() if name not in template.resources}
    if crossing.kept(_delegated(machines), template) and crossing.NAME not in template.resources:
        new[crossing.NAME] = {"Type": crossing.FUNCTION}
    return replace(template, data={**template.data, "Resources": {**template.resources, **new}})


def _overlaid(template: Template, wanted: dict[str, Any]) -> Template:
    """The template as it will be."""
    return replace(template, data=present(overlaid(template.data, {"Resources": wanted}, 1 + KEEP)))


def _delegated(machines: list[Woven]) -> list[Need]:
    return [need for woven in machines for need in woven.definition.delegated]


def _crossing(machines: list[Woven], template: Template) -> dict[str, Any]:
    """The function that calls other regions, where a state needs it."""
    needs = _delegated(machines)
    if not crossing.kept(needs, template):
        return {}
    sources = [woven.source for woven in machines if woven.definition.delegated]
    return crossing.resources(needs, template, {MARK: crossing.mark(sources)})


def _needed(woven: Woven) -> tuple[list[Statement], list[Statement]]:
    """What is needed of the machine itself, and of all else."""
    return split(ordered(statements(woven.definition.needs)), woven.machine.name)


def _names(woven: Woven, template: Template) -> list[str]:
    machine = woven.machine.name
    logs = [] if woven.machine.log_level == "OFF" else [f"{machine}Logs"]
    started = event_roles.policy(machine, woven.machine.alias, template)
    policies_beside = [
        *([policy_id(machine)] if _needed(woven)[0] else []),
        *([event_roles.policy_id(machine)] if started is not None else []),
    ]
    return [machine, *logs, *policies_beside]


def _kept(woven: Woven, template: Template) -> list[str]:
    """The logical ids of all that is kept of a machine; where its references lead nowhere, of what is known anyhow."""
    try:
        return [*_names(woven, template), *_operations(woven, _substitutions(woven, template), template)]
    except NewelErrors:
        return _names(woven, template)


def _operations(woven: Woven, substitutions: dict[str, Any], template: Template) -> dict[str, Any]:
    """The machine's alarms and its dashboard."""
    machine, metadata = woven.machine, {MARK: woven.source}
    try:
        made = alarms.resources(machine, substitutions, template, woven.settings)
    except NewelError as error:
        raise NewelErrors([NewelError(str(error), where=woven.source)]) from None
    if woven.has_dashboard:
        there = (None, condition_of(machine.name, template))
        known = {name: each.get("Condition", condition_of(name, template)) for name, each in made.items()}
        shown = [name for name, condition in known.items() if condition in there]
        made[f"{machine.name}Dashboard"] = dashboard.resource(machine, substitutions, shown, template)
    return {name: {"Type": each["Type"], "Metadata": metadata, **each} for name, each in made.items()}


def _where_the_machine_is(resources: dict[str, Any], woven: Woven, template: Template) -> dict[str, Any]:
    """The resources beside a machine, with its condition: they refer to it.

    Alarms and the dashboard may have one of their own; what the machine refers to is there where the machine is.
    """
    condition = condition_of(woven.machine.name, template)
    its_own = _names(woven, template)
    return {
        name: resource
        if name == woven.machine.name or "Condition" in resource
        else {"Type": resource["Type"], "Condition": condition or ABSENT, **resource}
        if name in its_own or (condition and not condition_of(name, template))
        else resource
        for name, resource in resources.items()
    }


def _unwanted(wanted: dict[str, Any], machines: list[Woven], template: Template) -> dict[str, Any]:
    """The alarms and dashboards that no machine has any longer."""
    kept = template.resources
    return {name: ABSENT for name in kept if name not in wanted and _goes(kept[name], machines)}


def _goes(resource: Any, machines: list[Woven]) -> bool:
    """Whether newel deletes what it keeps: only where nothing is lost by that, and its file still has a machine."""
    mark = mark_of(resource)
    return mark in {woven.source for woven in machines} and resource.get("Type") in (alarms.TYPE, dashboard.TYPE)


def _clash(name: str, woven: Woven) -> NewelError:
    return NewelError(
        f"two machines would have a resource {name!r}: a machine has NAMELogs, NAMEDashboard and several NAME...Alarm",
        where=woven.source,
        hint="give one of the machines another name",
    )


def _substitutions(woven: Woven, template: Template) -> dict[str, Any]:
    errors: list[NewelError] = []
    substitutions: dict[str, Any] = {}
    for name, placeholder in woven.definition.substitutions.items():
        try:
            _refuse_itself(placeholder, woven.machine.name)
            substitutions[name] = resolve(placeholder, template)
        except NewelError as error:
            errors.append(NewelError(str(error), where=woven.source))
    if errors:
        raise NewelErrors(errors)
    return substitutions


def _resources(woven: Woven, template: Template, prefer: Preference) -> dict[str, Any]:
    machine = woven.machine
    substitutions = _substitutions(woven, template)
    logs = machine.log_level != "OFF"
    log_group = f"{machine.name}Logs"
    metadata = {MARK: woven.source}
    own, needed = _needed(woven)
    granted = policies(needed, template, logs=logs, prefer=prefer)
    properties: dict[str, Any] = {
        "Type": machine.type,
        "DefinitionUri": woven.asl,
        "DefinitionSubstitutions": substitutions or ABSENT,
        "Policies": granted or ABSENT,
        "Logging": {
            "Level": machine.log_level,
            "IncludeExecutionData": machine.log_execution_data,
            "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": [log_group, "Arn"]}}}],
        }
        if logs
        else {"Level": "OFF"},
        "Tracing": {"Enabled": machine.tracing},
        **_published(machine, template, woven.settings),
    }
    resources: dict[str, Any] = {
        machine.name: {
            "Type": MACHINE,
            "Metadata": metadata,
            "Properties": properties,
        }
    }
    if logs:
        # "Using CloudWatch Logs to log execution history": the prefix keeps the log resource policy short.
        path = {"Fn::Sub": f"/aws/vendedlogs/states/${{AWS::StackName}}-{machine.name}"}
        resources[log_group] = {
            "Type": "AWS::Logs::LogGroup",
            "Metadata": metadata,
            "Properties": {"LogGroupName": path, "RetentionInDays": _retention(machine, template)},
        }
    started = event_roles.policy(machine.name, machine.alias, template)
    if started is not None:
        name = event_roles.policy_id(machine.name)
        resources[name] = {"Type": event_roles.TYPE, "Metadata": metadata, "Properties": started}
    if own:
        statement = document([inlined(each, template) for each in own])
        resources[policy_id(machine.name)] = policy(machine.name, statement, metadata)
    return _where_the_machine_is(resources | _operations(woven, substitutions, template), woven, template)


def _published(machine: StateMachine, template: Template, settings: Config) -> dict[str, Any]:
    """What the machine says of its versions and tags; what it does not say is the template's to say."""
    written: dict[str, Any] = {} if machine.tags is None else {"Tags": dict(machine.tags)}
    if machine.alias is not None:
        written["AutoPublishAlias"] = machine.alias
    if machine.deployment is not None:
        shift = machine.deployment
        interval: Any = shift.interval
        if isinstance(interval, Ref):
            interval = resolve(Placeholder(Param(interval.name), field="deployment.interval"), template)
        preference: dict[str, Any] = {"Type": shift.type, "Percentage": shift.percentage, "Interval": interval}
        given = list(map(Ref, alarms.rollback(machine, settings))) if shift.alarms is None else shift.alarms
        watched = [
            alarm
            if isinstance(alarm, str)
            else resolve(Placeholder(alarm, Target(ALARM, "name"), "deployment.alarms"), template)
            for alarm in given
        ]
        preference |= {"Alarms": watched} if watched else {}
        written["DeploymentPreference"] = {name: value for name, value in preference.items() if value is not None}
    return written


def _refuse_itself(placeholder: Placeholder, machine: str) -> None:
    if refers_to(placeholder, machine):
        raise NewelError(
            f"{machine} refers to itself: CloudFormation cannot know its ARN before it is there",
            where=placeholder.field,
            hint="write context.state_machine.id, its own ARN when it runs",
        )


def _retention(machine: StateMachine, template: Template) -> Any:
    days = machine.log_retention_days
    if not isinstance(days, Ref):
        return days
    return resolve(Placeholder(Param(days.name), field="log_retention_days"), template)
