"""Glue DataBrew: run a job."""

from newel import StateMachine
from newel.tasks import databrew

start_job_run = databrew.StartJobRun("Task", job_name="databrew-job")

machine = StateMachine("DataBrewExamples", start_job_run)
