"""Service integrations, optimized and of the SDK, answered by boto3: in the AWS in this process, or elsewhere."""

from __future__ import annotations

from newel.local.services.answers import ServiceAnswers

__all__ = ["ServiceAnswers"]
