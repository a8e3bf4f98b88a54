"""CodeBuild: run a build of a project, and wait for its end."""

from newel import Ref, StateMachine, path
from newel.tasks import codebuild

start_build = codebuild.StartBuild(
    "Task",
    project_name=Ref("Project"),
    pattern="sync",
    environment_variables_override=[{"Name": "ZONE", "Type": "PLAINTEXT", "Value": path("$.envVariables.zone")}],
)

machine = StateMachine("CodeBuildExamples", start_build)
