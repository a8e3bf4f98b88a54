"""References to the template: whether they exist, fit, and how CloudFormation writes what a field wants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.aws.resources import arn_references
from newel.errors import NewelError
from newel.sam.globals import FUNCTION, properties_of
from newel.scaffold.services import service_of
from newel.suggest import nearest
from newel.values import GetAtt, Param, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.aws.resources import Form, Kind, Target
    from newel.sam.template import Template
    from newel.values import Placeholder, TemplateValue

Intrinsic: TypeAlias = dict[str, Any]

PSEUDO_PARAMETERS = (
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
)

_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")  # `${!Literal}` is no variable


def resolve(placeholder: Placeholder, template: Template) -> Intrinsic:
    """Write a reference as the intrinsic function that gives what its field wants.

    Raises
    ------
    NewelError
        It names nothing in the template, or something of the wrong kind.
    """
    match single(placeholder.value):
        case Param(name):
            if name not in template.parameters:
                raise _unknown(name, template.parameters, placeholder.field, template, "parameter")
            return {"Ref": name}
        case Ref(name):
            return _ref(name, placeholder, template)
        case GetAtt(name, attribute):
            if name not in template.resources:
                raise _unknown(name, template.resources, placeholder.field, template, "resource")
            _gives(attribute, name, placeholder, _fits(name, placeholder, template))
            return {"Fn::GetAtt": [name, attribute]}
        case Sub(text):
            for variable in _VARIABLE.findall(text):
                _exists(variable.split(".", 1)[0], placeholder.field, template)
            return {"Fn::Sub": text}


def single(value: TemplateValue) -> TemplateValue:
    """What a `Sub` of one variable alone is: a `Ref`, or a `GetAtt`; anything else is itself."""
    if not isinstance(value, Sub):
        return value
    variable = _VARIABLE.fullmatch(value.text)
    if variable is None:
        return value
    name, _, attribute = variable[1].partition(".")
    return GetAtt(name, attribute) if attribute else Ref(name)


def identifier(placeholder: Placeholder, form: Form, template: Template) -> Intrinsic | None:
    """Another identifier of the resource that is referred to, or None where the template cannot derive it."""
    value = single(placeholder.value)
    if not isinstance(value, Ref | GetAtt) or placeholder.target is None:
        return None
    return _identifier(value.name, _forms(placeholder.target.kind, _type(value.name, template) or ""), form)


def gives_arn(placeholder: Placeholder, template: Template) -> bool:
    """Whether what a reference gives, as it is, is an ARN."""
    value, target = single(placeholder.value), placeholder.target
    if target is None or not isinstance(value, Ref | GetAtt):
        return False
    source = value.attribute if isinstance(value, GetAtt) else "Ref"
    return source in _forms(target.kind, _type(value.name, template) or "").get("arn", ())


def _forms(kind: Kind, actual: str) -> Mapping[Form, Sequence[str]]:
    """Where the identifiers of a resource type are found."""
    if kind.open and actual in arn_references():
        return {"arn": ("Ref",)}
    return kind.types.get(actual, {})


def _ref(name: str, placeholder: Placeholder, template: Template) -> Intrinsic:
    target = placeholder.target
    if name in PSEUDO_PARAMETERS and target is not None and not target.kind.open:
        raise NewelError(
            f"{name} is no {target.kind.title}",
            where=placeholder.field,
            hint=_suggestion(name, target, template),
        )
    if name in PSEUDO_PARAMETERS or name in template.parameters:
        return {"Ref": name}
    forms = _fits(name, placeholder, template)
    if target is None or target.given:
        return {"Ref": name}
    if target.form == "arn" and _has_alias(name, template):
        return {"Ref": f"{name}.Alias"}
    found = _identifier(name, forms, target.form)
    if found is None:
        raise NewelError(
            f"CloudFormation does not give the {target.form} of {name!r} ({_type(name, template)})",
            where=placeholder.field,
            hint="write it as a parameter of the template, or as text",
        )
    return found


def _has_alias(name: str, template: Template) -> bool:
    """Tell whether SAM publishes a function under an alias, which is then what is to be called, as SAM's events do."""
    return _type(name, template) == FUNCTION and "AutoPublishAlias" in properties_of(name, template.data)


def _identifier(name: str, forms: Mapping[Form, Sequence[str]], form: Form) -> Intrinsic | None:
    match forms.get(form):
        case None:
            return None
        case ["Ref", *_]:
            return {"Ref": name}
        case [attribute, *_]:
            return {"Fn::GetAtt": [name, attribute]}
        case _:
            return None


def _fits(name: str, placeholder: Placeholder, template: Template) -> Mapping[Form, Sequence[str]]:
    """The identifiers of a resource that exists and is of the kind that the field wants."""
    target = placeholder.target
    fitting = _of_kind(target.kind, template) if target and not target.kind.open else None
    _exists(name, placeholder.field, template, fitting)
    actual = _type(name, template)
    if target is None or actual is None:
        return {}
    if actual not in target.kind.types and not target.kind.open:
        raise _wrong_kind(name, actual, target, placeholder.field, template)
    return _forms(target.kind, actual)


def _gives(attribute: str, name: str, placeholder: Placeholder, forms: Mapping[Form, Sequence[str]]) -> None:
    """Refuse an attribute that gives something else than the field wants."""
    target = placeholder.target
    if target is None or target.given or not forms or attribute in forms.get(target.form, ()):
        return
    given = next((form for form, sources in forms.items() if attribute in sources), None)
    raise NewelError(
        f"{name}.{attribute} gives the {given}, and the field takes the {target.form}"
        if given
        else f"{name}.{attribute} does not give the {target.form} of {name}",
        where=placeholder.field,
        hint=f'write Ref("{name}"): newel derives the {target.form}',
    )


def _exists(name: str, field: str, template: Template, fitting: Sequence[str] | None = None) -> None:
    """Insist on a name of the template; `fitting` are the resources that might have been meant, where not any may."""
    others = [*template.parameters, *PSEUDO_PARAMETERS]
    if name not in [*template.resources, *others]:
        known = [*(template.resources if fitting is None else fitting), *others]
        raise _unknown(name, known, field, template, "resource or parameter")


def _type(name: str, template: Template) -> str | None:
    match template.resources.get(name):
        case {"Type": str(found)}:
            return found
        case _:
            return None


def _unknown(name: str, known: Any, field: str, template: Template, what: str) -> NewelError:
    near, service = nearest(name, known), service_of(name)
    adding = f"run `newel init --with {service}`" if service else f"add {name} to {template.path.name}"
    if any(each.startswith("Fn::") for each in template.resources):
        adding += ", as a resource of its own: what Fn::ForEach and Fn::Transform make is not seen"
    return NewelError(
        f"{template.path.name} has no {what} {name!r}",
        where=field,
        hint=f"write {near}, or {adding}" if near else adding,
    )


def _wrong_kind(name: str, actual: str, target: Target, field: str, template: Template) -> NewelError:
    wanted = " or ".join(target.kind.types)
    return NewelError(
        f"{name!r} is of type {actual}, and the field takes {target.kind.title}s ({wanted})",
        where=field,
        hint=_suggestion(name, target, template),
    )


def _suggestion(name: str, target: Target, template: Template) -> str:
    candidates = _of_kind(target.kind, template)
    fitting = nearest(name, candidates) or " or ".join(candidates)
    wanted = " or ".join(target.kind.types)
    return f"write {fitting}" if fitting else f"add a resource of type {wanted} to {template.path.name}"


def _of_kind(kind: Kind, template: Template) -> list[str]:
    return [name for name in template.resources if _type(name, template) in kind.types]
