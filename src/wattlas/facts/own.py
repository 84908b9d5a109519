"""Rows of one's own beside the tables, for as long as the program runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from wattlas.records import Fact


@dataclass(frozen=True)
class OwnRow:
    """What a file of one's own says of one key: features as text, and figures."""

    features: Mapping[str, str]
    figures: Mapping[str, Fact]


_ROWS: dict[str, dict[str, OwnRow]] = {}


def normal(name: str) -> str:
    """Return a name without its case, with hyphens for spaces and underscores.

    >>> normal(" My_own chip")
    'my-own-chip'
    """
    return "-".join(name.strip().lower().replace("_", " ").replace("-", " ").split())


def add_own(
    table: str, name: str, features: Mapping[str, str], figures: Mapping[str, Fact]
) -> str:
    """Add a row beside a table, or put it in place of the one of that name.

    Return its key.
    """
    key = normal(name)
    keyed = {n: replace(fact, key=key) for n, fact in figures.items()}
    _ROWS.setdefault(table, {})[key] = OwnRow({"key": key, **features}, keyed)
    return key


def own_row(table: str, name: str) -> OwnRow | None:
    """Return the row that a name of one's own stands for, or None."""
    return _ROWS.get(table, {}).get(normal(name))


@contextmanager
def own_rows_apart() -> Iterator[None]:
    """Let rows that a block adds end with the block: the next user has none of them.

    >>> with own_rows_apart():
    ...     key = add_own("hardware", "My chip", {}, {})
    >>> own_row("hardware", key) is None
    True
    """
    before = {table: dict(rows) for table, rows in _ROWS.items()}
    try:
        yield
    finally:
        _ROWS.clear()
        _ROWS.update(before)
