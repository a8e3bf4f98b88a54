"""EvaluateExpression: convert milliseconds to seconds, tell a topic how long it will be, and wait."""

from newel import Ref, StateMachine, Wait, path
from newel.tasks import EvaluateExpression, sns

convert_to_seconds = EvaluateExpression(
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
publish_message = sns.Publish(
    "Publish message",
    topic_arn=Ref("CoolTopic"),
    message=path("$.message"),
    result_path="$.sns",
)
wait = Wait("Wait", seconds=path("$.waitSeconds"))

machine = StateMachine("EvaluateExpressionExamples", convert_to_seconds >> create_message >> publish_message >> wait)
