r"""The properties behind `\p{…}` (ECMA-262, "Unicode Property Value Tables").

They are those that Python's own Unicode tables hold: the general categories, and a few more. Scripts are not there.
"""

from __future__ import annotations

from unicodedata import category

from ..errors import ExpressionSyntaxError, UnsupportedSyntax
from ..text import words
from .charsets import ANY, Charset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .charsets import Property

_CATEGORIES = {
    "Lu": "Uppercase_Letter", "Ll": "Lowercase_Letter", "Lt": "Titlecase_Letter", "Lm": "Modifier_Letter",
    "Lo": "Other_Letter", "Mn": "Nonspacing_Mark", "Mc": "Spacing_Mark", "Me": "Enclosing_Mark",
    "Nd": "Decimal_Number digit", "Nl": "Letter_Number", "No": "Other_Number", "Pc": "Connector_Punctuation",
    "Pd": "Dash_Punctuation", "Ps": "Open_Punctuation", "Pe": "Close_Punctuation", "Pi": "Initial_Punctuation",
    "Pf": "Final_Punctuation", "Po": "Other_Punctuation", "Sm": "Math_Symbol", "Sc": "Currency_Symbol",
    "Sk": "Modifier_Symbol", "So": "Other_Symbol", "Zs": "Space_Separator", "Zl": "Line_Separator",
    "Zp": "Paragraph_Separator", "Cc": "Control cntrl", "Cf": "Format", "Cs": "Surrogate", "Co": "Private_Use",
    "Cn": "Unassigned",
    "L": "Letter", "M": "Mark Combining_Mark", "N": "Number", "P": "Punctuation punct", "S": "Symbol",
    "Z": "Separator", "C": "Other", "LC": "Cased_Letter",
}  # fmt: skip
"""Each general category with its longer names; one of a single letter is all that begin with it."""

_SHORT = {name: short for short, names in _CATEGORIES.items() for name in [short, *names.split()]}

_SPACES = [
    *[(9, 13), (32, 32), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)],
    *[(0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)],
]

_NEVER = [(0xFDD0, 0xFDEF), *[(plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)]]

_FIXED = {
    "Any": ANY,
    "ASCII": Charset([(0, 127)]),
    "ASCII_Hex_Digit": Charset([(48, 57), (65, 70), (97, 102)]),
    "Bidi_Control": Charset([(0x61C, 0x61C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069)]),
    "Hex_Digit": Charset([(48, 57), (65, 70), (97, 102), (0xFF10, 0xFF19), (0xFF21, 0xFF26), (0xFF41, 0xFF46)]),
    "Join_Control": Charset([(0x200C, 0x200D)]),
    "Noncharacter_Code_Point": Charset(_NEVER),
    "Pattern_White_Space": Charset([(9, 13), (32, 32), (0x85, 0x85), (0x200E, 0x200F), (0x2028, 0x2029)]),
    "Regional_Indicator": Charset([(0x1F1E6, 0x1F1FF)]),
    "White_Space": Charset(_SPACES),
}

_ASKED: dict[str, Callable[[str], bool]] = {
    "Lowercase": str.islower,
    "Uppercase": str.isupper,
    "XID_Start": lambda character: character != "_" and character.isidentifier(),
    "XID_Continue": lambda character: f"a{character}".isidentifier(),
}

_MOVED = "\u0295\u10fc\ua7f2\ua7f3\ua7f4\uab69\u200c\u200d\u30fb\uff65"
"""Characters that have gained or lost one of these since Unicode 14."""

_ALIASES = {
    "AHex": "ASCII_Hex_Digit", "space": "White_Space", "Lower": "Lowercase", "Upper": "Uppercase",
    "XIDS": "XID_Start", "XIDC": "XID_Continue", "Bidi_C": "Bidi_Control", "Hex": "Hex_Digit", "Join_C": "Join_Control",
    "NChar": "Noncharacter_Code_Point", "Pat_WS": "Pattern_White_Space", "RI": "Regional_Indicator",
}  # fmt: skip

_PENDING = words(
    "Alphabetic Alpha Bidi_Mirrored Bidi_M Case_Ignorable CI Cased Changes_When_Casefolded CWCF "
    "Changes_When_Casemapped CWCM Changes_When_Lowercased CWL Changes_When_NFKC_Casefolded CWKCF "
    "Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep "
    "Diacritic Dia Emoji Emoji_Component EComp Emoji_Modifier EMod Emoji_Modifier_Base EBase Emoji_Presentation EPres "
    "Extended_Pictographic ExtPict Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext "
    "IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo "
    "Logical_Order_Exception LOE Math Pattern_Syntax Pat_Syn "
    "Quotation_Mark QMark Radical Sentence_Terminal STerm "
    "Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Variation_Selector VS"
)
"""Properties that are in no table of Python."""


SEQUENCES = words(
    "Basic_Emoji Emoji_Keycap_Sequence RGI_Emoji RGI_Emoji_Flag_Sequence RGI_Emoji_Modifier_Sequence "
    "RGI_Emoji_Tag_Sequence RGI_Emoji_ZWJ_Sequence"
)
"""Properties of texts, which only the flag v knows."""


def property_set(name: str, value: str | None) -> Charset:
    r"""Give the characters of `\p{name=value}`, or `\p{name}` where the value is None.

    Raises
    ------
    ExpressionSyntaxError
        There is no such property.
    UnsupportedSyntax
        There is, but Python does not know it.
    """
    if value is not None:
        if name in ("General_Category", "gc") and value in _SHORT:
            return _by_category(_SHORT[value])
        if name in ("Script", "sc", "Script_Extensions", "scx") and value.replace("_", "").isalnum():
            raise UnsupportedSyntax("A script in a regular expression's `\\p{}`")
        raise ExpressionSyntaxError("A regular expression names a property that does not exist")
    if name in _SHORT:
        return _by_category(_SHORT[name])
    name = _ALIASES.get(name, name)
    if name in _FIXED:
        return _FIXED[name]
    if name == "Assigned":
        return _by_category("Cn").complement()
    if name in _ASKED:
        return Charset((), (_known(_ASKED[name], _MOVED),))
    if name in _PENDING:
        raise UnsupportedSyntax("This property in a regular expression's `\\p{}`")
    raise ExpressionSyntaxError("A regular expression names a property that does not exist")


def _by_category(short: str) -> Charset:
    if short == "LC":
        return Charset((), (_known(lambda character: category(character) in ("Lu", "Ll", "Lt")),))
    if len(short) == 2:
        return Charset((), (_known(lambda character: category(character) == short),))
    return Charset((), (_known(lambda character: category(character)[0] == short),))


def _known(test: Callable[[str], bool], moved: str = "\u0295\U0001171e") -> Property:
    """Refuse to answer for a character that a newer Unicode may have given a meaning, or has moved elsewhere."""

    def ask(code: int) -> bool:
        character = chr(code)
        if character in moved or is_unassigned(character):
            raise UnsupportedSyntax("`\\p{}` on a character that is newer than this interpreter")
        return test(character)

    return ask


def is_unassigned(character: str) -> bool:
    """Tell whether a character may be assigned in another version of Unicode: 66 never are."""
    code = ord(character)
    never = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return category(character) == "Cn" and not never
