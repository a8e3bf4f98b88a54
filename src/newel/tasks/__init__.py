"""The integrations: one module a service, one small class an API.

`from newel.tasks import EvaluateExpression, sns`
"""

from __future__ import annotations

from newel.tasks.base import Task
from newel.tasks.evaluate import EvaluateExpression

__all__ = ["EvaluateExpression", "Task"]
