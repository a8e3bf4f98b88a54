"""Lines of a JSON text."""

from __future__ import annotations

from newel.checks.lines import lines_of

TEXT = """{
  "StartAt": "A/B",
  "States": {
    "A/B": {"Type": "Choice",
      "Choices": [
        {"Variable": "$.a\\"{"},
        1, [2,
          3]
      ],
      "": null
    }
  }
}
"""


def test_every_place_has_the_line_in_which_it_begins() -> None:
    assert lines_of(TEXT) == {
        "": 1,
        "/StartAt": 2,
        "/States": 3,
        "/States/A~1B": 4,
        "/States/A~1B/Type": 4,
        "/States/A~1B/Choices": 5,
        "/States/A~1B/Choices/0": 6,
        "/States/A~1B/Choices/0/Variable": 6,
        "/States/A~1B/Choices/1": 7,
        "/States/A~1B/Choices/2": 7,
        "/States/A~1B/Choices/2/0": 7,
        "/States/A~1B/Choices/2/1": 8,
        "/States/A~1B/": 10,
    }
