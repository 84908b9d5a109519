"""Totals of a run from its sums: the record, and tables by model, user and day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import needs_extra
from wattlas.estimation.evaluate import MONEY, range_of
from wattlas.estimation.names_read import names_read
from wattlas.estimation.request_files.inputs import InputFile
from wattlas.estimation.request_files.record import KeyTotals, RequestRun
from wattlas.estimation.request_files.sums import (
    DAY,
    GROUP,
    KEY,
    MODEL,
    PER_UNIT,
    ROWS,
    in_order,
)
from wattlas.estimation.request_files.work import BatchWork
from wattlas.estimation.request_log.columns import Floats
from wattlas.estimation.request_log.group import OF_ROWS, RequestGroup
from wattlas.estimation.request_log.totals import GroupTotals
from wattlas.records import Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow

ENERGY = "facility_energy_kwh"
ARCHITECTURE = "architecture"
"""Whether that of a model is published, or inferred from what its tokens cost."""


class Totals:
    """Totals of a run from the sums of its parts, which are whole billionths."""

    def __init__(self, work: BatchWork, sums: pyarrow.Table) -> None:
        self._work = work
        self._groups: Sequence[RequestGroup] = work.replicas.groups
        self._sums = in_order(sums)

    def table(self, by: str, sums: pyarrow.Table | None = None) -> pyarrow.Table:
        """Return totals by model, user or day: low, mid and high of each result.

        Sums are those by day, or by nothing, unless others are given.
        """
        with needs_extra("Totals of a log", "tables"):
            import pyarrow
        sums = self._sums if sums is None else sums
        groups = sums[GROUP].to_numpy()
        texts = self._models_of(groups) if by == MODEL else sums[KEY]
        keys, at = _numbered(texts)
        columns: dict[str, Any] = {by: keys}
        if by == MODEL:
            known = {g.configuration.model: _architecture(g) for g in self._groups}
            columns[ARCHITECTURE] = [known[key] for key in keys.to_pylist()]
        columns[ROWS] = _added(at, sums[ROWS].to_numpy(), len(keys))
        for name in self._work.results:
            values = sums[name].to_numpy()
            mids = _added(at, values, len(keys)) / PER_UNIT
            low, high = (
                _added(at, values * factors[groups], len(keys)) / PER_UNIT
                for factors in self._factors(name)
            )
            columns |= {name: mids, f"{name}_low": low, f"{name}_high": high}
        currency = self._currency()
        if currency:
            columns["currency"] = [currency] * len(keys)
        return pyarrow.table(columns)

    def groups_table(self) -> pyarrow.Table:
        """Return each group: whose rows it has, and low and high over their mids."""
        with needs_extra("Groups of a log", "tables"):
            import pyarrow
        columns: dict[str, Any] = {
            GROUP: pyarrow.array(range(len(self._groups)), pyarrow.int32())
        }
        for name in ("model", "hardware", "site", "country", "precision"):
            values = [group.estimate.subject[name] for group in self._groups]
            columns[name] = pyarrow.array(values, pyarrow.string())
        columns[ARCHITECTURE] = list(map(_architecture, self._groups))
        columns[ROWS] = self._rows_of_groups()
        for name in self._work.results:
            low, high = self._factors(name)
            columns |= {f"{name}_low_factor": low, f"{name}_high_factor": high}
        return pyarrow.table(columns)

    def record(self, files: Sequence[InputFile], users: int | None) -> RequestRun:
        """Return the record of the run, with how many users there are."""
        survey, keys = self._work.survey, self._work.keys
        has_days = keys.time is not None
        return RequestRun(
            basis="log",
            boundary="facility",
            files=sum(file.rows > 0 for file in files),
            files_empty=sum(file.rows == 0 for file in files),
            rows=survey.rows,
            rows_bad=sum(count.rows for count in survey.problems),
            rows_absent=self._absent(),
            columns_unused=tuple(
                n for n in survey.columns_unused if n not in (keys.user, keys.time)
            ),
            columns_read=survey.columns_read,
            models_read=names_read(survey.models),
            user_column=keys.user,
            time_column=keys.time,
            users=users,
            totals={name: self._total(name) for name in self._work.results},
            by_model=_records(self.table(MODEL), MODEL, self._work.results),
            by_day=_records(self.table(DAY), DAY, self._work.results)
            if has_days
            else (),
            groups=tuple(map(self._group, range(len(self._groups)))),
            problems=survey.problems,
            sources=tuple(
                dict.fromkeys(s for g in self._groups for s in g.estimate.sources)
            ),
        )

    def _models_of(self, groups: NDArray[Any]) -> Any:
        """Return the model of each group as an Arrow column."""
        with needs_extra("Totals of a log", "tables"):
            import pyarrow
        names = [group.configuration.model for group in self._groups]
        return pyarrow.array(names, pyarrow.string()).take(groups)

    def _factors(self, name: str) -> tuple[Floats, Floats]:
        found = np.array(
            [group.factors.get(name, (1.0, 1.0)) for group in self._groups]
        )
        return found[:, 0], found[:, 1]

    def _sums_of_groups(self, name: str) -> Floats:
        sums = self._sums
        values = sums[name].to_numpy() / PER_UNIT
        return _added(sums[GROUP].to_numpy(), values, len(self._groups))

    def _rows_of_groups(self) -> NDArray[np.int64]:
        sums = self._sums
        return _added(sums[GROUP].to_numpy(), sums[ROWS].to_numpy(), len(self._groups))

    def _total(self, name: str) -> Range:
        having = [
            (group, total)
            for group, total in zip(
                self._groups, self._sums_of_groups(name), strict=True
            )
            if name in group.estimate.results
        ]
        whole = int(self._sums[name].to_numpy().sum())
        spread = sum(total * group.ratios(name) for group, total in having)
        ranges = [group.estimate.results[name] for group, _ in having]
        years = sorted({r.year for r in ranges if r.year})
        year = "-".join(dict.fromkeys([years[0], years[-1]])) if years else ""
        spread = np.atleast_1d(np.asarray(spread))
        return range_of(whole / PER_UNIT, spread, ranges[0].currency, year)

    def _currency(self) -> str:
        return next(
            (
                group.estimate.results[name].currency
                for name in MONEY
                for group in self._groups
                if name in group.estimate.results
            ),
            "",
        )

    def _absent(self) -> dict[str, int]:
        rows = self._rows_of_groups()
        counts = {
            name: int(
                sum(
                    count
                    for group, count in zip(self._groups, rows, strict=True)
                    if name not in group.estimate.results
                )
            )
            for name in self._work.results
        }
        return {name: count for name, count in counts.items() if count}

    def _group(self, number: int) -> GroupTotals:
        group = self._groups[number]
        rows = int(self._rows_of_groups()[number])
        mean = float(self._sums_of_groups(ENERGY)[number]) / rows
        low, high = group.factors[ENERGY]
        estimate = group.estimate
        return GroupTotals(
            subject=estimate.subject,
            rows=rows,
            medians=group.medians,
            facility_energy_kwh=Range(mean * low, mean, mean * high),
            factors=group.factors,
            inputs=tuple(i for i in estimate.inputs if i.label not in OF_ROWS),
            absent=estimate.absent,
            width=estimate.width,
            notes=estimate.notes,
            sources=estimate.sources,
        )


def _architecture(group: RequestGroup) -> str:
    return str(group.estimate.subject[ARCHITECTURE])


def _numbered(texts: Any) -> tuple[Any, NDArray[Any]]:
    """Return the texts of an Arrow column in order, and the number of each of its rows.

    A row without a text has an empty one.
    """
    with needs_extra("Totals of a log", "tables"):
        from pyarrow import compute
    filled = compute.fill_null(texts, "")
    whole = filled.combine_chunks() if hasattr(filled, "chunks") else filled
    coded = whole.dictionary_encode()
    order = compute.sort_indices(coded.dictionary).to_numpy()
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return coded.dictionary.take(order), place[coded.indices.to_numpy()]


def _added(at: NDArray[Any], values: NDArray[Any], size: int) -> NDArray[Any]:
    found = np.zeros(size, values.dtype)
    np.add.at(found, at, values)
    return found


def _records(
    table: pyarrow.Table, by: str, results: Sequence[str]
) -> tuple[KeyTotals, ...]:
    rows = table.to_pylist()
    return tuple(KeyTotals(row[by], row[ROWS], _ranges(row, results)) for row in rows)


def _ranges(row: Mapping[str, Any], results: Sequence[str]) -> dict[str, Range]:
    return {
        name: Range(
            row[f"{name}_low"],
            row[name],
            row[f"{name}_high"],
            row.get("currency", "") if name in MONEY else "",
        )
        for name in results
    }
