"""The readings of lines as rows in SQL, with the columns of `rows`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wattlas.metering.ledger.files import MOST_LINE_BYTES
from wattlas.metering.ledger.rows import NO_EDGES, OF_TICK

_NUMBER = r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e-?[0-9]+)?"
_DEVICE = (
    rf"\[{_NUMBER},{_NUMBER},{_NUMBER}(?:,-?{_NUMBER},{_NUMBER}(?:,{_NUMBER})?)?\]"
)
PLAIN_TICK = (
    rf'\{{"line":"tick","t0":{_NUMBER},"t1":{_NUMBER},'
    rf'"e":\[{_DEVICE}(?:,{_DEVICE})*\]\}}'
)
"""A plain tick as a text, as `shapes` has it."""
TICKS = """
    SELECT filename AS path, CASE WHEN line = 'tick' THEN t0 END AS begin_s,
        t1 AS end_s, e
    FROM read_json($plain, filename = true, format = 'newline_delimited',
        columns = {'line': 'VARCHAR', 't0': 'DOUBLE', 't1': 'DOUBLE',
            'e': 'DOUBLE[][]'},
        maximum_object_size = $longest_line, ignore_errors = $is_torn)
    WHERE coalesce(line, 'tick') = 'tick'
"""
"""Every tick of files whose ticks have the shape of plain ones, and what has it without
being one: its line or a time is NULL. The last line may be torn where a run goes on."""
MIXED_TICKS = """
    SELECT path, x.t0 AS begin_s, x.t1 AS end_s, x.e AS e FROM (
        SELECT filename AS path, CASE WHEN regexp_full_match(l, $plain_tick) THEN
            json_transform(l, '{"t0":"DOUBLE","t1":"DOUBLE","e":[["DOUBLE"]]}') END AS x
        FROM read_csv($mixed, columns = {'l': 'VARCHAR'}, delim = '\x01', quote = '',
            escape = '', header = false, auto_detect = false, filename = true)
    ) WHERE x IS NOT NULL
"""
"""The plain ticks of files that hold others too: each line is looked at."""

ENTRIES = """
    SELECT path, CAST(round(begin_s * 1e6) AS BIGINT) AS t0,
        CAST(round(end_s * 1e6) AS BIGINT) AS t1, t0 AS since,
        generate_subscripts(coalesce(e, [NULL]), 1) - 1 AS device,
        unnest(coalesce(e, [NULL])) AS e, {more}
    FROM ({ticks})
"""
"""A row for each device of a tick."""

FIGURES = """
    SELECT * EXCLUDE (e), e[1] AS energy_j, e[2] AS own_j, e[3] AS other_j,
        coalesce(e[4], e[1]) AS low_j, coalesce(e[5], e[1]) AS high_j,
        coalesce(e[6], 0) AS scatter_j2
    FROM ({entries})
"""
"""The figures of a device in a tick by their names: each is looked for once."""

AMOUNTS_OF_FIGURES = """
    CAST(round(energy_j * 1e6) AS BIGINT) AS energy_uj,
    CAST(round(low_j * 1e6) AS BIGINT) AS low_uj,
    CAST(round(high_j * 1e6) AS BIGINT) AS high_uj,
    CAST(round(own_j * 1e6) AS BIGINT) AS own_uj,
    CAST(round(other_j * 1e6) AS BIGINT) AS other_uj,
    CAST(round(scatter_j2 * 1e3) AS BIGINT) AS scatter,
    CAST(0 AS BIGINT) AS flags
"""


def _figures(ticks: str, more: str) -> str:
    return FIGURES.format(entries=ENTRIES.format(ticks=ticks, more=more))


_SCREEN = f"""
    WITH ticks AS (
        SELECT *, CAST(round(lag(end_s) OVER () * 1e6) AS BIGINT) AS before,
            begin_s IS DISTINCT FROM lag(end_s) OVER ()
            AND path IS NOT DISTINCT FROM lag(path) OVER () AS is_apart
        FROM ({{ticks}})
    ), entries AS (
        SELECT *, {AMOUNTS_OF_FIGURES}
        FROM ({_figures("SELECT * FROM ticks", "is_apart, before")})
    )
    SELECT path, device, count(*), count(*) FILTER ((
            t0 >= 0 AND t1 > t0 AND t1 <= $latest AND t1 - t0 <= $longest
            AND energy_j >= 0 AND own_j >= 0 AND other_j >= 0
            AND own_j + other_j <= energy_j + $slack
            AND low_j <= energy_j + $slack AND high_j >= energy_j - $slack
            AND energy_j <= $most_w * (t1 - t0) / 1e6 + $slack
            AND low_j >= -$most_j AND high_j BETWEEN 0 AND $most_j
            AND scatter_j2 BETWEEN 0 AND $most_scatter) IS NOT TRUE),
        list([before, t0]) FILTER (is_apart AND device = 0),
        min(t0), max(t1), sum(energy_uj), sum(low_uj), sum(high_uj), sum(own_uj),
        sum(other_uj), sum(scatter)
    FROM entries GROUP BY path, device ORDER BY path, device
"""
SCREEN = _SCREEN.format(ticks=TICKS)
SCREEN_MIXED = _SCREEN.format(
    ticks=f"SELECT * FROM ({MIXED_TICKS}) WHERE round(end_s * 1e6) <= $until"
)
"""What the devices of files drew in all, how many of their rows have figures that
cannot be, and where the end of a tick is not the begin of the next."""

_FROM_LINES = """
    SELECT run, device, t0, t1, since, {amounts}, {of_tick}
    FROM ({figures}) JOIN files USING (path)
    WHERE t1 <= until
"""
FROM_LINES, FROM_MIXED = (
    _FROM_LINES.format(
        amounts=AMOUNTS_OF_FIGURES, of_tick=OF_TICK, figures=_figures(ticks, "path")
    )
    for ticks in (TICKS, MIXED_TICKS)
)
_SUMS = ", ".join(
    f"CAST(sum({name}) AS BIGINT) AS {name}"
    for name in ("energy_uj", "low_uj", "high_uj", "own_uj", "other_uj", "scatter")
)
ROLLED = f"""
    SELECT run, device, min(CASE WHEN inside THEN place * $step ELSE t0 END) AS t0,
        max(CASE WHEN inside THEN (place + 1) * $step ELSE t1 END) AS t1,
        min(CASE WHEN inside THEN place * $step ELSE t0 END) AS since,
        {_SUMS}, bit_or(flags) AS flags, {NO_EDGES},
        CAST(sum(CASE WHEN inside THEN t1 - t0 END) AS BIGINT) AS us
    FROM (
        SELECT *, t0 // $step AS place, place = (t1 - 1) // $step AS inside
        FROM ({{rows}})
    ) GROUP BY run, device, CASE WHEN inside THEN place ELSE -1 - t0 END
"""
"""Lines added up by steps of time; those that cross an end of one stay as they are."""


def values_of(paths: Iterable[Path], *, is_torn: bool) -> dict[str, Any]:
    """Return what the question for the ticks of files of plain ones names.

    `is_torn` lets lines that are no JSON be passed over, where they were told before.
    """
    names = [str(path) for path in paths]
    return {"plain": names, "longest_line": MOST_LINE_BYTES, "is_torn": is_torn}


def values_of_mixed(paths: Iterable[Path]) -> dict[str, Any]:
    """Return what the question for the plain ticks of files names."""
    return {"mixed": [str(path) for path in paths], "plain_tick": PLAIN_TICK}
