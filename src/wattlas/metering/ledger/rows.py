"""The readings of a ledger as rows in SQL: from lines, and from Parquet.

A row is one device from t0 to t1: whole microseconds since 1970 and microjoules, as in
`readings`. The tables are additive: what they hold may be summed in any program.
"""

from __future__ import annotations

COLUMNS = (
    ("t0", "BIGINT"),
    ("t1", "BIGINT"),
    ("since", "BIGINT"),
    ("energy_uj", "BIGINT"),
    ("low_uj", "BIGINT"),
    ("high_uj", "BIGINT"),
    ("own_uj", "BIGINT"),
    ("other_uj", "BIGINT"),
    ("scatter", "BIGINT"),
    ("flags", "BIGINT"),
)
"""Columns of a reading, after its run and its device."""
AMOUNTS = ("energy_uj", "own_uj", "other_uj", "scatter")
"""What a part of a reading has in proportion to its time."""
TICK_MARK = '{"line":"tick"'
_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?"
_DEVICE = (
    rf"\[{_NUMBER},{_NUMBER},{_NUMBER}(?:,-?{_NUMBER},{_NUMBER}(?:,{_NUMBER})?)?\]"
)
PLAIN_TICK = (
    rf'\{{"line":"tick","t0":{_NUMBER},"t1":{_NUMBER},'
    rf'"e":\[{_DEVICE}(?:,{_DEVICE})*\]\}}'
)
"""A tick in which no reading is lost and nothing went wrong: no name stands twice and
no value is a text or NaN, since there is no room for them."""
_SHAPE = '{"t0":"DOUBLE","t1":"DOUBLE","e":[["DOUBLE"]]}'

LINES = """
    SELECT filename AS path, l FROM read_csv($files, columns = {'l': 'VARCHAR'},
        delim = '\x01', quote = '', escape = '', header = false, auto_detect = false,
        filename = true)
    WHERE l <> ''
"""
"""Every line of files, as a text."""

OTHERS = f"SELECT path, l FROM ({LINES}) WHERE NOT starts_with(l, '{TICK_MARK}')"
"""The lines of files that are no ticks."""

TICKS = f"""
    SELECT path, CASE WHEN regexp_full_match(l, $plain)
        THEN json_transform(l, '{_SHAPE}') END AS x
    FROM ({LINES}) WHERE starts_with(l, '{TICK_MARK}')
"""
"""Every tick of files; NULL where it is not a plain one."""

ENTRIES = """
    SELECT path, CAST(round(x.t0 * 1e6) AS BIGINT) AS t0,
        CAST(round(x.t1 * 1e6) AS BIGINT) AS t1, t0 AS since,
        generate_subscripts(coalesce(x.e, [NULL]), 1) - 1 AS device,
        unnest(coalesce(x.e, [NULL])) AS e, {more}
    FROM ({ticks})
"""
"""A row for each device of a tick."""

AMOUNTS_OF_ENTRY = """
    CAST(round(e[1] * 1e6) AS BIGINT) AS energy_uj,
    CAST(round(coalesce(e[4], e[1]) * 1e6) AS BIGINT) AS low_uj,
    CAST(round(coalesce(e[5], e[1]) * 1e6) AS BIGINT) AS high_uj,
    CAST(round(e[2] * 1e6) AS BIGINT) AS own_uj,
    CAST(round(e[3] * 1e6) AS BIGINT) AS other_uj,
    CAST(round(coalesce(e[6], 0) * 1e3) AS BIGINT) AS scatter,
    CAST(0 AS BIGINT) AS flags
"""

