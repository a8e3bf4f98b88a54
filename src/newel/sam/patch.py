"""Changing a YAML text by its smallest parts: what is equal already keeps its bytes, comments and order."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, TypeGuard

from newel.errors import NewelError
from newel.json_types import JsonObject, is_array, is_object
from newel.sam.document import Mapping, Node, Sequence, emit


class _Absent:
    """The type of `ABSENT`."""


ABSENT = _Absent()
"""In the place of a wanted member: one that must not be there."""


@dataclass
class Patch:
    """Edits of one text, collected and then applied at once."""

    text: str
    _edits: list[tuple[int, int, str]] = field(default_factory=list["tuple[int, int, str]"])

    def apply(self) -> str:
        """The text with the edits made."""
        newline = "\r\n" if "\r\n" in self.text else "\n"
        parts: list[str] = []
        position = 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            parts += [self.text[position:start], new.replace("\n", newline)]
            position = end
        return "".join(parts) + self.text[position:]

    def mapping(self, node: Mapping, wanted: JsonObject, *, keep: int = 0, space: bool = False) -> None:
        """Give a mapping the wanted members.

        Parameters
        ----------
        node
            The mapping, of this text.
        wanted
            Its members as plain data, or `ABSENT`.
        keep
            For how many levels members that are not wanted stay; below that they go.
        space
            Whether a new member gets an empty line before it.
        """
        entries = node.members
        unwanted = {name for name, value in wanted.items() if value is ABSENT}
        for name in wanted:
            if name in entries and name not in unwanted:
                self._member(name, *entries[name], wanted[name], keep - 1)
        # After what changes within the members: several edits at one place are made in the order they came.
        previous = next(reversed(entries))
        for name, value in wanted.items():
            if name in entries:
                previous = name
            elif name not in unwanted:
                self._insert(node, entries[previous][1], {name: present(value)}, space=space)
        for name, (key, value) in entries.items():
            if name in unwanted or (keep <= 0 and name not in wanted):
                start = self._line_start(key.start)
                if space:
                    self._close_gap(start)
                self._remove(start, value.end)

    def _member(self, name: str, key: Node, node: Node, wanted: Any, keep: int) -> None:
        if _text(node.data) == _text(wanted):
            return
        if node.start < key.start:
            raise NewelError(
                f"{name} is written with a YAML alias, which cannot be kept up to date",
                where=f"line {key.line + 1}",
                hint="write the value out",
            )
        if isinstance(node, Mapping) and _plain(wanted) and (wanted or keep > 0):
            if not node.flow:
                self.mapping(node, wanted, keep=keep)
                return
            wanted = overlaid(node.data, wanted, keep)
        elif isinstance(node, Sequence) and is_array(wanted) and wanted and not node.flow:
            self._sequence(node, wanted)
            return
        colon = self.text.index(":", key.end) + 1
        [first, *rest] = emit({"": present(wanted)})
        margin = " " * key.column
        end = node.end if node.end > node.start else colon  # an empty value stands nowhere
        kept = self._comments(colon, end, margin)
        beside = self.text[end : self._line_end(end)].rstrip("\r\n")
        if rest and beside.lstrip().startswith("#"):  # a comment, that may not go on in a block of text
            first, end = first + beside, end + len(beside)
        lines = [first.split(":", 1)[1], *kept, *(margin + line for line in rest)]
        tail = "\n" if rest and end == len(self.text) else ""  # a block of text ends with its newline
        self._edits.append((colon, end, "\n".join(lines) + tail))

    def _sequence(self, node: Sequence, wanted: list[Any]) -> None:
        dashes = self._dashes(node)
        items = node.items
        actual = [item.data for item in items]
        same = SequenceMatcher(None, [_text(item) for item in actual], [_text(item) for item in wanted], autojunk=False)
        for tag, low, high, new_low, new_high in same.get_opcodes():
            if tag == "equal":
                continue
            alike = SequenceMatcher(
                None,
                [_shape(item) for item in actual[low:high]],
                [_shape(item) for item in wanted[new_low:new_high]],
                autojunk=False,
            )
            for kind, old, old_end, new, new_end in alike.get_opcodes():
                if kind == "equal":
                    for offset in range(old_end - old):
                        self._item(
                            items[low + old + offset],
                            dashes[low + old + offset],
                            wanted[new_low + new + offset],
                        )
                    continue
                for index in range(low + old, low + old_end):
                    self._remove(self._line_start(dashes[index]), items[index].end)
                position = low + old
                after = self._line_end(items[position - 1].end) if position else self._line_start(dashes[0])
                margin = " " * node.column
                lines = emit(wanted[new_low + new : new_low + new_end]) if new_end > new else []
                self._edits.append((after, after, "".join(f"{margin}{line}\n" for line in lines)))

    def _item(self, item: Node, dash: int, wanted: Any) -> None:
        # A member that has to go may be the one behind the dash: then the item is written anew.
        if isinstance(item, Mapping) and not item.flow and _plain(wanted) and item.members.keys() <= wanted.keys():
            self.mapping(item, wanted)
            return
        margin = " " * (dash - self._line_start(dash))
        [first, *rest] = emit([wanted])
        kept = self._comments(dash, item.end, margin + "  ")
        self._edits.append((dash, item.end, "\n".join([first, *kept, *(margin + line for line in rest)])))

    def _insert(self, node: Mapping, after: Node, member: dict[str, Any], *, space: bool) -> None:
        column = node.column
        position = self._line_end(after.end)
        lines = "".join(f"{' ' * column}{line}\n" for line in emit(member))
        missing = "\n" if self.text[position - 1] != "\n" else ""
        before = self.text[max(0, position - 4) : position].replace("\r\n", "\n") + missing
        # A second empty line would be one more of a block of text that keeps those at its end.
        gap = "\n" if space and not before.endswith("\n\n") else ""
        self._edits.append((position, position, missing + gap + lines))

    def _remove(self, start: int, end: int) -> None:
        margin = " " * (len(self.text[start:]) - len(self.text[start:].lstrip(" ")))
        kept = self._comments(start, end, margin)
        self._edits.append((start, self._line_end(end), "".join(f"{line}\n" for line in kept)))

    def _close_gap(self, start: int) -> None:
        """Take away an empty line before a member that goes."""
        for newline in ("\r\n", "\n"):
            if self.text[:start].endswith(2 * newline):
                self._edits.append((start - len(newline), start, ""))
                return

    def _comments(self, start: int, end: int, margin: str) -> list[str]:
        """The comments on lines of their own in what is replaced or removed."""
        lines = self.text[start:end].splitlines()
        return [margin + line.strip() for line in lines if line.lstrip().startswith("#")]

    def _dashes(self, node: Sequence) -> list[int]:
        dash = re.compile(rf"^ {{{node.column}}}-(?=\s)", re.MULTILINE)
        dashes = [node.start]
        for before, item in zip(node.items, node.items[1:], strict=False):
            found = [match.end() - 1 for match in dash.finditer(self.text, self._line_end(before.end), item.start)]
            dashes.append(found[-1])
        return dashes

    def _line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        if index and self.text[index - 1] == "\n":
            return index
        newline = self.text.find("\n", index)
        return len(self.text) if newline < 0 else newline + 1


def overlaid(actual: JsonObject, wanted: JsonObject, keep: int) -> JsonObject:
    """The wanted members, and for `keep` levels those that are there besides."""
    if keep <= 0:
        return wanted
    deeper = {
        name: overlaid(actual[name], value, keep - 1) if is_object(actual.get(name)) and _plain(value) else value
        for name, value in wanted.items()
    }
    return {**actual, **deeper}


def present(value: Any) -> Any:
    """The value without the members that are `ABSENT`."""
    if not is_object(value):
        return value
    return {name: present(item) for name, item in value.items() if item is not ABSENT}


def _plain(value: object) -> TypeGuard[JsonObject]:
    """Whether a value is an object that is written member by member, not an intrinsic function."""
    if not is_object(value):
        return False
    return not any(name in {"Ref", "Condition"} or name.startswith("Fn::") for name in value) or len(value) > 1


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _shape(value: Any) -> str:
    return _text(sorted(value)) if is_object(value) else _text(value)
