"""Glue: run a job."""

from newel import StateMachine
from newel.tasks import glue

start_job_run = glue.StartJobRun(
    "Task",
    job_name="my-glue-job",
    arguments={"key": "value"},
    timeout=30,
    notification_property={"NotifyDelayAfter": 5},
)

machine = StateMachine("GlueExamples", start_job_run)
