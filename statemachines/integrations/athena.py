"""Athena: start a query, ask how it is doing, read its results, and stop it."""

from newel import StateMachine, path
from newel.tasks import athena

start_query_execution_job = athena.StartQueryExecution(
    "Start Athena Query",
    query_string=path("$.queryString"),
    query_execution_context={"Database": "mydatabase"},
    result_configuration={
        "EncryptionConfiguration": {"EncryptionOption": "SSE_S3"},
        "OutputLocation": "s3://query-results-bucket/folder/",
    },
)

get_query_execution_job = athena.GetQueryExecution("Get Query Execution", query_execution_id=path("$.QueryExecutionId"))

get_query_results_job = athena.GetQueryResults("Get Query Results", query_execution_id=path("$.QueryExecutionId"))

stop_query_execution_job = athena.StopQueryExecution(
    "Stop Query Execution", query_execution_id=path("$.QueryExecutionId")
)

machine = StateMachine(
    "AthenaExamples",
    start_query_execution_job >> get_query_execution_job >> get_query_results_job >> stop_query_execution_job,
)
