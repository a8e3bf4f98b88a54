"""Docstrings and botocore's HTML as plain sentences."""

from __future__ import annotations

import pytest

from newel.reference.text import first_sentence, parameters, sections, titles

DOC = """Do it (API: EKS Do).

Something of it ("A page"). `one` and `two_more` are for those who ask. Ask by `three`.

Parameters
----------
four
    What is
    written.
five, six
    Both. Of them.

Example
-------
>>> do()
"""


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<p>The topic.</p> <p>More of it.</p>", "The topic."),
        ("<p> An array of <code>TagItem</code> objects. </p>", "An array of `TagItem` objects."),
        ("<p>If <code> TopicArn </code> is given. Then</p>", "If `topic_arn` is given."),
        (
            "<note><p>First this.</p></note><p>Labels &amp; such, as <i>e.g.</i> 5.3.0 or later</p>",
            "Labels & such, as e.g. 5.3.0 or later.",
        ),
        ("<ul><li><p>Only for FIFO.</p></li></ul>", "Only for FIFO."),
        ('<p>Logs to <a href="https://x">Logs</a> . By default, none.</p>', "Logs to Logs."),
        ("<p>One of these:</p><ul/>", "One of these."),
        ("", ""),
    ],
)
def test_the_first_sentence_of_a_members_documentation(html: str, sentence: str) -> None:
    assert first_sentence(html, {"TopicArn": "topic_arn"}) == sentence


def test_what_a_docstring_says_of_parameters() -> None:
    assert list(sections(DOC)) == ["", "Parameters", "Example"]
    assert titles(DOC) == ["A page"]
    assert parameters(DOC) == {
        "one": "`one` and `two_more` are for those who ask.",
        "two_more": "`one` and `two_more` are for those who ask.",
        "four": "What is written.",
        "five": "Both. Of them.",
        "six": "Both. Of them.",
    }
    assert parameters(None) == {}
