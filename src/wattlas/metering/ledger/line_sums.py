"""Questions for the sums of lines: a column for each figure of each device.

A row for each device would be three or more for each line, and cost twice as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wattlas.metering.ledger.readings import Amount
from wattlas.metering.ledger.rows import NO_EDGES

SUMS = ("energy_uj", "low_uj", "high_uj", "own_uj", "other_uj", "scatter")
DEVICES_AT_ONCE = 64
"""More columns than these are asked for in several questions."""
NAMES = ("energy", "own", "other", "low", "high")
WITH_RANGE = len(NAMES)
"""Three of the figures of a device are told, or all five, then scatter beside them."""


class Width(NamedTuple):
    """Which devices of a line are asked about, of how many, with how many figures."""

    first: int
    end: int
    devices: int
    figures: int

    @property
    def numbers(self) -> range:
        """The numbers of the devices that are asked about."""
        return range(self.first, self.end)


def widths(devices: int, figures: int) -> Iterator[Width]:
    """Yield what is asked about in one question after the other.

    >>> [(w.first, w.end) for w in widths(100, 3)]
    [(0, 64), (64, 100)]
    """
    for first in range(0, devices, DEVICES_AT_ONCE):
        end = min(first + DEVICES_AT_ONCE, devices)
        yield Width(first, end, devices, figures)


def screen(width: Width, ticks: str) -> str:
    """Return the question for what the devices of files drew in all, by their path.

    With it: how many ticks there are, in how many of them a figure cannot be, where the
    end of a tick is not the begin of the next, and their first and last moment.
    """
    sums = ", ".join(s for n in width.numbers for s in _sums(n, width.figures))
    figures = ", ".join(f for n in width.numbers for f in _figures(n, width.figures))
    possible = " AND ".join(_possible(n, width.figures) for n in width.numbers)
    return f"""
        WITH ticks AS (
            SELECT *, lag(end_s) OVER () AS before,
                begin_s IS DISTINCT FROM lag(end_s) OVER ()
                AND path IS NOT DISTINCT FROM lag(path) OVER () AS is_apart
            FROM ({ticks}) WHERE round(end_s * 1e6) <= $until
        ), figures AS (
            SELECT path, {_us("begin_s")} AS t0, {_us("end_s")} AS t1, before, is_apart,
                len(e) AS devices, {figures}
            FROM ticks
        )
        SELECT path, count(*), count(*) FILTER ((
                devices = {width.devices} AND t0 >= 0 AND t1 > t0 AND t1 <= $latest
                AND t1 - t0 <= $longest AND {possible}) IS NOT TRUE),
            list([{_us("before")}, t0]) FILTER (is_apart), min(t0), max(t1), {sums}
        FROM figures GROUP BY path
    """


def _us(column: str) -> str:
    return f"CAST(round({column} * 1e6) AS BIGINT)"


def _figures(n: int, figures: int) -> Iterator[str]:
    """Yield the figures of a device that are told, by their names."""
    e = f"e[{n + 1}]"
    yield f"{e}[1] AS energy_{n}, {e}[2] AS own_{n}, {e}[3] AS other_{n}"
    if figures >= WITH_RANGE:
        yield f"coalesce({e}[4], {e}[1]) AS low_{n}"
        yield f"coalesce({e}[5], {e}[1]) AS high_{n}"
    if figures > WITH_RANGE:
        yield f"coalesce({e}[6], 0) AS scatter_{n}"


def _possible(n: int, figures: int) -> str:
    """Return whether the figures of a device can be, by the limits of `checked`."""
    limits = (
        f"energy_{n} BETWEEN 0 AND $most_w * (t1 - t0) / 1e6 + $slack "
        f"AND own_{n} >= 0 AND other_{n} >= 0 "
        f"AND own_{n} + other_{n} <= energy_{n} + $slack AND energy_{n} <= $most_j"
    )
    if figures >= WITH_RANGE:
        limits += (
            f" AND low_{n} BETWEEN -$most_j AND energy_{n} + $slack "
            f"AND high_{n} BETWEEN energy_{n} - $slack AND $most_j"
        )
    if figures > WITH_RANGE:
        limits += f" AND scatter_{n} BETWEEN 0 AND $most_scatter"
    return limits


def _sums(n: int, figures: int) -> Iterator[str]:
    """Yield the sums of the figures of a device that are told."""
    for name in NAMES[: min(figures, WITH_RANGE)]:
        yield f"sum({_us(f'{name}_{n}')})"
    if figures > WITH_RANGE:
        yield f"sum(CAST(round(scatter_{n} * 1e3) AS BIGINT))"


def amounts(sums: Sequence[int], figures: int, length: int) -> Iterator[Amount]:
    """Yield what each device drew, by the sums of its figures, in a length of time.

    Where no range is told its ends are the middle. [us]
    """
    for at in range(0, len(sums), figures):
        energy, own, other, *more = map(int, sums[at : at + figures])
        low, high, scatter = (*more, *(energy, energy, 0)[len(more) :])
        yield Amount(energy, low, high, own, other, scatter, length)


def rolled(width: Width, ticks: str) -> str:
    """Return the question for rows of a length of time, each the sum of its ticks.

    Those that cross the end of one, and those beside the seams, stay as they are. Its
    columns are those of `rows`.
    """
    sums = ", ".join(
        f"{how} AS s{n}_{place}"
        for n in width.numbers
        for place, how in enumerate(_sums(n, width.figures))
    )
    figures = ", ".join(f for n in width.numbers for f in _figures(n, width.figures))
    devices = ", ".join(_row(n, width.figures) for n in width.numbers)
    return f"""
        SELECT run, d.device, t0, t1, t0 AS since, {", ".join(f"d.{s}" for s in SUMS)},
            CAST(0 AS BIGINT) AS flags, {NO_EDGES}, us
        FROM (
            SELECT run, t0, t1, us, unnest([{devices}]) AS d FROM (
                SELECT run, min(CASE WHEN inside THEN place * $step ELSE t0 END) AS t0,
                    max(CASE WHEN inside THEN (place + 1) * $step ELSE t1 END) AS t1,
                    CAST(sum(CASE WHEN inside THEN t1 - t0 END) AS BIGINT) AS us, {sums}
                FROM (
                    SELECT path, {_us("begin_s")} AS t0, {_us("end_s")} AS t1,
                        t0 // $step AS place, place = (t1 - 1) // $step
                            AND place * $step >= $seam0
                            AND (place + 1) * $step <= $seam1 AS inside,
                        {figures}
                    FROM ({ticks})
                ) JOIN files USING (path)
                WHERE t1 <= until AND t1 > $window0 AND t0 < $window1
                GROUP BY run, CASE WHEN inside THEN place ELSE -1 - t0 END
            )
        )
    """


def _row(n: int, figures: int) -> str:
    """Return the sums of a device as one row: where no range is told, its middle."""
    energy, own, other, *more = (f"s{n}_{place}" for place in range(figures))
    low, high, scatter = (*more, *(energy, energy, "0")[len(more) :])
    its = zip(SUMS, (energy, low, high, own, other, scatter), strict=True)
    told = ", ".join(f"'{name}': CAST({value} AS BIGINT)" for name, value in its)
    return f"{{'device': {n}, {told}}}"
