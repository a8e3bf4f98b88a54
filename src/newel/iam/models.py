"""Models of Bedrock that an inference profile stands before ("Prerequisites for inference profiles")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.aws.resources import arn
from newel.iam.grants import Arn
from newel.iam.merge import Need

if TYPE_CHECKING:
    from newel.iam.derive import Call

_PROFILE = re.compile(r"(?:arn:.*:inference-profile/)?(?P<id>(?:[a-z]{2,4}|us-gov|global)\.(?P<model>\w[\w-]*\..+))")
_APPLICATION_PROFILE = re.compile(r"arn:.*:application-inference-profile/.+")


def through_profile(call: Call, model: object) -> list[Need]:
    """Say what asking a model needs by way of an inference profile: nothing, where the model is none.

    It may use its models in any region, by way of the profile alone.

    Parameters
    ----------
    call
        The call.
    model
        Its ModelId.
    """
    if not isinstance(model, str):
        return []
    found = _PROFILE.fullmatch(model)
    if found is None and not _APPLICATION_PROFILE.fullmatch(model):
        return []
    text = model if model.startswith("arn:") else arn("bedrock", f"inference-profile/{model}")
    profile = Arn(text) if "${" in text else text
    models = Arn(f"arn:${{AWS::Partition}}:bedrock:*::foundation-model/{found['model'] if found else '*'}")
    condition = {"StringEquals": {"bedrock:InferenceProfileArn": profile}}
    why = f"{call.api} on ModelId"
    return [
        Need(call.state, ("bedrock:InvokeModel",), profile, why=why),
        Need(call.state, ("bedrock:InvokeModel",), models, condition, why=why),
    ]
