"""Walking over tokens: what every part of the parser stands on."""

from __future__ import annotations

from .errors import ExpressionSyntaxError, LimitExceeded
from .limits import MAX_NESTING
from .tokens import END, PUNCTUATOR, Token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from .nodes import Node

    AnyNode = TypeVar("AnyNode", bound=Node)


class Cursor:
    """A place in a list of tokens.

    Parameters
    ----------
    tokens
        All tokens; the last is of kind END.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position: int = 0
        self.token = tokens[0]
        self.depth: int = 0
        self.loop_word = -1
        self.scopes: list[frozenset[str]] = []
        self.parenthesised: Node | None = None

    def advance(self) -> Token:
        """Step over a token and give it."""
        token = self.token
        if token.kind != END:
            self.position += 1
            self.token = self.tokens[self.position]
        return token

    def peek(self, count: int = 1) -> Token:
        """Give a token further on."""
        return self.tokens[min(self.position + count, len(self.tokens) - 1)]

    def at(self, mark: str) -> bool:
        """Tell whether a punctuator comes next."""
        return self.token.text == mark and self.token.kind == PUNCTUATOR

    def accept(self, mark: str) -> bool:
        """Step over a punctuator if it comes next."""
        if not self.at(mark):
            return False
        self.advance()
        return True

    def expect(self, mark: str) -> Token:
        """Step over a punctuator that must come next."""
        if not self.at(mark):
            raise self.unexpected(f"Expected `{mark}`")
        return self.advance()

    def unexpected(self, wanted: str = "") -> ExpressionSyntaxError:
        """Say that this token cannot stand here."""
        token = self.token
        ended = token.kind == END
        found = "the end of the expression" if ended else f"`{token.text[:40]}`"
        unexpected = "The expression ends too early" if ended else f"Unexpected {found}"
        message = f"{wanted}, found {found}" if wanted else unexpected
        return ExpressionSyntaxError(message, offset=token.start)

    def too_deep(self) -> LimitExceeded:
        """Say that the source is nested too deeply."""
        return LimitExceeded(f"The expression is nested more than {MAX_NESTING} levels deep", offset=self.token.start)

    def made(self, node: AnyNode) -> AnyNode:
        """Pass on a node just made, unless the tree has become too deep."""
        if node.height > MAX_NESTING:
            raise self.too_deep()
        return node
