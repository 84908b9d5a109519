"""A run on one machine: parts by threads, each done or not done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from wattlas.errors import needs_extra
from wattlas.estimation.moving_names import periods_of
from wattlas.estimation.request_files.folder import SUMS, USER_SUMS, OutputFolder
from wattlas.estimation.request_files.inputs import Part
from wattlas.estimation.request_files.memory import keep_freed_memory
from wattlas.estimation.request_files.part_sums import PartSums
from wattlas.estimation.request_files.row_files import RowFiles
from wattlas.estimation.request_files.sums import AddedUp
from wattlas.estimation.request_files.survey import Pass, Survey, Surveyor
from wattlas.estimation.request_files.tally import PlaceOf
from wattlas.estimation.request_files.user_sums import RunSums, UserSums
from wattlas.estimation.request_files.work import BatchWork
from wattlas.estimation.request_log.names import own_name
from wattlas.estimation.request_log.sorting import ColumnNeeds
from wattlas.parameters import RequestsOptions

Done = TypeVar("Done")


@dataclass(frozen=True)
class Threads:
    """Works parts by threads of this process."""

    count: int

    def survey(self, options: RequestsOptions, parts: Sequence[Part]) -> Survey:
        """Return the survey of a log, after as many passes as it needs."""
        keep_freed_memory()
        surveyor = Surveyor(options)
        while True:
            whole = Pass()
            for seen in self._each(parts, lambda part: _seen(surveyor, part)):
                whole.merge(seen)
            if surveyor.take(whole):
                return surveyor.survey

    def work(
        self, work: BatchWork, parts: Sequence[Part], folder: OutputFolder
    ) -> RunSums:
        """Write what is not done of rows and sums; return the sums of all."""
        with needs_extra("Sums of a log", "tables"):
            from pyarrow import parquet
        keep_freed_memory()
        left = [part for part in parts if not folder.is_done(part)]
        for _ in self._each(left, lambda part: _work(work, part, folder)):
            pass
        sums = AddedUp()
        for part in parts:
            sums.add(parquet.read_table(folder.path / SUMS / part.name))
        if work.keys.user is None:
            return RunSums(sums.table, None)
        paths = [folder.path / USER_SUMS / part.name for part in parts]
        return RunSums(sums.table, UserSums(paths, work.results))

    def _each(
        self, parts: Sequence[Part], do: Callable[[Part], Done]
    ) -> Iterator[Done]:
        """Yield what is done for each part; an error leaves the rest undone.

        Few parts wait at once, so that what is done is not held.
        """
        left = iter(parts)
        with ThreadPoolExecutor(self.count) as pool:
            running = {pool.submit(do, p) for p in islice(left, self.count + 1)}
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {pool.submit(do, p) for p in islice(left, len(done))}
                try:
                    for future in done:
                        yield future.result()
                except BaseException:
                    for future in running:
                        future.cancel()
                    raise


def _seen(surveyor: Surveyor, part: Part) -> Pass:
    seen, row = Pass(), part.first_row
    needs = ColumnNeeds.of(replace(surveyor.options, table=part.head))
    seen.unused |= dict.fromkeys(needs.unread)
    times = needs.times if _moves(surveyor.options, part, needs) else ()
    for table in part.tables([*needs.read, *times], part.words()):
        options = replace(surveyor.options, table=table)
        seen.see(options, surveyor.known, _place_in(part.file.path, row))
        row += table.num_rows
    return seen


def _moves(options: RequestsOptions, part: Part, needs: ColumnNeeds) -> bool:
    """Say whether a name of a model moves with the day, as far as names tell."""
    if options.model is not None:
        return bool(periods_of(str(options.model)))
    columns = [name for name in needs.read if own_name(name) == "model"]
    if not columns:  # within objects
        return True
    return any(
        any(map(periods_of, filter(None, table[name].unique().to_pylist())))
        for table in part.tables(columns, part.words())
        for name in columns
    )


def _place_in(path: str, first_row: int) -> PlaceOf:
    return lambda row: (path, first_row + row + 1)


def _work(work: BatchWork, part: Part, folder: OutputFolder) -> None:
    needs = work.needs(part.head)
    words = part.words(work.keys.user)
    with (
        RowFiles(folder, part, work, words) as files,
        PartSums(folder, part, work) as sums,
    ):
        for table in part.tables(words=words):
            worked = work.work(table, needs)
            files.write(work.rows(table, worked), worked.days)
            sums.add(worked)
    folder.finish(part, sums.table, [*files.names, *sums.names])
