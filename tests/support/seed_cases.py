"""The manual's examples: where the gallery has each, and what differs from what the CDK makes of it, with its reason.

`test_seed_cases.py` holds the table to the recorded cases, and `docs/integrations/differences.md` to the table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, eq=False)
class Case:
    """One recorded case.

    Attributes
    ----------
    file
        Its file's name. The number counts the manual's examples.
    module
        The module of the gallery.
    states
        The states that are called otherwise there, by their recorded names.
    names
        Text of the recorded case, and what stands for it in the gallery.
    """

    file: str
    module: str
    states: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Which of the manual's examples it is."""
        return int(self.file[:2])


@dataclass(frozen=True)
class Difference:
    """What differs in some cases.

    Attributes
    ----------
    numbers
        The examples.
    places
        What the comparison says, `*` for anything; nothing, where the two are one but for the names of what they name.
    what, cdk, newel, why
        What the documentation says.
    """

    numbers: tuple[int, ...]
    places: tuple[str, ...]
    what: str
    cdk: str
    newel: str
    why: str


def _ecs(file: str, definition: str, names: Mapping[str, str] | None = None) -> Case:
    parts = [f"${{Select({index},Split(:,${{TD}}))}}" for index in (1, 2, 3, 4)]
    family = "${Select(0,Split(/,${Select(5,Split(:,${TD}))}))}/${Select(1,Split(/,${Select(5,Split(:,${TD}))}))}"
    every_revision = f"arn:{':'.join(parts)}:{family}:*"
    return Case(
        file,
        "ecs",
        names={
            "StackTDA28C8ABC": f"${{{definition}}}",
            every_revision: f"${{{definition}}}*",
            "${TD}": f"${{{definition}}}",
            "${TDTaskRole.Arn}": "${TaskRole.Arn}",
            **(names or {}),
        },
    )


def _emr(file: str, shows: str, name: str = "Task", names: Mapping[str, str] | None = None) -> Case:
    return Case(file, "emr", {name: f"{shows}: {name}"}, names or {})


def _virtual(file: str, shows: str, names: Mapping[str, str] | None = None) -> Case:
    name = "Create a Virtual Cluster"
    return Case(file, "emr_containers", {name: f"{shows}: {name}"}, names or {})


def _job(file: str, shows: str, names: Mapping[str, str] | None = None) -> Case:
    name = "EMR Containers Start Job Run"
    return Case(file, "emr_containers", {name: f"{shows}: {name}"}, names or {})


