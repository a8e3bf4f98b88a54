"""Calling any API in another region. The manual has no example of it: this is that of the CDK's own tests."""

from newel import StateMachine, path
from newel.tasks import CallAwsServiceCrossRegion

get_object = CallAwsServiceCrossRegion(
    "GetObject",
    service="s3",
    action="getObject",
    region="us-east-1",
    parameters={"Bucket": "my-bucket", "Key": path("$.key")},
    allow=["reports/*"],
)

machine = StateMachine("CrossRegionExamples", get_object)
