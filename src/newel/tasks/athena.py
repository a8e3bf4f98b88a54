"""Amazon Athena ("Run Athena queries with Step Functions")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, cast

from newel.aws.resources import BUCKET, DATA_CATALOG, KEY, WORK_GROUP, Target, arn
from newel.declared import member, option
from newel.errors import NewelError
from newel.iam import SYNC, Call, Derived, Grant, derive, key_of
from newel.tasks.athena_places import PLACES, derive_places, derive_results, is_place, reading_results
from newel.tasks.base import Task
from newel.values import Sub

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.values import Integer, List, Object, Text

_WORK_GROUP = Target(WORK_GROUP, "name")
_FOLDER = Target(BUCKET, "name")
_PRIMARY = arn("athena", "workgroup/primary")


class StartQueryExecution(Task):
    """Run a query (API: Athena StartQueryExecution).

    The text of a query does not tell what it reads and writes: `reads` and `writes` do. Where neither is given, the
    state may read any bucket, and the tables of the context's database, and newel asks. A catalog that is not Glue's
    needs its connector besides ("Allow access to the Athena Federated Query: Example policies"), which is not derived.

    Parameters
    ----------
    reads, writes
        Tables of Glue, "DATABASE.TABLE", or all of a database, "DATABASE"; and the folders of S3 that hold their data,
        "s3://BUCKET/FOLDER/". Names of the template stand in a `Sub`: `Sub("${Sales}.orders")`. Where no table is
        named, those of the context's database are read. Tables whose data Lake Formation gives access to need no
        folder. Where the work group says where its results go, that folder is one of `writes`; `writes=[]` where Athena
        manages them.
    kms_key
        The key of the buckets that are read and written; that of the results is the API's `KmsKey`.

    Example
    -------
    >>> athena.StartQueryExecution(
    ...     "Query",
    ...     query_string="INSERT INTO totals SELECT sum(price) FROM orders",
    ...     work_group=Ref("Analysts"),
    ...     query_execution_context={"Database": Ref("Sales")},
    ...     result_configuration={"OutputLocation": Sub("s3://${Data}/results/")},
    ...     reads=[Sub("${Sales}.orders"), Sub("s3://${Data}/orders/")],
    ...     writes=[Sub("${Sales}.totals"), Sub("s3://${Data}/totals/")],
    ...     pattern="sync",
    ... )
    """

    resource = "athena:startQueryExecution"
    grants = (
        Grant(("athena:StartQueryExecution",), on="WorkGroup", otherwise=_PRIMARY),
        Grant(
            (
                "athena:StopQueryExecution",
                "athena:GetQueryExecution",
                "athena:GetWorkGroup",
                "athena:BatchGetQueryExecution",
                "athena:GetQueryResults",
                "athena:ListQueryExecutions",
            ),
            on="WorkGroup",
            otherwise=_PRIMARY,
            patterns=SYNC,
        ),
        Grant(
            ("athena:GetDataCatalog",),
            on="QueryExecutionContext.Catalog",
            target=Target(DATA_CATALOG, "name"),
            otherwise=arn("athena", "datacatalog/AwsDataCatalog"),
        ),
        *PLACES,
        Grant(("lakeformation:GetDataAccess",)),
    )

    query_string: Text
    client_request_token: Text | None = None
    query_execution_context: Object | None = None
    result_configuration: Object | None = None
    work_group: Text | None = member(refers=_WORK_GROUP, default=None)
    execution_parameters: List | None = None
    result_reuse_configuration: Object | None = None
    engine_configuration: Object | None = None
    reads: Sequence[str | Sub] | None = option(default=None, refers=_FOLDER)
    writes: Sequence[str | Sub] | None = option(default=None, refers=_FOLDER)
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response", "sync"] = "request_response"

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_places("reads", self.reads)
        _check_places("writes", self.writes)

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """Where neither `reads` nor `writes` is given, any bucket and the context's database, and a question."""
        return derive_places(call, cls.grants)


class GetQueryExecution(Task):
    """Ask how a query is doing (API: Athena GetQueryExecution).

    `work_group` is the work group of the query, which its id does not tell: without it, any.

    Example
    -------
    >>> athena.GetQueryExecution("Ask", query_execution_id=path("$.QueryExecutionId"), work_group=Ref("Analysts"))
    """

    resource = "athena:getQueryExecution"
    grants = (Grant(("athena:GetQueryExecution",), on="work_group"),)

    query_execution_id: Text
    work_group: Text | None = option(default=None, refers=_WORK_GROUP)
    pattern: Literal["request_response"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """Without `work_group`, any, and a question."""
        return derive(_in_some_work_group(call), cls.grants)


class GetQueryResults(Task):
    """Read the results of a query (API: Athena GetQueryResults).

    Athena reads them from S3 with the state's permissions.

    Parameters
    ----------
    work_group
        The work group of the query, which its id does not tell: without it, any.
    output_location
        The folder of S3 that has the results: without it, any.
    kms_key
        The key that the results are encrypted with.

    Example
    -------
    >>> athena.GetQueryResults(
    ...     "Read",
    ...     query_execution_id=path("$.QueryExecutionId"),
    ...     work_group=Ref("Analysts"),
    ...     output_location=Sub("s3://${Data}/results/"),
    ... )
    """

    resource = "athena:getQueryResults"
    grants = (
        Grant(("athena:GetQueryResults",), on="work_group"),
        reading_results("output_location"),
        key_of("s3", "kms:Decrypt"),
    )

    query_execution_id: Text
    next_token: Text | None = None
    max_results: Integer | None = None
    query_result_type: Text | None = None
    work_group: Text | None = option(default=None, refers=_WORK_GROUP)
    output_location: Text | None = option(default=None, refers=_FOLDER)
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """Without `work_group` or `output_location`, any, and a question."""
        return derive_results(_in_some_work_group(call), cls.grants)


class StopQueryExecution(Task):
    """Stop a query (API: Athena StopQueryExecution).

    `work_group` is the work group of the query, which its id does not tell: without it, any.

    Example
    -------
    >>> athena.StopQueryExecution("Stop", query_execution_id=path("$.QueryExecutionId"), work_group=Ref("Analysts"))
    """

    resource = "athena:stopQueryExecution"
    grants = (Grant(("athena:StopQueryExecution",), on="work_group"),)

    query_execution_id: Text
    work_group: Text | None = option(default=None, refers=_WORK_GROUP)
    pattern: Literal["request_response"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """Without `work_group`, any, and a question."""
        return derive(_in_some_work_group(call), cls.grants)


def _in_some_work_group(call: Call) -> Call:
    """The call where its work group, if nobody says it, is known only when the state runs."""
    unsaid = {} if "work_group" in call.parameters else {"work_group.$": ""}
    return replace(call, parameters={**unsaid, **call.parameters})


def _check_places(name: str, places: object) -> None:
    hint = f'write {name}=["DATABASE.TABLE", "s3://BUCKET/FOLDER/"], or Sub("${{Database}}.TABLE")'
    if places is None:
        return
    if not isinstance(places, list | tuple):
        raise NewelError(f"{name} is a list of tables and folders, not {places!r}", hint=hint)
    for place in cast("Sequence[object]", places):
        text = place.text if isinstance(place, Sub) else place
        if not isinstance(text, str) or not is_place(text):
            raise NewelError(f"{name}: {place!r} is no table, database or folder of S3", hint=hint)
