"""The readings of a ledger as rows in SQL: from lines, and from Parquet.

A row is one device from t0 to t1: whole microseconds since 1970 and microjoules, as in
`readings`. The tables are additive: what they hold may be summed in any program.
"""

from __future__ import annotations

from typing import NamedTuple

from wattlas.metering.ledger.cover import Interval

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
EDGES = ("start_low", "start_high", "end_low", "end_high")
"""Columns of a rolled-up row: by how much the ends of its range move apart where a sum
begins or ends with it, for the reading that crosses that moment is then cut."""
MINUTE_US, HOUR_US = 60_000_000, 3_600_000_000
ROLLED_UP = {"hours": HOUR_US, "minutes": MINUTE_US}
"""The tables of device-hours and device-minutes, the longest first. [us]"""
AMOUNTS = ("energy_uj", "own_uj", "other_uj", "scatter")
"""What a part of a reading has in proportion to its time."""
NO_EDGES = ", ".join(f"CAST(0 AS BIGINT) AS {name}" for name in EDGES)
OF_TICK = f"{NO_EDGES}, CAST(NULL AS BIGINT) AS us"

FROM_TICKS = """
    SELECT stored.run AS run, device, {columns}, {of_tick}
    FROM {{ticks}} JOIN stored USING (batch, number)
""".format(columns=", ".join(name for name, _ in COLUMNS), of_tick=OF_TICK)
FROM_PARQUET = FROM_TICKS.format(
    ticks="read_parquet(${files}, hive_partitioning = false)"
)

FROM_ROLLED_UP = """
    SELECT rolled.run AS run, device, {columns}, {edges}, us
    FROM {{rolled_up}} JOIN rolled USING (batch, number)
    WHERE us IS NULL OR (t0 >= $seam0 AND t1 <= $seam1)
""".format(columns=", ".join(name for name, _ in COLUMNS), edges=", ".join(EDGES))
"""Rows of a rolled-up table: with them the readings that are longer than its rows."""
ROLLED_UP_PARQUET = FROM_ROLLED_UP.format(
    rolled_up="read_parquet($rolled_up, hive_partitioning = false)"
)
BESIDE = """
    WITH beside AS (
        SELECT *, {a} AS a, {b} AS b, {at_start} AS at_start, {at_end} AS at_end
        FROM {ticks} WHERE {within} AND t1 - t0 <= $step AND since = t0
    ), parts AS (
        SELECT *, {low} AS low, {high} AS high FROM beside
    )
    SELECT rolled.run AS run, device, a AS t0, b AS t1, a AS since,
        CAST({energy} AS BIGINT) AS energy_uj, CAST(low AS BIGINT) AS low_uj,
        CAST(high AS BIGINT) AS high_uj, CAST({own} AS BIGINT) AS own_uj,
        CAST({other} AS BIGINT) AS other_uj, CAST({scatter} AS BIGINT) AS scatter,
        flags, {edges}, CAST(NULL AS BIGINT) AS us
    FROM parts JOIN rolled USING (batch, number)
"""
"""Ticks beside the rolled-up rows that are read, cut where these begin or end, as the
rows themselves are."""
SIDES = {
    "before": {
        "a": "t0",
        "b": "least(t1, $seam0)",
        "at_start": "false",
        "at_end": "t1 > $seam0",
        "within": "t0 < $seam0 AND t1 > $window0",
    },
    "after": {
        "a": "greatest(t0, $seam1)",
        "b": "t1",
        "at_start": "t0 < $seam1",
        "at_end": "false",
        "within": "t1 > $seam1 AND t0 < $window1",
    },
}
"""Where ticks stand beside rolled-up rows."""


WITHIN = "SELECT * FROM ({rows}) WHERE t1 > $window0 AND t0 < $window1"


def windowed(window: Interval) -> dict[str, int]:
    """Return the values by which questions name the ends of a window."""
    return {"window0": window[0], "window1": window[1]}


