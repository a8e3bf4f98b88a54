"""Building the layer: the same bytes each time, and a clear word where the checkout has no links."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.project import FOLDERS, LAYER, build_with_make, path_with_build_tools_only, run
from support.pythons import interpreter

if TYPE_CHECKING:
    from support.project import Built


def test_it_is_the_same_whenever_it_is_built(made: Built, tmp_path: Path) -> None:
    again = build_with_make(tmp_path)
    assert again.contents() == made.contents()
    for path in made.layer_root.rglob("*"):
        twin = again.layer_root / path.relative_to(made.layer_root)
        assert (twin.stat().st_mode, twin.stat().st_mtime) == (path.stat().st_mode, path.stat().st_mtime)


@pytest.fixture(scope="session")
def runtime_python() -> str:
    """The interpreter of the runtime, wherever it is on this machine."""
    found = sys.executable if sys.version_info[:2] == (3, 13) else interpreter("3.13")
    if found is None:
        pytest.skip("needs python3.13")
    return found


def test_the_pythons_of_the_runtime_add_bytecode_that_no_date_touches(tmp_path: Path, runtime_python: str) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        made = run(
            ["make", f"build-{LAYER}"],
            cwd=FOLDERS[LAYER],
            env={"ARTIFACTS_DIR": str(folder), "PYTHON": runtime_python, "PYTHONHASHSEED": str(len(folder.name))},
        )
        assert made.returncode == 0, made.stderr
        assert "no bytecode" not in made.stdout
    sources = list(first.rglob("*.py"))
    compiled = list(first.rglob("*.pyc"))
    assert len(compiled) == len(sources)
    for path in compiled:
        content = path.read_bytes()
        assert int.from_bytes(content[4:8], "little") == 1, "checked by its hash, and that never"
        assert str(tmp_path).encode() not in content
        assert content == (second / path.relative_to(first)).read_bytes()


def test_without_the_runtimes_python_it_says_that_it_has_no_bytecode(tmp_path: Path) -> None:
    if sys.version_info[:2] == (3, 13):
        pytest.skip("this is the runtime's Python")
    tools = path_with_build_tools_only(tmp_path / "bin")
    env = {"ARTIFACTS_DIR": str(tmp_path / "built"), "PATH": tools}
    done = run(["make", f"build-{LAYER}"], cwd=FOLDERS[LAYER], env=env)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("The layer has no bytecode") == 1
    assert not list((tmp_path / "built").rglob("*.pyc"))


def test_a_stand_in_for_the_runtimes_python_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    if sys.version_info[:2] == (3, 13):
        pytest.skip("this is the runtime's Python")
    tools = path_with_build_tools_only(tmp_path / "bin")
    shim = Path(tools) / "python3.13"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    env = {"ARTIFACTS_DIR": str(tmp_path / "built"), "PATH": tools}
    done = run(["make", f"build-{LAYER}"], cwd=FOLDERS[LAYER], env=env)
    assert done.returncode == 0, done.stderr
    assert "The layer has no bytecode" in done.stdout


def test_a_layer_that_has_grown_too_large_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(FOLDERS[LAYER], source)
    (source / "newel_expressions/large.bin").write_bytes(b"0" * 11_000_000)
    done = run(["make", f"build-{LAYER}"], cwd=source, env={"ARTIFACTS_DIR": str(tmp_path / "built")})
    assert done.returncode != 0
    assert "more than the 10,000,000" in done.stderr


def test_what_python_left_in_the_sources_stays_out(made: Built, tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(FOLDERS[LAYER], source)
    (source / "newel_expressions/__pycache__").mkdir(exist_ok=True)
    (source / "newel_expressions/__pycache__/left.cpython-39.pyc").write_bytes(b"old")
    assert build_with_make(tmp_path / "built", layer_source=source).contents() == made.contents()


def test_without_links_it_says_what_to_do(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(FOLDERS[LAYER], source, symlinks=True)
    link = source / "newel_expressions"
    link.unlink()
    link.write_text("../../src/newel/expressions")  # what git writes where it cannot make links
    done = run(["make", f"build-{LAYER}"], cwd=source, env={"ARTIFACTS_DIR": str(tmp_path / "built")})
    assert done.returncode != 0
    assert "git config core.symlinks true" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wheel_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(FOLDERS[LAYER], source)
    requirements = source / "requirements.txt"
    lines = requirements.read_text().splitlines()
    requirements.write_text(
        "\n".join(line.split("sha256:")[0] + "sha256:" + "0" * 64 + " \\" * line.endswith("\\")
                  if "sha256:" in line else line for line in lines) + "\n"
    )  # fmt: skip
    done = run(["make", f"build-{LAYER}"], cwd=source, env={"ARTIFACTS_DIR": str(tmp_path / "built")})
    assert done.returncode != 0
    assert "pip could not install" in done.stderr
    assert "Traceback" not in done.stderr
