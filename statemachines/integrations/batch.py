"""Batch: submit a job, and wait for its end."""

from newel import Ref, StateMachine
from newel.tasks import batch

submit_job = batch.SubmitJob(
    "Submit Job",
    job_definition=Ref("BatchJobDefinition"),
    job_name="MyJob",
    job_queue=Ref("BatchQueue"),
)

machine = StateMachine("BatchExamples", submit_job)
