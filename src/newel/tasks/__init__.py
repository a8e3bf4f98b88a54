"""The integrations: one module a service, one small class an API.

`from newel.tasks import CallAwsService, EvaluateExpression, sns`
"""

from __future__ import annotations

from newel.tasks.aws_sdk import CallAwsService
from newel.tasks.base import Task
from newel.tasks.cross_region import CallAwsServiceCrossRegion
from newel.tasks.evaluate import EvaluateExpression

__all__ = ["CallAwsService", "CallAwsServiceCrossRegion", "EvaluateExpression", "Task"]