class Relation(NamedTuple):
    """Rows of readings as SQL; `overlap` says that `since` is not t0 in all of them."""

    sql: str
    overlap: bool


class Dialect(NamedTuple):
    """What two programs say differently.

    Whole division, the kind of wide numbers, and a row for each number of a range.
    """

    over: str
    wide: str
    spread: str


DUCKDB = Dialect("//", "HUGEINT", "unnest(range({0}, {1} + 1))")
SPARK = Dialect("div", "DECIMAL(19, 0)", "explode(sequence({0}, {1}))")


def part(column: str, dialect: Dialect = DUCKDB) -> str:
    """Return what a part from a to b of a reading has of a column, in proportion."""
    number = f"CAST({column} AS {dialect.wide})"
    until = f"{number} * ({{at}} - t0) {dialect.over} (t1 - t0)"
    cut = f"{until.format(at='b')} - {until.format(at='a')}"
    return f"CASE WHEN a = t0 AND b = t1 THEN {column} ELSE {cut} END"


PART_LOW = "CASE WHEN a = t0 AND b = t1 THEN low_uj ELSE least(low_uj, 0) END"
PART_HIGH = (
    "CASE WHEN a = t0 AND b = t1 THEN high_uj ELSE greatest(high_uj, energy_uj) END"
)
"""What a part from a to b of a reading may have: none of it, or all."""

ROLL_UP = """
    WITH ticks AS (
        SELECT * FROM read_parquet($ticks, hive_types_autocast = false)
    ), spread AS (
        SELECT *, unnest(range(t0 // $step, (t1 - 1) // $step + 1)) AS place
        FROM ticks WHERE t1 - t0 <= $step AND since = t0
    ), cut AS (
        SELECT *, greatest(t0, place * $step) AS a, least(t1, (place + 1) * $step) AS b,
            t0 < place * $step AS at_start, t1 > (place + 1) * $step AS at_end
        FROM spread
    ), parts AS (
        SELECT *, {low} AS low, {high} AS high FROM cut
    )
    SELECT batch, number, device, place * $step AS t0, (place + 1) * $step AS t1,
        place * $step AS since,
        CAST(sum({energy}) AS BIGINT) AS energy_uj, CAST(sum(low) AS BIGINT) AS low_uj,
        CAST(sum(high) AS BIGINT) AS high_uj, CAST(sum({own}) AS BIGINT) AS own_uj,
        CAST(sum({other}) AS BIGINT) AS other_uj,
        CAST(sum({scatter}) AS BIGINT) AS scatter, CAST(sum(b - a) AS BIGINT) AS us,
        bit_or(flags) AS flags, {edges}, day, host
    FROM parts GROUP BY batch, number, device, place, day, host
    UNION ALL BY NAME
    SELECT batch, number, device, {columns}, {no_edges}, day, host
    FROM ticks WHERE t1 - t0 > $step OR since <> t0
    ORDER BY number, device, t0
"""
_LESS = "low - least(low_uj, 0)"
_MORE = "greatest(high_uj, energy_uj) - high"
_EDGES = [
    (end, name, how)
    for end in ("start", "end")
    for name, how in (("low", _LESS), ("high", _MORE))
]
"""Columns of EDGES by their parts, with what each is for one reading."""
_EDGE = "CAST(coalesce(sum({how}) FILTER (at_{end}), 0) AS BIGINT) AS {end}_{name}"


def beside(side: str, ticks: str, dialect: Dialect = DUCKDB) -> str:
    """Return the question for ticks on one of the SIDES of rolled-up rows."""
    energy, own, other, scatter = (part(name, dialect) for name in AMOUNTS)
    edges = [
        f"CAST(CASE WHEN at_{end} THEN {how} ELSE 0 END AS BIGINT) AS {end}_{name}"
        for end, name, how in _EDGES
    ]
    return BESIDE.format(
        **SIDES[side],
        ticks=ticks,
        low=part("low_uj", dialect),
        high=part("high_uj", dialect),
        energy=energy,
        own=own,
        other=other,
        scatter=scatter,
        edges=", ".join(edges),
    )


