"""What can be read and signed: an item is a name and the plain lines that a reader is shown under it.

The hash is that of the lines as they are kept in reviews/words/, so that `sha256sum` on such a file gives its name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256


@dataclass(frozen=True)
class Item:
    """`id` is where it stands, such as "page:risks". `name` goes into the hash in its place, if there is one: what two
    rule sets share has one name, and is read once.
    """

    id: str
    lines: tuple[str, ...]
    name: str = ""

    @property
    def text(self) -> str:
        """What is kept of it, and hashed: its name, then each line by itself."""
        return "".join(f"{' '.join(line.split())}\n" for line in (self.name or self.id, *self.lines))

    @cached_property
    def digest(self) -> str:
        """The hash of its words, 64 hexadecimal digits."""
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """The hash of the lines of an item."""
    return sha256(text.encode()).hexdigest()


def by_id(items: Iterable[Item]) -> dict[str, Item]:
    """The items by where they stand. Raises ValueError if two stand in one place."""
    found: dict[str, Item] = {}
    for item in items:
        if item.id in found:
            raise ValueError(f"Two items are called {item.id}.")
        found[item.id] = item
    return found
