# What stands here until a project has stubs of its own: `newel stubs` writes typings/newel_services there.
# Type checkers alone read it, a project's before this: mypy by mypy_path, Pyright by its stubPath.

from newel.tasks.aws_sdk import CallAwsService as CallAwsService
