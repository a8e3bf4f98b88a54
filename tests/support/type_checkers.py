"""Both type checkers, on a file: the lines that they refuse."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_HERE = {"PATH": str(Path(sys.executable).parent), "PYTHONPATH": str(ROOT / "src")}


def mypy(source: Path) -> set[int]:
    """The lines with errors, in strict mode; stubs may stand in `typings` beside the file."""
    config = source.with_name("mypy.ini")
    config.write_text("[mypy]\nstrict = true\nmypy_path = $MYPY_CONFIG_FILE_DIR/typings\n", "utf-8")
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--config-file", str(config), str(source)]
    done = subprocess.run(
        [*command, "--cache-dir", str(source.with_name(".cache"))],
        cwd=source.parent,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | _HERE,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return {int(line) for line in re.findall(rf"{source.name}:(\d+): error", done.stdout)}


def pyright(source: Path) -> set[int]:
    """The lines with errors, in strict mode; stubs may stand in `typings` beside the file."""
    config = source.with_name("pyrightconfig.json")
    settings = {"include": ["."], "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    config.write_text(json.dumps(settings), "utf-8")
    done = subprocess.run(
        ["basedpyright", "--project", str(config), "--pythonpath", sys.executable, "--outputjson"],
        cwd=source.parent,
        capture_output=True,
        text=True,
        check=False,
        env=_HERE,
    )
    found = [item for item in json.loads(done.stdout)["generalDiagnostics"] if item["severity"] == "error"]
    assert not [item for item in found if Path(item["file"]).name != source.name], done.stdout
    return {item["range"]["start"]["line"] + 1 for item in found}
