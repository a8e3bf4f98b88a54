"""Arrays with holes, arrays made longer and shorter, frozen objects, grouping and cloning; the values are V8's."""

from __future__ import annotations

import pytest

from newel.expressions import (
    ExpressionError,
    ExpressionRangeError,
    ExpressionTypeError,
    LimitExceeded,
    UnsupportedSyntax,
    evaluate,
)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # behind the end
        ("const a = []; a[2] = 1; [a, a.length, Object.keys(a)]", [[None, None, 1], 3, ["2"]]),
        ("const a = [1, 2, 3]; a.length = 1; a[3] = 4; a", [1, None, None, 4]),
        ("const a = [1]; a.length = '3'; [a.length, a.map(x => x).length]", [3, 3]),
        ("const a = [1, 2, 3, 4]; a.length -= 2; a", [1, 2]),
        ("const a = []; a.length = 2; a.push(1); a.pop(); a.length", 2),
        ("const a = [1, 2, 3]; delete a[1]; let n = 0; a.forEach(x => n++); [n, a.length]", [2, 3]),
        ("const a = [1]; a[3] = 4; const k = []; for (const x in a) k.push(x); k", ["0", "3"]),
        # callbacks and holes
        ("let n = 0; [[1, , 3].map(x => ++n).length, n]", [3, 2]),
        ("[1, , 3].filter(x => true)", [1, 3]),
        ("[[, 1].some(x => x === undefined), [, 1].every(x => x), [1, , 2].reduce((x, y) => x + y)]", [False, True, 3]),
        ("const s = []; [1, , 3].find((x, i) => { s.push(i) }); s", [0, 1, 2]),
        ("[, 5].findLastIndex(x => x === undefined)", 0),
        ("const a = [3, , 1]; a.sort(); [a, Object.keys(a)]", [[1, 3, None], ["0", "1"]]),
        ("[[3, , 1].toSorted(), [1, , 2].flatMap(x => [x, x])]", [[1, 3, None], [1, 1, 2, 2]]),
        ("const s = []; [1, 2].find((x, i, a) => { a.pop(); s.push(x) }); s", [1, None]),
        # freezing
        ("const f = Object.freeze({a: 1}); f.a = 2; f.b = 3; [f, delete f.a, delete f.z, f.a++]",
         [{"a": 1}, False, True, 1]),
        ("const f = Object.freeze([1]); f[0] = 2; f[3] = 1; f.length = 0; f", [1]),
        ("const f = Object.seal({a: 1}); f.a = 2; f.b = 3; delete f.a; [f, Object.isFrozen(f), Object.isSealed(f)]",
         [{"a": 2}, False, True]),
        ("const f = Object.preventExtensions({a: 1}); f.b = 3; delete f.a; [f, Object.isExtensible(f)]", [{}, False]),
        ("const f = Object.freeze({a: {b: 1}}); f.a.b = 2; [f, Object.isFrozen(f.a), Object.isFrozen(1)]",
         [{"a": {"b": 2}}, False, True]),
        # ECMAScript 2024, and HTML
        ("Object.groupBy([1, 2, 3], x => x % 2 ? 'odd' : 'even')", {"odd": [1, 3], "even": [2]}),
        ("Object.groupBy('aba', (x, i) => x + i).a0", ["a"]),
        ("[...Map.groupBy([1, 2, 3], x => x > 1)]", [[False, [1]], [True, [2, 3]]]),
        ("const o = {a: [1]}; const c = structuredClone(o); c.a.push(2); [o, c]", [{"a": [1]}, {"a": [1, 2]}]),
        ("const a = [1]; a.push(a); const b = structuredClone(a); [b !== a, b[1] === b]", [True, True]),
    ],
)  # fmt: skip
def test_values(source: str, value: object) -> None:
    assert evaluate(source, {}) == value


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("const a = []; a.length = -1", ExpressionRangeError),
        ("const a = []; a.length = 1.5", ExpressionRangeError),
        ("const a = []; a.length = 2 ** 32", ExpressionRangeError),
        ("const a = []; a.length = 2 ** 31", LimitExceeded),
        ("const a = []; a[4294967294] = 1", LimitExceeded),
        ("for (let i = 0; ; i++) { const a = []; a[90000] = i }", LimitExceeded),
        ("const a = $.list; a[9] = 1", UnsupportedSyntax),
        ("const a = []; a.x = 1", UnsupportedSyntax),
        ("const a = []; a[-1] = 1", UnsupportedSyntax),
        ("[, ,].reduce((x, y) => x)", ExpressionTypeError),
        ("Object.freeze([1]).push(2)", UnsupportedSyntax),
        ("Object.assign(Object.freeze({}), {a: 1})", UnsupportedSyntax),
        ("Object.freeze(new Map())", UnsupportedSyntax),
        ("Object.groupBy(null, x => x)", ExpressionTypeError),
        ("Object.groupBy([1])", ExpressionTypeError),
        ("structuredClone(() => 1)", UnsupportedSyntax),
        ("const a = [3, 1, 2]; a.sort((x, y) => a.push(9))", UnsupportedSyntax),
    ],
)
def test_refusals(source: str, kind: type[ExpressionError]) -> None:
    with pytest.raises(kind) as caught:
        evaluate(source, {"$.list": [1]})
    assert type(caught.value) is kind


def test_what_is_frozen_is_so_in_one_evaluation() -> None:
    values = {"$.o": {"a": 1}}
    assert evaluate("Object.isFrozen(Object.freeze($.o))", values) is True
    assert evaluate("const o = $.o; o.a = 2; [o, Object.isFrozen(o)]", values) == [{"a": 2}, False]
