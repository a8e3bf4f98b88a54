"""Amazon Bedrock AgentCore ("Invoke Amazon Bedrock AgentCore harness with Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import HARNESS, Target
from newel.declared import member
from newel.iam import Grant
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Integer, List, Object, Text


class InvokeHarness(Task):
    """Let an agent answer messages (API: Bedrock AgentCore InvokeHarness).

    The state ends after 15 minutes; the harness goes on until `harness_timeout_seconds`. The result is the last
    message of the agent. What its tools may do is the business of the harness's own role.

    Example
    -------
    >>> bedrockagentcore.InvokeHarness(
    ...     "Ask",
    ...     harness_arn=Sub("arn:${AWS::Partition}:bedrock-agentcore:${AWS::Region}:${AWS::AccountId}:harness/orders"),
    ...     runtime_session_id=path("$.session"),
    ...     messages=[{"Role": "user", "Content": [{"Text": path("$.question")}]}],
    ... )
    """

    resource = "bedrockagentcore:invokeHarness"
    api = "bedrock-agentcore:InvokeHarness"
    grants = (Grant(("bedrock-agentcore:InvokeHarness", "bedrock-agentcore:InvokeAgentRuntime"), on="HarnessArn"),)

    harness_arn: Text = member(refers=Target(HARNESS, "arn"))
    runtime_session_id: Text
    messages: List
    qualifier: Text | None = None
    runtime_user_id: Text | None = None
    trace_parent: Text | None = None
    trace_state: Text | None = None
    trace_id: Text | None = None
    baggage: Text | None = None
    model: Object | None = None
    system_prompt: List | None = None
    tools: List | None = None
    skills: List | None = None
    allowed_tools: List | None = None
    max_iterations: Integer | None = None
    max_tokens: Integer | None = None
    harness_timeout_seconds: Integer | None = member("TimeoutSeconds", default=None)
    actor_id: Text | None = None
    pattern: Literal["request_response"] = "request_response"
