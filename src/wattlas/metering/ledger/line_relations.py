"""The rows of files of lines that SQL may read, beside the table of their runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wattlas.metering.ledger import database, line_rows
from wattlas.metering.ledger.line_sums import rolled, widths
from wattlas.metering.ledger.rows import Relation, windowed
from wattlas.metering.ledger.seams import Seams

if TYPE_CHECKING:
    from wattlas.metering.ledger.stored import Stored

FILE_COLUMNS = (("path", "VARCHAR"), ("run", "INTEGER"), ("until", "BIGINT"))
"""A file of lines, its run, and until when its lines are known. [us since 1970]"""


def relations_of_lines(
    connection: Any, runs: Mapping[int, Stored], seams: Seams | None
) -> tuple[list[Relation], dict[str, Any]]:
    """Make the table of files of lines and their runs; return their rows and values.

    Between `seams` the rows are as long as those of their table.
    """
    its = [(s.files[0].path, n, s.files[0].t1) for n, s in runs.items()]
    database.fill(connection, "files", FILE_COLUMNS, its)
    alike: dict[tuple[bool, int, int], list[str]] = defaultdict(list)
    for s in runs.values():
        look = (len(s.seen), s.figures) if seams else (0, 0)
        alike[s.mixed, *look].append(str(s.files[0].path))
    values: dict[str, Any] = line_rows.values_of(is_torn=True)
    if seams:
        values |= seams.values | windowed(seams.window)
    sqls = list[str]()
    for number, ((mixed, *wide), paths) in enumerate(alike.items()):
        values[f"lines_{number}"] = paths
        sqls += _questions(line_rows.ticks(f"lines_{number}", mixed=mixed), *wide)
    relations = [Relation(sql, overlap=False) for sql in sqls]
    return relations, database.named(" ".join(sqls), values)


def _questions(ticks: str, devices: int, figures: int) -> Iterator[str]:
    """Yield the questions for ticks: added up where their devices are told."""
    if not devices:
        yield line_rows.from_lines(ticks)
    for width in widths(devices, figures):
        yield rolled(width, ticks)
