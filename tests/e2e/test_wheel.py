"""The wheel, installed where nothing else is."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements/local.txt"


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [found] = folder.glob("newel-*.whl")
    return found


def test_it_holds_the_package_and_its_types_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"newel/py.typed", "newel/__init__.py", "newel/cli/__init__.py", "newel/expressions/__init__.py"} <= {*names}
    assert {name.split("/")[0].split("-")[0] for name in names} == {"newel", "newel_services"}
    assert {name for name in names if name.startswith("newel_services/")} == {
        "newel_services/__init__.pyi",
        "newel_services/py.typed",
    }
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.slow
def test_it_installs_in_an_empty_venv_and_runs(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv/bin/python"
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    _run(*pip, "--constraint", _without_hashes(tmp_path), wheel, cwd=tmp_path)
    newel = tmp_path / "venv/bin/newel"
    assert "build" in _run(newel, "--help", cwd=tmp_path)
    assert _run(newel, "eval", "$.a / 1000", "--input", '{"a": 5000}', cwd=tmp_path) == "5\n"
    # What the library does without: running is the extra `newel[local]`.
    done = subprocess.run(
        [newel, "run", ROOT / "statemachines/wait_and_tell.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "newel[local]" in done.stderr
    assert "Traceback" not in done.stderr


def _without_hashes(folder: Path) -> Path:
    """The pinned versions: a wheel that was just built has no hash to pin."""
    lines = REQUIREMENTS.read_text("utf-8").splitlines()
    pins = [line.split("\\")[0].strip() for line in lines if "==" in line]
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins) + "\n", "utf-8")
    return constraints
