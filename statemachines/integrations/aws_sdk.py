"""The manual's examples of calling any API."""

from newel import Ref, StateMachine, path
from newel.tasks import CallAwsService

get_object = CallAwsService(
    "GetObject",
    service="s3",
    action="getObject",
    parameters={"Bucket": Ref("MyBucket"), "Key": path("$.key")},
)

list_buckets = CallAwsService(
    "ListBuckets",
    service="s3",
    action="listBuckets",
    iam_resources=["*"],
    iam_action="s3:ListAllMyBuckets",
)

detect_labels = CallAwsService(
    "DetectLabels",
    service="rekognition",
    action="detectLabels",
    parameters={"Image": {"S3Object": {"Bucket": "my-bucket", "Name": "photo.jpg"}}},
    iam_resources=["*"],
    additional_iam_statements=[{"Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::my-bucket/*"]}],
)

machine = StateMachine("AwsSdkExamples", get_object >> list_buckets >> detect_labels)
