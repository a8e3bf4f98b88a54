"""Take the orders of an intake back: mark those that it saved, and let the warehouse know."""

from newel import Alarms, Choice, Map, Pass, Ref, StateMachine, Succeed, jsonata
from newel.tasks import dynamodb, sqs

mark = dynamodb.UpdateItem(
    "Mark as taken back",
    table_name=Ref("OrdersTable"),
    key={"id": dynamodb.string(jsonata("$states.input.id"))},
    update_expression="SET #status = :status",
    condition_expression="intake = :intake",
    expression_attribute_names={"#status": "status"},
    expression_attribute_values={
        ":status": dynamodb.string("TAKEN_BACK"),
        ":intake": dynamodb.string(jsonata("$states.input.intake")),
    },
    output=jsonata("$states.input.id"),
).catch("DynamoDB.ConditionalCheckFailedException", to=Pass("Not of this intake", output=""))
each = Map(
    "Each order",
    items=jsonata("$states.input.orders"),
    item_selector={"id": jsonata("$states.context.Map.Item.Value.id"), "intake": jsonata("$states.input.intake")},
    item_processor=mark,
    max_concurrency=10,
    output={"takenBack": jsonata("[$states.result[$ != '']]")},
)
stop = sqs.SendMessage("Stop the warehouse", queue_url=Ref("Warehouse"), message_body=jsonata("$states.input"))
is_any = (
    Choice("Any?").when(jsonata("$count($states.input.takenBack) > 0"), stop).otherwise(Succeed("Nothing to take back"))
)

machine = StateMachine(
    "OrderCompensation",
    each >> is_any,
    query_language="JSONata",
    log_retention_days=Ref("LogRetentionDays"),
    alarms=Alarms(dead_letters=False),  # the intake has one for the same queue
)
