"""AWS Glue DataBrew ("Start AWS Glue DataBrew jobs using Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import DATABREW_JOB, Target
from newel.declared import member
from newel.iam import SYNC, Grant
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Text


class StartJobRun(Task):
    """Run a DataBrew job (API: DataBrew StartJobRun).

    Example
    -------
    >>> databrew.StartJobRun("Clean", job_name=Ref("Cleaner"), pattern="sync")
    """

    resource = "databrew:startJobRun"
    grants = (
        Grant(("databrew:StartJobRun",), on="Name"),
        Grant(("databrew:ListJobRuns", "databrew:StopJobRun"), on="Name", patterns=SYNC),
    )

    job_name: Text = member("Name", refers=Target(DATABREW_JOB, "name"))
    pattern: Literal["request_response", "sync"] = "request_response"
