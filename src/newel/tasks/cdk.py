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
    "CallAwsService": "CallAwsService",
    "CallAwsServiceCrossRegion": "CallAwsServiceCrossRegion",
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
    "EventBridgeSchedulerCreateScheduleTask": "scheduler.CreateSchedule",
    "GlueDataBrewStartJobRun": "databrew.StartJobRun",
    "GlueStartCrawlerRun": "glue.StartCrawler",
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

NOT_YET: dict[str, str] = {}
"""Those of the CDK's classes that are not here yet, and why. A row goes when its class comes."""

OURS: tuple[str, ...] = (
    "bedrockagentcore.InvokeHarness",
    "codebuild.BatchDeleteBuilds",
    "codebuild.BatchGetReports",
    "codebuild.DeleteBuildBatch",
    "codebuild.RetryBuildBatch",
    "codebuild.StopBuild",
    "codebuild.StopBuildBatch",
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
    "sagemaker.CreateHyperParameterTuningJob",
    "sagemaker.CreateLabelingJob",
    "sagemaker.CreateProcessingJob",
)
"""What AWS documents and the CDK lacks."""


def of(title: str) -> tuple[str, ...]:
    """What a class is called in the CDK: none, one, or the two of API Gateway."""
    return tuple(name for name, ours in CDK.items() if ours == title)