CASES = (
    Case("01_evaluate_expression", "evaluate_expression"),
    Case("01_evaluate_expression_nodejs14", "evaluate_expression"),
    Case("02_api_gateway_rest", "apigateway"),
    Case("03_api_gateway_rest_token", "apigateway"),
    Case("04_api_gateway_http", "apigateway"),
    Case(
        "05_call_aws_service_get_object",
        "aws_sdk",
        names={"${myBucket.Arn}/*": "arn:${AWS::Partition}:s3:::${MyBucket}/*"},
    ),
    Case("06_call_aws_service_list_buckets", "aws_sdk"),
    Case("07_call_aws_service_detect_labels", "aws_sdk"),
    Case("08_athena_start_query", "athena"),
    Case("09_athena_get_query_execution", "athena"),
    Case("10_athena_get_query_results", "athena"),
    Case("11_athena_stop_query", "athena"),
    Case(
        "12_batch_submit_job",
        "batch",
        names={
            "arn:aws:batch:us-east-1:123456789012:job-definition/MyJobDef:1": "${BatchJobDefinition}",
            "arn:aws:batch:us-east-1:123456789012:job-queue/MyQueue": "${BatchQueue}",
        },
    ),
    Case("13_codebuild_start_build", "codebuild"),
    Case("14_dynamo_get_item", "dynamodb"),
    Case("15_dynamo_put_item", "dynamodb"),
    Case("16_dynamo_delete_item", "dynamodb"),
    Case("17_dynamo_update_item", "dynamodb"),
    _ecs("18_ecs_run_task_ec2", "Ec2TaskDefinition"),
    _ecs(
        "19_ecs_run_task_fargate",
        "FargateTaskDefinition",
        {"subnet-0aaaaaaaaaaaaaaa1": "${SubnetOne}", "subnet-0aaaaaaaaaaaaaaa2": "${SubnetTwo}"},
    ),
    _emr("20_emr_create_cluster", "Own roles", "Create Cluster", {"${ClusterRole.Arn}": "${ClusterRole.Arn}"}),
    _emr(
        "21_emr_create_cluster_concurrency",
        "Concurrency",
        "Create Cluster",
        {"${CreateClusterInstanceRole.Arn}": "${ClusterRole.Arn}"},
    ),
    _emr("22_emr_set_termination_protection", "Set termination protection"),
    _emr("23_emr_terminate_cluster", "Terminate cluster"),
    _emr("24_emr_add_step", "Add step"),
    _emr("25_emr_cancel_step", "Cancel step"),
    _emr("26_emr_modify_instance_fleet", "Modify instance fleet"),
    _emr("27_emr_modify_instance_group", "Modify instance group"),
    _virtual("28_emrc_create_vc", "From text"),
    _virtual("29_emrc_create_vc_cluster", "From cluster", {"myEksCluster": "${EksCluster}"}),
    _virtual("30_emrc_create_vc_namespace", "Namespace"),
    Case("31_emrc_delete_vc", "emr_containers"),
    _job("32_emrc_start_job_spark", "Parameters"),
    _job("33_emrc_start_job_appconfig", "Configuration"),
    _job("34_emrc_start_job_monitoring", "Monitoring"),
    _job("35_emrc_start_job_monitoring_own", "Own monitoring"),
    _job("36_emrc_start_job_own_role", "Own role", {"iam::xxxxxxxxxxxx:": "iam::123456789012:"}),
    Case("37_eks_call", "eks"),
    Case("38_eventbridge_put_events", "events"),
    Case("39_glue_start_job_run", "glue"),
    Case("40_glue_databrew_start_job_run", "databrew"),
    Case("41_lambda_invoke_state_input", "lambda_"),
    Case("42_lambda_invoke_payloads", "lambda_"),
    Case("43_lambda_invoke_output_path", "lambda_"),
    Case("44_lambda_invoke_response_only", "lambda_"),
    Case("45_lambda_invoke_callback", "lambda_"),
    Case("46_sagemaker_training_job", "sagemaker"),
    Case("47_sagemaker_transform_job", "sagemaker"),
    Case("48_sagemaker_create_endpoint", "sagemaker"),
    Case("49_sagemaker_create_endpoint_config", "sagemaker"),
    Case("50_sagemaker_create_model", "sagemaker"),
    Case("51_sagemaker_update_endpoint", "sagemaker", {"SagemakerEndpoint": "Update: SagemakerEndpoint"}),
    Case("52_sns_publish", "sns"),
    Case("53_sfn_start_execution", "stepfunctions", {"ChildTask": "Callback: ChildTask"}),
    Case("54_sfn_start_execution_associate", "stepfunctions", {"ChildTask": "Associated: ChildTask"}),
    Case("55_sfn_invoke_activity", "stepfunctions"),
    Case("56_sfn_invoke_activity_parameters", "stepfunctions", {"Submit Job": "With parameters: Submit Job"}),
    Case("57_sqs_send_message", "sqs"),
)

