"""Templates for the examples of rules."""

from __future__ import annotations


def publishing(policies: str) -> str:
    """A template of a machine that publishes to a topic, with these policies."""
    return f"""\
Transform: AWS::Serverless-2016-10-31
Resources:
  Topic:
    Type: AWS::SNS::Topic
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Publish
        States:
          Publish:
            Type: Task
            Resource: arn:aws:states:::sns:publish
            Parameters: {{TopicArn: !Ref Topic, Message: Hello}}
            End: true
      Policies: {policies}
"""