SCREEN = f"""
    WITH ticks AS (
        SELECT path, x, x.t0 IS DISTINCT FROM lag(x.t1) OVER ()
            AND path IS NOT DISTINCT FROM lag(path) OVER () AS is_apart
        FROM ({TICKS})
    ), entries AS (
        SELECT *, {AMOUNTS_OF_ENTRY}
        FROM ({ENTRIES.format(more="is_apart", ticks="SELECT * FROM ticks")})
    )
    SELECT path, device, count(*), count(*) FILTER (is_apart OR e IS NULL OR NOT (
            t1 > t0 AND t1 <= $latest AND t1 - t0 <= $longest
            AND e[2] + e[3] <= e[1] + $slack
            AND coalesce(e[4], e[1]) <= e[1] + $slack
            AND coalesce(e[5], e[1]) >= e[1] - $slack
            AND e[1] <= $most_w * (t1 - t0) / 1e6 + $slack
            AND coalesce(e[5], 0) <= $most_j AND coalesce(e[4], 0) >= -$most_j
            AND coalesce(e[6], 0) <= $most_scatter)),
        min(t0), max(t1), sum(energy_uj), sum(low_uj), sum(high_uj), sum(own_uj),
        sum(other_uj), sum(scatter)
    FROM entries GROUP BY path, device ORDER BY path, device
"""
"""What the devices of files drew in all, and how many of their rows are not as a plain
file has them: the end of each tick the begin of the next, and figures that can be."""

FROM_LINES = f"""
    SELECT run, device, t0, t1, since, {AMOUNTS_OF_ENTRY}
    FROM ({ENTRIES.format(more="path", ticks=TICKS)}) JOIN files USING (path)
    WHERE t1 > $window0 AND t0 < $window1
"""
FROM_PARQUET = """
    SELECT stored.run AS run, device, {columns}
    FROM read_parquet($parquet, hive_partitioning = false)
    JOIN stored USING (batch, number)
    WHERE t1 > $window0 AND t0 < $window1
""".format(columns=", ".join(name for name, _ in COLUMNS))


def part(column: str) -> str:
    """Return what a part from a to b of a reading has of a column, in proportion."""
    until = f"CAST({column} AS HUGEINT) * ({{at}} - t0) // (t1 - t0)"
    cut = f"{until.format(at='b')} - {until.format(at='a')}"
    return f"CASE WHEN a = t0 AND b = t1 THEN {column} ELSE {cut} END"


SUMS = """
    WITH rows AS ({rows}), stretches AS (
        SELECT rows.*, counted, greatest(since, f0, $window0) AS a1,
            least(t1, f1, $window1) AS b1
        FROM rows JOIN free USING (run, device) WHERE since < f1 AND t1 > f0
    ), inside AS ({inside})
    SELECT run, device, cell, counted, sum({energy}),
        sum(CASE WHEN a = t0 AND b = t1 THEN low_uj ELSE least(low_uj, 0) END),
        sum(CASE WHEN a = t0 AND b = t1 THEN high_uj
            ELSE greatest(high_uj, energy_uj) END),
        sum({own}), sum({other}), sum({scatter}), sum(b - a), bit_or(flags)
    FROM inside GROUP BY run, device, cell, counted
"""
ONE_CELL = "SELECT *, 0 AS cell, a1 AS a, b1 AS b FROM stretches WHERE a1 < b1"
MANY_CELLS = """
    SELECT * FROM (
        SELECT spread.*, greatest(a1, c0) AS a, least(b1, c1) AS b FROM (
            SELECT stretches.*, unnest(range(first.cell, last.cell + 1)) AS cell
            FROM stretches JOIN buckets AS first ON first.bucket = a1 // $bucket
            JOIN buckets AS last ON last.bucket = (b1 - 1) // $bucket WHERE a1 < b1
        ) AS spread JOIN cells USING (cell)
    ) WHERE a < b
"""


def sums(rows: str, *, has_cells: bool) -> str:
    """Return the question for what each device of each run drew in each cell."""
    energy, own, other, scatter = map(part, AMOUNTS)
    return SUMS.format(
        rows=rows,
        inside=MANY_CELLS if has_cells else ONE_CELL,
        energy=energy,
        own=own,
        other=other,
        scatter=scatter,
    )
