"""Amazon SageMaker AI ("Create and manage Amazon SageMaker AI jobs with Step Functions").

Names stand in ARNs as they are written, or in lower case; policies name both.

Where a state waits, Step Functions tags the job (MANAGED_BY_AWS), which asks for AddTags. `kms_key` is the customer's
own key of volumes, whose use is granted on ("SageMaker AI API permissions"); what a job encrypts is its role's affair.
That the caller needs the grant besides the job's role could not be confirmed: AWS's pages speak of the role alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from newel.aws.resources import (
    ENDPOINT,
    ENDPOINT_CONFIG,
    KEY,
    LABELING_JOB,
    MODEL,
    PROCESSING_JOB,
    ROLE,
    TRAINING_JOB,
    TRANSFORM_JOB,
    TUNING_JOB,
    Target,
)
from newel.declared import member, option
from newel.iam import SYNC, Grant, key_of, managed_rule, pass_role
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Boolean, Integer, List, Object, Text

_SERVICE = "sagemaker.amazonaws.com"
_KEY_USE = key_of("sagemaker", "kms:CreateGrant", "kms:DescribeKey")


def _job(api: str, rules: str) -> tuple[Grant, ...]:
    """What a job needs: to be made, to be tagged, and to be waited for."""
    name = f"{api}Name"
    return (
        Grant((f"sagemaker:Create{api}", "sagemaker:ListTags"), on=name),
        Grant(("sagemaker:AddTags",), on=name, when="Tags"),
        Grant((f"sagemaker:Describe{api}", f"sagemaker:Stop{api}", "sagemaker:AddTags"), on=name, patterns=SYNC),
        managed_rule(f"StepFunctionsGetEventsForSageMaker{rules}JobsRule"),
        _KEY_USE,
    )


class CreateTrainingJob(Task):
    """Train a model (API: SageMaker CreateTrainingJob).

    Unless it is said, the job runs for an hour at most, on one ml.m4.xlarge with 10 GB.

    Example
    -------
    >>> sagemaker.CreateTrainingJob(
    ...     "Train",
    ...     training_job_name="Prices",
    ...     role_arn=GetAtt("Role", "Arn"),
    ...     algorithm_specification={"AlgorithmName": "BlazingText", "TrainingInputMode": "File"},
    ...     output_data_config={"S3OutputPath": "s3://models/prices"},
    ...     tags=[{"Key": "team", "Value": "data"}],
    ...     pattern="sync",
    ... )
    """

    resource = "sagemaker:createTrainingJob"
    grants = (*_job("TrainingJob", "Training"), pass_role("RoleArn", _SERVICE))
    defaults: ClassVar = {
        "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m4.xlarge", "VolumeSizeInGB": 10},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    }

    training_job_name: Text = member(refers=Target(TRAINING_JOB, "name"))
    role_arn: Text = member(refers=Target(ROLE, "arn"))
    output_data_config: Object
    hyper_parameters: Object | None = None
    algorithm_specification: Object | None = None
    input_data_config: List | None = None
    resource_config: Object | None = None
    vpc_config: Object | None = None
    stopping_condition: Object | None = None
    tags: List | None = None
    enable_network_isolation: Boolean | None = None
    enable_inter_container_traffic_encryption: Boolean | None = None
    enable_managed_spot_training: Boolean | None = None
    checkpoint_config: Object | None = None
    debug_hook_config: Object | None = None
    debug_rule_configurations: List | None = None
    tensor_board_output_config: Object | None = None
    experiment_config: Object | None = None
    profiler_config: Object | None = None
    profiler_rule_configurations: List | None = None
    environment: Object | None = None
    retry_strategy: Object | None = None
    remote_debug_config: Object | None = None
    infra_check_config: Object | None = None
    session_chaining_config: Object | None = None
    serverless_job_config: Object | None = None
    mlflow_config: Object | None = None
    model_package_config: Object | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response", "sync"] = "request_response"


class CreateTransformJob(Task):
    """Let a model infer from a batch of data (API: SageMaker CreateTransformJob).

    It passes no role: the model has one. Unless it is said, the job runs on one ml.m4.xlarge.

    Example
    -------
    >>> sagemaker.CreateTransformJob(
    ...     "Infer",
    ...     transform_job_name=path("$.job"),
    ...     model_name="Prices",
    ...     transform_input={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://in/a"}}},
    ...     transform_output={"S3OutputPath": "s3://out/a"},
    ...     pattern="sync",
    ... )
    """

    resource = "sagemaker:createTransformJob"
    grants = _job("TransformJob", "Transform")
    defaults: ClassVar = {"TransformResources": {"InstanceCount": 1, "InstanceType": "ml.m4.xlarge"}}

    transform_job_name: Text = member(refers=Target(TRANSFORM_JOB, "name"))
    model_name: Text = member(refers=Target(MODEL, "name"))
    transform_input: Object
    transform_output: Object
    transform_resources: Object | None = None
    max_concurrent_transforms: Integer | None = None
    model_client_config: Object | None = None
    max_payload_in_mb: Integer | None = member("MaxPayloadInMB", default=None)
    batch_strategy: Text | None = None
    environment: Object | None = None
    data_capture_config: Object | None = None
    data_processing: Object | None = None
    tags: List | None = None
    experiment_config: Object | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response", "sync"] = "request_response"


class CreateHyperParameterTuningJob(Task):
    """Find a model's best hyperparameters (API: SageMaker CreateHyperParameterTuningJob).

    No page prints the name of its EventBridge rule; it is the one in AWS's samples.

    Example
    -------
    >>> sagemaker.CreateHyperParameterTuningJob(
    ...     "Tune",
    ...     hyper_parameter_tuning_job_name="prices-tuning",
    ...     hyper_parameter_tuning_job_config={
    ...         "Strategy": "Bayesian",
    ...         "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
    ...     },
    ...     training_job_definition={
    ...         "AlgorithmSpecification": {"AlgorithmName": "BlazingText", "TrainingInputMode": "File"},
    ...         "RoleArn": GetAtt("Role", "Arn"),
    ...         "OutputDataConfig": {"S3OutputPath": "s3://models/prices"},
    ...         "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 10},
    ...         "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    ...     },
    ...     pattern="sync",
    ... )
    """

    resource = "sagemaker:createHyperParameterTuningJob"
    grants = (
        *_job("HyperParameterTuningJob", "Tuning"),
        pass_role("TrainingJobDefinition.RoleArn", _SERVICE),
        pass_role("TrainingJobDefinitions[].RoleArn", _SERVICE),
    )

    hyper_parameter_tuning_job_name: Text = member(refers=Target(TUNING_JOB, "name"))
    hyper_parameter_tuning_job_config: Object
    training_job_definition: Object | None = None
    training_job_definitions: List | None = None
    warm_start_config: Object | None = None
    tags: List | None = None
    autotune: Object | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response", "sync"] = "request_response"


class CreateProcessingJob(Task):
    """Process data in a container (API: SageMaker CreateProcessingJob).

    No page prints the name of its EventBridge rule; it is the one in AWS's samples.

    Example
    -------
    >>> sagemaker.CreateProcessingJob(
    ...     "Process",
    ...     processing_job_name=path("$.job"),
    ...     processing_resources={
    ...         "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.t3.medium", "VolumeSizeInGB": 10}
    ...     },
    ...     app_specification={"ImageUri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/clean:1"},
    ...     role_arn=GetAtt("Role", "Arn"),
    ...     pattern="sync",
    ... )
    """

    resource = "sagemaker:createProcessingJob"
    grants = (*_job("ProcessingJob", "Processing"), pass_role("RoleArn", _SERVICE))

    processing_job_name: Text = member(refers=Target(PROCESSING_JOB, "name"))
    processing_resources: Object
    app_specification: Object
    role_arn: Text = member(refers=Target(ROLE, "arn"))
    processing_inputs: List | None = None
    processing_output_config: Object | None = None
    stopping_condition: Object | None = None
    environment: Object | None = None
    network_config: Object | None = None
    tags: List | None = None
    experiment_config: Object | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response", "sync"] = "request_response"


class CreateLabelingJob(Task):
    """Let people label data (API: SageMaker CreateLabelingJob).

    No source prints the name of its EventBridge rule; it is named here as those of the other jobs are.

    Example
    -------
    >>> sagemaker.CreateLabelingJob(
    ...     "Label",
    ...     labeling_job_name="photos",
    ...     label_attribute_name="kind",
    ...     input_config={"DataSource": {"S3DataSource": {"ManifestS3Uri": "s3://photos/manifest.json"}}},
    ...     output_config={"S3OutputPath": "s3://photos/labels"},
    ...     role_arn=GetAtt("Role", "Arn"),
    ...     human_task_config=path("$.task"),
    ...     pattern="sync",
    ... )
    """

    resource = "sagemaker:createLabelingJob"
    grants = (*_job("LabelingJob", "Labeling"), pass_role("RoleArn", _SERVICE))

    labeling_job_name: Text = member(refers=Target(LABELING_JOB, "name"))
    label_attribute_name: Text
    input_config: Object
    output_config: Object
    role_arn: Text = member(refers=Target(ROLE, "arn"))
    human_task_config: Object
    label_category_config_s3_uri: Text | None = None
    stopping_conditions: Object | None = None
    labeling_job_algorithms_config: Object | None = None
    tags: List | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response", "sync"] = "request_response"


class CreateEndpoint(Task):
    """Deploy models of an endpoint configuration (API: SageMaker CreateEndpoint).

    Example
    -------
    >>> sagemaker.CreateEndpoint(
    ...     "Deploy", endpoint_name="Prices", endpoint_config_name=GetAtt("EndpointConfig", "EndpointConfigName")
    ... )
    """

    resource = "sagemaker:createEndpoint"
    grants = (
        Grant(("sagemaker:CreateEndpoint",), on="EndpointName"),
        Grant(("sagemaker:CreateEndpoint",), on="EndpointConfigName"),
        Grant(("sagemaker:AddTags",), on="EndpointName", when="Tags"),
    )

    endpoint_name: Text = member(refers=Target(ENDPOINT, "name"))
    endpoint_config_name: Text = member(refers=Target(ENDPOINT_CONFIG, "name"))
    deployment_config: Object | None = None
    tags: List | None = None
    pattern: Literal["request_response"] = "request_response"


class CreateEndpointConfig(Task):
    """Say which models an endpoint runs, and on what (API: SageMaker CreateEndpointConfig).

    Example
    -------
    >>> sagemaker.CreateEndpointConfig(
    ...     "Configure",
    ...     endpoint_config_name="Prices",
    ...     production_variants=[
    ...         {"VariantName": "a", "ModelName": "M", "InitialInstanceCount": 2, "InstanceType": "ml.m5.xlarge"}
    ...     ],
    ... )
    """

    resource = "sagemaker:createEndpointConfig"
    grants = (
        Grant(("sagemaker:CreateEndpointConfig",), on="EndpointConfigName"),
        Grant(("sagemaker:AddTags",), on="EndpointConfigName", when="Tags"),
        pass_role("ExecutionRoleArn", _SERVICE),
        _KEY_USE,
    )

    endpoint_config_name: Text = member(refers=Target(ENDPOINT_CONFIG, "name"))
    production_variants: List
    data_capture_config: Object | None = None
    tags: List | None = None
    kms_key_id: Text | None = None
    async_inference_config: Object | None = None
    explainer_config: Object | None = None
    shadow_production_variants: List | None = None
    execution_role_arn: Text | None = member(refers=Target(ROLE, "arn"), default=None)
    vpc_config: Object | None = None
    enable_network_isolation: Boolean | None = None
    metrics_config: Object | None = None
    cross_region_traffic_config: Object | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response"] = "request_response"


class CreateModel(Task):
    """Make a model of a container and its data (API: SageMaker CreateModel).

    Example
    -------
    >>> sagemaker.CreateModel(
    ...     "Model",
    ...     model_name="prices",
    ...     execution_role_arn=GetAtt("Role", "Arn"),
    ...     primary_container={"Image": path("$.image"), "ModelDataUrl": path("$.data")},
    ... )
    """

    resource = "sagemaker:createModel"
    grants = (
        Grant(("sagemaker:CreateModel",), on="ModelName"),
        Grant(("sagemaker:AddTags",), on="ModelName", when="Tags"),
        pass_role("ExecutionRoleArn", _SERVICE),
    )

    model_name: Text = member(refers=Target(MODEL, "name"))
    primary_container: Object | None = None
    containers: List | None = None
    inference_execution_config: Object | None = None
    execution_role_arn: Text | None = member(refers=Target(ROLE, "arn"), default=None)
    tags: List | None = None
    vpc_config: Object | None = None
    enable_network_isolation: Boolean | None = None
    pattern: Literal["request_response"] = "request_response"


class UpdateEndpoint(Task):
    """Move an endpoint to another configuration (API: SageMaker UpdateEndpoint).

    Example
    -------
    >>> sagemaker.UpdateEndpoint(
    ...     "Move", endpoint_name=GetAtt("Endpoint", "EndpointName"), endpoint_config_name="Prices2"
    ... )
    """

    resource = "sagemaker:updateEndpoint"
    grants = (
        Grant(("sagemaker:UpdateEndpoint",), on="EndpointName"),
        Grant(("sagemaker:UpdateEndpoint",), on="EndpointConfigName"),
    )

    endpoint_name: Text = member(refers=Target(ENDPOINT, "name"))
    endpoint_config_name: Text = member(refers=Target(ENDPOINT_CONFIG, "name"))
    retain_all_variant_properties: Boolean | None = None
    exclude_retained_variant_properties: List | None = None
    deployment_config: Object | None = None
    retain_deployment_config: Boolean | None = None
    pattern: Literal["request_response"] = "request_response"
