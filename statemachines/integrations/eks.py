"""EKS: list the pods of a namespace."""

from newel import Ref, StateMachine
from newel.tasks import eks

list_pods = eks.Call(
    "Call a EKS Endpoint",
    cluster_name=Ref("EksCluster"),
    certificate_authority=Ref("EksCertificateAuthority"),
    endpoint=Ref("EksEndpoint"),
    method="GET",
    path="/api/v1/namespaces/default/pods",
)

machine = StateMachine("EksExamples", list_pods)
