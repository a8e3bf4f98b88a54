"""States whose call another role makes ("Accessing resources in other AWS accounts in Step Functions")."""

from __future__ import annotations

from newel.aws.resources import ROLE, Target
from newel.iam.derive import Call, Derived, derive
from newel.iam.grants import Grant
from newel.json_types import is_object

CALLER = Target(ROLE, "arn")
"""The role that makes the call."""

_ASSUME = Grant(("sts:AssumeRole",), on="RoleArn", target=CALLER)


def derive_credentials(state: str, credentials: object) -> Derived:
    """Say what a state with Credentials needs: no more than to assume the role, which makes the call and follows it.

    Parameters
    ----------
    state
        The state's name.
    credentials
        Its member Credentials: an object with RoleArn, or an expression in JSONata.
    """
    parameters = credentials if is_object(credentials) else {"RoleArn.$": ""}
    return derive(Call(state, "Credentials", "request_response", parameters), [_ASSUME])
