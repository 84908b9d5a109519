"""Sums by user on disk: written in runs, each in order, and read by ranges of users.

However many users there are, those of one range are held: a run tells from its blocks
which users are in them, and what another range has is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.errors import needs_extra
from wattlas.estimation.request_files.sums import KEY, in_order, merged, sums_schema

if TYPE_CHECKING:
    import pyarrow

BLOCK_ROWS = 1 << 14
"""Sums of a block of a run, a row group: what is read at once."""
RANGE_ROWS = 1 << 18
"""Sums of a range of users, about: what is held at once."""


class UserRuns:
    """Writes sums by user to a file, run after run."""

    def __init__(self, path: Path, results: Sequence[str]) -> None:
        with needs_extra("Sums of a log", "tables"):
            from pyarrow import parquet
        self._writer = parquet.ParquetWriter(path, sums_schema(results))

    def __enter__(self) -> UserRuns:
        """Return the file."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the file."""
        self._writer.close()

    def write(self, sums: pyarrow.Table) -> None:
        """Write sums, of each user and group one, as a run."""
        self._writer.write_table(in_order(sums), row_group_size=BLOCK_ROWS)


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of a run, and its users: the least and the most of their names."""

    path: Path
    number: int
    rows: int
    least: str
    most: str | None

    def is_within(self, start: str, end: str | None) -> bool:
        """Say whether it may have users from a start to before an end."""
        begins = end is None or self.least < end
        return begins and (self.most is None or self.most >= start)

    def read(self, start: str, end: str | None) -> pyarrow.Table:
        """Return its sums of the users from a start to before an end."""
        with needs_extra("Sums of a log", "tables"):
            from pyarrow import compute, parquet
        with parquet.ParquetFile(self.path) as file:
            sums = file.read_row_group(self.number)
        names = compute.fill_null(sums[KEY], "")
        kept = compute.greater_equal(names, start)
        if end is not None:
            kept = compute.and_(kept, compute.less(names, end))
        return sums.filter(kept)


@dataclass(frozen=True)
class UserSums:
    """Sums by user in files of runs."""

    paths: Sequence[Path]
    results: Sequence[str]

    def ranges(self) -> Iterator[pyarrow.Table]:
        """Yield sums of users in order, each user's in one table with all its groups.

        Sums without a user come with those of an empty name, in the first.
        """
        starts = ["", *self._ends]
        for start, end in zip(starts, [*self._ends, None], strict=True):
            yield from self._range(start, end)

    def _range(self, start: str, end: str | None) -> Iterator[pyarrow.Table]:
        """Yield the sums of a range of users: by its halves where they are too many."""
        held = list[Any]()
        for block in self._blocks:
            if not block.is_within(start, end):
                continue
            held.append(block.read(start, end).cast(sums_schema(self.results)))
            if sum(map(len, held)) <= 2 * RANGE_ROWS:
                continue
            held = [merged(held)]
            middle = _middle(held[0])
            if len(held[0]) > RANGE_ROWS and middle > start:
                yield from self._range(start, middle)
                yield from self._range(middle, end)
                return
        if any(map(len, held)):
            yield in_order(merged(held))

    @cached_property
    def _blocks(self) -> tuple[_Block, ...]:
        return tuple(block for path in self.paths for block in _blocks_of(path))

    @cached_property
    def _ends(self) -> list[str]:
        """The first users of ranges but the first, as far as long runs tell them."""
        ends, held, last = list[str](), 0, ""
        for block in sorted(self._blocks, key=lambda block: block.least):
            if held >= RANGE_ROWS and block.least > last:
                ends.append(block.least)
                held, last = 0, block.least
            held += block.rows
        return ends


@dataclass(frozen=True)
class RunSums:
    """Sums of a run: by day, or by nothing where it is not told, and by user."""

    whole: pyarrow.Table
    users: UserSums | None


def _blocks_of(path: Path) -> Iterator[_Block]:
    with needs_extra("Sums of a log", "tables"):
        from pyarrow import parquet
    read: Any = parquet.read_metadata(path)
    column = read.schema.names.index(KEY)
    for number in range(read.num_row_groups):
        group = read.row_group(number)
        known = group.column(column).statistics
        least, most = "", None
        if known is not None and known.has_min_max:
            has_all = known.has_null_count and not known.null_count
            least, most = known.min if has_all else "", known.max
        yield _Block(path, number, group.num_rows, least, most)


def _middle(sums: pyarrow.Table) -> str:
    """Return the user in the middle of sums."""
    with needs_extra("Sums of a log", "tables"):
        from pyarrow import compute
    names = compute.fill_null(sums[KEY], "")
    place = compute.sort_indices(names)[len(names) // 2]
    return str(names[place.as_py()])
