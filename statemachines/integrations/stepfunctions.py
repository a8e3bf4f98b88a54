"""Step Functions itself: start an execution that sends a task token back, and one that is linked to its parent."""

from newel import Ref, StateMachine, context, task_token
from newel.tasks import stepfunctions

with_callback = stepfunctions.StartExecution(
    "Callback: ChildTask",
    state_machine_arn=Ref("ChildStateMachine"),
    input={"token": task_token, "foo": "bar"},
    execution_name="MyExecutionName",
    pattern="wait_for_task_token",
)
associated = stepfunctions.StartExecution(
    "Associated: ChildTask",
    state_machine_arn=Ref("ChildStateMachine"),
    input={"AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": context.execution.id},
)

machine = StateMachine("StepFunctionsExamples", with_callback >> associated)
