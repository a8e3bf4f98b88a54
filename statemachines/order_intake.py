"""Take in a file of orders: validate it, ask a person where it is large, ship each order, tell everybody.

A file in the bucket starts it, by EventBridge. What goes wrong is recorded and told; where that is while orders are
shipped, those that were are taken back.
"""

from newel import (
    DISCARD,
    Choice,
    Deployment,
    Fail,
    Map,
    Pass,
    Ref,
    Retry,
    StateMachine,
    Succeed,
    context,
    intrinsics,
    jsonata,
    path,
    task_token,
)
from newel.tasks import CallAwsService, EvaluateExpression, dynamodb, events, lambda_, sns, sqs, stepfunctions

file = context.path("$$.Execution.Input.detail.object.key")  # at every state, whatever the data is there

validate = lambda_.Invoke(
    "Validate file",
    function_name=Ref("ValidateOrders"),
    payload={"key": file},
    result_selector={"orders": path("$.Payload.orders"), "rejected": path("$.Payload.rejected")},
    result_path="$.file",
)
total = EvaluateExpression(
    "Add it up",
    expression="""
        $.file.orders
            .flatMap(order => order.items)
            .reduce((sum, item) => sum + item.quantity * item.price, 0)
    """,
    result_path="$.total",
)
deadline = EvaluateExpression(
    "Set the deadline",
    # Two working days: what comes in from Thursday on waits for the weekend to pass.
    expression="""
        const day = new Date($.time).getUTCDay();
        new Date(Date.parse($.time) + (day >= 4 ? 4 : 2) * 86400000).toISOString().slice(0, 10)
    """,
    result_path="$.deadline",
)

ask = lambda_.Invoke(
    "Ask a person",
    function_name=Ref("AskApproval"),
    payload={
        "token": task_token,
        "key": file,
        "total": path("$.total"),
        "orders": intrinsics.array_length(path("$.file.orders")),
    },
    pattern="wait_for_task_token",
    timeout_seconds=86400,
    result_path="$.approval",
)
not_approved = Succeed("Not approved")  # an answer as good as the other: nothing went wrong


def when_throttled(*errors: str) -> Retry:
    """Ten orders at a time may be more than a new account or a new table takes."""
    return Retry(errors=errors, interval_seconds=1, max_attempts=8, max_delay_seconds=60, jitter=True)


amount = EvaluateExpression(
    "Amount",
    expression="$.order.items.reduce((sum, item) => sum + item.quantity * item.price, 0)",
    result_path="$.amount",
    retry=[lambda_.LAMBDA_SERVICE_ERRORS, when_throttled("Lambda.TooManyRequestsException")],
)
save = dynamodb.PutItem(
    "Save order",
    table_name=Ref("OrdersTable"),
    item={
        "id": dynamodb.string(path("$.order.id")),
        "customer": dynamodb.string(path("$.order.customer")),
        "amount": dynamodb.number(intrinsics.format("{}", path("$.amount"))),
        "deadline": dynamodb.string(path("$.deadline")),
        "status": dynamodb.string("ACCEPTED"),
        "intake": dynamodb.string(context.execution.name),
    },
    # Events may come twice, files again after they were taken back, and a retry after an answer that was lost.
    condition_expression="attribute_not_exists(id) OR #status = :takenBack OR intake = :intake",
    expression_attribute_names={"#status": "status"},
    expression_attribute_values={
        ":takenBack": dynamodb.string("TAKEN_BACK"),
        ":intake": dynamodb.string(context.execution.name),
    },
    result_path=DISCARD,
    retry=[when_throttled("DynamoDB.ThrottlingException", "DynamoDB.ProvisionedThroughputExceededException")],
).catch("DynamoDB.ConditionalCheckFailedException", to=Pass("Taken in before"))
hand_over = sqs.SendMessage(
    "Hand to the warehouse",
    queue_url=Ref("Warehouse"),
    message_body={"id": path("$.order.id"), "items": path("$.order.items"), "deadline": path("$.deadline")},
    result_path=DISCARD,
)
ship = Map(
    "Ship each order",
    items=path("$.file.orders"),
    item_selector={"order": context.map.item.value, "deadline": path("$.deadline")},
    item_processor=amount >> save >> hand_over,
    max_concurrency=10,
    result_path=DISCARD,
)

summary = Pass(
    "Sum it up",
    query_language="JSONata",  # a report is what JSONata is good at
    output={
        "key": jsonata("$states.input.detail.object.key"),
        "orders": jsonata("$count($states.input.file.orders)"),
        "rejected": jsonata("[$states.input.file.rejected.reason]"),
        "customers": jsonata("$join($sort([$distinct($states.input.file.orders.customer)]), ', ')"),
        "total": jsonata("$states.input.total"),
        "deadline": jsonata("$states.input.deadline"),
    },
)
receipt = CallAwsService(
    "Write receipt",
    service="s3",
    action="putObject",
    parameters={
        "Bucket": Ref("Receipts"),
        "Key": intrinsics.format("{}.json", context.execution.name),
        "Body": path("$"),
    },
    allow=["*"],  # any object of the bucket
    result_path=DISCARD,
)
tell = sns.Publish(
    "Tell the shop",
    topic_arn=Ref("OrderNews"),
    subject="Orders are on their way",
    message=intrinsics.format(
        "{} orders of {} for {}, to be shipped by {}",
        path("$.orders"),
        path("$.customers"),
        path("$.total"),
        path("$.deadline"),
    ),
    result_path=DISCARD,
)
announce = events.PutEvents(
    "Announce",
    entries=[{"Source": "orders", "DetailType": "Orders taken in", "Detail": path("$")}],
    result_path=DISCARD,
)

take_back = stepfunctions.StartExecution(
    "Take back",
    state_machine_arn=Ref("OrderCompensation"),
    input={"intake": context.execution.name, "orders": path("$.file.orders")},
    pattern="sync:2",
    result_path=DISCARD,
)
record = dynamodb.PutItem(
    "Record the failure",
    table_name=Ref("Failures"),
    item={
        "id": dynamodb.string(context.execution.name),
        "key": dynamodb.string(file),
        "error": dynamodb.string(path("$.error.Error")),
        "cause": dynamodb.string(path("$.error.Cause")),
    },
    result_path=DISCARD,
)
alert = sns.Publish(
    "Tell the operators",
    topic_arn=Ref("Operators"),
    subject="An intake of orders failed",
    message=intrinsics.format("{}: {}", file, path("$.error.Error")),
    result_path=DISCARD,
)
failed = record >> alert >> Fail("Intake failed", error=path("$.error.Error"), cause=path("$.error.Cause"))
not_shipped = take_back.catch(to="Record the failure", result_path="$.error") >> "Record the failure"

approved = path("$.approval.approved")
is_approved = Choice("Approved?").when(approved.is_present() & approved.is_true()).otherwise(not_approved)
is_large = (
    Choice("Is it large?")
    .when(
        path("$.total").number > 1000,
        ask.catch(to=failed, result_path="$.error") >> is_approved,
    )
    .otherwise()
)

taken_in = (validate >> total >> deadline).catch(to=failed, result_path="$.error") >> is_large
shipped = ship.catch(to=not_shipped, result_path="$.error") >> summary
told = (receipt >> tell >> announce).catch(to=failed, result_path="$.error")

machine = StateMachine(
    "OrderIntake",
    taken_in >> shipped >> told,
    timeout_seconds=7 * 86400,
    log_retention_days=Ref("LogRetentionDays"),
    alias="live",
    deployment=Deployment(type="CANARY", percentage=10, interval=Ref("ShiftMinutes")),
)
