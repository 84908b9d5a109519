"""Where a sum goes over from ticks to rolled-up rows, and back: at its ends alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from wattlas.metering.ledger.cells import EVER, Cells
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.readings import Free
from wattlas.metering.ledger.rows import ROLLED_UP, SIDES

if TYPE_CHECKING:
    from wattlas.metering.ledger.stored import Stored


class Seams(NamedTuple):
    """From when to when the rows of a table are read, of a window. [us since 1970]

    A seam is a row or more within the window: no reading that is rolled up is long
    enough to be cut by both.
    """

    table: str
    begin: int
    end: int
    window: Interval

    @property
    def sides(self) -> Mapping[str, Interval]:
        """What of the window lies beside the rows: before and after them."""
        sides = (self.window[0], self.begin), (self.end, self.window[1])
        return dict(zip(SIDES, sides, strict=True))

    @property
    def values(self) -> dict[str, int]:
        """The values that questions name."""
        return {
            "step": ROLLED_UP[self.table],
            "seam0": self.begin,
            "seam1": self.end,
        }


def seams_of(cells: Cells) -> Seams | None:
    """Return the seams of the longest rows that no edge between cells cuts, if any.

    >>> seams_of(Cells(((0, 7_200_000_000),), ("",))).table
    'hours'
    """
    window = cells.intervals[0][0], cells.intervals[-1][1]
    inner = {edge for interval in cells.intervals for edge in interval} - {*window}
    for table, step in ROLLED_UP.items():
        begin, end = _after(window[0], step), _before(window[1], step)
        if begin + step <= end and not any(edge % step for edge in inner):
            return Seams(table, begin, end, window)
    return None


def _after(moment: int, step: int) -> int:
    return (moment // step + 2) * step if moment % step else moment


def _before(moment: int, step: int) -> int:
    return (moment // step - 1) * step if moment % step else moment


def asked(
    free: Iterable[Free], cells: Cells
) -> Iterator[tuple[list[Free], Seams | None]]:
    """Yield stretches with their seams: of rolled-up rows where no edge cuts these."""
    seams = seams_of(cells) if cells.intervals else None
    found: tuple[list[Free], list[Free]] = ([], [])
    for stretch in free:
        found[stretch[2:4] == EVER and seams is not None].append(stretch)
    for its, of in zip(found, (None, seams), strict=True):
        if its and cells.intervals:
            yield its, of


def parted(
    runs: Mapping[int, Stored], seams: Seams | None
) -> tuple[dict[int, Stored], dict[int, Stored]]:
    """Return the runs in Parquet: those whose ticks are read, and whose rows are."""
    packed = {n: s for n, s in runs.items() if s.batch}
    rolled = {n: s for n, s in packed.items() if seams and s.rolled_up.get(seams.table)}
    return {n: s for n, s in packed.items() if n not in rolled}, rolled


def files_beside(runs: Iterable[Stored], seams: Seams) -> dict[str, list[str]]:
    """Return the files of ticks that are read on each side of rolled-up rows."""
    files = {file for its in runs for file in its.files}
    found = {
        side: sorted(str(f.path) for f in files if f.t0 < end and f.t1 > begin)
        for side, (begin, end) in seams.sides.items()
        if begin < end
    }
    return {side: paths for side, paths in found.items() if paths}