def whole() -> str:
    """Return the question for what each device of each run of some Parquet drew."""
    energy, own, other, scatter = map(part, AMOUNTS)
    sums = ", ".join(f"sum({how})" for how in (energy, PART_LOW, PART_HIGH, own, other))
    return (
        f"SELECT number, device, {sums}, sum({scatter}) FROM (SELECT *, since AS a, "
        "t1 AS b FROM read_parquet($names, hive_partitioning = false)) GROUP BY ALL"
    )


def roll_up() -> str:
    """Return the question that rolls ticks up into rows of equal length."""
    energy, own, other, scatter = map(part, AMOUNTS)
    edges = [_EDGE.format(how=how, end=end, name=name) for end, name, how in _EDGES]
    return ROLL_UP.format(
        low=part("low_uj"),
        high=part("high_uj"),
        energy=energy,
        own=own,
        other=other,
        scatter=scatter,
        edges=", ".join(edges),
        columns=", ".join(name for name, _ in COLUMNS),
        no_edges=OF_TICK,
    )


SUMS = """
    WITH rows AS ({rows}), stretches AS (
        SELECT rows.*, counted, greatest(since, f0, $window0) AS a1,
            least(t1, f1, $window1) AS b1
        FROM rows JOIN free USING (run, device) WHERE since < f1 AND t1 > f0
    ), inside AS ({inside})
    SELECT run, device, cell, counted, sum({energy}),
        sum({low}
            - CASE WHEN t0 = c0 THEN start_low ELSE 0 END
            - CASE WHEN t1 = c1 THEN end_low ELSE 0 END),
        sum({high}
            + CASE WHEN t0 = c0 THEN start_high ELSE 0 END
            + CASE WHEN t1 = c1 THEN end_high ELSE 0 END),
        sum({own}), sum({other}), sum({scatter}), sum(coalesce(us, b - a)),
        bit_or(flags)
    FROM inside GROUP BY run, device, cell, counted
"""
ONE_CELL = """
    SELECT *, 0 AS cell, a1 AS a, b1 AS b, $window0 AS c0, $window1 AS c1
    FROM stretches WHERE a1 < b1
"""
MANY_CELLS = """
    SELECT * FROM (
        SELECT spread.*, c0, c1, greatest(a1, c0) AS a, least(b1, c1) AS b FROM (
            SELECT stretches.*, {spread} AS cell FROM stretches
            JOIN buckets AS began ON began.bucket = a1 {over} $bucket
            JOIN buckets AS ended ON ended.bucket = (b1 - 1) {over} $bucket
            WHERE a1 < b1
        ) AS spread JOIN cells USING (cell)
    ) WHERE a < b
"""


BUCKETS = """
    SELECT cell, {spread} AS bucket FROM cells
"""


def buckets(dialect: Dialect) -> str:
    """Return the question for the buckets of time in each cell."""
    ends = (f"{at} {dialect.over} $bucket" for at in ("c0", "(c1 - 1)"))
    return BUCKETS.format(spread=dialect.spread.format(*ends))


def sums(rows: str, *, has_cells: bool, dialect: Dialect = DUCKDB) -> str:
    """Return the question for what each device of each run drew in each cell."""
    energy, own, other, scatter = (part(name, dialect) for name in AMOUNTS)
    spread = dialect.spread.format("began.cell", "ended.cell")
    many = MANY_CELLS.format(spread=spread, over=dialect.over)
    return SUMS.format(
        rows=rows,
        inside=many if has_cells else ONE_CELL,
        low=PART_LOW,
        high=PART_HIGH,
        energy=energy,
        own=own,
        other=other,
        scatter=scatter,
    )
