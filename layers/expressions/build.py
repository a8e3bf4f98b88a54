# ruff: noqa: INP001 - a script that stands alone
"""Build the layer: the pinned dependencies, and `newel.expressions`, for any function on any architecture.

Called by the Makefile beside it, with the folder to fill. The same sources give the same bytes, dates and
modes, wherever and by whichever Python it is built; where the runtime's own Python is at hand, the bytecode that it
makes is added, which spares a cold start the compiling.
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
RUNTIME_TAG = f"cpython-{RUNTIME.replace('.', '')}"  # what the names of bytecode files end in
MOUNTED = "/opt/python"  # where Lambda unpacks it; tracebacks name the files so
MOST_BYTES = 10_000_000  # of 250 MB that a function may have with all its layers, unpacked
# Differs from one pip or machine to the next, and no function needs it.
UNWANTED = ["bin", "**/__pycache__", "*.dist-info/RECORD", "*.dist-info/INSTALLER", "*.dist-info/REQUESTED"]
# The first moment that a zip file can tell: 1980-01-01, and a day more for time zones.
DATE = 315_619_200


def main(artifacts: Path) -> None:
    """Fill ``artifacts`` with what Lambda unpacks into ``/opt``."""
    if not (SOURCE / "__init__.py").is_file():
        sys.exit(
            f"layers/expressions/{SOURCE} is not the folder of newel.expressions. `newel init --with expressions` "
            "writes it; in newel's repository it is a link to ../../src/newel/expressions: if git checked it out as a "
            "file, run `git config core.symlinks true` and check it out again; "
            "in a container, build with `sam build --use-container --mount-symlinks`."
        )
    packages = artifacts / "python"
    install_dependencies(packages)
    # No newel/__init__.py: as a namespace package, the layer never hides other parts of newel.
    shutil.copytree(SOURCE, packages / "newel" / "expressions", dirs_exist_ok=True)
    for pattern in UNWANTED:
        for path in packages.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    compile_for_runtime(packages)
    level(artifacts)
    check_size(artifacts)


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


def compile_for_runtime(packages: Path) -> None:
    """Add the bytecode of the runtime's Python, if it is at hand; without it, Lambda compiles at each cold start."""
    interpreter = runtime_interpreter()
    if interpreter is None:
        print(f"The layer has no bytecode: there is no python{RUNTIME} here, so cold starts compile the sources.")  # noqa: T201
        return
    # Unchecked: no date of a source is looked at, so that dates can be levelled, and the sources never change.
    # The seed of hashes is fixed because sets of constants are written in the order of their hashes.
    command = [interpreter, "-m", "compileall", "-q", "-j", "1", "--invalidation-mode", "unchecked-hash"]
    command += ["-s", str(packages), "-p", MOUNTED, str(packages)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    if subprocess.run(command, check=False, env=environment).returncode != 0:  # noqa: S603 - every word stands above
        sys.exit(f"{interpreter} could not compile the layer; its own message stands above.")


def runtime_interpreter() -> str | None:
    """Find a Python whose bytecode the runtime reads: this one, or the one of that version on PATH."""
    for candidate in (sys.executable, shutil.which(f"python{RUNTIME}")):
        if candidate is None:
            continue
        code = "import sys; print(sys.implementation.cache_tag)"
        # A name on PATH may be there and not run: version managers put up stand-ins for what is not chosen.
        done = subprocess.run([candidate, "-c", code], check=False, capture_output=True, text=True)  # noqa: S603
        if done.returncode == 0 and done.stdout.strip() == RUNTIME_TAG:
            return candidate
    return None


def check_size(folder: Path) -> None:
    """Refuse a layer that has grown beyond what it should be: something has come in that no function needs."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if size > MOST_BYTES:
        sys.exit(f"The layer has {size:,} bytes, more than the {MOST_BYTES:,} that build.py lets it have.")


def level(folder: Path) -> None:
    """Give every file and folder the date and mode that they have on every machine."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (DATE, DATE))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
