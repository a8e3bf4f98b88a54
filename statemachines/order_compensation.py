"""Take orders back: mark those that were saved, and let the warehouse know."""

from newel import Alarms, Map, Ref, StateMachine, jsonata
from newel.tasks import dynamodb, sqs

mark = dynamodb.UpdateItem(
    "Mark as taken back",
    table_name=Ref("OrdersTable"),
    key={"id": dynamodb.string(jsonata("$states.input.id"))},
    update_expression="SET #status = :status",
    expression_attribute_names={"#status": "status"},
    expression_attribute_values={":status": dynamodb.string("TAKEN_BACK")},
    output=jsonata("$states.input.id"),
)
each = Map("Each order", items=jsonata("$states.input.orders"), item_processor=mark, max_concurrency=10)
stop = sqs.SendMessage(
    "Stop the warehouse",
    queue_url=Ref("Warehouse"),
    message_body=jsonata("{'takenBack': $states.input}"),
)

machine = StateMachine(
    "OrderCompensation",
    each >> stop,
    query_language="JSONata",
    log_retention_days=Ref("LogRetentionDays"),
    alarms=Alarms(dead_letters=False),  # the intake has one for the same queue
)
