"""What only all rows of a log tell: its configurations, medians, and what is wrong.

A pass over the log counts the numbers of each configuration; where rows are too long
for the replica of the medians, another pass finds the one for the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from wattlas.errors import DoesNotFitError, WattlasError
from wattlas.estimation.request_files.counted import Counted
from wattlas.estimation.request_files.surveyed import Step, SurveyedReplicas
from wattlas.estimation.request_files.tally import (
    PlaceOf,
    ProblemCount,
    Tally,
    refuse_rows,
)
from wattlas.estimation.request_log.estimate import common_currency
from wattlas.estimation.request_log.group import Settings, group_at
from wattlas.estimation.request_log.grouping import Configuration
from wattlas.estimation.request_log.row_chain import (
    ROW_INPUTS,
    GroupReplica,
    Medians,
    RowInputs,
)
from wattlas.estimation.request_log.sorting import SortedLog, sort_log
from wattlas.estimation.request_log.usage import ColumnReading
from wattlas.parameters import RequestsOptions
from wattlas.plain import Plain

CONTEXT = "context"


@dataclass(frozen=True)
class ConfigurationSteps(Plain):
    """A configuration of rows and the steps by which they are served."""

    configuration: Configuration
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Survey(Plain):
    """What only all rows tell, so that each part of the log can be worked by itself."""

    rows: int
    currency: str | None
    served: tuple[ConfigurationSteps, ...]
    problems: tuple[ProblemCount, ...]
    columns_unused: tuple[str, ...]
    columns_read: tuple[ColumnReading, ...]
    models: tuple[str, ...]

    def replicas(self, options: RequestsOptions) -> SurveyedReplicas:
        """Return the replicas, each estimated."""
        settings = Settings(self.currency, options.draws, options.seed)
        steps = {item.configuration: item.steps for item in self.served}
        return SurveyedReplicas(steps, settings)


@dataclass
class Pass:
    """What one pass over some batches has seen; passes over others are added."""

    rows: int = 0
    numbers: dict[Configuration, dict[str, Counted]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    unused: dict[str, None] = field(default_factory=dict)
    readings: dict[tuple[str, str], ColumnReading] = field(default_factory=dict)
    models: dict[str, None] = field(default_factory=dict)

    def see(
        self,
        options: RequestsOptions,
        known: SurveyedReplicas | None,
        place_of: PlaceOf,
    ) -> None:
        """Take a batch, the table of the options: what the known replicas leave."""
        log = sort_log(options, is_whole=False)
        self.rows += log.columns.rows
        self.models |= dict.fromkeys(log.columns.words["model"].names)
        self.unused |= dict.fromkeys(log.columns.unused_fields)
        for reading in log.columns.readings:
            self._read(reading)
        self._count(log, known)
        self.tally.add(log.problems.records(), place_of)

    def merge(self, other: Pass) -> None:
        """Add what another has seen."""
        self.rows += other.rows
        self.tally.merge(other.tally)
        self.unused |= other.unused
        self.models |= other.models
        for reading in other.readings.values():
            self._read(reading)
        for configuration, counted in other.numbers.items():
            own = self.numbers.setdefault(configuration, _counted())
            for name, numbers in counted.items():
                own[name].merge(numbers)

    def _count(self, log: SortedLog, known: SurveyedReplicas | None) -> None:
        for configuration, rows in log.configurations:
            its = rows
            if known is not None:
                its = known.left(configuration, rows, log.numbers, log.problems)
            counted = self.numbers.setdefault(configuration, _counted())
            inputs = RowInputs.of(log.numbers, its, configuration.batch_given)
            for name in ROW_INPUTS:
                values = getattr(inputs, name)
                if values is not None:
                    counted[name].add(values)
            counted[CONTEXT].add(inputs.context)

    def _read(self, reading: ColumnReading) -> None:
        key = reading.column, reading.role
        known = self.readings.get(key)
        if known is not None:
            reading = replace(
                reading,
                rows=known.rows + reading.rows,
                inside=known.inside + reading.inside,
                beside=known.beside + reading.beside,
            )
        self.readings[key] = reading


def _counted() -> dict[str, Counted]:
    return {name: Counted() for name in (*ROW_INPUTS, CONTEXT)}


class Surveyor:
    """Finds the survey of a log, pass after pass, whoever runs over its batches.

    Examples
    --------
    >>> surveyor = Surveyor(RequestsOptions(hardware="h100-sxm", draws=16))
    >>> seen = Pass()
    >>> log = {"model": ["llama-3.1-8b"], "prompt_tokens": [9], "output_tokens": [4]}
    >>> options = replace(surveyor.options, table=log)
    >>> seen.see(options, surveyor.known, lambda row: ("a.parquet", row + 1))
    >>> surveyor.take(seen)
    True
    >>> surveyor.survey.rows
    1
    """

    def __init__(self, options: RequestsOptions) -> None:
        self.options = options
        self.known: SurveyedReplicas | None = None
        self._seen = Pass()
        self._steps: dict[Configuration, list[Step]] = {}

    def take(self, seen: Pass) -> bool:
        """Take a pass over the whole log; say whether it was the last that is needed.

        Raises
        ------
        InputError
            If rows are wrong and `skip_bad` is not set, or none can be used.
        """
        self._seen = seen
        if self.known is None:
            self.known = SurveyedReplicas({}, self._settings(seen.numbers))
        open_ones = {c: n for c, n in seen.numbers.items() if n[CONTEXT].rows}
        self._check(seen, left=bool(open_ones or self.known.groups))
        steps = [
            self._add(configuration, open_ones[configuration], self.known)
            for configuration in sorted(open_ones, key=_order)
        ]
        # What is refused is counted by the pass that follows.
        return all(s.takes_all and s.refused_context is None for s in steps)

    @property
    def survey(self) -> Survey:
        """What was found, when the last pass was taken."""
        seen, known = self._seen, self.known
        return Survey(
            rows=seen.rows,
            currency=known.settings.currency if known else None,
            served=tuple(
                ConfigurationSteps(configuration, tuple(steps))
                for configuration, steps in self._steps.items()
            ),
            problems=seen.tally.counts,
            columns_unused=tuple(seen.unused),
            columns_read=tuple(seen.readings.values()),
            models=tuple(sorted(filter(None, seen.models))),
        )

    def _settings(self, configurations: Iterable[Configuration]) -> Settings:
        given = self.options
        currency = given.currency or common_currency(configurations)
        return Settings(currency, given.draws, given.seed)

    def _check(self, seen: Pass, *, left: bool) -> None:
        problems = seen.tally.counts
        wrong = [count for count in problems if count.kind == "wrong"]
        if (wrong and not self.options.skip_bad) or not left:
            raise refuse_rows(wrong or problems, seen.rows, left=left)

    def _add(
        self,
        configuration: Configuration,
        counted: Mapping[str, Counted],
        known: SurveyedReplicas,
    ) -> Step:
        """Add the step that follows for the rows of a configuration that are left."""
        medians: Medians = {
            name: counted[name].lower_median if counted[name].rows else None
            for name in ROW_INPUTS
        }
        context = counted[CONTEXT]
        try:
            group = group_at(configuration, medians, known.settings)
        except DoesNotFitError:
            step = Step(medians, refused_context=context.median)
        except WattlasError:
            step = Step(medians, refused_context=context.least)
        else:
            step = Step(medians, takes_all=_takes_all(group.replica, context))
        known.add(configuration, step)
        self._steps.setdefault(configuration, []).append(step)
        return step


def _takes_all(replica: GroupReplica, context: Counted) -> bool:
    """Say whether a replica holds every row, or none: then it serves all of them.

    Medians of prompts and answers apart may belong to no row at all.
    """
    ends = np.array([context.least, context.most])
    nothing = np.zeros(2)
    shortest, longest = replica.room(RowInputs(ends, nothing, nothing, None))
    return bool(longest >= 1.0 or shortest < 1.0)


def _order(configuration: Configuration) -> tuple[str, ...]:
    return tuple(str(value or "") for value in vars(configuration).values())
