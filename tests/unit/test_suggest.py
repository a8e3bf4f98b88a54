"""Guessing what was meant: a word is always said, also where nothing is near."""

from __future__ import annotations

import pytest

from newel.aws import models
from newel.errors import NewelError
from newel.suggest import instead, nearest
from newel.tasks import sns

MANY = [f"name{number:02}" for number in range(14)]


@pytest.mark.parametrize(
    ("wrong", "known", "said"),
    [
        ("nane01", ["name01", "other"], "write name01"),
        ("zzz", ["b", "a"], "write a or b"),
        ("zzz", MANY, f"write one of {', '.join(MANY[:10])} (4 more)"),
        ("zzz", [], ""),
        ("zzz", MANY[:7], f"write one of {', '.join(MANY[:7])}"),
    ],
)
def test_what_to_write_is_said(wrong: str, known: list[str], said: str) -> None:
    assert instead(wrong, known) == said


def test_nothing_is_near_among_many() -> None:
    assert nearest("zzz", MANY) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: sns.Publish("P", message="m", zzz=1),  # type: ignore[call-arg]
        lambda: models.service("zzz"),
        lambda: models.input_shape("rds", "zzz"),
    ],
)
def test_an_error_far_from_all_still_says_what_to_write(wrong: object) -> None:
    with pytest.raises(NewelError) as raised:
        wrong()  # type: ignore[operator]
    assert raised.value.hint
    assert not raised.value.hint.endswith("write ")
    assert len(raised.value.hint) > len("write ")
