"""Parsing loops, `switch`, labels, and the jumps out of them."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .errors import ExpressionSyntaxError, UnsupportedSyntax
from .expression_parser import ExpressionParser
from .left_out import left_out
from .patterns import to_target
from .tokens import NAME, PUNCTUATOR, TEMPLATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tokens import Token

_CLOSING = {"(": ")", "[": "]", "{": "}", "?": ":"}


class LoopParser(ExpressionParser):
    """Parses what can be left by `break` and `continue`; `Parser` adds the other statements.

    Parameters
    ----------
    tokens
        See `Cursor`.
    """

    def __init__(self, tokens: list[Token]) -> None:
        super().__init__(tokens)
        self.loops = 0
        self.breakable = 0
        self.labels: dict[str, bool] = {}  # the labels around, and whether each is one of a loop

    def statement(self) -> nodes.Node:
        """Parse one statement; see `Parser`."""
        raise NotImplementedError

    def declaration(self, *, in_loop: bool = False) -> made.Declaration:
        """Parse `const`, `let` or `var` and what they declare; see `Parser`."""
        raise NotImplementedError

    def declares(self) -> bool:
        """Tell whether `let` begins a declaration here; see `Parser`."""
        raise NotImplementedError

    def end(self) -> None:
        """Step over the end of a statement; see `Parser`."""
        raise NotImplementedError

    def body(self, *, loop: bool) -> nodes.Node:
        """Parse the statement below a head."""
        word = self.token.text if self.token.kind == NAME else ""
        if word == "function" and not loop:
            raise UnsupportedSyntax("A function declared without a block", offset=self.token.start)
        if word in ("const", "function", "class") or (word == "let" and self.declares()):
            raise ExpressionSyntaxError("A declaration needs a block around it here", offset=self.token.start)
        self.loops += loop
        self.breakable += loop
        tree = self.statement()
        self.breakable -= loop
        self.loops -= loop
        return tree

    def test(self) -> nodes.Node:
        """Parse the head of `if` and the like."""
        self.expect("(")
        test = self.expression()
        self.expect(")")
        return test

    def parse_while(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        return made.For(start, None, self.test(), None, self.body(loop=True))

    def parse_do(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        body = self.body(loop=True)
        if self.token.text != "while":
            raise self.unexpected("Expected `while`")
        self.advance()
        test = self.test()
        self.accept(";")
        return made.DoWhile(start, body, test)

    def parse_for(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        if self.token.text == "await":
            raise left_out("await", self.token.start)
        self.expect("(")
        self.scopes.append(frozenset())
        begin: nodes.Node | None = None
        outer, self.loop_word = self.loop_word, self._find_in()
        declares = self.token.text == "let" and (self.declares() or self.peek().text == "of")
        if declares or self.token.text in ("const", "var"):
            begin = self.declaration(in_loop=True)
        elif not self.at(";"):
            begin = self.expression()
        self.loop_word = outer
        if begin and self.token.kind == NAME and self.token.text in ("of", "in"):
            tree: nodes.Node = self._for_each(start, begin)
        else:
            self.expect(";")
            test = None if self.at(";") else self.expression()
            self.expect(";")
            step = None if self.at(")") else self.expression()
            self.expect(")")
            tree = made.For(start, begin, test, step, self.body(loop=True))
        self.scopes.pop()
        return tree

    def _find_in(self) -> int:
        """Give the position of the `in` that is the loop's own; what stands in brackets, or between ? and :, is not."""
        opened: list[str] = []
        for position in range(self.position, len(self.tokens)):
            token = self.tokens[position]
            if token.kind == NAME and token.text == "in" and not opened:
                return position
            if token.kind == PUNCTUATOR and token.text == ";" and not opened:
                break
            is_template = token.kind == TEMPLATE
            if opened and (token.final if is_template else token.text == _CLOSING.get(opened[-1])):
                opened.pop()
            elif (token.text == "`" and not token.final) if is_template else token.text in _CLOSING:
                opened.append(token.text)
        return -1

    def _for_each(self, start: int, begin: nodes.Node) -> nodes.Node:
        keys = self.advance().text == "in"
        kind = ""
        target = begin
        if isinstance(begin, made.Declaration):
            kind, target = begin.kind, begin.pairs[0][0]
            has_value = len(begin.pairs) == 1 and begin.pairs[0][1]
            if kind == "var" and keys and isinstance(target, nodes.Name) and has_value:
                raise UnsupportedSyntax("A value for the variable of a loop over keys", offset=start)
            if len(begin.pairs) > 1 or begin.pairs[0][1]:
                raise ExpressionSyntaxError("A loop over values declares one target without a value", offset=start)
        else:
            target = to_target(begin, declares=False)
        source = self.expression() if keys else self.assignment()
        self.expect(")")
        each = made.ForIn if keys else made.ForEach
        return each(start, kind, target, source, self.body(loop=True))

    def parse_switch(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        subject = self.test()
        self.expect("{")
        self.scopes.append(frozenset())
        self.breakable += 1
        cases: list[made.Case] = []
        while not self.at("}"):
            cases.append(self._case(has_default=any(case.test is None for case in cases)))
        self.breakable -= 1
        self.scopes.pop()
        self.advance()
        return made.Switch(start, subject, cases)

    def _case(self, *, has_default: bool) -> made.Case:
        token = self.advance()
        if token.kind != NAME or token.text not in ("case", "default"):
            raise ExpressionSyntaxError("Expected `case` or `default`", offset=token.start)
        if token.text == "default" and has_default:
            raise ExpressionSyntaxError("`switch` has one `default` at most", offset=token.start)
        test = self.expression() if token.text == "case" else None
        self.expect(":")
        statements: list[nodes.Node] = []
        while not self.at("}") and not (self.token.kind == NAME and self.token.text in ("case", "default")):
            statements.append(self.statement())
        return self.made(made.Case(token.start, test, statements))

    def parse_label(self) -> nodes.Node:
        """Parse a label and its statement."""
        token = self.advance()
        self.expect(":")
        if token.text in self.labels:
            raise ExpressionSyntaxError(f"The label `{token.text}` stands within itself", offset=token.start)
        self.labels[token.text] = self._labels_loop()
        statement = self.body(loop=False)
        del self.labels[token.text]
        return made.Labelled(token.start, token.text, statement)

    def _labels_loop(self) -> bool:
        count = 0
        while self.peek(count).kind == NAME and self.peek(count + 1).text == ":":
            count += 2
        return self.peek(count).kind == NAME and self.peek(count).text in ("for", "while", "do")

    def parse_jump(self) -> nodes.Node:
        """Parse the statement of this name."""
        token = self.advance()
        is_break = token.text == "break"
        label = ""
        if self.token.kind == NAME and not self.token.newline:
            label = self.declared_name("Expected a label")
            if label not in self.labels:
                raise ExpressionSyntaxError(f"There is no label `{label}` around this", offset=token.start)
            if not is_break and not self.labels[label]:
                raise ExpressionSyntaxError(f"The label `{label}` is not one of a loop", offset=token.start)
        elif not (self.breakable if is_break else self.loops):
            where = "a loop or `switch`" if is_break else "a loop"
            raise ExpressionSyntaxError(f"`{token.text}` stands outside of {where}", offset=token.start)
        self.end()
        return made.Jump(token.start, token.text, label)
