"""AWS Glue ("Start an AWS Glue job with Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import CRAWLER, GLUE_JOB, Target
from newel.declared import member
from newel.iam import SYNC, Grant
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Boolean, Integer, Number, Object, Text


class StartJobRun(Task):
    """Run a Glue job (API: Glue StartJobRun).

    IAM knows the job as a resource, though the page says `*` ("Actions, resources, and condition keys for AWS Glue").

    Example
    -------
    >>> glue.StartJobRun("Extract", job_name=Ref("Extractor"), arguments={"--day": path("$.day")}, pattern="sync")
    """

    resource = "glue:startJobRun"
    grants = (
        Grant(("glue:StartJobRun",), on="JobName"),
        Grant(("glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"), on="JobName", patterns=SYNC),
    )

    job_name: Text = member(refers=Target(GLUE_JOB, "name"))
    job_run_queuing_enabled: Boolean | None = None
    job_run_id: Text | None = None
    arguments: Object | None = None
    allocated_capacity: Integer | None = None
    timeout: Integer | None = None
    max_capacity: Number | None = None
    security_configuration: Text | None = None
    notification_property: Object | None = None
    worker_type: Text | None = None
    number_of_workers: Integer | None = None
    execution_class: Text | None = None
    execution_role_session_policy: Text | None = None
    pattern: Literal["request_response", "sync"] = "request_response"


class StartCrawler(Task):
    """Start a crawler, and do not wait for it: an SDK integration has no `.sync` (API: Glue StartCrawler).

    Example
    -------
    >>> glue.StartCrawler("Crawl", crawler_name=Ref("Crawler"))
    """

    resource = "aws-sdk:glue:startCrawler"
    api = "glue:StartCrawler"
    grants = (Grant(("glue:StartCrawler",), on="Name"),)

    crawler_name: Text = member("Name", refers=Target(CRAWLER, "name"))
    pattern: Literal["request_response"] = "request_response"
