"""Write docs/checks.md from the rules of `newel check`.

usage: .venv/bin/python scripts/checks.py [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel.checks.rule import Rule, all_rules, every_rule, template_rules
from newel.sam.template import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.rule import TemplateRule

PAGE = Path(__file__).resolve().parents[1] / "docs" / "checks.md"
LONGEST = 200

HEAD = """\
# What `newel check` finds

<!-- written by `make docs` from src/newel/checks/rules/ -->

`newel check [PATHS]` looks at workflows (`.py`), at definitions (`.asl.json`, `.asl.yaml`), at SAM templates and at \
folders of them; without PATHS at `statemachines/` and at every state machine of `template.yaml`, whose definition may \
stand in a file or in the template itself. It exits with 1 where there is an error. The type of a machine is what the \
template or the workflow says; `--type EXPRESS` says it of any other definition. `newel build` refuses the same \
errors, and shows the same warnings.

```text
error: statemachines/order.py:9: /States/Say/Next: Missing 'Next' target: Sned  [MISSING_TRANSITION_TARGET]
  9 | say = Raw("Say", {"Type": "Pass", "Next": "Sned"})
    |       ^
```

The line is that of the workflow where there is one: the argument, or the state. `--format json` gives what AWS's \
ValidateStateMachineDefinition gives, with the file, its line and column, and the rule beside it:

```json
{"result": "FAIL", "diagnostics": [{"file": "a.asl.json", "line": 5, "column": 7,
  "severity": "ERROR", "code": "MISSING_TRANSITION_TARGET",
  "message": "Missing 'Next' target: Sned; did you mean 'Send'?", "location": "/States/A/Next",
  "rule": "MISSING_TARGET"}]}
```

`code` is AWS's where AWS has one, else the rule's. `location` is a JSON pointer (RFC 6901; the empty one is the whole \
definition). AWS's own differs in two ways: it writes `/States/M/Branches[0]` where the pointer is \
`/States/M/Branches/0`, and `/` for the whole.

`--format sarif` is for code scanning and editors, `--format github` writes the annotations of GitHub Actions.

## What you do not want to be told

```python
# newel: ignore[NO_PATH] the parameter is the text "$.a" itself
read = Pass("Read", parameters={"a": "$.a"})
```

A comment is about the findings of these rules in its own line, or in the next line of code where it stands alone; in \
the first line of a state it is about all of the state. In YAML it is the same. A reason is asked for. For JSON, which \
has no comments, and for whole files there are settings in `pyproject.toml`, beside the template:

```toml
[tool.newel.ignore]
"statemachines/old_*.asl.json" = {NO_PATH = "they are replaced in spring"}
```

A comment that has no reason, or names no rule that there is, is an error; one that nothing needs any more is a \
warning. What AWS refuses can be ignored here, too; AWS refuses it all the same.

## Before each commit

With [pre-commit](https://pre-commit.com), in `.pre-commit-config.yaml`:

```yaml
repos:
  - repo: https://github.com/OWNER/newel  # this repository, or your fork of it
    rev: v0.1.0
    hooks:
      - id: newel-check
      - id: newel-build
```

## The rules

A `${Substitution}`, `{"Ref": …}` and `{"Fn::…": …}` may stand for any value: the template fills them in. So what they \
come to is not looked at, and AWS may refuse it yet.

Before the rules: nothing at all is `MISSING_DESCRIPTION`; no JSON or YAML, no UTF-8 and a name that is twice in one \
object are `INVALID_JSON_DESCRIPTION`; more than 250 levels are `TOO_DEEPLY_NESTED`.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    yield "| rule | code | | what must be so |"
    yield "| --- | --- | --- | --- |"
    for rule in every_rule():
        link = f"[`{rule.id}`](#{rule.id.lower()})"
        code = (isinstance(rule, Rule) and rule.code) or rule.id
        yield f"| {link} | `{code}` | {rule.severity.lower()} | {rule.title} |"
    for rule in all_rules():
        yield ""
        yield from _rule(rule)
    for each in template_rules():
        yield ""
        yield from _template_rule(each)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}"
    yield ""
    kind = f" For {rule.machine.capitalize()} machines." if rule.machine else ""
    yield f"{rule.title}{kind} Source: {rule.source}."
    place, definition = min(rule.bad.items(), key=lambda one: len(json.dumps(one[1])))
    if len(json.dumps(definition)) > 5000:
        return
    found = next(iter(rule.find(definition)))[1]
    yield ""
    yield f"At `{place or 'the whole'}`: {_cut(found.splitlines()[0])}"
    yield ""
    yield "```json"
    yield _written(definition)
    yield "```"


def _template_rule(rule: TemplateRule) -> Iterator[str]:
    yield f"## {rule.id}"
    yield ""
    yield f"{rule.title} It is looked for in templates. Source: {rule.source}."
    place, template = next(iter(rule.bad.items()))
    parsed = parse(template, Path("template.yaml"))
    yield ""
    yield f"At `{place}`: {_cut(dict(rule.find(parsed, 'Machine'))[place])}"
    yield ""
    yield "```yaml"
    yield template.rstrip()
    yield "```"


def _cut(message: str) -> str:
    return message if len(message) <= LONGEST else message[:LONGEST] + " …"


def _written(definition: Any) -> str:
    """A state a line."""
    states = definition.get("States")
    if not isinstance(states, dict):
        return json.dumps(definition)
    head = json.dumps({name: value for name, value in definition.items() if name != "States"})[:-1]
    lines = [f"  {json.dumps(name)}: {json.dumps(state)}" for name, state in states.items()]
    return f'{head}, "States": {{\n' + ",\n".join(lines) + "\n}}"


def main() -> int:
    """Write the page, or with --check tell whether it is stale."""
    wanted = page()
    stale = not PAGE.is_file() or PAGE.read_text("utf-8") != wanted
    if "--check" in sys.argv[1:]:
        if stale:
            print("docs/checks.md is stale: run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
