"""The function in a container of Lambda's runtime, and the build in a container, as the SAM CLI runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support import docker_engine
from support.project import ROOT, build_with_sam, run

if TYPE_CHECKING:
    from pathlib import Path

    from support.project import Built

pytestmark = [pytest.mark.slow, pytest.mark.docker]


def test_sam_local_invoke_answers(sam: str, docker: None, tmp_path: Path) -> None:
    build_with_sam(sam, tmp_path)
    command = [sam, "local", "invoke", "EvaluateExpression", "--event", "events/evaluate_expression/arithmetic.json"]
    command += ["--template", str(tmp_path / "build/template.yaml"), "--skip-pull-image"]
    done = run(command, cwd=ROOT, env={})
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout) == 5
    assert '"cold_start":true' in done.stderr


def test_sam_build_in_a_container_gives_the_same_bytes(sam: str, docker: None, made: Built, tmp_path: Path) -> None:
    if not docker_engine.has_build_image():
        docker_engine.make_build_image(sam, tmp_path / "image")
    built = build_with_sam(sam, tmp_path, "--use-container", "--skip-pull-image")
    assert built.sources() == made.sources()
