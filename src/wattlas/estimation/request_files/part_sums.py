"""The sums of a part, added up as its batches are worked."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from wattlas.estimation.request_files.folder import USER_SUMS, OutputFolder
from wattlas.estimation.request_files.inputs import Part
from wattlas.estimation.request_files.sums import USER, AddedUp
from wattlas.estimation.request_files.user_sums import UserRuns
from wattlas.estimation.request_files.work import BatchWork, Worked

if TYPE_CHECKING:
    import pyarrow

SUMMED_ROWS = 1 << 20
"""Rows that are added up at once, at least: of many, few are of the same user."""


class PartSums:
    """Adds up the batches of a part: what is by user goes to its file as it comes."""

    def __init__(self, folder: OutputFolder, part: Part, work: BatchWork) -> None:
        self._folder, self._work = folder, work
        self._name = f"{USER_SUMS}/{part.name}"
        self._files = ExitStack()
        self._runs: UserRuns | None = None
        self._sums, self._held = AddedUp(), list[Worked]()

    def __enter__(self) -> PartSums:
        """Return the sums, with the file of those by user begun."""
        if self._work.keys.user is not None:
            path = self._files.enter_context(self._folder.file(self._name))
            runs = UserRuns(path, self._work.results)
            self._runs = self._files.enter_context(runs)
        return self

    def __exit__(self, *error: Any) -> None:
        """Put what was written there, all of it or, after an error, nothing."""
        if error[0] is None and self._held:
            self._flush()
        self._files.__exit__(*error)

    def add(self, worked: Worked) -> None:
        """Add a batch; where users hardly repeat, it is added up by itself."""
        self._held.append(worked)
        if sum(map(len, self._held)) >= SUMMED_ROWS or not worked.has_few_users:
            self._flush()

    @property
    def table(self) -> pyarrow.Table:
        """The sums by day, or by nothing, of the whole part."""
        return self._sums.table

    @property
    def names(self) -> list[str]:
        """The names of the files that were written."""
        return [] if self._runs is None else [self._name]

    def _flush(self) -> None:
        for by, tables in self._work.sums(self._held).items():
            put = self._runs.write if by == USER and self._runs else self._sums.add
            for table in tables:
                put(table)
        self._held = []
