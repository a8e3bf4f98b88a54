"""Findings that an author does not want: `# newel: ignore[RULE] reason`, in Python and YAML, and `[tool.newel.ignore]`.

A comment is about its own line, or where it stands alone about the next; in the first line of a state it is about all
of the state. A reason is asked for, as the next reader will ask for it.
"""

from __future__ import annotations

import re
import tokenize
from dataclasses import dataclass
from fnmatch import fnmatchcase
from io import StringIO
from typing import TYPE_CHECKING

from newel.checks.diagnostic import Diagnostic
from newel.checks.rule import every_rule
from newel.suggest import instead

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_IGNORE = re.compile(r"#\s*newel:\s*ignore\b\s*(?:\[(?P<rules>[^\]]*)\])?(?P<reason>.*)")
CODE = "IGNORE"


@dataclass(frozen=True)
class Ignore:
    """What an author does not want to be told.

    Attributes
    ----------
    line
        The line of the comment.
    about
        The line that it is about.
    rules
        The ids of the rules.
    reason
        Why.
    """

    line: int
    about: int
    rules: tuple[str, ...]
    reason: str

    def holds(self, rule: str, lines: Collection[int]) -> bool:
        """Whether it is about a finding of a rule, in one of these lines."""
        return self.about in lines and rule in self.rules


def in_python(text: str) -> list[Ignore]:
    """Those of a module."""
    try:
        tokens = list(tokenize.generate_tokens(StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    comments = [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
    nothing = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    code = {token.start[0] for token in tokens if token.type not in nothing}
    return list(_ignores(comments, code))


def in_yaml(text: str) -> list[Ignore]:
    """Those of a YAML file."""
    lines = list(enumerate(text.splitlines(), 1))
    comments = [(number, line[found.start() :]) for number, line in lines if (found := _IGNORE.search(line))]
    code = {number for number, line in lines if line.strip() and not line.lstrip().startswith("#")}
    return list(_ignores(comments, code))


def in_settings(table: Mapping[str, Mapping[str, str]], file: str) -> set[str]:
    """The rules whose findings in a file the settings do not want."""
    return {rule for pattern, rules in table.items() if fnmatchcase(file, pattern) for rule in rules}


def _ignores(comments: list[tuple[int, str]], code: set[int]) -> Iterator[Ignore]:
    for line, comment in comments:
        found = _IGNORE.search(comment)
        if found:
            about = line if line in code else min((number for number in code if number > line), default=line)
            rules = tuple(rule.strip() for rule in (found["rules"] or "").split(",") if rule.strip())
            yield Ignore(line, about, rules, found["reason"].strip())


def wrong(ignore: Ignore) -> Iterator[str]:
    """What is wrong with a comment itself."""
    if not ignore.rules:
        yield "it names no rule; write # newel: ignore[RULE] and the reason"
        return
    if not ignore.reason:
        yield f"it has no reason; write it behind # newel: ignore[{', '.join(ignore.rules)}]"
    for rule in ignore.rules:
        if rule not in known():
            yield unknown(rule)


def known() -> set[str]:
    """The ids of the rules."""
    return {rule.id for rule in every_rule()}


def unknown(rule: str) -> str:
    """Say that there is no such rule."""
    return f"there is no rule {rule}; {instead(rule, known())}"


def refused(message: str) -> Diagnostic:
    """A comment that does not do what its author wants."""
    return Diagnostic("ERROR", CODE, message, None, CODE)


def unused(ignore: Ignore) -> Diagnostic:
    """A comment that nothing needs any more."""
    return Diagnostic("WARNING", CODE, f"nothing is found here of {', '.join(ignore.rules)}; take it out", None, CODE)
