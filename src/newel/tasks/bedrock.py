"""Amazon Bedrock ("Invoke and customize Amazon Bedrock models with Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import FOUNDATION_MODEL, GUARDRAIL, KEY, ROLE, S3_OBJECT, Target, arn
from newel.declared import member
from newel.iam import SYNC, Call, Derived, Grant, derive, key_of, pass_role
from newel.iam.models import through_profile
from newel.parameters.find import find
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import List, Object, Text, Value

_MODEL = Target(FOUNDATION_MODEL, "arn", names=True)
_OBJECT = Target(S3_OBJECT, "url")
_JOBS = arn("bedrock", "model-customization-job/*")
_CUSTOM_MODELS = arn("bedrock", "custom-model/*")


class InvokeModel(Task):
    """Ask a model (API: Bedrock InvokeModel).

    `model_id` is the ID of a foundation model or an inference profile, or the ARN of any model. An inference profile
    may use its model in other regions too, by way of the profile alone ("Prerequisites for inference profiles"). Text
    and objects may be at most 256 KiB: `model_input={"S3Uri": "s3://..."}` and `model_output=`
    go by way of S3.

    Example
    -------
    >>> bedrock.InvokeModel(
    ...     "Ask",
    ...     model_id="cohere.command-text-v14",
    ...     model_body={"prompt": path("$.question"), "max_tokens": 20},
    ...     model_output={"S3Uri": "s3://answers/last.json"},
    ...     guardrail_identifier=Ref("Guardrail"),
    ...     guardrail_version="1",
    ... )
    """

    resource = "bedrock:invokeModel"
    api = "bedrock-runtime:InvokeModel"
    beyond = ("Input", "Output")
    one_of = ("model_body", "model_input")
    grants = (
        Grant(("bedrock:InvokeModel",), on="ModelId"),
        Grant(("s3:GetObject",), on="Input.S3Uri", target=_OBJECT),
        Grant(("s3:PutObject",), on="Output.S3Uri", target=_OBJECT),
        Grant(("bedrock:ApplyGuardrail",), on="GuardrailIdentifier"),
    )

    model_id: Text = member(refers=_MODEL)
    model_body: Value | None = member("Body", default=None)
    model_input: Object | None = member("Input", default=None)
    model_output: Object | None = member("Output", default=None)
    content_type: Text | None = None
    accept: Text | None = None
    trace: Text | None = None
    guardrail_identifier: Text | None = member(refers=Target(GUARDRAIL, "arn", names=True), default=None)
    guardrail_version: Text | None = None
    performance_config_latency: Text | None = None
    service_tier: Text | None = None
    request_metadata: Text | None = None
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """An inference profile, and its models in any region where it uses them."""
        needs = through_profile(call, next(find(call.parameters, "ModelId"), None))
        if not needs:
            return super().derive(call)
        derived = derive(call, cls.grants[1:])
        derived.needs += needs
        return derived


class CreateModelCustomizationJob(Task):
    """Customize a model with data of your own (API: Bedrock CreateModelCustomizationJob).

    What the job reads, writes and connects to, in a VPC too, is the business of its own role ("Create a service role
    for model customization"). A key of your own is named by `custom_model_kms_key_id` ("Encryption of custom models").

    Example
    -------
    >>> bedrock.CreateModelCustomizationJob(
    ...     "Customize",
    ...     job_name=path("$.name"),
    ...     custom_model_name=path("$.model"),
    ...     base_model_identifier="amazon.titan-text-express-v1",
    ...     role_arn=GetAtt("Role", "Arn"),
    ...     training_data_config={"S3Uri": "s3://data/train.jsonl"},
    ...     output_data_config={"S3Uri": "s3://data/output"},
    ...     custom_model_kms_key_id=GetAtt("Key", "Arn"),
    ...     job_tags=[{"Key": "team", "Value": "data"}],
    ...     pattern="sync",
    ... )
    """

    resource = "bedrock:createModelCustomizationJob"
    grants = (
        Grant(("bedrock:CreateModelCustomizationJob",), on="BaseModelIdentifier"),
        Grant(("bedrock:CreateModelCustomizationJob",), resource=_CUSTOM_MODELS),
        Grant(("bedrock:CreateModelCustomizationJob",), resource=_JOBS),
        Grant(("bedrock:TagResource",), on="JobTags", resource=_JOBS),
        Grant(("bedrock:TagResource",), on="CustomModelTags", resource=_CUSTOM_MODELS),
        Grant(("bedrock:GetModelCustomizationJob", "bedrock:StopModelCustomizationJob"), resource=_JOBS, patterns=SYNC),
        pass_role("RoleArn", "bedrock.amazonaws.com"),
        key_of(
            "bedrock",
            "kms:Decrypt",
            "kms:GenerateDataKey",
            "kms:DescribeKey",
            "kms:CreateGrant",
            on="CustomModelKmsKeyId",
        ),
    )

    job_name: Text
    custom_model_name: Text
    role_arn: Text = member(refers=Target(ROLE, "arn"))
    base_model_identifier: Text = member(refers=_MODEL)
    training_data_config: Object
    output_data_config: Object
    client_request_token: Text | None = None
    customization_type: Text | None = None
    custom_model_kms_key_id: Text | None = member(refers=Target(KEY, "arn", names=True), default=None)
    job_tags: List | None = None
    custom_model_tags: List | None = None
    validation_data_config: Object | None = None
    hyper_parameters: Object | None = None
    vpc_config: Object | None = None
    customization_config: Object | None = None
    pattern: Literal["request_response", "sync"] = "request_response"
