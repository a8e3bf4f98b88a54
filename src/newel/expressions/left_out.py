"""What JavaScript has and this language leaves out for good: what messages call it, and what to write instead."""

from __future__ import annotations

from .errors import UnsupportedSyntax

_NO_WAITING = "Leave `async` and `await` out: nothing here waits."
_NO_MODULES = "An expression stands alone: it uses its values and the builtins."
_NO_OBJECTS = "Write a function that returns an object, and call it without `new`."

_FEATURES: dict[str, tuple[str, str]] = {
    "arguments": ("`arguments`", "Write a rest parameter: (...values) => …"),
    "async": ("`async`", _NO_WAITING),
    "await": ("`await`", _NO_WAITING),
    "class": ("A class", _NO_OBJECTS),
    "debugger": ("`debugger`", "Leave it out."),
    "export": ("`export`", "The value of the last statement is the result."),
    "generator": ("A generator", "Write a function that returns an array."),
    "get": ("A getter", "Write a method, or the value itself."),
    "import": ("`import`", _NO_MODULES),
    "new": ("`new` with a function of your own", _NO_OBJECTS),
    "new.target": ("`new.target`", _NO_OBJECTS),
    "set": ("A setter", "Write a method."),
    "super": ("`super`", _NO_OBJECTS),
    "tag": ("A tagged template", "Call the function: f(`…`)."),
    "this": ("`this`", "Pass the object to the function as an argument."),
    "with": ("`with`", "Name the object: object.member."),
}


def left_out(word: str, offset: int | None = None) -> UnsupportedSyntax:
    """Say that a feature is left out, what it is called, and what to write instead."""
    feature, hint = _FEATURES.get(word, (f"`{word}`", None))
    return UnsupportedSyntax(feature, offset=offset, hint=hint)
