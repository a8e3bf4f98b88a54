"""A Docker engine for the tests: the one that runs, or one started for them from ../shared/tools."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from support.project import FOLDERS, LAYER, ROOT

TOOL = ROOT.parent / "shared/tools/docker_up.sh"
RUNTIME_IMAGE = "public.ecr.aws/lambda/python:3.13-x86_64"
BUILD_IMAGE = "public.ecr.aws/sam/build-python3.13:latest-x86_64"
MINUTES = 5


class NoEngineError(Exception):
    """There is no engine with the image, and none could be started; the message says why."""


def start() -> int:
    """Make sure that an engine runs and has the runtime's image; the id of the process started, or 0."""
    if _docker("image", "inspect", RUNTIME_IMAGE):
        return 0
    if not TOOL.exists():
        raise NoEngineError(f"no Docker engine with the image {RUNTIME_IMAGE}: `docker pull` it")
    try:
        done = subprocess.run(["bash", str(TOOL)], capture_output=True, text=True, timeout=MINUTES * 60, check=False)
    except subprocess.TimeoutExpired:
        raise NoEngineError(f"{TOOL.name} had no engine up after {MINUTES} minutes") from None
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise NoEngineError(f"{TOOL.name} ended with code {done.returncode}: {last[0]}")
    return int(done.stdout.split()[-1])


def stop(process: int) -> None:
    """Stop the engine that `start` started."""
    if process:
        os.kill(process, signal.SIGTERM)


def make_build_image(sam: str, folder: Path) -> None:
    """Make an image like SAM's build image out of the runtime's: make, pip and lambda-builders beside Python.

    The layer's wheels lie in it, because the network of a container may lead nowhere.
    """
    folder.mkdir()
    make = shutil.which("make")
    assert make
    shutil.copy(make, folder / "make")
    (folder / "lib").mkdir()
    for line in subprocess.run(["ldd", make], capture_output=True, text=True, check=True).stdout.splitlines():
        words = line.split()
        if "=>" in words and words[2].startswith("/"):
            shutil.copy(words[2], folder / "lib")
    # The lambda-builders that the SAM CLI itself runs: both ends of the protocol then are of one version.
    packages = Path(sam).resolve().parent.parent
    builders = next(packages.glob("lib/python3*/site-packages/aws_lambda_builders"))
    shutil.copytree(builders, folder / "site" / builders.name)
    _pip("install", "--target", str(folder / "site"), "pip", "setuptools", "wheel")
    pure = ["--only-binary=:all:", "--implementation", "py", "--abi", "none", "--platform", "any"]
    _pip("download", "--no-deps", "--python-version", "3.13", *pure, "--dest", str(folder / "wheels"),
         "--requirement", str(FOLDERS[LAYER] / "requirements.txt"))  # fmt: skip
    script = folder / "lambda-builders"
    script.write_text("#!/var/lang/bin/python3\nfrom aws_lambda_builders.__main__ import main\nmain()\n")
    script.chmod(0o755)
    (folder / "Dockerfile").write_text(
        f"FROM {RUNTIME_IMAGE}\n"
        "COPY make lambda-builders /usr/bin/\n"
        "COPY lib /usr/lib/x86_64-linux-gnu\n"
        "COPY site /var/lang/lib/python3.13/site-packages\n"
        "COPY wheels /wheels\n"
        "ENV PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels\n"
    )
    assert _docker("build", "--quiet", "--tag", BUILD_IMAGE, str(folder)), "docker build failed"


def has_build_image() -> bool:
    """Tell whether SAM's build image, or ours, is there."""
    return _docker("image", "inspect", BUILD_IMAGE)


def _docker(*arguments: str) -> bool:
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", *arguments], capture_output=True, check=False).returncode == 0


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], capture_output=True, check=True)
