"""What the AWS CDK's classes are called here (aws-cdk-lib 2.276, aws-stepfunctions-tasks)."""

from __future__ import annotations

CDK: dict[str, str] = {
    "AthenaGetQueryExecution": "athena.GetQueryExecution",
    "AthenaGetQueryResults": "athena.GetQueryResults",
    "AthenaStartQueryExecution": "athena.StartQueryExecution",
    "AthenaStopQueryExecution": "athena.StopQueryExecution",
    "BatchSubmitJob": "batch.SubmitJob",
    "BedrockCreateModelCustomizationJob": "bedrock.CreateModelCustomizationJob",
    "BedrockInvokeModel": "bedrock.InvokeModel",
    "CallApiGatewayHttpApiEndpoint": "apigateway.Invoke",
    "CallApiGatewayRestApiEndpoint": "apigateway.Invoke",
    "CodeBuildStartBuild": "codebuild.StartBuild",
    "CodeBuildStartBuildBatch": "codebuild.StartBuildBatch",
    "DynamoDeleteItem": "dynamodb.DeleteItem",
    "DynamoGetItem": "dynamodb.GetItem",
    "DynamoPutItem": "dynamodb.PutItem",
    "DynamoUpdateItem": "dynamodb.UpdateItem",
    "EcsRunTask": "ecs.RunTask",
    "EksCall": "eks.Call",
    "EmrAddStep": "emr.AddStep",
    "EmrCancelStep": "emr.CancelStep",
    "EmrContainersCreateVirtualCluster": "emr_containers.CreateVirtualCluster",
    "EmrContainersDeleteVirtualCluster": "emr_containers.DeleteVirtualCluster",
    "EmrContainersStartJobRun": "emr_containers.StartJobRun",
    "EmrCreateCluster": "emr.CreateCluster",
    "EmrModifyInstanceFleetByName": "emr.ModifyInstanceFleetByName",
    "EmrModifyInstanceGroupByName": "emr.ModifyInstanceGroupByName",
    "EmrSetClusterTerminationProtection": "emr.SetClusterTerminationProtection",
    "EmrTerminateCluster": "emr.TerminateCluster",
    "EvaluateExpression": "EvaluateExpression",
    "EventBridgePutEvents": "events.PutEvents",
    "GlueDataBrewStartJobRun": "databrew.StartJobRun",
    "GlueStartJobRun": "glue.StartJobRun",
    "HttpInvoke": "http.Invoke",
    "LambdaInvoke": "lambda_.Invoke",
    "MediaConvertCreateJob": "mediaconvert.CreateJob",
    "SageMakerCreateEndpoint": "sagemaker.CreateEndpoint",
    "SageMakerCreateEndpointConfig": "sagemaker.CreateEndpointConfig",
    "SageMakerCreateModel": "sagemaker.CreateModel",
    "SageMakerCreateTrainingJob": "sagemaker.CreateTrainingJob",
    "SageMakerCreateTransformJob": "sagemaker.CreateTransformJob",
    "SageMakerUpdateEndpoint": "sagemaker.UpdateEndpoint",
    "SnsPublish": "sns.Publish",
    "SqsSendMessage": "sqs.SendMessage",
    "StepFunctionsInvokeActivity": "stepfunctions.InvokeActivity",
    "StepFunctionsStartExecution": "stepfunctions.StartExecution",
}
"""The CDK's classes, and what they are here."""

NOT_YET: dict[str, str] = {
    "AthenaGetQueryExecution": "issue 4",
    "AthenaGetQueryResults": "issue 4",
    "AthenaStartQueryExecution": "issue 4",
    "AthenaStopQueryExecution": "issue 4",
    "BatchSubmitJob": "issue 4",
    "BedrockCreateModelCustomizationJob": "issue 4",
    "BedrockInvokeModel": "issue 4",
    "CallApiGatewayHttpApiEndpoint": "issue 4",
    "CallApiGatewayRestApiEndpoint": "issue 4",
    "CallAwsService": "any API by way of the AWS SDK: later",
    "CallAwsServiceCrossRegion": "any API of another region: later",
    "EcsRunTask": "issue 4",
    "EventBridgePutEvents": "issue 4",
    "EventBridgeSchedulerCreateScheduleTask": "issue 4",
    "GlueStartCrawlerRun": "issue 4",
    "HttpInvoke": "issue 4",
    "LambdaInvoke": "issue 4",
    "MediaConvertCreateJob": "issue 4",
    "SageMakerCreateEndpoint": "issue 4",
    "SageMakerCreateEndpointConfig": "issue 4",
    "SageMakerCreateModel": "issue 4",
    "SageMakerCreateTrainingJob": "issue 4",
    "SageMakerCreateTransformJob": "issue 4",
    "SageMakerUpdateEndpoint": "issue 4",
    "StepFunctionsInvokeActivity": "issue 4",
}
"""Those of the CDK's classes that are not here yet, and why. A row goes when its class comes."""

OURS: tuple[str, ...] = (
    "eks.CreateCluster",
    "eks.CreateFargateProfile",
    "eks.CreateNodegroup",
    "eks.DeleteCluster",
    "eks.DeleteFargateProfile",
    "eks.DeleteNodegroup",
    "eks.RunJob",
    "emr_serverless.CancelJobRun",
    "emr_serverless.CreateApplication",
    "emr_serverless.DeleteApplication",
    "emr_serverless.StartApplication",
    "emr_serverless.StartJobRun",
    "emr_serverless.StopApplication",
)
"""What AWS documents and the CDK lacks."""


def of(title: str) -> tuple[str, ...]:
    """What a class is called in the CDK: none, one, or the two of API Gateway."""
    return tuple(name for name, ours in CDK.items() if ours == title)