DIFFERENCES = (
    Difference(
        (1,),
        (),
        "the function",
        "one a state",
        "one for all states of all machines",
        "It is the same code, and it never runs an expression as code.",
    ),
    Difference(
        (1,),
        ("Convert to seconds.Retry*is added", "Create message.Retry*is added"),
        "Retry of EvaluateExpression",
        "none",
        "errors of the Lambda service, as its LambdaInvoke does",
        '"Best practices for Step Functions": handle transient Lambda service exceptions. `retry=[]` leaves it out.',
    ),
    Difference(
        (1,),
        ("narrows lambda:InvokeFunction on ${EvaluateExpression}:*",),
        "versions and aliases of the function",
        "allowed, as `:*`",
        "not allowed",
        "The state calls the function without a qualifier.",
    ),
    Difference(
        (2, 3, 4),
        ("leaves out execute-api:Invoke on *",),
        "`execute-api:Invoke`",
        "always allowed; for an HTTP API without a path on an ARN that ends in `undefined/GETundefined`",
        'allowed where `auth_type="IAM_ROLE"`',
        "A request without authorization is not signed, and no policy is asked.",
    ),
    Difference(
        (7,),
        ("DetectLabels.Parameters.Image*is added",),
        "the parameters",
        "none",
        "`Image`",
        "The API requires it.",
    ),
    Difference(
        (7,),
        ("allows s3:GetObject on arn:${AWS::Partition}:s3:::my-bucket/photo.jpg",),
        "the image in S3",
        "what `additionalIamStatements` says",
        "that, and the image, which is derived",
        "Rekognition reads it as the caller (Amazon Rekognition, API_S3Object); the statement needs not be written.",
    ),
    Difference(
        (8,),
        ("narrows athena:getDataCatalog on *", "narrows athena:startQueryExecution on *"),
        "the actions of Athena",
        "each on the data catalog and on the work group",
        "each on the one that it takes",
        "IAM asks about no other.",
    ),
    Difference(
        (8,),
        ("leaves out athena:getQueryExecution on *",),
        "`athena:GetQueryExecution`",
        "always allowed",
        "allowed where the state waits",
        'AWS\'s policy has it for `.sync` alone ("Run Athena queries with Step Functions").',
    ),
    Difference(
        (8,),
        ("narrows s3:CreateBucket on *",),
        "`s3:CreateBucket`",
        "`*`",
        "the bucket of the results",
        "The state names it.",
    ),
    Difference(
        (8,),
        ("narrows s3:ListBucket on *", "narrows s3:GetBucketLocation on *", "narrows s3:GetObject on *"),
        "what the query reads of S3",
        "`*`",
        "any bucket and any object, and newel asks: `reads=` names them",
        "IAM knows both as resources; the query's text does not tell them.",
    ),
    Difference(
        (8,),
        (
            "allows s3:ListBucketMultipartUploads on *",
            "narrows s3:ListBucketMultipartUploads on *",
        ),
        "`s3:ListBucketMultipartUploads`",
        "on the objects of the results, where it allows nothing",
        "on their bucket",
        "It takes a bucket for its resource.",
    ),
    Difference(
        (8,),
        ("narrows glue:*",),
        "the actions of Glue",
        "each on the catalog, the database, its tables and its functions",
        "each on those that it takes",
        '"Actions, resources, and condition keys for AWS Glue".',
    ),
    Difference(
        (9, 10, 11),
        ("narrows athena:* on *",),
        "the work group",
        "`*`",
        "`workgroup/*`, and newel asks: `work_group=` names it",
        "IAM knows it as a resource; the id of a query does not tell it.",
    ),
    Difference(
        (10,),
        ("narrows s3:GetObject on *",),
        "the results",
        "`*`",
        "any object, and newel asks: `output_location=` names their folder",
        "IAM knows objects as resources; the id of a query does not tell where its results are.",
    ),
    Difference(
        (12,),
        ("allows batch:SubmitJob on ${BatchJobDefinition}", "narrows batch:SubmitJob on *:job-definition/*"),
        "the job definition",
        "`job-definition/*`",
        "the very one",
        "The state names it.",
    ),
    Difference(
        (12,),
        ("allows batch:DescribeJobs on *", "allows batch:TerminateJob on *"),
        "what `.sync` needs of the job",
        "not allowed",
        "`batch:DescribeJobs` on `*`, `batch:TerminateJob` on `job/*`",
        'AWS\'s policy has them ("Run AWS Batch workloads with Step Functions").',
    ),
    Difference(
        (13,),
        ("leaves out codebuild:BatchGetReports on ${Project.Arn}",),
        "`codebuild:BatchGetReports`",
        "allowed",
        "not allowed",
        "AWS's policy for this API does not name it, and its resource would be a report group"
        ' ("Manage AWS CodeBuild builds with Step Functions").',
    ),
    Difference(
        (18, 19),
        ("narrows ecs:RunTask on *",),
        "`ecs:RunTask`",
        "every revision of the task definition, in any cluster",
        "this revision, in this cluster by `ecs:cluster`",
        "The state names both.",
    ),
    Difference(
        (18, 19),
        ("narrows ecs:StopTask on *", "narrows ecs:DescribeTasks on *"),
        "the task",
        "`*`",
        "the tasks of the cluster",
        "IAM knows the task as a resource, and the state names the cluster.",
    ),
    Difference(
        (18, 19),
        ("narrows iam:PassRole on *",),
        "`iam:PassRole`",
        "to any service",
        "to ECS's tasks, by `iam:PassedToService`",
        '"Granting a user permissions to pass a role to an AWS service".',
    ),
    Difference(
        (20, 21),
        (),
        "`JobFlowRole`",
        "the name of a role; an instance profile of that name is made beside it",
        "the instance profile of the template",
        "The API takes an instance profile. The role in it is found for `iam:PassRole`.",
    ),
    Difference(
        (20, 21),
        ("narrows elasticmapreduce:DescribeCluster on *", "narrows elasticmapreduce:TerminateJobFlows on *"),
        "what `.sync` needs on the cluster",
        "`*`",
        "`cluster/*`",
        "IAM knows the cluster as a resource; its id is known only when the state runs.",
    ),
    Difference(
        (20, 21),
        ("leaves out elasticmapreduce:AddTags on *",),
        "`elasticmapreduce:AddTags`",
        "always allowed",
        "allowed where the state has `tags`",
        "Nothing else in the state needs it.",
    ),
    Difference(
        (20, 21),
        ("narrows iam:PassRole on *",),
        "`iam:PassRole`",
        "to any service",
        "to the role's own service, by `iam:PassedToService`",
        '"Granting a user permissions to pass a role to an AWS service".',
    ),
    Difference(
        (20, 21),
        ("narrows iam:CreateServiceLinkedRole on *",),
        "`iam:CreateServiceLinkedRole`",
        "for the names of the service in two partitions",
        "for the name in the partition that it is deployed in",
        "The other partition's name does not occur there.",
    ),
    Difference(
        (22, 23, 24, 25, 26, 27),
        ("narrows elasticmapreduce:* on *:cluster/*",),
        "the cluster",
        "`cluster/*`",
        "`cluster/ClusterId`",
        "The state names it.",
    ),
    Difference(
        (36,),
        (),
        "the account of the role's ARN",
        "`xxxxxxxxxxxx`",
        "`123456789012`",
        "The API's model takes digits.",
    ),
    Difference(
        (36,),
        ("narrows emr-containers:DescribeJobRun on *", "narrows emr-containers:CancelJobRun on *"),
        "the job run",
        "`/virtualclusters/*`",
        "`/virtualclusters/*/jobruns/*`",
        "These actions take a job run for their resource.",
    ),
    Difference(
        (41, 42, 43, 44, 45),
        ("narrows lambda:InvokeFunction on ${Fn}:*",),
        "versions and aliases of the function",
        "allowed, as `:*`",
        "not allowed",
        "The state calls the function without a qualifier.",
    ),
    Difference(
        (46, 47),
        (
            "leaves out sagemaker:DescribeT*Job on *",
            "leaves out sagemaker:StopT*Job on *",
        ),
        "what only `.sync` needs of the job",
        "always allowed",
        "allowed where the state waits",
        'AWS\'s policies have them for `.sync` alone ("Create and manage Amazon SageMaker AI jobs").',
    ),
    Difference(
        (46,),
        ("leaves out sagemaker:AddTags on *",),
        "`sagemaker:AddTags`",
        "always allowed for training jobs",
        "allowed where the state has `tags`, or waits",
        "Step Functions tags the jobs that it waits for; nothing else in the state needs it.",
    ),
    Difference(
        (46, 47),
        ("narrows sagemaker:ListTags on *",),
        "`sagemaker:ListTags`",
        "`*`",
        "the job",
        "IAM knows the job as a resource.",
    ),
    Difference(
        (48, 49, 50),
        ("leaves out sagemaker:ListTags on *",),
        "`sagemaker:ListTags`",
        "`*`",
        "not allowed",
        "AWS's policies have it for jobs alone.",
    ),
    Difference(
        (47,),
        ("narrows sagemaker:CreateTransformJob on *",),
        "the job",
        "`transform-job/*`",
        "the very one",
        "The state names it.",
    ),
    Difference(
        (47,),
        ("leaves out iam:PassRole on *",),
        "`iam:PassRole`",
        "to SageMaker, on a role that is made for it",
        "not allowed",
        "CreateTransformJob takes no role: the model has one.",
    ),
    Difference(
        (49,),
        ("allows sagemaker:CreateEndpointConfig on *",),
        "names with capitals",
        "in lower case",
        "in lower case, and as they are written",
        "ARNs of SageMaker have been seen with either.",
    ),
    Difference(
        (50,),
        ("allows sagemaker:CreateModel on *",),
        "names with capitals",
        "in lower case",
        "in lower case, and as they are written",
        "ARNs of SageMaker have been seen with either.",
    ),
    Difference(
        (50,),
        ("narrows sagemaker:CreateModel on *",),
        "the model",
        "every one whose name begins with its name",
        "the very one",
        "The state names it.",
    ),
)


def page() -> str:
    """The page of the documentation."""
    rows = [
        f"| {_numbers(item.numbers)} | {item.what} | {item.cdk} | {item.newel} | {item.why} |" for item in DIFFERENCES
    ]
    return "\n".join([*_HEAD, *rows, ""])


def _numbers(numbers: tuple[int, ...]) -> str:
    modules = {case.number: case.module for case in CASES}
    by_module: dict[str, list[str]] = {}
    for number in numbers:
        by_module.setdefault(modules[number], []).append(str(number))
    return "; ".join(f"{module} {', '.join(items)}" for module, items in by_module.items())


_HEAD = (
    "# What differs from the CDK",
    "",
    (
        "Every example of the manual of `aws-stepfunctions-tasks` is written with newel, in"
        " `statemachines/integrations/`. A test compares each with what the CDK 2.276.0 makes of it: the states are"
        " equal up to the names of references, and the permissions are equal or narrower, but for what stands here."
        " The numbers count the manual's examples."
    ),
    "",
    "| Examples | What | CDK | newel | Why |",
    "|---|---|---|---|---|",
)
