"""What a batch of a surveyed log takes: its rows with results, and their sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError, needs_extra
from wattlas.estimation.request_files.keys import KeyColumns, codes_of, days_of
from wattlas.estimation.request_files.sums import (
    DAY,
    GROUP,
    MODEL,
    USER,
    KeySums,
    billionths,
)
from wattlas.estimation.request_files.survey import Survey
from wattlas.estimation.request_files.surveyed import SurveyedReplicas
from wattlas.estimation.request_log.columns import Codes, Floats
from wattlas.estimation.request_log.problems import RowProblem
from wattlas.estimation.request_log.sorting import ColumnNeeds, sort_log
from wattlas.parameters import RequestsOptions
from wattlas.records import RESULT_UNITS

if TYPE_CHECKING:
    import pyarrow

DAY_COLUMN, PROBLEM = "day_utc", "problem"


@dataclass(frozen=True)
class Worked:
    """What a batch takes: results by name, the group of each row, and its problems."""

    results: Mapping[str, Floats]
    groups: Codes
    problems: Sequence[RowProblem]
    days: Any
    users: Any

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.groups)

    @property
    def has_few_users(self) -> bool:
        """Say whether users come as codes, since they repeat, or not at all."""
        with needs_extra("An Arrow table", "tables"):
            from pyarrow import types
        return self.users is None or bool(types.is_dictionary(self.users.type))


@dataclass(frozen=True)
class BatchWork:
    """Works batches of a log by its survey; it can be sent to another process.

    A row gets the central value of each result, and the number of its group, by which
    `groups` tells low and high of each result over the central value.
    """

    options: RequestsOptions
    survey: Survey
    keys: KeyColumns

    def __getstate__(self) -> Mapping[str, Any]:
        """Leave the replicas out: each process sets up its own."""
        names = ("options", "survey", "keys")
        return {name: self.__dict__[name] for name in names}

    @cached_property
    def replicas(self) -> SurveyedReplicas:
        """The replicas of the log."""
        with finite_arithmetic():
            return self.survey.replicas(self.options)

    @cached_property
    def results(self) -> tuple[str, ...]:
        """The results that some group has."""
        has = {n for group in self.replicas.groups for n in group.estimate.results}
        return tuple(name for name in RESULT_UNITS if name in has)

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that rows get."""
        day = (DAY_COLUMN,) if self.keys.time else ()
        problem = (PROBLEM,) if self.survey.problems else ()
        return *day, *self.results, GROUP, *problem

    @property
    def filled(self) -> tuple[str, ...]:
        """The columns of results that every row of the log has."""
        if self.survey.problems:
            return ()
        whole = (name for name in self.results if not self._is_part(name))
        return *whole, GROUP

    def needs(self, table: pyarrow.Table) -> ColumnNeeds:
        """Return which columns are read, by the first rows of a table."""
        return ColumnNeeds.of(replace(self.options, table=table))

    def check_columns(self, names: Sequence[str]) -> None:
        """Refuse a log that has a column of a name that is added.

        Raises
        ------
        InputError
            If it has one: it would be written twice.
        """
        for name in names:
            if name in self.added:
                raise InputError(
                    "{name} is a column already: it would be written twice. Rename "
                    "it, or leave it out.",
                    name=name,
                )

    @finite_arithmetic()
    def work(self, table: pyarrow.Table, needs: ColumnNeeds) -> Worked:
        """Return what the rows of a table take."""
        options = replace(self.options, table=table.select([*needs.read, *needs.times]))
        log = sort_log(options, is_whole=False)
        rows = log.columns.rows
        results = {name: np.full(rows, np.nan) for name in self.results}
        groups = np.full(rows, -1, np.int32)
        for configuration, its in log.configurations:
            found = self.replicas.split(configuration, its, log.numbers, log.problems)
            for number, group, members in found:
                groups[members] = number
                given = configuration.batch_given
                for part, values in group.chain.results(log.numbers, members, given):
                    for name, value in values.items():
                        results[name][part] = value
        time = self.keys.time
        days = None if time is None else days_of(table[time], time)
        users = table[self.keys.user] if self.keys.user else None
        return Worked(results, groups, log.problems.records(), days, users)

    def rows(self, table: pyarrow.Table, worked: Worked) -> pyarrow.Table:
        """Return a table with what its rows take."""
        with needs_extra("An Arrow table", "tables"):
            import pyarrow
        if worked.days is not None:
            table = table.append_column(DAY_COLUMN, worked.days)
        whole = bool((worked.groups >= 0).all())
        for name, values in worked.results.items():
            array = pyarrow.array(values, from_pandas=not whole or self._is_part(name))
            table = table.append_column(name, array)
        groups = pyarrow.array(worked.groups, mask=None if whole else worked.groups < 0)
        table = table.append_column(GROUP, groups)
        if not self.survey.problems:
            return table
        reasons: list[str | None] = [None] * len(worked.groups)
        for problem in worked.problems:
            reasons[problem.row - 1] = problem.reason
        return table.append_column(PROBLEM, pyarrow.array(reasons, pyarrow.string()))

    def _is_part(self, name: str) -> bool:
        """Say whether some group lacks a result."""
        return any(name not in g.estimate.results for g in self.replicas.groups)

    def sums(self, batches: Sequence[Worked]) -> Mapping[str, Iterator[pyarrow.Table]]:
        """Return sums of the rows by group: by user and by day where they are told.

        Those by day, or by nothing where it is not told, come under what they are by.
        Where keys are many, some may come more than once.
        """
        with needs_extra("An Arrow table", "tables"):
            import pyarrow
        keys: dict[str, tuple[Sequence[Codes], Any]] = {}
        if self.keys.time:
            keys[DAY] = codes_of(batch.days for batch in batches)
        else:
            nobody = [np.full(len(batch), -1, np.int32) for batch in batches]
            keys[MODEL] = nobody, pyarrow.array([], pyarrow.string())
        if self.keys.user:
            keys[USER] = codes_of(batch.users for batch in batches)
        rows, groups = sum(map(len, batches)), len(self.replicas.groups)
        sums = {by: KeySums(its[1], groups, rows) for by, its in keys.items()}
        for number, batch in enumerate(batches):
            results = {name: billionths(v) for name, v in batch.results.items()}
            for by, (codes, _) in keys.items():
                sums[by].add(batch.groups, codes[number], results)
        return {by: its.tables() for by, its in sums.items()}

    def over(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Yield each batch with what its rows take, as ``mapInArrow`` of Spark asks."""
        with needs_extra("An Arrow table", "tables"):
            import pyarrow
        needs = None
        for batch in batches:
            if batch.num_rows:
                table = pyarrow.Table.from_batches([batch])
                needs = needs or self.needs(table)
                yield from self.rows(table, self.work(table, needs)).to_batches()
