"""Print how many of the recorded expressions are answered, and which features the others ask for."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path

from newel.expressions import UnsupportedSyntax, evaluate

TESTS = Path(__file__).parents[1] / "tests" / "conformance" / "test_expressions.py"


def main() -> int:
    """Print the table; 1 where an answer is wrong."""
    spec = importlib.util.spec_from_file_location("recorded", TESTS)
    if spec is None or spec.loader is None:
        return 2
    recorded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recorded)
    missing: Counter[str] = Counter()
    wrong = 0
    print(f"{'file':<22}{'cases':>8}{'right':>8}{'left out':>10}{'wrong':>8}{'share':>9}")
    for name, tier in recorded.ANSWERED:
        if name not in ("generated", "test262"):
            continue
        cases = [case for case in recorded.lines(name) if case.get("tier", "") == tier]
        counts: Counter[str] = Counter()
        for case in cases:
            said = recorded.judge(case)
            counts[said if said in ("right", "unsupported") else "wrong"] += 1
            if said == "unsupported" and tier != "reflection":
                missing[_feature(case)] += 1
        wrong += counts["wrong"]
        title = f"{name} {tier}"
        share = counts["right"] / len(cases)
        row = f"{counts['right']:>8}{counts['unsupported']:>10}{counts['wrong']:>8}{share:>9.2%}"
        print(f"{title:<22}{len(cases):>8}{row}")
    print("\nleft out most often:")
    for feature, count in missing.most_common(20):
        print(f"{count:>6}  {feature}")
    return 1 if wrong else 0


def _feature(case: dict[str, object]) -> str:
    values = case.get("expressionAttributeValues")
    try:
        evaluate(str(case["expression"]), values if isinstance(values, dict) else {})
    except UnsupportedSyntax as error:
        return error.feature
    return ""


if __name__ == "__main__":
    sys.exit(main())
