"""Which replicas serve the rows of a configuration: of a log, or of a batch of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np

from wattlas.errors import DoesNotFitError
from wattlas.estimation.request_log.columns import Floats
from wattlas.estimation.request_log.group import RequestGroup, Settings, group_at
from wattlas.estimation.request_log.grouping import Configuration, Rows
from wattlas.estimation.request_log.problems import Problems
from wattlas.estimation.request_log.row_chain import RowInputs

Members: TypeAlias = tuple[RequestGroup, Rows]
Numbers: TypeAlias = Mapping[str, Floats]


class Replicas(Protocol):
    """Serves the rows of a configuration by replicas, each a group of its own."""

    def members(
        self,
        configuration: Configuration,
        rows: Rows,
        numbers: Numbers,
        problems: Problems,
    ) -> Iterator[Members]:
        """Yield groups with their rows; note rows that no replica holds."""


@dataclass(frozen=True)
class OwnReplicas:
    """Replicas of a whole log, for the medians of its rows.

    The layout is that of the median row; rows too long for it are served by another.
    """

    settings: Settings

    def members(
        self,
        configuration: Configuration,
        rows: Rows,
        numbers: Numbers,
        problems: Problems,
    ) -> Iterator[Members]:
        """Yield groups with their rows: one, and others for what it cannot hold."""
        while len(rows):
            inputs = RowInputs.of(numbers, rows, configuration.batch_given)
            medians = inputs.medians()
            try:
                group = group_at(configuration, medians, self.settings)
            except DoesNotFitError as error:
                fits = inputs.context < np.median(inputs.context)
                problems.add(rows[~fits].tolist(), error.message)
                rows = rows[fits]
                continue
            fits = group.replica.room(inputs) >= 1.0
            # Medians of prompts and answers apart may belong to no row at all.
            fits = fits if fits.any() else ~fits
            yield group.of_rows(int(fits.sum())), rows[fits]
            rows = rows[~fits]


@dataclass(frozen=True)
class StandingReplicas:
    """Replicas for requests that come in batches, each set up when it is first needed.

    They are those of a usual request; what is too long for it has one of its own, for
    its numbers rounded up to powers of two, so that there are few. What serves a row
    depends on that row alone.
    """

    settings: Settings
    usual: Mapping[str, float]

    def members(
        self,
        configuration: Configuration,
        rows: Rows,
        numbers: Numbers,
        problems: Problems,
    ) -> Iterator[Members]:
        """Yield groups with their rows: the usual one, and those of long requests."""
        given = configuration.batch_given
        for bounds, alike in _alike(numbers, rows, ("batch",) if given else ()):
            usual = {"batch": None, **self.usual, **bounds}
            group = group_at(configuration, usual, self.settings)
            inputs = RowInputs.of(numbers, alike, given)
            fits = group.replica.room(inputs) >= 1.0
            yield group.of_rows(int(fits.sum())), alike[fits]
            for longer, long_rows in _alike(numbers, alike[~fits], self.usual):
                at = {**usual, **longer}
                try:
                    group = group_at(configuration, at, self.settings)
                except DoesNotFitError as error:
                    problems.add(long_rows.tolist(), error.message)
                    continue
                yield group.of_rows(len(long_rows)), long_rows


def _alike(
    numbers: Numbers, rows: Rows, names: Iterable[str]
) -> Iterator[tuple[dict[str, float], Rows]]:
    """Yield rows whose numbers are the same powers of two when rounded up.

    >>> numbers = {"batch": np.array([3.0, 4.0, 9.0])}
    >>> [(at, rows.tolist()) for at, rows in _alike(numbers, np.arange(3), ["batch"])]
    [({'batch': 4.0}, [0, 1]), ({'batch': 16.0}, [2])]
    """
    if not len(rows):
        return
    columns = [_power_of_two(numbers[name][rows]) for name in names]
    if not columns:
        yield {}, rows
        return
    found, at = np.unique(np.stack(columns), axis=1, return_inverse=True)
    for number, values in enumerate(found.T):
        yield dict(zip(names, values.tolist(), strict=True)), rows[at == number]


def _power_of_two(values: Floats) -> Floats:
    powers = 2.0 ** np.ceil(np.log2(np.maximum(values, 1.0)))
    return np.where(values >= 1.0, powers, 0.0)
