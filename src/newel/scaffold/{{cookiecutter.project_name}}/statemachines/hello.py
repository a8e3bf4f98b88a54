"""Greet somebody: ask the function for the words, and tell them to the topic."""

from newel import DISCARD, Choice, Param, Pass, Ref, StateMachine, path
from newel.tasks import lambda_, sns

stranger = Pass("Stranger", result="stranger", result_path="$.name")
greet = lambda_.Invoke(
    "Greet",
    function_name=Ref("Greet"),
    payload={"name": path("$.name")},
    result_selector={"text": path("$.Payload")},
    result_path="$.greeting",
)
tell = sns.Publish("Tell", topic_arn=Ref("Greetings"), message=path("$.greeting.text"), result_path=DISCARD)

is_known = Choice("Is there a name?").when(path("$.name").is_present()).otherwise(stranger)

machine = StateMachine(
    "Hello",
    is_known >> greet >> tell,
    timeout_seconds=300,
    log_retention_days=Param("LogRetentionDays"),
)
