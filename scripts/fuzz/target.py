"""Fuzz newel.expressions with atheris, guided by coverage: whatever the text, its promises hold.

usage: PYTHON scripts/fuzz/target.py [CORPUS ...] [-max_total_time=SECONDS] [other options of libFuzzer]

PYTHON is an interpreter that has atheris (`pip install atheris`; it has wheels for some versions of Python only).
Without atheris, the seeds are mutated without guidance for the seconds given. What fails is written to `crash-*`.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SEEDS = HERE / "seeds.txt"
TOKENS = HERE / "tokens.dict"
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]


def one_input(data: bytes) -> None:
    """Hold the promises for one text."""
    from support.promises import STATE, hold

    hold(data.decode("utf-8", "surrogateescape"), STATE)


def seeds() -> list[str]:
    """Give the texts that fuzzing begins with, one a line."""
    return [line for line in SEEDS.read_text("utf-8").splitlines() if line]


def tokens() -> list[str]:
    """Give the tokens of the dictionary."""
    lines = TOKENS.read_text("utf-8").splitlines()
    return [line[1:-1].replace('\\"', '"').replace("\\\\", "\\") for line in lines if line.startswith('"')]


def mutated(chance: random.Random, known: list[str], words: list[str]) -> str:
    """Cut, repeat, join and sprinkle texts."""
    text = chance.choice(known)
    for _ in range(chance.randrange(1, 6)):
        start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        other = chance.choice(known)
        middle = (
            "",
            text[start:end] * 2,
            chance.choice(words),
            f" {chance.choice(words)} ",
            f"({text[start:end]})",
            other[chance.randrange(len(other)) :],
            chr(chance.choice((0, 10, 0x2028, 0x1F600, 0xD800, chance.randrange(0x3000)))),
        )
        text = text[:start] + chance.choice(middle) + text[end if chance.random() < 0.5 else start :]
    return text[:4000]


def without_guidance(seconds: float) -> int:
    """Mutate seeds until the time is over or a promise breaks."""
    chance = random.Random()
    known, words = seeds(), tokens()
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        data = mutated(chance, known, words).encode("utf-8", "surrogatepass")
        try:
            one_input(data)
        except Exception:
            place = Path(f"crash-{hashlib.sha256(data).hexdigest()[:16]}")
            place.write_bytes(data)
            print(f"a promise is broken: {place}", file=sys.stderr)
            raise
        count += 1
    print(f"{count} texts, all promises held")
    return 0


def main() -> int:
    """Fuzz, guided where atheris is installed; files given are tried alone."""
    given = [Path(argument) for argument in sys.argv[1:]]
    if given and all(path.is_file() for path in given):
        for path in given:
            one_input(path.read_bytes())
        return 0
    try:
        import atheris
    except ImportError:
        budget = [word.partition("=")[2] for word in sys.argv if word.startswith("-max_total_time=")]
        print("atheris is not installed: mutating without guidance", file=sys.stderr)
        return without_guidance(float(budget[0]) if budget else 60)
    with atheris.instrument_imports(include=["newel.expressions"]):
        one_input(b"1")
    with TemporaryDirectory() as corpus:
        for number, text in enumerate(seeds()):
            Path(corpus, str(number)).write_text(text, "utf-8")
        atheris.Setup([*sys.argv, corpus, f"-dict={TOKENS}", "-max_len=2000", "-timeout=20"], one_input)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
