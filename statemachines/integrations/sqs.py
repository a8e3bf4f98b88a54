"""SQS: send a field of the input, and an object that has one."""

from newel import Ref, StateMachine, path
from newel.tasks import sqs

# Use a field of the input as the message.
send_field = sqs.SendMessage("Send1", queue_url=Ref("Queue"), message_body=path("$.message"))
# Combine a field of the input with an object.
send_object = sqs.SendMessage(
    "Send2",
    queue_url=Ref("Queue"),
    # newel: ignore[MISSING_DATA] each state is an example by itself
    message_body={"field1": "somedata", "field2": path("$.field2")},
)

machine = StateMachine("SqsExamples", send_field >> send_object)
