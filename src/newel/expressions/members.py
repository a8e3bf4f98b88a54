"""Reading a property: own data first, then the tables of builtins, and nothing else.

No name from an expression or from data ever reaches an attribute of a Python object. What JavaScript would find
further up (`constructor`, `__proto__`, …) is refused.
"""

from __future__ import annotations

from .builtins.objects import has_own
from .builtins.prototypes import ANY, PROTOTYPES
from .errors import ExpressionTypeError, UnsupportedSyntax
from .regexps import Groups
from .symbols import SHARED_KEYS, is_hidden
from .values import SHORT, UNDEFINED, Instance, Namespace, Undefined, is_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .values import Value


def get_index(value: Value, key: float) -> Value:
    """Give `value[key]` for a key that is a number; SHORT asks for the way over its text."""
    if isinstance(value, (list, str)) and 0 <= key < len(value) and key.is_integer():
        return value[int(key)]
    return SHORT


def get_property(value: Value, key: str, *, shown: bool = True) -> Value:
    """Give `value[key]`; the message of an error names the key only if it is `shown` in the source.

    Raises
    ------
    ExpressionTypeError
        The value is null or undefined.
    UnsupportedSyntax
        JavaScript has such a member and this language has not.
    """
    if isinstance(value, dict):
        if key in value:
            return value[key]
    elif isinstance(value, (list, str)):
        if key == "length":
            return float(len(value))
        if key[:1].isdigit() and is_index(key):
            return value[int(key)] if int(key) < len(value) else UNDEFINED
    elif isinstance(value, Namespace):
        if key in value.members:
            return value.members[key]
        if key in value.pending:
            raise UnsupportedSyntax(f"`{value.name}.{key}`")
    elif value is None or isinstance(value, Undefined):
        if value is SHORT:
            return SHORT
        raise _unreadable(value, f"property `{key}`" if shown else "a property")
    return _inherited(value, key)


def _unreadable(value: Value, member: str) -> ExpressionTypeError:
    return ExpressionTypeError(f"Cannot read {member} of {'null' if value is None else 'undefined'}")


def _inherited(value: Value, key: str) -> Value:
    if isinstance(value, Instance):
        own = value.own(key)
        if own is not SHORT:
            return own
    table = PROTOTYPES[type(value)]
    if key in table.entries:
        return table.entries[key]
    if key in table.getters:
        return table.getters[key](value)
    if key in ANY.entries and key not in table.pending:
        return ANY.entries[key]
    if key in table.pending or key in ANY.pending:
        raise UnsupportedSyntax(f"The member `{key}`")
    if key in SHARED_KEYS and type(value) is not dict:
        raise UnsupportedSyntax(f"The member `Symbol.{key[1:]}`")
    return UNDEFINED


def has_property(value: list[Value] | dict[str, Value], key: str) -> bool:
    """Tell what `in` tells: whether a value has a property, be it inherited."""
    if is_hidden(key) and type(value) is not dict:
        raise UnsupportedSyntax("Looking for a symbol in an array")
    table = PROTOTYPES[type(value)]
    inherits = not isinstance(value, Groups)
    return has_own(value, key) or (
        inherits and any(key in names for names in (table.entries, table.pending, ANY.entries, ANY.pending))
    )
