"""What is released: the same bytes each time, with what belongs there, on every Python that is promised."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

from support.pythons import interpreter

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PREFIX = "Programming Language :: Python :: "
PYTHONS = [name.removeprefix(PREFIX) for name in PROJECT["classifiers"] if name.startswith(f"{PREFIX}3.")]

HALVE = """\
from newel import StateMachine
from newel.tasks import EvaluateExpression

machine = StateMachine("Halve", EvaluateExpression("Halve it", expression="$.n / 2"))
"""


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(source: Path, target: Path) -> dict[str, bytes]:
    """What hatchling makes of the sources: each file's bytes, by its name."""
    run(sys.executable, "-m", "hatchling", "build", "-d", target, cwd=source)
    return {file.name: file.read_bytes() for file in target.iterdir()}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built(ROOT, folder)
    return folder


def test_the_version_is_in_the_changelog_or_not_yet_released() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]" in changelog or f"## [{PROJECT['version']}]" in changelog


def test_the_same_sources_give_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    """Elsewhere, with other dates and modes of files, as another clone has them."""
    files = run(
        "git", "ls-files", "-z", "src", "functions", "layers", "*.toml", "*.md", "LICENSE", ".gitignore", cwd=ROOT
    ).split("\0")
    clone = tmp_path / "clone"
    for name in filter(None, files):
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, clone / name)
            (clone / name).chmod(0o600)
            os.utime(clone / name, (1, 1))
    assert built(clone, tmp_path / "again") == {file.name: file.read_bytes() for file in dist.iterdir()}


def test_the_source_distribution_builds_the_same_wheel(dist: Path, tmp_path: Path) -> None:
    [archive], [wheel] = dist.glob("*.tar.gz"), dist.glob("*.whl")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
        names = {name.partition("/")[2] for name in tar.getnames()}
    assert {name for name in names if "/" not in name} == {
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "pyproject.toml",
        "PKG-INFO",
        ".gitignore",
    }
    assert {name.split("/")[0] for name in names if "/" in name} == {"functions", "layers", "src"}
    [source] = tmp_path.glob("newel-*")
    assert built(source, tmp_path / "again")[wheel.name] == wheel.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("version", PYTHONS)
def test_it_installs_and_works_on_every_python(version: str, dist: Path, tmp_path: Path) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"needs Python {version}")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST_", "PYENV"))}
    run(python, "-m", "venv", tmp_path / "venv", cwd=tmp_path, env=env)
    [wheel] = dist.glob("*.whl")
    pins = (ROOT / "requirements/dev.txt").read_text("utf-8").splitlines()
    pins = [line.removesuffix(" \\") for line in pins if line[:1].isalnum()]
    (tmp_path / "pins.txt").write_text("\n".join(pins), "utf-8")
    pip = [tmp_path / "venv/bin/python", "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    run(*pip, "--constraint", "pins.txt", f"newel[local,graph] @ {wheel.as_uri()}", "pytest", cwd=tmp_path, env=env)
    newel = tmp_path / "venv/bin/newel"
    assert run(newel, "--version", cwd=tmp_path, env=env) == f"newel {PROJECT['version']}\n"
    run(newel, "init", "orders", "--with", "expressions", "--with", "other-regions", cwd=tmp_path, env=env)
    project = tmp_path / "orders"
    run(newel, "build", "--check", cwd=project, env=env)
    run(newel, "check", cwd=project, env=env)
    (project / "statemachines/halve.py").write_text(HALVE, "utf-8")
    run(newel, "build", cwd=project, env=env)
    assert run(newel, "run", "Halve", "--input", '{"n": 5}', cwd=project, env=env) == "2.5\n"
    assert "sns:Publish" in run(newel, "policies", "Hello", cwd=project, env=env)
    assert '"Hello, Ada!"' in run(newel, "run", "Hello", "--input", "events/hello.json", cwd=project, env=env)
    assert run(newel, "graph", "Hello", "--format", "svg", cwd=project, env=env).startswith("<svg")
    assert run(newel, "eval", "[1, 2].map(n => n * 2)", cwd=project, env=env) == "[2, 4]\n"
    assert "3 passed" in run(tmp_path / "venv/bin/python", "-m", "pytest", cwd=project, env=env)
