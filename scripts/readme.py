"""Run the commands of the README exactly as printed: every line of its ```sh blocks, in a shell, from the root.

usage: python3 scripts/readme.py [--done COMMAND]...

A command that --done names has been run already, word for word, and is not run again.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def commands(text: str) -> list[str]:
    """The commands of the ```sh blocks; a line that ends in a backslash goes on in the next."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def main() -> int:
    """Run them one after the other, and stop at the first that fails."""
    file = ROOT / "README.md"
    done_before = [word for flag, word in zip(sys.argv[1:], sys.argv[2:], strict=False) if flag == "--done"]
    found = commands(file.read_text("utf-8"))
    if not found:
        print(f"{file.name} has no commands", file=sys.stderr)
        return 1
    if unknown := set(done_before) - set(found):
        print(f"{file.name} does not say {', '.join(sorted(unknown))}", file=sys.stderr)
        return 1
    for command in found:
        if command in done_before:
            print(f"$ {command} (done already)", flush=True)
            continue
        print(f"$ {command}", flush=True)
        done = subprocess.run(command, shell=True, cwd=ROOT, check=False)
        if done.returncode:
            print(f"{file.name}: the command failed with exit code {done.returncode}: {command}", file=sys.stderr)
            return 1
    print(f"{file.name}: {len(found)} commands, all well", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
