"""The readings of lines as rows in SQL, with the columns of `rows`."""

from __future__ import annotations

from typing import Any

from wattlas.metering.ledger.files import MOST_LINE_BYTES
from wattlas.metering.ledger.rows import OF_TICK

_NUMBER = r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e-?[0-9]+)?"
_DEVICE = (
    rf"\[{_NUMBER},{_NUMBER},{_NUMBER}(?:,-?{_NUMBER},{_NUMBER}(?:,{_NUMBER})?)?\]"
)
PLAIN_TICK = (
    rf'\{{"line":"tick","t0":{_NUMBER},"t1":{_NUMBER},'
    rf'"e":\[{_DEVICE}(?:,{_DEVICE})*\]\}}'
)
"""A plain tick as a text, as `shapes` has it."""
_PLAIN_TICKS = """
    SELECT filename AS path, CASE WHEN line = 'tick' THEN t0 END AS begin_s,
        t1 AS end_s, e
    FROM read_json(${files}, filename = true, format = 'newline_delimited',
        columns = {{'line': 'VARCHAR', 't0': 'DOUBLE', 't1': 'DOUBLE',
            'e': 'DOUBLE[][]'}},
        maximum_object_size = $longest_line, ignore_errors = $is_torn)
    WHERE coalesce(line, 'tick') = 'tick'
"""
_MIXED_TICKS = """
    SELECT path, x.t0 AS begin_s, x.t1 AS end_s, x.e AS e FROM (
        SELECT filename AS path, CASE WHEN regexp_full_match(l, $plain_tick) THEN
            json_transform(l, '{{"t0":"DOUBLE","t1":"DOUBLE","e":[["DOUBLE"]]}}')
            END AS x
        FROM read_csv(${files}, columns = {{'l': 'VARCHAR'}}, delim = '\x01',
            quote = '', escape = '', header = false, auto_detect = false,
            filename = true)
    ) WHERE x IS NOT NULL
"""


def ticks(files: str, *, mixed: bool) -> str:
    """Return the question for the ticks of files, by the name of their list.

    It is for every tick of files whose ticks have the shape of plain ones, and what has
    it without being one: its line or a time is NULL; the last line may be torn where a
    run goes on. Of `mixed` files, which hold others too, each line is looked at.
    """
    return (_MIXED_TICKS if mixed else _PLAIN_TICKS).format(files=files)


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


_FROM_LINES = """
    SELECT run, device, t0, t1, since, {amounts}, {of_tick}
    FROM ({figures}) JOIN files USING (path)
    WHERE t1 <= until
"""


def from_lines(ticks: str) -> str:
    """Return the question for the rows of ticks: one for each device of each."""
    entries = ENTRIES.format(ticks=ticks, more="path")
    return _FROM_LINES.format(
        amounts=AMOUNTS_OF_FIGURES,
        of_tick=OF_TICK,
        figures=FIGURES.format(entries=entries),
    )


def values_of(*, is_torn: bool) -> dict[str, Any]:
    """Return what the questions for ticks name beside their files.

    `is_torn` lets lines that are no JSON be passed over, where they were told before.
    """
    return {
        "longest_line": MOST_LINE_BYTES,
        "is_torn": is_torn,
        "plain_tick": PLAIN_TICK,
    }
