"""Convert milliseconds to seconds, tell a topic how long it will be, and wait."""

from newel import Ref, StateMachine, Wait, path
from newel.tasks import EvaluateExpression, sns

to_seconds = EvaluateExpression(
    "Convert to seconds",
    expression="$.waitMilliseconds / 1000",
    result_path="$.waitSeconds",
)
create_message = EvaluateExpression(
    "Create message",
    # Text inside text: the expression is a template literal.
    expression="`Now waiting ${$.waitSeconds} seconds...`",
    result_path="$.message",
)
publish = sns.Publish(
    "Publish message",
    topic_arn=Ref("CoolTopic"),
    message=path("$.message"),
    result_path="$.sns",
)
wait = Wait("Wait", seconds=path("$.waitSeconds"))

machine = StateMachine("WaitAndTell", to_seconds >> create_message >> publish >> wait)
