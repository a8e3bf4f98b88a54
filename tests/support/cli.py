"""The real command line, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NEWEL = Path(sys.executable).with_name("newel")

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  CoolTopic:
    Type: AWS::SNS::Topic # ours
"""

MACHINE = """\
from newel import Ref, StateMachine
from newel.tasks import sns

machine = StateMachine("Tell", sns.Publish("Tell them", topic_arn=Ref("CoolTopic"), message="hello"))
"""


def newel(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run `newel` and wait for it."""
    return subprocess.run(
        [NEWEL, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=60
    )


def project(root: Path, **machines: str) -> Path:
    """Make a small project: a template, and machines by the names of their files."""
    root.mkdir(exist_ok=True)
    (root / "template.yaml").write_text(TEMPLATE, "utf-8")
    (root / "statemachines").mkdir()
    for name, source in (machines or {"tell": MACHINE}).items():
        (root / "statemachines" / f"{name}.py").write_text(source, "utf-8")
    return root


def contents(root: Path) -> dict[str, bytes]:
    """Every file below a folder, and what it holds."""
    return {str(file.relative_to(root)): file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file()}
