"""Which names a function, a program or a block declares, as the levels of a scope."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .errors import ExpressionSyntaxError, UnsupportedSyntax
from .scope import Level


def body_level(node: nodes.Arrow, *, is_simple: bool) -> Level:
    """Make the level of a function: its parameters and what its body declares."""
    parameters = [name for each in node.parameters for name in made.names_in(each.target)]
    if not isinstance(node.body, made.Block):
        return Level(parameters, frozenset(parameters))
    return _level(node.body, parameters, frozenset() if is_simple else frozenset(parameters))


def program_level(block: made.Block) -> Level:
    """Make the level of a program."""
    return _level(block, [], frozenset())


def _level(block: made.Block, parameters: list[str], checked: frozenset[str]) -> Level:
    lexical = made.lexical_names(block.statements)
    functions = [each.name for each in block.statements if isinstance(each, made.FunctionDeclaration)]
    hoisted = [name for statement in block.statements for name in made.hoisted_names(statement)] + functions
    _refuse_twice(lexical, [*parameters, *hoisted], block)
    if checked and not checked.isdisjoint(hoisted):
        raise UnsupportedSyntax("A variable with the name of a parameter", offset=block.start)
    own = [name for name, _ in lexical]
    return Level(
        list(dict.fromkeys([*parameters, *hoisted, *own])),
        checked | frozenset(own),
        frozenset(name for name, kind in lexical if kind == "const"),
    )


def block_level(block: made.Block) -> Level | None:
    """Make the level of a block; None where it declares nothing."""
    lexical = made.lexical_names(block.statements)
    if not lexical:
        return None
    _refuse_twice(lexical, [name for each in block.statements for name in made.hoisted_names(each)], block)
    return lexical_level(lexical)


def lexical_level(lexical: list[tuple[str, str]]) -> Level:
    """Make the level of what `let` and `const` declare."""
    names = [name for name, _ in lexical]
    return Level(names, frozenset(names), frozenset(name for name, kind in lexical if kind == "const"))


def _refuse_twice(lexical: list[tuple[str, str]], others: list[str], block: made.Block) -> None:
    names = [name for name, _ in lexical]
    if len(set(names)) < len(names) or not set(names).isdisjoint(others):
        raise ExpressionSyntaxError("A name is declared twice", offset=block.start)
