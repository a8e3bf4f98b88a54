"""SageMaker: train a model, let it infer from a batch, and deploy it."""

from newel import Ref, StateMachine, Sub, path
from newel.tasks import sagemaker

train = sagemaker.CreateTrainingJob(
    "TrainSagemaker",
    training_job_name=path("$.JobName"),
    role_arn=Ref("TrainSagemakerSagemakerRole"),
    algorithm_specification={"AlgorithmName": "BlazingText", "TrainingInputMode": "File"},
    input_data_config=[
        {
            "ChannelName": "train",
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": path("$.S3Bucket")}},
        }
    ],
    output_data_config={"S3OutputPath": Sub("https://s3.${AWS::Region}.${AWS::URLSuffix}/mybucket/myoutputpath")},
    resource_config={"InstanceCount": 1, "InstanceType": path("$.InstanceType"), "VolumeSizeInGB": 50},
    stopping_condition={"MaxRuntimeInSeconds": 7200},
)
transform = sagemaker.CreateTransformJob(
    "Batch Inference",
    transform_job_name="MyTransformJob",
    model_name="MyModelName",
    model_client_config={"InvocationsMaxRetries": 3, "InvocationsTimeoutInSeconds": 300},
    transform_input={"DataSource": {"S3DataSource": {"S3Uri": "s3://inputbucket/train", "S3DataType": "S3Prefix"}}},
    transform_output={"S3OutputPath": "s3://outputbucket/TransformJobOutputPath"},
    transform_resources={"InstanceCount": 1, "InstanceType": "ml.m4.xlarge"},
)
create_endpoint = sagemaker.CreateEndpoint(
    "SagemakerEndpoint",
    endpoint_name=path("$.EndpointName"),
    endpoint_config_name=path("$.EndpointConfigName"),
)
create_endpoint_config = sagemaker.CreateEndpointConfig(
    "SagemakerEndpointConfig",
    endpoint_config_name="MyEndpointConfig",
    production_variants=[
        {
            "InitialInstanceCount": 2,
            "InstanceType": "ml.m5.xlarge",
            "ModelName": "MyModel",
            "VariantName": "awesome-variant",
        }
    ],
)
create_model = sagemaker.CreateModel(
    "Sagemaker",
    model_name="MyModel",
    execution_role_arn=Ref("SagemakerSagemakerRole"),
    primary_container={
        "Image": path("$.Model.imageName"),
        "Mode": "SingleModel",
        "ModelDataUrl": path("$.TrainingJob.ModelArtifacts.S3ModelArtifacts"),
    },
)
update_endpoint = sagemaker.UpdateEndpoint(
    "Update: SagemakerEndpoint",
    endpoint_name=path("$.Endpoint.Name"),
    endpoint_config_name=path("$.Endpoint.EndpointConfig"),
)

machine = StateMachine(
    "SageMakerExamples",
    train >> transform >> create_endpoint >> create_endpoint_config >> create_model >> update_endpoint,
)
