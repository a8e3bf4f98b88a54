"""API Gateway: call a REST API, one that gets a task token in a header, and an HTTP API."""

from newel import Ref, StateMachine, intrinsics, task_token
from newel.tasks import apigateway

call_rest_api = apigateway.Invoke("Call REST API", api_endpoint=Ref("MyRestApi"), stage="prod", method="GET")
with_token = apigateway.Invoke(
    "Endpoint",
    api_endpoint=Ref("Api"),
    stage="Stage",
    method="PUT",
    pattern="wait_for_task_token",
    # A header's values are a list.
    headers={"TaskToken": intrinsics.array(task_token)},
)
call_http_api = apigateway.Invoke("Call HTTP API", api_endpoint=Ref("MyHttpApi"), method="GET")

machine = StateMachine("ApiGatewayExamples", call_rest_api >> with_token >> call_http_api)
