"""What the end-to-end tests share: the built function and layer, and the tools they were built with."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING, NoReturn

import pytest

from support import docker_engine
from support.project import Built, build_with_make, build_with_sam, environment_in_template
from support.runtime_api import LambdaRuntime

if TYPE_CHECKING:
    from collections.abc import Iterator


def missing(what: str) -> NoReturn:
    """Skip where a tool is missing on a laptop; fail where CI should have had it."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def sam() -> str:
    """The SAM CLI."""
    return shutil.which("sam") or missing("the SAM CLI is not on PATH; `make slow` installs it and runs this")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Function and layer, built by their own Makefiles."""
    if shutil.which("make") is None:
        missing("building needs `make`")
    return build_with_make(tmp_path_factory.mktemp("made"))


SAM_MARKS = (pytest.mark.slow, pytest.mark.sam)


@pytest.fixture(
    scope="session",
    params=[
        "make",
        pytest.param("sam x86_64", marks=SAM_MARKS),
        pytest.param("sam arm64", marks=SAM_MARKS),
    ],
)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Function and layer, built each way there is on this machine."""
    tool, _, architecture = str(request.param).partition(" ")
    if tool == "make":
        made: Built = request.getfixturevalue("made")
        return made
    sam: str = request.getfixturevalue("sam")
    options = ["--parameter-overrides", f"Architecture={architecture}"]
    return build_with_sam(sam, tmp_path_factory.mktemp("sam"), *options)


@pytest.fixture
def service(built: Built) -> Iterator[LambdaRuntime]:
    """A fresh execution environment of the built function, with the variables that the template gives it."""
    if find_spec("awslambdaric") is None:
        pytest.skip("awslambdaric, the runtime interface client, is not installed: it exists for Linux only")
    with LambdaRuntime(built.task_root, built.layer_root, env=environment_in_template()) as runtime:
        yield runtime


@pytest.fixture(scope="session")
def docker() -> Iterator[None]:
    """A Docker engine that has the image of the runtime."""
    try:
        process = docker_engine.start()
    except docker_engine.NoEngineError as error:
        pytest.skip(str(error))
    yield
    docker_engine.stop(process)
