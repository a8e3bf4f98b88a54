"""Building the layer: the same bytes each time, and a clear word where the checkout has no links."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from support.project import FOLDERS, LAYER, build_with_make, run

if TYPE_CHECKING:
    from pathlib import Path

    from support.project import Built


def test_it_is_the_same_whenever_it_is_built(made: Built, tmp_path: Path) -> None:
    again = build_with_make(tmp_path)
    assert again.contents() == made.contents()
    for path in made.layer_root.rglob("*"):
        twin = again.layer_root / path.relative_to(made.layer_root)
        assert (twin.stat().st_mode, twin.stat().st_mtime) == (path.stat().st_mode, path.stat().st_mtime)


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
