"""Sums of results by group and key, as whole billionths: equal in any order.

A kilowatt-hour is 1e9 microwatt-hours, and so are the other results summed: whole
numbers of a billionth of their unit, which add up to the same however rows are split.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
BY, GROUP, KEY, ROWS = "by", "group", "key", "rows"
MODEL, USER, DAY = "model", "user", "day"
"""What sums are by: those by model are made of the groups of any of them."""
MOST_HELD = 1 << 19
"""Sums that are held before those of the same key are put together, at least."""
SPARSE = 4
"""Places per row over which sums are made of the places that occur."""

Integers = NDArray[np.int64]


def billionths(values: Floats) -> Floats:
    """Return results as whole numbers of billionths; nothing as zero.

    >>> billionths(np.array([0.0123456789, np.nan])).tolist()
    [12345679.0, 0.0]
    """
    scaled = values * PER_UNIT
    np.rint(scaled, out=scaled)
    return np.nan_to_num(scaled, copy=False)


def sums_of(
    by: str,
    groups: Codes,
    keys: tuple[Codes, pyarrow.Array],
    results: Mapping[str, Floats],
) -> pyarrow.Table:
    """Return sums of rows by group and key: a row for each that occurs.

    Parameters
    ----------
    by : str
        What the keys are: a model, a user or a day.
    groups : array
        The number of the group of each row, -1 for a row without a result.
    keys : tuple
        The code of each row, -1 for none, and an array of the texts of the codes.
    results : mapping
        Whole billionths of each result.
    """
    with needs_extra("Sums of a log", "tables"):
        import pyarrow
    codes, texts = keys
    used = groups >= 0
    if not used.all():
        groups, codes = groups[used], codes[used]
        results = {name: values[used] for name, values in results.items()}
    width = len(texts) + 1
    places = groups.astype(np.int64) * width + (codes + 1)
    size = (int(groups.max()) + 1) * width if len(groups) else 0
    if size > SPARSE * max(len(places), 1):
        found, places = np.unique(places, return_inverse=True)
        counts = np.bincount(places, minlength=len(found))
    else:
        counts = np.bincount(places, minlength=size)
        found = np.arange(size)
    kept = np.flatnonzero(counts)
    sums = {n: _integers(places, v, len(counts))[kept] for n, v in results.items()}
    at = found[kept]
    code = at % width - 1
    columns = {
        BY: pyarrow.repeat(by, len(at)),
        GROUP: at // width,
        KEY: texts.take(pyarrow.array(code, mask=code < 0)),
        ROWS: counts[kept],
        **sums,
    }
    return pyarrow.table(columns, schema=sums_schema(results))


def sums_schema(results: Iterable[str]) -> pyarrow.Schema:
    """Return the columns of sums: what they are by, and whole billionths."""
    with needs_extra("Sums of a log", "tables"):
        import pyarrow
    kinds = {BY: pyarrow.string(), GROUP: pyarrow.int32(), KEY: pyarrow.string()}
    return pyarrow.schema(
        [*kinds.items(), *((n, pyarrow.int64()) for n in (ROWS, *results))]
    )


def _integers(places: NDArray[np.int64], values: Floats, size: int) -> Integers:
    if float(values.max(initial=0.0)) * len(values) > LARGEST:
        raise InputError(
            "A request of {value:.3g} is beyond what can be summed as whole "
            "billionths. Correct its tokens, or leave it out.",
            value=float(values.max()) / PER_UNIT,
        )
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
    places = [BY, GROUP, KEY]
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
