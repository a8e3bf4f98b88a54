"""Step Functions itself: an execution that sends a task token back, one that is linked to its parent, activities."""

from newel import Ref, StateMachine, path, task_token
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
    associate_with_parent=True,
)
activity = stepfunctions.InvokeActivity("Submit Job", activity_arn=Ref("SubmitJob"))
activity_with_parameters = stepfunctions.InvokeActivity(
    "With parameters: Submit Job",
    activity_arn=Ref("SubmitJob"),
    input={
        "comment": "Selecting what I care about.",
        "MyDetails": {
            "size": path("$.product.details.size"),
            "exists": path("$.product.availability"),
            "StaticValue": "foo",
        },
    },
)

machine = StateMachine("StepFunctionsExamples", with_callback >> associated >> activity >> activity_with_parameters)
