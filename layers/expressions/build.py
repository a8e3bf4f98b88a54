# ruff: noqa: INP001 - a script that stands alone
"""Build the layer: the pinned dependencies, and `newel.expressions`, for any function on any architecture.

Called by the Makefile beside it, with the folder to fill. The same sources give the same bytes, dates and
modes, wherever and by whichever Python it is built.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# A link to src/newel/expressions: `sam build` sees only this folder of the project, and follows the link.
SOURCE = Path("newel_expressions")
RUNTIME = "3.13"
# Differs from one pip or machine to the next, and no function needs it.
UNWANTED = ["bin", "**/__pycache__", "*.dist-info/RECORD", "*.dist-info/INSTALLER", "*.dist-info/REQUESTED"]
# The first moment that a zip file can tell: 1980-01-01, and a day more for time zones.
DATE = 315_619_200


def main(artifacts: Path) -> None:
    """Fill ``artifacts`` with what Lambda unpacks into ``/opt``."""
    if not (SOURCE / "__init__.py").is_file():
        sys.exit(
            f"layers/expressions/{SOURCE} is not the folder of newel.expressions, but should be a link to "
            "../../src/newel/expressions. "
            "If git checked it out as a file, run `git config core.symlinks true` and check it out again; "
            "in a container, build with `sam build --use-container --mount-symlinks`."
        )
    packages = artifacts / "python"
    install_dependencies(packages)
    # No newel/__init__.py: as a namespace package, the layer never hides other parts of newel.
    shutil.copytree(SOURCE, packages / "newel" / "expressions", dirs_exist_ok=True)
    for pattern in UNWANTED:
        for path in packages.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    level(artifacts)


def install_dependencies(target: Path) -> None:
    """Install the pinned wheels; `any` is the platform of those that run on every architecture."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-compile", "--upgrade"]
    command += ["--root-user-action=ignore"]
    command += ["--python-version", RUNTIME, "--implementation", "py", "--abi", "none", "--platform", "any"]
    command += ["--target", str(target), "--requirement", "requirements.txt"]
    if subprocess.run(command, check=False).returncode != 0:  # noqa: S603 - every word of it stands above
        sys.exit(
            "pip could not install the layer's dependencies; its own message stands above. "
            "The layer takes pure Python wheels only, so that it runs on every architecture."
        )


def level(folder: Path) -> None:
    """Give every file and folder the date and mode that they have on every machine."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (DATE, DATE))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
