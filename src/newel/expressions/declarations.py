"""Which names a function, a program or a block declares, as the levels of a scope."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .builtins import is_known
from .errors import ExpressionSyntaxError, UnsupportedSyntax
from .scope import Level

_FIXED = frozenset(("Infinity", "NaN", "__proto__", "undefined"))
"""Globals that cannot be declared anew where there is no function around."""


def body_level(node: nodes.Arrow, *, is_simple: bool) -> Level:
    """Make the level of a function: its parameters and what its body declares."""
    parameters = [name for each in node.parameters for name in made.names_in(each.target)]
    if not isinstance(node.body, made.Block):
        return Level(parameters, frozenset(parameters))
    if is_simple:
        return _level(node.body, parameters, frozenset())
    level = _level(node.body, parameters, frozenset(parameters))
    own = frozenset(level.names).difference(parameters)
    for parameter in node.parameters:
        for name in _mentioned(parameter):
            if name.name in own:
                raise UnsupportedSyntax(
                    "A parameter that uses a name which the function's body declares", offset=name.start
                )
    return level


def program_level(block: made.Block) -> Level:
    """Make the level of a program."""
    level = _level(block, [], frozenset())
    if not _FIXED.isdisjoint(level.names):
        raise UnsupportedSyntax("Declaring a name that stands for a constant", offset=block.start)
    return level


def _level(block: made.Block, parameters: list[str], checked: frozenset[str]) -> Level:
    lexical = lexical_names(block.statements)
    functions = [each.name for each in functions_of(block.statements)]
    hoisted = [name for statement in block.statements for name in hoisted_names(statement)] + functions
    _refuse_twice(lexical, [*parameters, *hoisted], block)
    if checked and not checked.isdisjoint(hoisted):
        raise UnsupportedSyntax("A variable with the name of a parameter", offset=block.start)
    own = [name for name, _ in lexical]
    taken = frozenset(own).union(parameters)
    deeper = [each for statement in block.statements for each in functions_below(statement, taken)]
    return Level(
        list(dict.fromkeys([*parameters, *hoisted, *own, *(each.name for each in deeper)])),
        checked | frozenset(own),
        frozenset(name for name, kind in lexical if kind == "const"),
        frozenset(deeper),
    )


def block_level(block: made.Block | made.Switch) -> Level | None:
    """Make the level of a block; None where it declares nothing."""
    lexical = lexical_names(block.statements)
    functions = dict.fromkeys(each.name for each in functions_of(block.statements))
    if not lexical and not functions:
        return None
    both = [*lexical, *((name, "function") for name in functions)]
    _refuse_twice(both, [name for each in block.statements for name in hoisted_names(each)], block)
    level = lexical_level(lexical)
    for name in functions:
        level.add(name)
    return level


def lexical_level(lexical: list[tuple[str, str]]) -> Level:
    """Make the level of what `let` and `const` declare."""
    names = [name for name, _ in lexical]
    return Level(names, frozenset(names), frozenset(name for name, kind in lexical if kind == "const"))


def head_level(names: list[tuple[str, str]], body: nodes.Node) -> Level:
    """Make the level of what the head of a loop declares."""
    _refuse_twice(names, hoisted_names(body), body)
    return lexical_level(names)


def handler_level(parameter: nodes.Node | None, block: made.Block) -> Level:
    """Make the level of what `catch` declares (ECMA-262, "The try Statement", early errors and Annex B)."""
    names = [(name, "let") for name in made.names_in(parameter)] if parameter else []
    inside = [name for name, _ in lexical_names(block.statements)]
    inside += [each.name for each in functions_of(block.statements)]
    if not isinstance(parameter, nodes.Name):
        inside += hoisted_names(block)
    _refuse_twice(names, inside, block)
    return lexical_level(names)


def _refuse_twice(lexical: list[tuple[str, str]], others: list[str], place: nodes.Node) -> None:
    names = [name for name, _ in lexical]
    if len(set(names)) < len(names) or not set(names).isdisjoint(others):
        raise ExpressionSyntaxError("A name is declared twice", offset=place.start)


def functions_of(statements: list[nodes.Node]) -> list[made.FunctionDeclaration]:
    """Give the functions that a list of statements declares."""
    return [each for each in statements if isinstance(each, made.FunctionDeclaration)]


def lexical_names(statements: list[nodes.Node]) -> list[tuple[str, str]]:
    """Give the names that `let` and `const` declare in a list of statements, each with the kind of declaration."""
    found: list[tuple[str, str]] = []
    for statement in statements:
        if isinstance(statement, made.Declaration) and statement.kind != "var":
            found += [(name, statement.kind) for target, _ in statement.pairs for name in made.names_in(target)]
    return found


_WITH_STATEMENTS = (made.Block, made.If, made.For, made.DoWhile, made.Try, made.Labelled, made.Switch, made.Case)


def hoisted_names(node: nodes.Node) -> list[str]:
    """Give the names that `var` declares in a statement, at any depth; functions keep theirs."""
    if isinstance(node, made.Declaration):
        return [name for target, _ in node.pairs for name in made.names_in(target)] if node.kind == "var" else []
    if isinstance(node, made.ForEach):
        return (made.names_in(node.target) if node.kind == "var" else []) + hoisted_names(node.body)
    if isinstance(node, _WITH_STATEMENTS):
        return [name for child in node.children for name in hoisted_names(child)]
    return []


def functions_below(node: nodes.Node, taken: frozenset[str]) -> list[made.FunctionDeclaration]:
    """Give the functions in blocks of a statement that are variables outside of their blocks too.

    They are those that `var` could stand for (ECMA-262, "Block-Level Function Declarations Web Legacy
    Compatibility Semantics"): no `let` or `const` on the way has the name. V8 minds no functions there.

    Parameters
    ----------
    node
        The statement.
    taken
        The names that are declared between the function that all is in and this statement.
    """
    found: list[made.FunctionDeclaration] = []
    if isinstance(node, (made.Block, made.Switch)):
        own = functions_of(node.statements)
        found = [each for each in own if each.name not in taken]
        taken |= {name for name, _ in lexical_names(node.statements)}
    elif isinstance(node, made.For) and node.begin:
        taken |= {name for name, _ in lexical_names([node.begin])}
    elif isinstance(node, made.ForEach) and node.kind in ("let", "const"):
        taken |= {*made.names_in(node.target)}
    elif isinstance(node, made.Try) and isinstance(node.parameter, (made.ArrayPattern, made.ObjectPattern)):
        inside = taken.union(made.names_in(node.parameter))
        for child in node.children:
            found += functions_below(child, inside if child is node.handler else taken)
        return found
    if isinstance(node, (made.ForEach, *_WITH_STATEMENTS)):
        found += [each for child in node.children for each in functions_below(child, taken)]
    return found


def assigned_names(node: nodes.Node) -> frozenset[str]:
    """Give the names that are assigned to anywhere below, builtins aside."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        waiting.extend(each.children)
        if isinstance(each, (made.Assign, made.Update)) or (isinstance(each, made.ForEach) and not each.kind):
            found.update(name for name in made.names_in(each.target) if not is_known(name))
    return frozenset(found)


def makes_holes(node: nodes.Node) -> bool:
    """Tell whether anything below may lengthen an array, or take an element out of it."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        waiting.extend(each.children)
        if isinstance(each, (made.Assign, made.Update, made.Delete, made.Element)) or (
            isinstance(each, made.ForEach) and not each.kind
        ):
            target = each.target
        else:
            continue
        if isinstance(target, nodes.Index) or (isinstance(target, nodes.Member) and target.name == "length"):
            return True
    return False


def _mentioned(node: nodes.Node) -> list[nodes.Name]:
    found: list[nodes.Name] = []
    waiting = list(node.children)
    while waiting:
        each = waiting.pop()
        waiting.extend(each.children)
        if isinstance(each, nodes.Name):
            found.append(each)
    return found
