"""The KMS keys of a template's resources: whoever uses the resource needs its key too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.permissions.substitutions import as_text, bind
from newel.sam.references import resolve

if TYPE_CHECKING:
    from newel.iam import Need
    from newel.machine import Definition
    from newel.sam.template import Template

_RULES = ("BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault")
_KEYS: dict[str, tuple[str | int, ...]] = {
    "AWS::SNS::Topic": ("KmsMasterKeyId",),
    "AWS::SQS::Queue": ("KmsMasterKeyId",),
    "AWS::DynamoDB::Table": ("SSESpecification", "KMSMasterKeyId"),
    "AWS::S3::Bucket": (*_RULES, "KMSMasterKeyID"),
}
"""Where a resource says its key."""

_VARIABLE = re.compile(r"\$\{([A-Za-z0-9]+)(?:\.\w+)?\}")


def key_of_resource(value: object, template: Template | None) -> str | None:
    """The key of the resource that a value refers to, as text; None where it has none of its own.

    AWS's own keys (`alias/aws/...`) ask nothing of who uses them by way of their service.
    """
    found = _VARIABLE.fullmatch(value) if isinstance(value, str) else None
    place = _key(template.resources.get(found[1])) if found and template else None
    key = as_text(place) if place is not None else None
    if key is None or key.startswith("alias/aws/"):
        return None
    variable = _VARIABLE.fullmatch(key)
    return f"${{{variable[1]}}}" if variable else key


def _key(resource: object) -> object:
    """What a resource says of its key; None where it says nothing."""
    if not is_object(resource) or str(resource.get("Type")) not in _KEYS:
        return None
    place: object = resource.get("Properties")
    for step in _KEYS[str(resource["Type"])]:
        if is_object(place):
            place = place.get(str(step))
        elif is_array(place) and isinstance(step, int) and step < len(place):
            place = place[step]
        else:
            return None
    return place


def keys_of(definition: Definition, template: Template) -> list[Need]:
    """What the keys of the template's resources ask for, of a workflow that does not say `kms_key=`."""
    from newel.permissions.derive import of_definition

    if all(_key(resource) is None for resource in template.resources.values()):
        return []  # the usual case, in which no task has to be loaded
    substitutions: dict[str, object] = {}
    for name, placeholder in definition.substitutions.items():
        try:
            substitutions[name] = resolve(placeholder, template)
        except NewelError:  # what is wrong with it is told where it is written
            continue
    bound = bind(definition.asl, substitutions, template)
    needs = of_definition(bound.definition, template).needs
    return [need for need in needs if all(action.startswith("kms:") for action in need.actions)]
