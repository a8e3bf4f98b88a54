"""`newel check` of many definitions in one run, and what one of them takes after the start.

usage: .venv/bin/python scripts/bench/checks.py [ROUNDS]

The definitions are those that people have published, and those that AWS was seen to accept (../shared/conformance),
300 of them; where they are absent, the examples of the rules again and again. The ratios are to the start of the
command alone (`newel check` of an empty folder), measured in turns with it. After the start, a definition is measured
with the models of services read, by the processor's time.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from processes import ROOT

from newel.checks import all_rules
from newel.checks.text import check_text

SHARED = ROOT.parent / "shared" / "conformance" / "asl"
NEWEL = str(Path(sys.executable).with_name("newel"))
MANY = 300


def definitions() -> tuple[str, list[bytes]]:
    """Where they are from, and their texts."""
    files = [SHARED / "realworld.jsonl", SHARED / "valid.jsonl"]
    if all(file.is_file() for file in files):
        cases = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
        return "published ones", [_text(case["definition"]) for case in cases][:MANY]
    return "examples of the rules", [_text(each.good) for each in islice(cycle(all_rules()), MANY)]


def _text(definition: object) -> bytes:
    return (definition if isinstance(definition, str) else json.dumps(definition, indent=2)).encode()


def timed(folder: Path) -> float:
    """Seconds that `newel check` takes in a folder; it finds something there, so its exit code says nothing."""
    start = time.perf_counter()
    subprocess.run([NEWEL, "check", "."], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def alone(texts: list[bytes]) -> list[float]:
    """Milliseconds of each, read and checked, when all models are read."""
    for text in texts:
        check_text(text)
    taken: list[float] = []
    for text in texts:
        start = time.process_time()
        check_text(text)
        taken.append(1000 * (time.process_time() - start))
    return taken


def main(rounds: int) -> None:
    """Print the table."""
    source, texts = definitions()
    with tempfile.TemporaryDirectory() as name:
        many, none = Path(name, "many"), Path(name, "none")
        many.mkdir()
        none.mkdir()
        for number, text in enumerate(texts):
            (many / f"{number}.asl.json").write_bytes(text)
        (none / "one.asl.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}')
        taken = [(timed(none), timed(many)) for _ in range(rounds + 1)][1:]
    starts, wholes = zip(*taken, strict=True)
    start, whole = statistics.median(starts), statistics.median(wholes)
    print(f"{len(texts)} definitions, {source}, {sum(map(len, texts)) / 1024:.0f} KiB, {os.cpu_count()} processors")
    print(f"one run over all    {whole:6.2f} s   {whole / start:5.1f} x the start and one definition ({start:.2f} s)")
    each = alone(texts)
    print(f"one, after the start {statistics.median(each):5.2f} ms in the middle, {max(each):.1f} ms the longest")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
