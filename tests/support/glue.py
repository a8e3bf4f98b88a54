"""What parliament says of Glue's actions on tables."""

from __future__ import annotations

from newel.aws.resources import GLUE_TABLE
from newel.tasks.athena_places import PLACES

OF_TABLES = sorted(
    {
        action
        for grant in PLACES
        if grant.target and (grant.resource or grant.target.kind.arn).startswith(GLUE_TABLE.arn)
        for action in grant.actions
    }
)
"""The actions that ask of a table, and of the database and the catalog that it is in."""

WHY_APART = "Glue asks of the table and of what it is in; the statement of either alone has not both"
