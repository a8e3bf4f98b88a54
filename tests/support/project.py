"""The project as it is built: by its own Makefiles, and by the SAM CLI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
FUNCTION, LAYER = "EvaluateExpression", "ExpressionsLayer"
FOLDERS = {FUNCTION: ROOT / "functions/evaluate_expression", LAYER: ROOT / "layers/expressions"}
# All that a build may find on its way: no interpreter but the one that PYTHON names.
BUILD_TOOLS = ("make", "sh", "cp", "chmod")


@dataclass(frozen=True)
class Built:
    """What a build leaves for Lambda: the folder of the function, and that of its layer."""

    task_root: Path
    layer_root: Path

    def contents(self) -> dict[str, bytes]:
        """Every file's bytes, by its path."""
        roots = {"task": self.task_root, "layer": self.layer_root}
        return {
            f"{name}/{path.relative_to(root)}": path.read_bytes()
            for name, root in roots.items()
            for path in root.rglob("*")
            if path.is_file()
        }

    def sources(self) -> dict[str, bytes]:
        """Every file's bytes but the bytecode, which is there only where the runtime's Python built it."""
        return {path: content for path, content in self.contents().items() if "__pycache__" not in path}


def build_with_make(target: Path, *, layer_source: Path = FOLDERS[LAYER]) -> Built:
    """Build both as `sam build` would, without it."""
    for name, folder in (FOLDERS | {LAYER: layer_source}).items():
        (target / name).mkdir(parents=True, exist_ok=True)
        done = run(["make", f"build-{name}"], cwd=folder, env={"ARTIFACTS_DIR": str(target / name)})
        assert done.returncode == 0, done.stdout + done.stderr
    return Built(target / FUNCTION, target / LAYER)


def build_with_sam(sam: str, target: Path, *options: str, path: str | None = None) -> Built:
    """Run `sam build`, leaving nothing in the checkout."""
    env = {"PATH": path} if path else {}
    done = run([sam, "build", "--build-dir", str(target / "build"), *options], cwd=ROOT, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(target / "build" / FUNCTION, target / "build" / LAYER)


def run(command: list[str], *, cwd: Path, env: dict[str, str], timeout: int = 300) -> Any:
    """Run a command as on a machine that has no account and no terminal."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    without_account = {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",  # asking it for credentials takes seconds
        "SAM_CLI_TELEMETRY": "0",
        "PYTHON": sys.executable,
    }
    return subprocess.run(
        command,
        cwd=cwd,
        env=inherited | without_account | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def path_with_build_tools_only(folder: Path) -> str:
    """Make a PATH on which stands what a build needs, and no Python."""
    folder.mkdir(parents=True, exist_ok=True)
    for tool in BUILD_TOOLS:
        found = shutil.which(tool)
        assert found, f"building needs `{tool}`"
        (folder / tool).symlink_to(found)
    return str(folder)


def environment_in_template() -> dict[str, str]:
    """Read the function's environment variables from template.yaml."""
    template = YAML(typ="rt").load(ROOT / "template.yaml")
    variables = template["Resources"][FUNCTION]["Properties"]["Environment"]["Variables"]
    return {str(name): str(value) for name, value in variables.items()}
