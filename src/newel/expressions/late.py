"""Tables whose entries come with the module that defines them, when one is first asked for.

An expression uses few of the builtins, and a function that has just started pays for every module that it loads.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_keys, dict_values
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    Key = TypeVar("Key")
    Entry = TypeVar("Entry")


class Late(dict["Key", "Entry"]):
    """A dictionary that is filled when it is read; whoever goes over all of it finds it whole.

    Parameters
    ----------
    homes
        By key, the function that loads the entries of a module, that of the key among them.
    """

    def __init__(self, homes: dict[Key, Callable[[], dict[Key, Entry]]]) -> None:
        super().__init__()
        self.homes = homes

    def __missing__(self, key: Key) -> Entry:
        self.update(self.homes[key]())
        return self[key]

    def __contains__(self, key: object) -> bool:
        return key in self.homes

    def find(self, key: Key) -> Entry | None:
        """Give an entry, None where there is none."""
        return self[key] if key in self.homes else None

    def __iter__(self) -> Iterator[Key]:
        return iter(self.homes)

    def __len__(self) -> int:
        return len(self.homes)

    def _fill(self) -> None:
        for key in self.homes:
            self[key]

    def keys(self) -> dict_keys[Key, Entry]:
        """Give all keys."""
        self._fill()
        return super().keys()

    def values(self) -> dict_values[Key, Entry]:
        """Give all entries."""
        self._fill()
        return super().values()

    def items(self) -> dict_items[Key, Entry]:
        """Give all keys with their entries."""
        self._fill()
        return super().items()
