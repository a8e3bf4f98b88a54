"""A chain of states by the AWS CDK in Python: what synthesis.py builds with newel.

usage: cdk_chain.py SIZE OUT
"""

import sys

from aws_cdk import App, Stack
from aws_cdk import aws_sns as sns
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks

app = App(outdir=sys.argv[2], analytics_reporting=False)
stack = Stack(app, "Stack")
topic = sns.Topic(stack, "Topic")
chain = sfn.Chain.start(sfn.Pass(stack, "S0"))
for number in range(1, int(sys.argv[1])):
    name = f"S{number}"
    message = sfn.TaskInput.from_json_path_at("$.message")
    state = tasks.SnsPublish(stack, name, topic=topic, message=message) if number % 2 else sfn.Pass(stack, name)
    chain = chain.next(state)
sfn.StateMachine(stack, "Long", definition_body=sfn.DefinitionBody.from_chainable(chain))
app.synth()
