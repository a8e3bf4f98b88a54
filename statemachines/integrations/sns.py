"""SNS: publish a field of the input, with attributes, and an object that has one."""

from newel import Ref, StateMachine, path
from newel.tasks import sns

# Use a field of the input as the message.
publish_field = sns.Publish(
    "Publish1",
    topic_arn=Ref("Topic"),
    message=path("$.state.message"),
    message_attributes={
        "place": {"DataType": "String", "StringValue": path("$.place")},
        "pic": {"DataType": "Binary", "BinaryValue": path("$.pic")},
        "people": {"DataType": "Number", "StringValue": "4"},
        "handles": {"DataType": "String.Array", "StringValue": '["@kslater","@jjf",null,"@mfanning"]'},
    },
)
# Combine a field of the input with an object.
publish_object = sns.Publish(
    "Publish2",
    topic_arn=Ref("Topic"),
    # newel: ignore[MISSING_DATA] each state is an example by itself
    message={"field1": "somedata", "field2": path("$.field2")},
)

machine = StateMachine("SnsExamples", publish_field >> publish_object)
