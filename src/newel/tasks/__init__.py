"""The integrations: one module a service, one small class an API.

`from newel.tasks import CallAwsService, EvaluateExpression, sns`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.tasks.base import Task
from newel.tasks.cross_region import CallAwsServiceCrossRegion
from newel.tasks.evaluate import EvaluateExpression

if TYPE_CHECKING:
    from newel_services import CallAwsService  # the project's, where `newel stubs` wrote it; else the one below
else:
    from newel.tasks.aws_sdk import CallAwsService

__all__ = ["CallAwsService", "CallAwsServiceCrossRegion", "EvaluateExpression", "Task"]
