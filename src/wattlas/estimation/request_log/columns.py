"""One column of a request log: numbers with what could not be read, words with codes.

The libraries that columns come from are known by what their objects can do, so none
of them is imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import InputError
from wattlas.estimation.input_values import parse_given

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int32]

_NUMBER_KINDS = "iufOUST"
_FIRST_ROWS, _FEW_WORDS = 1000, 8
_MISSING = frozenset({"None", "<NA>", "NaT", "nan"})
"""How the marks for a missing cell print; a word that prints so is a str."""


@dataclass(frozen=True)
class Numbers:
    """A column of numbers; `unread` holds the text of the cells that are none.

    `single` says that one value was given for all rows.
    """

    values: Floats
    unread: Mapping[int, str]
    single: bool = False

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.values)


@dataclass(frozen=True)
class Words:
    """A column of words: a code for each row, -1 where the cell is empty.

    `single` says that one word was given for all rows.
    """

    codes: Codes
    names: tuple[str, ...]
    single: bool = False

    @property
    def is_filled(self) -> bool:
        """Whether no cell is empty."""
        return bool((self.codes[:1] if self.single else self.codes).min() >= 0)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)


def is_alike(values: NDArray[Any]) -> bool:
    """Say whether an array is one value, given for all rows.

    >>> is_alike(np.broadcast_to(1.0, 5)), is_alike(np.ones(5))
    (True, False)
    """
    return values.strides == (0,)


def values_at(values: NDArray[Any], rows: NDArray[np.int64]) -> NDArray[Any]:
    """Return the values of some rows; one value for all rows stays one.

    >>> is_alike(values_at(np.broadcast_to(1.0, 5), np.array([0, 3])))
    True
    """
    if is_alike(values):
        return np.broadcast_to(values[0], len(rows))
    return values[rows]


class CodeOf(dict[Any, int]):
    """A code for each word, in order of appearance."""

    def __missing__(self, word: Any) -> int:
        """Give the next code to a word that was not seen before."""
        code = self[word] = len(self)
        return code

    def codes(self, cells: Sequence[Any]) -> Codes:
        """Return the codes of cells."""
        return np.fromiter(map(self.__getitem__, cells), np.int32, len(cells))


def is_single(column: Any) -> bool:
    """Say whether a column is one value for all rows."""
    return isinstance(column, str | Path | int | float | np.generic) or (
        isinstance(column, np.ndarray) and column.ndim == 0
    )


def numbers_of(column: Any, name: str, rows: int) -> Numbers:
    """Return a column as numbers; one value stands for all rows.

    >>> numbers_of([1, 2.5], "prompt_tokens", 2).values.tolist()
    [1.0, 2.5]
    """
    if isinstance(column, Numbers):
        return column
    if is_single(column):
        value = np.float64(_one(name, column))
        return Numbers(np.broadcast_to(value, rows), {}, single=True)
    if _has_truth(column):
        return numbers_of_cells(column)
    try:
        values = np.asarray(column)
    except ValueError:  # lists of several lengths in it
        return numbers_of_cells(column)
    if values.ndim != 1:
        raise InputError(
            "{name} must have one dimension, got {ndim}.",
            name=name,
            ndim=values.ndim,
        )
    if values.dtype.kind not in _NUMBER_KINDS:
        raise InputError(
            "{name} must be numbers, got {dtype}.",
            name=name,
            dtype=values.dtype,
        )
    try:
        return Numbers(values.astype(np.float64), {})
    except (OverflowError, TypeError, ValueError):
        return numbers_of_cells(values.tolist())


def numbers_of_cells(cells: Sequence[Any]) -> Numbers:
    """Return the numbers of cells of any type; what is none is kept as its text.

    A whole number that is too large for a float is infinite, as 1e400 is.

    >>> numbers_of_cells(["12", "", "many", True]).unread
    {1: '', 2: 'many', 3: 'True'}
    >>> numbers_of_cells([10**400, -(10**400)]).values.tolist()
    [inf, -inf]
    """
    try:
        if _has_truth(cells):
            raise TypeError
        return Numbers(np.fromiter(map(float, cells), np.float64, len(cells)), {})
    except (OverflowError, TypeError, ValueError):
        pass  # some cell is no number: find which
    values = np.full(len(cells), np.nan)
    unread = {}
    for row, cell in enumerate(cells):
        try:
            values[row] = float("" if isinstance(cell, bool) else cell)
        except OverflowError:
            values[row] = np.inf if cell > 0 else -np.inf
        except (TypeError, ValueError):
            unread[row] = _text(cell)
    return Numbers(values, unread)


def _has_truth(cells: Any) -> bool:
    """Say whether true or false stands among cells: Python takes them for 1 and 0."""
    return isinstance(cells, list | tuple) and bool in set(map(type, cells))


def words_of(column: Any, name: str, rows: int) -> Words:
    """Return a column as codes and words; one word stands for all rows.

    >>> words_of(["h100", None, "h100"], "hardware", 3).codes.tolist()
    [0, -1, 0]
    """
    if isinstance(column, Words):
        return column
    if is_single(column):
        codes = np.broadcast_to(np.int32(0), rows)
        return Words(codes, (str(column),), single=True)
    for reader in (_arrow_codes, _pandas_codes, _polars_codes, _numpy_codes):
        found = reader(column)
        if found is not None:
            return words_of_codes(*found)
    cells = column.tolist() if isinstance(column, np.ndarray) else list(column)
    seen = CodeOf()
    try:
        return words_of_codes(seen.codes(cells), list(seen))
    except TypeError as error:
        raise InputError(
            "{name} must be words, got a column of lists.",
            name=name,
        ) from error


def words_of_codes(codes: NDArray[Any], names: Sequence[Any]) -> Words:
    """Return words with the code -1 for every empty cell.

    >>> words_of_codes(np.array([0, 1, 0]), ["h100", " "]).codes.tolist()
    [0, -1, 0]
    """
    texts = [_text(name) for name in names]
    # The last entry serves cells whose code is -1 already.
    renumbered = [code if text else -1 for code, text in enumerate(texts)] + [-1]
    return Words(np.array(renumbered, np.int32)[codes], tuple(texts))


def _one(name: str, value: Any) -> float:
    plain = value.item() if isinstance(value, np.generic | np.ndarray) else value
    if isinstance(plain, float):
        return plain
    parsed = parse_given(name, plain, "1")
    if parsed.low != parsed.high:
        raise InputError(
            "{name} is one number for each request, got {value}.",
            name=name,
            value=value,
        )
    return parsed.low


def _arrow_codes(column: Any) -> tuple[NDArray[Any], Sequence[Any]] | None:
    if not hasattr(column, "dictionary_encode"):
        return None
    encoded = column.dictionary_encode()
    if hasattr(encoded, "unify_dictionaries"):
        encoded = encoded.unify_dictionaries().combine_chunks()
    indices = encoded.indices
    codes = indices.fill_null(-1) if indices.null_count else indices
    return codes.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()


def _pandas_codes(column: Any) -> tuple[NDArray[Any], Sequence[Any]] | None:
    if hasattr(getattr(column, "cat", None), "codes"):
        return column.cat.codes.to_numpy(), list(column.cat.categories)
    if not hasattr(column, "factorize"):
        return None
    codes, names = column.factorize()
    return codes, list(names)


def _polars_codes(column: Any) -> tuple[NDArray[Any], Sequence[Any]] | None:
    if not hasattr(column, "replace_strict"):
        return None
    names = column.drop_nulls().unique().to_list()
    codes = column.replace_strict(names, list(range(len(names))), default=-1)
    return codes.to_numpy(), names


def _numpy_codes(column: Any) -> tuple[NDArray[Any], Sequence[Any]] | None:
    """Compare strings with the few words of the first rows: no Python object each."""
    if not isinstance(column, np.ndarray) or column.dtype.kind != "U":
        return None
    words = list(dict.fromkeys(column[:_FIRST_ROWS].tolist()))[:_FEW_WORDS]
    codes = np.full(len(column), -1, np.int32)
    for code, word in enumerate(words):
        codes[column == word] = code
    rest = np.flatnonzero(codes < 0)
    others = CodeOf()
    codes[rest] = others.codes(column[rest].tolist()) + len(words)
    return codes, [*words, *others]


def _text(cell: Any) -> str:
    if not isinstance(cell, str) and str(cell) in _MISSING:
        return ""
    return cell.decode() if isinstance(cell, bytes) else str(cell).strip()
