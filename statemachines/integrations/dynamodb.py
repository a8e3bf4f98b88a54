"""DynamoDB: write, read, change and delete an item."""

from newel import DISCARD, Ref, StateMachine, path
from newel.tasks import dynamodb

get_item = dynamodb.GetItem(
    "Get Item",
    table_name=Ref("MyTable"),
    key={"messageId": {"S": "message-007"}},
    consistent_read=False,
)
put_item = dynamodb.PutItem(
    "PutItem",
    table_name=Ref("MyTable"),
    item={
        "MessageId": {"S": "message-007"},
        # newel: ignore[MISSING_DATA] each state is an example by itself
        "Text": {"S": path("$.bar")},
        "TotalCount": {"N": "10"},
    },
)
delete_item = dynamodb.DeleteItem(
    "DeleteItem",
    table_name=Ref("MyTable"),
    key={"MessageId": {"S": "message-007"}},
    result_path=DISCARD,
)
update_item = dynamodb.UpdateItem(
    "UpdateItem",
    table_name=Ref("MyTable"),
    key={"MessageId": {"S": "message-007"}},
    expression_attribute_values={
        # newel: ignore[MISSING_DATA] each state is an example by itself
        ":val": {"N": path("$.Item.TotalCount.N")},
        ":rand": {"N": "20"},
    },
    update_expression="SET TotalCount = :val + :rand",
)

machine = StateMachine("DynamoDbExamples", get_item >> put_item >> delete_item >> update_item)
