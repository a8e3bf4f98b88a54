"""The SAM CLI takes the project: it validates, and it builds without an interpreter of the runtime's version.

That what it builds also runs is shown in test_runtime.py, whose tests run on its artifacts as well.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from support.project import ROOT, Built, build_with_sam, path_with_build_tools_only, run

if TYPE_CHECKING:
    from pathlib import Path

GALLERY = ROOT / "statemachines/integrations/template.yaml"

pytestmark = [pytest.mark.slow, pytest.mark.sam]


@pytest.mark.parametrize("environment", ["default", "prod"])
def test_the_template_has_no_findings(sam: str, environment: str) -> None:
    done = run([sam, "validate", "--lint", "--config-env", environment], cwd=ROOT, env={})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is a valid SAM Template" in done.stdout
    assert "[[" not in done.stdout  # a finding of any level begins so: [[W3005: ...


def test_the_template_of_the_gallery_has_no_findings(sam: str) -> None:
    done = run([sam, "validate", "--lint", "--region", "eu-west-1", "--template", str(GALLERY)], cwd=ROOT, env={})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is a valid SAM Template" in done.stdout
    assert "[[" not in done.stdout


def test_the_gallery_builds(sam: str, tmp_path: Path) -> None:
    done = run([sam, "build", "--template", str(GALLERY), "--build-dir", str(tmp_path / "build")], cwd=ROOT, env={})
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "build/template.yaml").is_file()


@pytest.mark.parametrize("architecture", ["x86_64", "arm64"])
def test_it_builds_without_the_interpreter_of_the_runtime(
    sam: str, made: Built, tmp_path: Path, architecture: str
) -> None:
    path = path_with_build_tools_only(tmp_path / "bin")
    assert shutil.which("python3.13", path=path) is None
    assert shutil.which("python3", path=path) is None
    options = ["--parameter-overrides", f"Architecture={architecture}"]
    built = build_with_sam(sam, tmp_path, *options, path=path)
    assert built.sources() == made.sources(), "SAM builds other bytes than the Makefiles alone"


def test_production_builds_for_arm64(sam: str, made: Built, tmp_path: Path) -> None:
    done = run([sam, "build", "--config-env", "prod", "--build-dir", str(tmp_path / "build")], cwd=ROOT, env={})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "architecture: arm64" in done.stderr + done.stdout
