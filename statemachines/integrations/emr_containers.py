"""EMR on EKS: create and delete virtual clusters, and run Spark jobs on one."""

from newel import Ref, StateMachine, Sub, context, intrinsics, path
from newel.tasks import emr_containers

PI = "local:///usr/lib/spark/examples/src/main/python/pi.py"
SPARK = (
    "--conf spark.executor.instances=2 --conf spark.executor.memory=2G --conf spark.executor.cores=2 "
    "--conf spark.driver.cores=1"
)

create_virtual_cluster = emr_containers.CreateVirtualCluster(
    "From text: Create a Virtual Cluster",
    cluster_name=intrinsics.format("{}/{}", context.execution.name, context.state.name),
    container_provider={"Id": "clusterId", "Info": {"EksInfo": {"Namespace": "default"}}, "Type": "EKS"},
)
# The EKS cluster can also be passed in directly.
create_virtual_cluster_of = emr_containers.CreateVirtualCluster(
    "From cluster: Create a Virtual Cluster",
    cluster_name=intrinsics.format("{}/{}", context.execution.name, context.state.name),
    container_provider={"Id": Ref("EksCluster"), "Info": {"EksInfo": {"Namespace": "default"}}, "Type": "EKS"},
)
# By default, the Kubernetes namespace is "default", but a specific namespace can be selected.
create_virtual_cluster_in = emr_containers.CreateVirtualCluster(
    "Namespace: Create a Virtual Cluster",
    cluster_name=intrinsics.format("{}/{}", context.execution.name, context.state.name),
    container_provider={"Id": "clusterId", "Info": {"EksInfo": {"Namespace": "specified-namespace"}}, "Type": "EKS"},
)
delete_virtual_cluster = emr_containers.DeleteVirtualCluster("Delete a Virtual Cluster", id=path("$.virtualCluster"))
# The job can be configured with spark submit parameters.
start_job_run = emr_containers.StartJobRun(
    "Parameters: EMR Containers Start Job Run",
    virtual_cluster_id="de92jdei2910fwedz",
    execution_role_arn=Ref("JobExecutionRole"),
    release_label="emr-6.2.0-latest",
    job_driver={"SparkSubmitJobDriver": {"EntryPoint": PI, "SparkSubmitParameters": SPARK}},
    configuration_overrides={"MonitoringConfiguration": {"PersistentAppUI": "ENABLED"}},
)
# Configuring the job can also be done via application configuration.
start_configured_job_run = emr_containers.StartJobRun(
    "Configuration: EMR Containers Start Job Run",
    virtual_cluster_id="de92jdei2910fwedz",
    job_name="EMR-Containers-Job",
    execution_role_arn=Ref("JobExecutionRole"),
    release_label="emr-6.2.0-latest",
    job_driver={"SparkSubmitJobDriver": {"EntryPoint": PI}},
    configuration_overrides={
        "ApplicationConfiguration": [
            {
                "Classification": "spark-defaults",
                "Properties": {"spark.executor.instances": "1", "spark.executor.memory": "512M"},
            }
        ],
        "MonitoringConfiguration": {"PersistentAppUI": "ENABLED"},
    },
)
# Logs go to a log group and to a bucket; both are made in the template.
start_monitored_job_run = emr_containers.StartJobRun(
    "Monitoring: EMR Containers Start Job Run",
    virtual_cluster_id="de92jdei2910fwedz",
    execution_role_arn=Ref("JobExecutionRole"),
    release_label="emr-6.2.0-latest",
    job_driver={"SparkSubmitJobDriver": {"EntryPoint": PI, "SparkSubmitParameters": SPARK}},
    configuration_overrides={
        "MonitoringConfiguration": {
            "CloudWatchMonitoringConfiguration": {"LogGroupName": Ref("MonitoringLogs")},
            "PersistentAppUI": "ENABLED",
            "S3MonitoringConfiguration": {"LogUri": Sub("s3://${MonitoringBucket}")},
        }
    },
)
# Otherwise, existing log groups and log buckets are available too: the state is the same.
start_job_run_with_logs = emr_containers.StartJobRun(
    "Own monitoring: EMR Containers Start Job Run",
    virtual_cluster_id="de92jdei2910fwedz",
    execution_role_arn=Ref("JobExecutionRole"),
    release_label="emr-6.2.0-latest",
    job_driver={"SparkSubmitJobDriver": {"EntryPoint": PI, "SparkSubmitParameters": SPARK}},
    configuration_overrides={
        "MonitoringConfiguration": {
            "CloudWatchMonitoringConfiguration": {"LogGroupName": Ref("MonitoringLogs")},
            "PersistentAppUI": "ENABLED",
            "S3MonitoringConfiguration": {"LogUri": Sub("s3://${MonitoringBucket}")},
        }
    },
)
# Users can provide their own existing job execution role.
start_job_run_with_role = emr_containers.StartJobRun(
    "Own role: EMR Containers Start Job Run",
    virtual_cluster_id=path("$.VirtualClusterId"),
    job_name="EMR-Containers-Job",
    # newel: ignore[HARD_CODED_ACCOUNT] as the manual has it
    execution_role_arn="arn:aws:iam::123456789012:role/JobExecutionRole",
    release_label="emr-6.2.0-latest",
    job_driver={"SparkSubmitJobDriver": {"EntryPoint": PI, "SparkSubmitParameters": SPARK}},
    configuration_overrides={"MonitoringConfiguration": {"PersistentAppUI": "ENABLED"}},
)

machine = StateMachine(
    "EmrContainersExamples",
    create_virtual_cluster
    >> create_virtual_cluster_of
    >> create_virtual_cluster_in
    >> delete_virtual_cluster
    >> start_job_run
    >> start_configured_job_run
    >> start_monitored_job_run
    >> start_job_run_with_logs
    >> start_job_run_with_role,
)
