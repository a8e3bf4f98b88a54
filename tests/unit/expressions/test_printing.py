"""Parse and print: a printed tree parses to itself and gives what its source gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.expressions import ExpressionError, LimitExceeded, evaluate
from newel.expressions.nodes import Node
from newel.expressions.parser import parse
from support.printer import PRINTERS, shape, source_of
from support.promises import CONTEXT, STATE, is_repeatable, outcome

ROOT = Path(__file__).parents[3]
SEEDS = [line for line in (ROOT / "scripts" / "fuzz" / "seeds.txt").read_text("utf-8").splitlines() if line]
RECORDED = ROOT.parent / "shared" / "conformance" / "expressions"

pieces = st.sampled_from(
    ["1", "-2.5", "'é\\n$`'", "$.a", "$.b.c", "$$.Execution.Id", "v", "w", "null", "3n", "/[/]a/gi"]
)


def shapes(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    forms = (
        *("({0} + {1} - {0})", "({0} ** {1})", "(-({0}) ** 2, {1})", "({0} && {1} && 2)", "(({0} ?? {1}) || {1})"),
        *("({0} ? {1} : [{0},, {1},])", "`a${{{0}}}\\`${{{1}}}`", "({{v, a: {0}, [{1}]: 1, ...{0}}})", "(typeof {0})"),
        *("({0})?.a[{1}]?.(...{0}).b", "(({0})?.a).b", "new Set([{0}], {1})", "[...({0})].map((x, i = {1}) => [x, i])"),
        *(
            "(({{a, b: [c = {0}]}}, ...[d]) => {1})",
            "(function f(a) {{ return {0} }})({1})",
            "(v = {0})",
            "(v += {0}, w++)",
        ),
        *("([v, , w = {0}, ...v] = {1})", "({{a: v = {0}, ...w}} = {1})", "delete ({0}).a", "({0} in [{1}])", "(--v)"),
    )
    return st.builds(lambda form, a, b: form.format(a, b), st.sampled_from(forms), inner, inner)


def statements(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    forms = (
        *(
            "{0};",
            "let [v, {{w}}] = {0};",
            "var v = {0}, w;",
            "const {{a: v, ...w}} = {0};",
            "if ({0}) {1}; else {{ {0} }}",
        ),
        *(
            "for (const v of {0}) {{ {1}; break }}",
            "for (var v in {0}) ;",
            "for (let v = {0}; v < 2; v++) {{ continue }}",
        ),
        *(
            "do {{ {0} }} while (false);",
            "while ({0}) break;",
            "try {{ {0} }} catch ({{name}}) {{ {1} }} finally {{ }}",
        ),
        *("function f(v = {0}) {{ return {1} }}", "try {{ throw {0} }} catch {{ }}", "return {0};", ";{{ {0} }}"),
    )
    return st.builds(lambda form, a, b: form.format(a, b), st.sampled_from(forms), inner, inner)


expressions = st.recursive(pieces, shapes, max_leaves=8)
programs = st.lists(statements(expressions), min_size=1, max_size=4).map("\n".join)


def test_every_kind_of_node_can_be_printed() -> None:
    kinds = set(Node.__subclasses__())
    while more := {below for kind in kinds for below in kind.__subclasses__()} - kinds:
        kinds |= more
    assert kinds == set(PRINTERS)


def hold_printing(source: str, values: dict[str, Any]) -> bool:
    """Print and parse again; False where the source is none, or parentheses make it too deep."""
    try:
        tree = parse(source)
    except ExpressionError:
        return False
    if tree is None:
        return False
    printed = source_of(tree)
    try:
        again = parse(printed)
    except LimitExceeded:
        return False
    assert shape(again) == shape(tree), printed
    if is_repeatable(source):
        given, said = (outcome(lambda text=text: evaluate(text, values), text) for text in (source, printed))
        assert said == given, printed
    return True


@settings(deadline=None)
@given(expressions | programs)
def test_printing_what_is_made(source: str) -> None:
    hold_printing(source, {"$": STATE, "$$": CONTEXT})


@pytest.mark.parametrize("source", SEEDS)
def test_printing_the_seeds_of_the_fuzzer(source: str) -> None:
    assert hold_printing(source, {"$": STATE, "$$": CONTEXT})


@pytest.mark.skipif(not RECORDED.is_dir(), reason=f"the recorded expressions are not there: {RECORDED}")
@pytest.mark.parametrize("name", ["generated", "test262"])
def test_printing_recorded_expressions(name: str) -> None:
    lines = (RECORDED / f"{name}.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines[:: 4 if name == "generated" else 1]]
    held = [hold_printing(case["expression"], case.get("expressionAttributeValues", {})) for case in cases]
    assert sum(held) > len(held) / 2
