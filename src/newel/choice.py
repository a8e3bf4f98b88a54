"""Choice: goes on by one of several ways ("Choice workflow state")."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newel.chain import DEFAULT, Chain, End, Rule, as_chain
from newel.conditions import Condition
from newel.errors import NewelError
from newel.states import Working
from newel.values import Jsonata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.chain import Chainable, Link
    from newel.render import Renderer
    from newel.values import Value


class Choice(Working):
    """Goes on by the first rule whose condition holds, else by `otherwise`.

    Without `otherwise` the state fails with States.NoChoiceMatched where no rule matches. What follows the Choice
    (`>>`) is joined to every branch that is still open.

    Parameters
    ----------
    assign, output
        Variables to set, and what the state hands on (JSONata), where no rule matches.

    Example
    -------
    >>> Choice("Large?").when(path("$.total").number > 100, approve >> pay).otherwise(pay_small) >> ship
    """

    type = "Choice"

    def when(
        self,
        condition: Condition | Jsonata,
        to: Chainable | str | None = None,
        *,
        comment: str | None = None,
        output: Value = None,
        assign: Mapping[str, Value] | None = None,
    ) -> Choosing:
        """Go to `to` where a condition holds; see `Choosing.when`."""
        chosen = Choosing(self.name, (), self.name, parts=(self,))
        return chosen.when(condition, to, comment=comment, output=output, assign=assign)

    def chain(self) -> Chain:
        """Refuse: a Choice alone goes nowhere."""
        raise NewelError(
            f"the Choice {self.name!r} has no rule",
            where=self.source,
            hint='write Choice("...").when(condition, to).otherwise(to)',
        )


@dataclass(frozen=True)
class Choosing(Chain):
    """A Choice with its rules; more of them can be added until it has an `otherwise`, or something follows."""

    def when(
        self,
        condition: Condition | Jsonata,
        to: Chainable | str | None = None,
        *,
        comment: str | None = None,
        output: Value = None,
        assign: Mapping[str, Value] | None = None,
    ) -> Choosing:
        """Go to `to` where a condition holds, and no rule before does.

        Parameters
        ----------
        condition
            A condition: `path("$.total").number > 100`, joined with `&`, `|` and `~`; in JSONata an expression that
            gives true or false: `jsonata("$states.input.total > 100")`.
        to
            A state, a chain, or the name of a state that is in the machine already; None: what follows the Choice.
        comment
            What a reader should know.
        output
            What the state hands on then (JSONata).
        assign
            Variables to set then.
        """
        if not isinstance(condition, Condition | Jsonata):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise NewelError(
                f"when takes a condition, not {condition!r}",
                hint='write path("$.status").string == "DONE", path("$.total").number > 100, or '
                'jsonata("$states.input.total > 100")',
            )
        rules = (*self.rules, Rule(condition, comment, output, assign))
        return replace(self._going(len(self.rules), to), rules=rules)

    def otherwise(self, to: Chainable | str | None = None) -> Chain:
        """Go to `to` where no rule matches: a state, a chain, a state's name, or None for what follows the Choice."""
        chosen = self._going(DEFAULT, to)
        fields = (chosen.start, chosen.ends, chosen.last, chosen.parts, chosen.joins)
        return Chain(*fields, rules=chosen.rules, has_default=True, branches=chosen.branches)

    def _going(self, rule: int, to: Chainable | str | None) -> Choosing:
        here = End(self.start, rule)
        if to is None:
            return replace(self, ends=(*self.ends, here))
        if isinstance(to, str):
            return replace(self, joins=(*self.joins, ((here,), to)))
        branch = as_chain(to, "when(..., to) and otherwise(to)")
        return replace(
            self,
            ends=tuple(dict.fromkeys((*self.ends, *branch.ends))),
            joins=(*self.joins, ((here,), branch.start)),
            branches=(*self.branches, to),
        )


def rules_of(link: Link, renderer: Renderer) -> dict[str, Any]:
    """The rules of a Choice, and where it goes to when none matches, as the States Language has them."""
    body: dict[str, Any] = {"Choices": [_rule(rule, link, number, renderer) for number, rule in enumerate(link.rules)]}
    if link.has_default:
        body["Default"] = _target(link, DEFAULT, "otherwise", renderer)
    return body


def _target(link: Link, rule: int, what: str, renderer: Renderer) -> str:
    if rule not in link.targets:
        raise renderer.error(
            f"{what} goes to what follows the Choice, and nothing does",
            hint='write where it goes to, or >> a state after the Choice; Succeed("...") ends it well',
        )
    return link.targets[rule]


def _rule(rule: Rule, link: Link, number: int, renderer: Renderer) -> dict[str, Any]:
    written: dict[str, Any] = {"Comment": rule.comment} if rule.comment is not None else {}
    written |= _condition(rule.condition, renderer)
    if rule.assign:
        written["Assign"] = renderer.value(rule.assign, "when.assign")
    if rule.output is not None:
        if renderer.language == "JSONPath":
            raise renderer.error("when: output is for JSONata states", hint="write a Pass in the branch")
        written["Output"] = renderer.value(rule.output, "when.output")
    return {**written, "Next": _target(link, number, f"its rule {number + 1}", renderer)}


def _condition(condition: Condition | Jsonata, renderer: Renderer) -> dict[str, Any]:
    if isinstance(condition, Jsonata):
        return {"Condition": renderer.dynamic(condition, "when")}
    if renderer.language == "JSONata":
        raise renderer.error(
            "when: a condition of JSONPath does not work in JSONata", hint=f"write jsonata({condition.jsonata()!r})"
        )
    return condition.asl(renderer)
