"""The text of paths: the keys values are bound by, and what JSONPath has and JavaScript has not.

Step Functions reads paths as JSONPath. Names that its dot notation cannot carry stand in brackets (AWS Step
Functions Developer Guide, "Using JSONPath paths"; RFC 9535, `member-name-shorthand`).
"""

from __future__ import annotations

from .text import join_units, split_units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Step: TypeAlias = "str | int"
    Steps: TypeAlias = "tuple[Step, ...]"

OWN_MEMBERS = frozenset(("length", "size"))
"""Members that JavaScript may give a value by itself; as a step of a path they may not be the state's."""


def is_shorthand(name: str) -> bool:
    """Tell whether JSONPath's dot notation can carry a name."""
    if not name or (name[0].isascii() and name[0].isdigit()):
        return False
    return all(c == "_" or not c.isascii() or c.isalnum() for c in name)


def path_text(root: str, steps: Steps) -> str:
    """Write a path as Step Functions reads it."""
    parts = [root]
    for step in steps:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif is_shorthand(join_units(step)):
            parts.append(f".{join_units(step)}")
        else:
            escaped = join_units(step).replace("\\", "\\\\").replace("'", "\\'")
            parts.append(f"['{escaped}']")
    return "".join(parts)


def parse_key(key: str) -> tuple[str, Steps] | None:
    """Read the text of a bound path leniently; None where it is no path to a single node."""
    root = "$$" if key.startswith("$$") else "$"
    if not key.startswith("$"):
        return None
    steps: list[Step] = []
    position = len(root)
    while position < len(key):
        step, position = _step(key, position)
        if step is None:
            return None
        steps.append(step)
    return root, tuple(steps)


def _step(key: str, position: int) -> tuple[Step | None, int]:
    if key[position] == "[":
        return _bracket(key, position)
    if key[position] != "." or key[position + 1 : position + 2] in ("", ".", "*"):
        return None, position
    if key[position + 1] == "[":  # AWS's own pages write $.abc.['def ghi']
        return _bracket(key, position + 1)
    end = position + 1
    while end < len(key) and key[end] not in ".[":
        end += 1
    return split_units(key[position + 1 : end]), end


def _bracket(key: str, position: int) -> tuple[Step | None, int]:
    quote = key[position + 1 : position + 2]
    if quote and quote in "'\"":
        parts: list[str] = []
        end = position + 2
        while end < len(key) and key[end] != quote:
            end += key[end] == "\\"
            parts.append(key[end : end + 1])
            end += 1
        return (split_units("".join(parts)), end + 2) if key[end : end + 2] == f"{quote}]" else (None, position)
    end = key.find("]", position)
    inside = key[position + 1 : end]
    if end < 0 or not inside.isascii() or not (inside.isdigit() or inside.isidentifier()):
        return None, position
    return (int(inside) if inside.isdigit() and len(inside) < 10 else inside), end + 1


def is_plain_key(key: str) -> bool:
    """Tell whether JavaScript reads the text of a bound path as the same path."""
    parsed = parse_key(key)
    if parsed is None or ("[" in key and not _brackets_are_literal(key)):
        return False
    return "[" in key or all(isinstance(step, str) and step.isidentifier() for step in parsed[1])


def _brackets_are_literal(key: str) -> bool:
    dotted = key.partition("[")[0]
    following = key[len(dotted) + 1 : len(dotted) + 2]
    return (following in "'\"" or following.isdigit()) and all(
        name.isidentifier() for name in dotted.split(".")[1:] if name
    )


def foreign_path(source: str, start: int) -> int:
    """Find a path with an operator that only JSONPath has: `[*]`, `.*`, `..`, `[?(…)]`, `[1:2]`.

    Gives where it ends, or 0 where JavaScript reads the path as well as JSONPath. The path ends before a
    member that JavaScript may add and before a name that is called.
    """
    position = start + (2 if source.startswith("$$", start) else 1)
    end = foreign = 0
    while position < len(source):
        after, is_foreign = _segment(source, position)
        if not after:
            break
        foreign = foreign or is_foreign
        position = after
        if foreign:
            end = position
    return end


def _segment(source: str, position: int) -> tuple[int, bool]:
    if source[position] == "[":
        return _bracket_segment(source, position)
    if source[position] != ".":
        return 0, False
    deep = source.startswith("..", position) and not source.startswith("...", position)
    begin = position + 1 + deep
    if source.startswith("*", begin):
        return begin + 1, True
    if deep and source.startswith("[", begin):
        return _bracket_segment(source, begin)[0], True
    end = begin
    while end < len(source) and (source[end] == "_" or source[end].isalnum()):
        end += 1
    called = source[end:].lstrip()[:1] == "("
    if end == begin or called or (source[begin:end] in OWN_MEMBERS and not deep):
        return 0, False
    return end, deep


def _bracket_segment(source: str, position: int) -> tuple[int, bool]:
    inside = source[position + 1 :].lstrip()
    if inside.startswith("*"):
        end = source.find("]", position)
        return (end + 1, True) if end > 0 and source[position + 1 : end].strip() == "*" else (0, False)
    if inside.startswith("?"):
        return _closing(source, position), True
    end = source.find("]", position)
    text = source[position + 1 : max(end, 0)].strip()
    if end > 0 and text and set(text) <= set("0123456789:- "):
        return end + 1, ":" in text
    return (end + 1, False) if text[:1] in ("'", '"') and text[-1:] == text[:1] and len(text) > 1 else (0, False)


def _closing(source: str, position: int) -> int:
    depth = 0
    quote = ""
    while position < len(source):
        character = source[position]
        if quote:
            position += character == "\\"
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "[(":
            depth += 1
        elif character in "])":
            depth -= 1
            if not depth:
                return position + 1
        position += 1
    return 0
