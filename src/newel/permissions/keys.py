"""The KMS keys of a template's resources: whoever uses the resource needs its key too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.json_types import is_array, is_object
from newel.permissions.substitutions import as_text

if TYPE_CHECKING:
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
    resource = template.resources.get(found[1]) if found and template else None
    if not is_object(resource):
        return None
    place: object = resource.get("Properties")
    for step in _KEYS.get(str(resource.get("Type")), ("",)):
        if is_object(place):
            place = place.get(str(step))
        elif is_array(place) and isinstance(step, int) and step < len(place):
            place = place[step]
        else:
            return None
    key = as_text(place) if place is not None else None
    if key is None or key.startswith("alias/aws/"):
        return None
    variable = _VARIABLE.fullmatch(key)
    return f"${{{variable[1]}}}" if variable else key
