"""What functions, namespaces, arrays and texts have of their own, as V8 tells it."""

from __future__ import annotations

import pytest

from newel.expressions import UnsupportedSyntax, evaluate


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("encodeURIComponent.hasOwnProperty('length')", True),
        ("Object.hasOwnProperty('prototype')", True),
        ("Object.hasOwn(Object, 'hasOwn')", True),
        ("Number.hasOwnProperty('NaN')", True),
        ("Math.hasOwnProperty('length')", False),
        ("Array.hasOwnProperty('missing')", False),
        ("(() => 1).hasOwnProperty('0')", False),
        ("Math.propertyIsEnumerable('PI')", False),
        ("[1].propertyIsEnumerable('length')", False),
        ("[1].propertyIsEnumerable(0)", True),
        ("'a'.propertyIsEnumerable('length')", False),
    ],
)
def test_own_properties(expression: str, expected: bool) -> None:
    assert evaluate(expression, {}) is expected


def test_a_functions_prototype_is_not_looked_for() -> None:
    with pytest.raises(UnsupportedSyntax):
        evaluate("(function () {}).hasOwnProperty('prototype')", {})
