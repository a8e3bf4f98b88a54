"""Places of a definition in JSON, in YAML, and in the Python that it comes from."""

from __future__ import annotations

import json

import pytest

from newel.checks.places import in_json, in_python, in_yaml, nearest

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
    assert {place: found.line for place, found in in_json(TEXT).items()} == {
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


YAML = """\
StartAt: A
States:
  A:
    Type: Parallel
    Branches:
      - StartAt: B
        States: {B: {Type: Pass}}
"""


def test_a_place_of_yaml_is_where_its_name_stands() -> None:
    found = in_yaml(YAML)
    assert found["/States/A"] == (3, 3)
    assert found["/States/A/Branches/0"] == (6, 9)
    assert found["/States/A/Branches/0/States/B/Type"] == (7, 22)
    assert in_yaml("a: [") == {"": (1, 1)}
    assert in_yaml("") == {"": (1, 1)}


def test_columns_of_json_are_counted_from_one() -> None:
    text = json.dumps({"a": [{"é": 1}]}, ensure_ascii=False)
    assert in_json(text) == {"": (1, 1), "/a": (1, 2), "/a/0": (1, 8), "/a/0/é": (1, 9)}


def test_what_is_not_there_has_the_place_around_it() -> None:
    assert nearest(in_json(TEXT), "/States/A~1B/Choices/0/Missing/more").line == 6
    assert nearest({}, "/a/b") == (1, 1)


PYTHON = """\
from newel import Choice, Pass, path
é = "ü"; read = Pass("Read", parameters={"a": 1, "b": [path("$.x"), {"c": 2}]}, input_path="$.a")
many = [Pass(f"N{number}") for number in range(3)]
choice = (
    Choice("Which")
    .when(path("$.a").is_null(), read)
)
"""


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("/States/Read", (2, 17)),
        ("/States/Read/InputPath", (2, 81)),
        ("/States/Read/Parameters/a", (2, 42)),
        ("/States/Read/Parameters/b/0", (2, 56)),
        ("/States/Read/Parameters/b/1/c", (2, 70)),
        ("/States/Read/Parameters/other", (2, 30)),
        ("/States/Read/Next", (2, 17)),
        ("/States/Map/ItemProcessor/States/Read/InputPath", (2, 81)),
        ("/States/N1/Type", (3, 1)),
        ("/States/Which/Choices/0/Next", (5, 5)),
    ],
)
def test_a_place_of_a_workflow_is_its_argument(location: str, place: tuple[int, int]) -> None:
    sources = {"Read": "flow.py:2", "N1": "flow.py:3", "Which": "flow.py:5"}
    found = in_python(sources, location, {"flow.py": PYTHON})
    assert found is not None
    assert (found.file, found.place, found.state) == ("flow.py", place, int(found.place.line))


def test_what_is_in_no_state_has_no_place() -> None:
    assert in_python({"Read": "flow.py:2"}, "/StartAt", {}) is None
    assert in_python({"Read": "flow.py:2"}, "/States/Other", {}) is None
    gone = in_python({"Read": "gone.py:2"}, "/States/Read", {})
    assert gone is not None
    assert gone.place == (2, 1)
