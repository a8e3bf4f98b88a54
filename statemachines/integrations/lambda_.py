"""Lambda: call a function with the state's input, with payloads of its own, for its result alone, and with a token."""

from newel import Ref, StateMachine, path, task_token
from newel.tasks import lambda_

with_state_input = lambda_.Invoke("Invoke with state input", function_name=Ref("Fn"))
with_empty_payload = lambda_.Invoke("Invoke with empty object as payload", function_name=Ref("Fn"), payload={})
# Use the output of Fn as input.
with_payload_of_state = lambda_.Invoke(
    "Invoke with payload field in the state input",
    function_name=Ref("Fn"),
    payload=path("$.Payload"),
)
response_as_output = lambda_.Invoke(
    "Invoke and set function response as task output",
    function_name=Ref("Fn"),
    output_path="$.Payload",
)
response_with_input = lambda_.Invoke(
    "Invoke and combine function response with task input",
    function_name=Ref("Fn"),
    response_only=True,
    result_path="$.fn",
)
with_callback = lambda_.Invoke(
    "Invoke with callback",
    function_name=Ref("Fn"),
    pattern="wait_for_task_token",
    payload={"token": task_token, "input": path("$.someField")},
)

machine = StateMachine(
    "LambdaExamples",
    with_state_input
    >> with_empty_payload
    >> with_payload_of_state
    >> response_as_output
    >> response_with_input
    >> with_callback,
)
