"""The rows of a part to files: one for each of their days, where days are known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.estimation.request_files.folder import ROWS, OutputFolder
from wattlas.estimation.request_files.inputs import Part
from wattlas.estimation.request_files.work import DAY_COLUMN, BatchWork
from wattlas.estimation.request_files.writer import RowsWriter

if TYPE_CHECKING:
    import pyarrow

HELD_ROWS = 1 << 19
"""Rows that are held before they are written: a day of a batch may be short."""
MOST_OPEN = 128
"""Files that are open at once, for each thread."""
NO_DAY = "__HIVE_DEFAULT_PARTITION__"
"""What readers of partitions take for nothing."""


class RowFiles:
    """Writes the rows of a part below the folders of their days.

    A folder is named as readers of partitions know it, such as
    ``day_utc=2026-11-30``: the column is in its name, and in no file.
    """

    def __init__(
        self, folder: OutputFolder, part: Part, work: BatchWork, words: Collection[str]
    ) -> None:
        self._folder, self._part, self._work = folder, part, work
        self._words = words
        self._files = ExitStack()
        self._writers: dict[str, RowsWriter] = {}
        self._held: dict[str, list[pyarrow.Table]] = {}
        self._rows = self._turn = 0
        self.names: list[str] = []

    def __enter__(self) -> RowFiles:
        """Return the files: each is made with its first rows."""
        self._files.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        """Put what was written there, all of it or, after an error, nothing."""
        if error[0] is None:
            self._flush()
        self._files.__exit__(*error)

    def write(self, table: pyarrow.Table, days: Any) -> None:
        """Write rows, with the day of each or None."""
        for place, rows in _by_day(table, days):
            self._held.setdefault(place, []).append(rows)
        self._rows += len(table)
        if self._rows >= HELD_ROWS:
            self._flush()

    def _flush(self) -> None:
        with needs_extra("A Parquet file", "tables"):
            import pyarrow
        for place, tables in self._held.items():
            rows = pyarrow.concat_tables(tables).unify_dictionaries()
            self._writer(place).write(rows)
        self._held, self._rows = {}, 0

    def _writer(self, place: str) -> RowsWriter:
        if place not in self._writers:
            if len(self._writers) >= MOST_OPEN:
                self._files.close()
                self._writers, self._turn = {}, self._turn + 1
            name = f"{ROWS}/{place}{self._name()}"
            path = self._files.enter_context(self._folder.file(name))
            writer = RowsWriter(path, self._work, self._part.schema, self._words)
            self._writers[place] = self._files.enter_context(writer)
            self.names.append(name)
        return self._writers[place]

    def _name(self) -> str:
        """Return the name of a file in a folder: another when the first is closed."""
        path = PurePosixPath(self._part.name)
        return str(path.with_stem(f"{path.stem}-{self._turn}") if self._turn else path)


def _by_day(table: pyarrow.Table, days: Any) -> Iterator[tuple[str, pyarrow.Table]]:
    """Yield the rows of each day with its folder, in their order."""
    if days is None:
        yield "", table
        return
    table = table.drop_columns([DAY_COLUMN])
    numbers, texts = _numbered(days)
    if (np.diff(numbers) < 0).any():
        order = np.argsort(numbers, kind="stable")
        table, numbers = table.take(order), numbers[order]
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(numbers)], strict=True):
        day = texts[numbers[start]]
        yield f"{DAY_COLUMN}={day}/", table.slice(start, end - start)


def _numbered(days: Any) -> tuple[Any, list[str]]:
    """Return the number of each day, in the order of days, and their texts."""
    with needs_extra("An Arrow table", "tables"):
        import pyarrow
        from pyarrow import compute
    whole = days.combine_chunks() if hasattr(days, "chunks") else days
    values = compute.fill_null(whole.cast(pyarrow.int32()), NEVER).to_numpy()
    found, numbers = np.unique(values, return_inverse=True)
    texts = pyarrow.array(found, mask=found == NEVER).cast(pyarrow.date32())
    return numbers, [str(day) if day else NO_DAY for day in texts.to_pylist()]


NEVER = np.iinfo(np.int32).max
"""A day beyond all that can be, in the place of none."""
