"""One action on one resource, and whether it is within another: what statements of IAM come to, one by one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from newel.json_types import is_array, is_object


@dataclass(frozen=True)
class Permission:
    """One action on one resource, each as IAM writes it: `*` and `?` stand for others.

    Attributes
    ----------
    action
        The action, "s3:GetObject".
    resource
        The resource, references as text of `Fn::Sub`.
    condition
        The statement's condition.
    """

    action: str
    resource: str
    condition: Any = None

    def __str__(self) -> str:
        where = f" if {json.dumps(self.condition, sort_keys=True)}" if self.condition else ""
        return f"{self.action} on {self.resource}{where}"

    def told(self, suffix: str) -> Permission:
        """The permission where `${AWS::URLSuffix}` is known."""
        plain = json.dumps([self.action, self.resource, self.condition]).replace("${AWS::URLSuffix}", suffix)
        return Permission(*json.loads(plain))

    def covers(self, other: Permission) -> bool:
        """Whether whoever has this has the other."""
        return self.does(other.action) and self.reaches(other.resource) and self.asks_no_more(other)

    def does(self, action: str) -> bool:
        """Whether the action is one of this."""
        return matches(self.action.casefold(), action.casefold())

    def reaches(self, resource: str) -> bool:
        """Whether the resource is one of this."""
        return matches(self.resource, resource)

    def asks_no_more(self, other: Permission) -> bool:
        """Whether what fulfils the other's condition fulfils this one's."""
        return _holds(_tests(self.condition), _tests(other.condition))


def listed(value: Any) -> list[Any]:
    """What may be one or several."""
    return value if is_array(value) else [value]


def matches(pattern: str, text: str) -> bool:
    """Whether a text is one that a pattern of IAM stands for."""
    return _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"([*?])", pattern)
    return re.compile("".join({"*": ".*", "?": "."}.get(part) or re.escape(part) for part in parts), re.DOTALL)


def _tests(condition: Any) -> dict[tuple[str, str], set[str]]:
    """What a condition asks: the values that an operator takes for a key."""
    asked: dict[tuple[str, str], set[str]] = {}
    for operator, keys in condition.items() if is_object(condition) else ():
        for name, value in keys.items() if is_object(keys) else ():
            values = set(map(str, listed(value)))
            exact = operator == "StringLike" and not any("*" in item or "?" in item for item in values)
            asked["StringEquals" if exact else operator, name] = values
    return asked


def _holds(wide: dict[tuple[str, str], set[str]], narrow: dict[tuple[str, str], set[str]]) -> bool:
    """Whether what fulfils one condition fulfils the other: each test of it is one of the narrower's, or looser."""
    return all(
        (test[0] == "StringLike" and "*" in values) or (test in narrow and narrow[test] <= values)
        for test, values in wide.items()
    )
