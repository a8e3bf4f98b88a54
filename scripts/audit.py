"""Audit the template and the dependencies: Checkov, and pip-audit where advisories can be had.

usage: .venv/bin/python scripts/audit.py

Checkov looks at the template as CloudFormation gets it; `.checkov.yaml` says what is left as it is, and why. pip-audit
asks for advisories over the network: where it cannot, that is said, and is no failure.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

TOOLS = ROOT / ".venv-audit" / "bin"
UNREACHABLE = ("ConnectionError", "ConnectTimeout", "ProxyError", "ServiceError")
REQUIREMENTS = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "layers/expressions/requirements.txt"]


def checkov() -> bool:
    """Whether Checkov finds nothing that is not justified."""
    from newel.sam.template import load
    from support.transform import transform

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.json"
        file.write_text(json.dumps(transform(load(ROOT / "template.yaml").data)), "utf-8")
        command = [TOOLS / "checkov", "--config-file", ROOT / ".checkov.yaml", "--file", file]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
    print(f"checkov: {'findings, above' if done.returncode else 'nothing that is not justified'}", flush=True)
    return done.returncode == 0


def pip_audit() -> bool:
    """Whether no pinned dependency has a known vulnerability, as far as that can be known here."""
    good = True
    for file in REQUIREMENTS:
        name = file.relative_to(ROOT)
        command = [
            TOOLS / "pip-audit",
            "--requirement",
            file,
            "--no-deps",
            "--disable-pip",
            "--vulnerability-service",
            "osv",
        ]
        command += ["--format", "json", "--progress-spinner", "off"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            found = json.loads(done.stdout)["dependencies"]
        except ValueError:
            if not any(word in done.stderr for word in UNREACHABLE):
                print(done.stderr, file=sys.stderr)
                good = False
            print(f"pip-audit: {name} is not audited: no advisories can be had here", flush=True)
            continue
        bad = [
            f"{one['name']} {one['version']}: {vulnerability['id']}" for one in found for vulnerability in one["vulns"]
        ]
        print(f"pip-audit: {name}: {len(found)} dependencies, {len(bad)} with advisories", *bad, sep="\n  ", flush=True)
        good = good and not bad
    return good


if __name__ == "__main__":
    results = [checkov(), pip_audit()]
    raise SystemExit(0 if all(results) else 1)
