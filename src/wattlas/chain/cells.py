"""Cells of a row of a table, read as numbers of their kind or refused in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.errors import InputError

_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0", ""})


@dataclass(frozen=True)
class Cells:
    """A row, and the model that it describes. An empty cell is 0, False or ''.

    Examples
    --------
    >>> Cells("tiny", {"layers": "2", "tied_embeddings": "yes"}).whole("layers")
    2
    """

    name: str
    row: Mapping[str, str]

    def changed(self, changes: Mapping[str, str]) -> Cells:
        """Return the row with other cells."""
        return Cells(self.name, {**self.row, **changes})

    def text(self, column: str) -> str:
        """Return a cell as it stands."""
        return (self.row.get(column) or "").strip()

    def number(self, column: str) -> float:
        """Return a number that is not negative."""
        value = self._number(column)
        if value < 0:
            raise self._unlike(column, "a number")
        return value

    def whole(self, column: str) -> int:
        """Return a whole number that is not negative."""
        value = self._number(column)
        if value < 0 or value != int(value):
            raise self._unlike(column, "a whole number")
        return int(value)

    def flag(self, column: str) -> bool:
        """Return a truth value."""
        word = self.text(column).lower()
        if word not in _TRUE | _FALSE:
            raise self._unlike(column, "true or false")
        return word in _TRUE

    def error(self, problem: str) -> InputError:
        """Return the error that names the model."""
        return InputError(
            "Model '{name}': {problem}",
            name=self.name,
            problem=problem,
        )

    def _number(self, column: str) -> float:
        try:
            return float(self.text(column) or 0)
        except ValueError:
            return -1.0

    def _unlike(self, column: str, wanted: str) -> InputError:
        text = self.row.get(column) or ""
        return self.error(f"{column} must be {wanted}, got '{text}'.")
