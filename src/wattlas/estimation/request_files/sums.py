"""Sums of results by group and key, as whole billionths: equal in any order.

A kilowatt-hour is 1e9 microwatt-hours, and so are the other results summed: whole
numbers of a billionth of their unit, which add up to the same however rows are split.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import InputError, needs_extra
from wattlas.estimation.request_log.columns import Codes, Floats

if TYPE_CHECKING:
    import pyarrow

PER_UNIT = 1e9
"""Parts of a unit that are summed."""
LARGEST = 9e18
"""Below it sums of whole numbers are held in 64 bits."""
EXACT = 2.0**53
"""Up to it floats are whole numbers, and so are their sums."""
GROUP, KEY, ROWS = "group", "key", "rows"
MODEL, USER, DAY = "model", "user", "day"
"""What sums are by: those by model are made of the groups of those by day."""
MOST_HELD = 1 << 19
"""Sums that are held before those of the same key are put together, at least."""
SPARSE = 1
"""Places per row over which sums are made of the places that occur."""

Integers = NDArray[np.int64]


def billionths(values: Floats) -> Floats:
    """Return results as whole numbers of billionths; nothing as zero.

    >>> billionths(np.array([0.0123456789, np.nan])).tolist()
    [12345679.0, 0.0]
    """
    scaled = values * PER_UNIT
    np.rint(scaled, out=scaled)
    has_all = bool(np.isfinite(scaled.sum()))
    return scaled if has_all else np.nan_to_num(scaled, copy=False)


class KeySums:
    """Sums by group and key of batch after batch: a row for each that occurs.

    Parameters
    ----------
    texts : pyarrow.Array
        The texts of the codes of keys.
    groups : int
        How many groups there are.
    rows : int
        How many rows the batches have.
    """

    def __init__(self, texts: pyarrow.Array, groups: int, rows: int) -> None:
        self._texts, self._width = texts, len(texts) + 1
        size = groups * self._width
        self._is_dense = size <= SPARSE * rows
        self._added: list[_PlaceSums] = []
        if self._is_dense:
            self._whole = np.arange(size)

    def add(self, groups: Codes, codes: Codes, results: Mapping[str, Floats]) -> None:
        """Add a batch: the group and the code of each row, -1 for none, and results.

        Results are whole billionths.
        """
        used = groups >= 0
        if not used.all():
            groups, codes = groups[used], codes[used]
            results = {name: values[used] for name, values in results.items()}
        places = groups.astype(np.int64)
        places *= self._width
        places += codes
        places += 1
        if self._is_dense:
            found = self._whole
        else:
            found, places = np.unique(places, return_inverse=True)
        size = len(found)
        sums = {name: _integers(places, v, size) for name, v in results.items()}
        new = _PlaceSums(found, np.bincount(places, minlength=size), sums)
        if self._is_dense and self._added:
            self._added[0].add(new)
        else:
            self._added.append(new)

    def tables(self) -> Iterator[pyarrow.Table]:
        """Yield the sums; where keys are many, some may come more than once."""
        with needs_extra("Sums of a log", "tables"):
            import pyarrow
        for found in self._added:
            kept = np.flatnonzero(found.counts)
            at = found.places[kept]
            code = at % self._width - 1
            columns = {
                GROUP: at // self._width,
                KEY: self._texts.take(pyarrow.array(code, mask=code < 0)),
                ROWS: found.counts[kept],
                **{name: values[kept] for name, values in found.sums.items()},
            }
            yield pyarrow.table(columns, schema=sums_schema(found.sums))


@dataclass(frozen=True)
class _PlaceSums:
    """How many rows are at each place, a group and key in one, and their sums."""

    places: Integers
    counts: Integers
    sums: dict[str, Integers]

    def add(self, other: _PlaceSums) -> None:
        """Add those of another batch, which has the same places."""
        np.add(self.counts, other.counts, out=self.counts)
        for name, values in self.sums.items():
            np.add(values, other.sums[name], out=values)


def sums_schema(results: Iterable[str]) -> pyarrow.Schema:
    """Return the columns of sums: whose they are, and whole billionths."""
    with needs_extra("Sums of a log", "tables"):
        import pyarrow
    kinds = {GROUP: pyarrow.int32(), KEY: pyarrow.string()}
    return pyarrow.schema(
        [*kinds.items(), *((n, pyarrow.int64()) for n in (ROWS, *results))]
    )


def _integers(places: NDArray[np.int64], values: Floats, size: int) -> Integers:
    most = float(values.max(initial=0.0))
    if most * len(values) > LARGEST:
        raise InputError(
            "A request of {value:.3g} is beyond what can be summed as whole "
            "billionths. Correct its tokens, or leave it out.",
            value=most / PER_UNIT,
        )
    if most * len(values) <= EXACT:
        return np.bincount(places, values, size).astype(np.int64)
    sums = np.zeros(size, np.int64)
    np.add.at(sums, places, values.astype(np.int64))
    return sums


class AddedUp:
    """Sums of parts as they come: as much is held as there are groups and keys."""

    def __init__(self) -> None:
        self._held: list[pyarrow.Table] = []
        self._most = MOST_HELD

    def add(self, table: pyarrow.Table) -> None:
        """Add sums; those of the same key are put together where many are held."""
        self._held.append(table)
        if sum(map(len, self._held)) > self._most:
            # Of many keys few are the same: twice as many are held before the next.
            self._most = max(MOST_HELD, 2 * len(self.table))

    @property
    def table(self) -> pyarrow.Table:
        """The sums: a row for each group and key."""
        self._held = [merged(self._held)]
        return self._held[0]


def merged(tables: Iterable[pyarrow.Table]) -> pyarrow.Table:
    """Return sums of several parts as one: a row for each group and key.

    Raises
    ------
    InputError
        If a sum is beyond 64 bits.
    """
    with needs_extra("Sums of a log", "tables"):
        import pyarrow
        from pyarrow import compute
    whole = pyarrow.concat_tables(tables)
    places = [GROUP, KEY]
    sums = [name for name in whole.column_names if name not in places]
    for name in sums:
        total = compute.sum(compute.cast(whole[name], pyarrow.float64())).as_py()
        if total is not None and total > LARGEST:
            raise InputError(
                "The sum of {name} is beyond what 64 bits hold. Give the log in "
                "several runs.",
                name=name,
            )
    found = whole.group_by(places, use_threads=False).aggregate(
        [(name, "sum") for name in sums]
    )
    found = found.rename_columns(
        [name.removesuffix("_sum") for name in found.column_names]
    )
    return found.select([*places, *sums])


def in_order(sums: pyarrow.Table) -> pyarrow.Table:
    """Return sums in one order, so that what is rounded later is rounded alike."""
    return sums.sort_by([(KEY, "ascending"), (GROUP, "ascending")])
