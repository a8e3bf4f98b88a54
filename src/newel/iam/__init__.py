"""What a state needs of IAM: said beside a task's fields, derived from its parameters, merged into statements."""

from __future__ import annotations

from newel.iam.derive import Call, Derived, Question, derive
from newel.iam.grants import (
    SYNC,
    Arn,
    Grant,
    On,
    Property,
    Resource,
    key_of,
    managed_rule,
    pass_role,
    service_linked_role,
)
from newel.iam.merge import Need, Statement, statements
from newel.iam.revisions import of_any_revision

__all__ = [
    "SYNC",
    "Arn",
    "Call",
    "Derived",
    "Grant",
    "Need",
    "On",
    "Property",
    "Question",
    "Resource",
    "Statement",
    "derive",
    "key_of",
    "managed_rule",
    "of_any_revision",
    "pass_role",
    "service_linked_role",
    "statements",
]
