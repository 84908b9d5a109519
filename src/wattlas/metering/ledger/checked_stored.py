"""Reading the line of a compacted run strictly: where its readings are, and their sums.

What it names lies within the ledger, and what it says agrees with itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from wattlas.metering.ledger import values as v
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.files import ENDING
from wattlas.metering.ledger.parquet import check_whole, is_whole
from wattlas.metering.ledger.problems import (
    BAD_VALUE,
    OTHER_DEVICES,
    TOO_MUCH,
    LineError,
)
from wattlas.metering.ledger.readings import UJ_PER_J, Amount
from wattlas.metering.ledger.stored import Stored, StoredFile

LAST_US = round(v.LAST_S) * 1_000_000
MARGIN = 2.0
"""A reading may be a hair over the most that a meter shows; many are never twice it."""


def stored_of(
    line: Mapping[str, Any], devices: int, folder: Path, most_w: float
) -> Stored:
    """Return where the readings of a compacted run are. [us since 1970]

    `most_w` is the most that any meter shows. [W]
    """
    seen = tuple(map(_times, _of_each(line, "seen", devices)))
    told = _of_each(line, "whole", devices)
    whole = tuple(_amount(its, at, most_w) for its, at in zip(told, seen, strict=True))
    files = tuple(
        _file(v.listed(file, "files"), folder)
        for file in v.listed(line.get("files"), "files")
    )
    _check_within(seen, files)
    rolled = {
        name: tuple(_inside(folder, path) for path in v.listed(paths, "rolled_up"))
        for name, paths in v.mapping(line.get("rolled_up"), "rolled_up").items()
    }
    origin = v.words(line.get("origin"), "origin")
    if not _inside(folder, origin).name.endswith(ENDING):
        raise LineError(BAD_VALUE, f"origin = {origin}"[: v.MOST_WORDS])
    return Stored(
        seen=seen,
        whole=whole,
        files=files,
        batch=v.words(line.get("batch"), "batch"),
        number=v.whole(line.get("number"), "number"),
        origin=origin,
        # Where one of these is missing the ticks say the same.
        rolled_up={k: ps for k, ps in rolled.items() if all(map(is_whole, ps))},
    )


def _of_each(line: Mapping[str, Any], field: str, devices: int) -> Sequence[Any]:
    """Return a list that has an item for each device."""
    found = v.listed(line.get(field), field)
    if len(found) != devices:
        raise LineError(OTHER_DEVICES, f"{len(found)}, not {devices}")
    return found


def _times(told: Any) -> tuple[Interval, ...]:
    """Return the times of a device, each after the one before it."""
    found, before = list[Interval](), 0
    for interval in v.listed(told, "seen"):
        ends = [v.whole(end, "seen", before) for end in v.listed(interval, "seen")]
        if len(ends) != 2 or ends[0] >= ends[1] or ends[1] > LAST_US:
            raise LineError(BAD_VALUE, f"seen = {ends}"[: v.MOST_WORDS])
        found.append((ends[0], ends[1]))
        before = ends[1]
    return tuple(found)


def _amount(told: Any, times: Sequence[Interval], most_w: float) -> Amount:
    """Return the sum of a device, as large as its times let it be."""
    numbers = v.listed(told, "whole")
    if len(numbers) != len(Amount._fields):
        raise LineError(BAD_VALUE, f"whole has {len(numbers)} numbers")
    least = {"low_uj": -round(v.MOST)}
    its = zip(Amount._fields, numbers, strict=True)
    found = Amount(*(v.whole(n, name, least.get(name, 0)) for name, n in its))
    length = sum(t1 - t0 for t0, t1 in times)
    if found.us > length:
        raise LineError(BAD_VALUE, f"us = {found.us} of {length}")
    if found.energy_uj > MARGIN * most_w * found.us + UJ_PER_J:
        raise LineError(TOO_MUCH, f"{found.energy_uj} uJ in {found.us} us")
    return found


def _check_within(
    seen: Sequence[Sequence[Interval]], files: Sequence[StoredFile]
) -> None:
    """Raise LineError where a device was seen when no file has readings."""
    begin = min((times[0][0] for times in seen if times), default=LAST_US)
    end = max((times[-1][1] for times in seen if times), default=0)
    first = min((file.t0 for file in files), default=LAST_US)
    last = max((file.t1 for file in files), default=0)
    if begin < first or end > last:
        raise LineError(BAD_VALUE, f"seen = {begin} to {end}, files {first} to {last}")


def _file(told: Sequence[Any], folder: Path) -> StoredFile:
    """Return a file of readings.

    Those of older versions do not say their size, nor how many readings overlap.
    """
    if len(told) not in (3, 4, 5):
        raise LineError(BAD_VALUE, "files")
    path = _inside(folder, told[0])
    numbers = [v.whole(number, "files") for number in told[1:]]
    check_whole(path, numbers[2] if len(numbers) > 2 else None)
    overlap = len(numbers) < 4 or numbers[3] > 0
    return StoredFile(path, numbers[0], numbers[1], overlap)


def _inside(folder: Path, told: Any) -> Path:
    """Return a path within a folder: no line reaches beyond its ledger."""
    name = v.words(told, "path")
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or Path(name).is_absolute():
        raise LineError(BAD_VALUE, f"path = {name}"[: v.MOST_WORDS])
    return folder / name
