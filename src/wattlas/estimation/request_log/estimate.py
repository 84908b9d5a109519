"""Estimate the requests of a log: every row at central inputs, totals with ranges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError, WattlasError
from wattlas.estimation.evaluate import MONEY, range_of
from wattlas.estimation.place import Place, find_price
from wattlas.estimation.request_log.columns import Codes, Floats
from wattlas.estimation.request_log.group import RequestGroup, Settings
from wattlas.estimation.request_log.grouping import Configuration
from wattlas.estimation.request_log.problems import refuse
from wattlas.estimation.request_log.record import RequestTable
from wattlas.estimation.request_log.replicas import Members, OwnReplicas, Replicas
from wattlas.estimation.request_log.sorting import SortedLog, sort_log
from wattlas.parameters import RequestsOptions, keywords
from wattlas.records import RESULT_UNITS, Range

COMMON_CURRENCY = "USD"
"""Currency of the costs where those of the places differ."""

Sums: TypeAlias = dict[str, float]


@keywords(RequestsOptions)
@finite_arithmetic()
def estimate_requests(options: RequestsOptions) -> RequestTable:
    """Estimate every request of a log, and all together.

    Each row is one request on a busy replica with its share of the waiting, as
    `serve` has it. The log is a .csv, .jsonl or .parquet file, a mapping of columns,
    an Arrow table, or a DataFrame of pandas or polars; usual other names of the
    columns are known (``ContextTokens``, ``completion_tokens``, ``gpu``), and so are
    the usage objects of OpenAI, Anthropic, Gemini, Mistral and Bedrock, and spans with
    ``gen_ai`` attributes. What it has no column for is given: an array, a list, or one
    value for all rows. Without a site or country there is energy but no carbon, cost
    or water. A closed model is inferred from the price of its tokens, and without
    hardware the chip too; a row whose model has neither architecture nor price is left
    out and reported; so is a row that is no inference.

    Raises
    ------
    InputError
        If a column is missing, or rows cannot be used and `skip_bad` is not set.

    Examples
    --------
    >>> log = {"prompt_tokens": [200, 400], "output_tokens": [50, 100]}
    >>> table = estimate_requests(log, model="llama-3.1-8b", hardware="h100-sxm")
    >>> table.rows, sorted(table.totals)
    (2, ['chip_energy_kwh', 'chip_hours', 'facility_energy_kwh', 'it_energy_kwh'])
    """
    found = estimate_log(options)
    if options.currency is not None and not found.totals.keys() & set(MONEY):
        raise InputError(
            "currency {currency} would not be used: no cost is known without a "
            "place. Give site or country, or leave it out.",
            currency=options.currency,
        )
    return found


def estimate_log(
    options: RequestsOptions, standing: Replicas | None = None
) -> RequestTable:
    """Return the estimate of a log; `standing` replicas serve batch after batch."""
    log = sort_log(options, is_whole=standing is None)
    replicas = standing or OwnReplicas(_settings(options, log))
    members = _groups(log, replicas)
    records = log.problems.records()
    wrong = [problem for problem in records if problem.kind == "wrong"]
    rows = log.columns.rows
    none_left = not members and standing is None
    if (wrong and not options.skip_bad) or none_left:
        raise refuse(wrong or records, rows, left=bool(members))
    columns, group_of_row, sums = _rows(members, log.numbers, rows)
    groups = tuple(group for group, _ in members)
    return RequestTable(
        columns=columns,
        factors={name: _factors(name, groups) for name in columns},
        group_of_row=group_of_row,
        totals={name: _total(name, groups, sums) for name in columns},
        absent=_absent(columns, groups),
        groups=groups,
        problems=records,
        log=log.columns,
    )


def _settings(options: RequestsOptions, log: SortedLog) -> Settings:
    currency = options.currency
    if currency is None:
        currency = common_currency(
            configuration for configuration, _ in log.configurations
        )
    return Settings(currency, options.draws, options.seed)


def _groups(log: SortedLog, replicas: Replicas) -> list[Members]:
    members: list[Members] = []
    for configuration, rows in log.configurations:
        try:
            members += replicas.members(configuration, rows, log.numbers, log.problems)
        except WattlasError as error:
            log.problems.add(rows.tolist(), error.message)
    return [(group, its) for group, its in members if len(its)]


def common_currency(configurations: Iterable[Configuration]) -> str | None:
    """Return the currency for costs that add up, or None if they have one already."""
    places = {Place(site=c.site, country=c.country) for c in configurations}
    prices = [find_price(place) for place in places]
    currencies = {price.unit.partition("/")[0] for price in prices if price}
    return COMMON_CURRENCY if len(currencies) > 1 else None


def _rows(
    members: Sequence[Members], numbers: dict[str, Floats], rows: int
) -> tuple[dict[str, Floats], Codes, list[Sums]]:
    """Return each result row by row, the group of each row, and sums by group."""
    present = {name for group, _ in members for name in group.estimate.results}
    columns = {n: np.full(rows, np.nan) for n in RESULT_UNITS if n in present}
    group_of_row = np.full(rows, -1, np.int32)
    sums: list[Sums] = []
    for number, (group, members_rows) in enumerate(members):
        group_of_row[members_rows] = number
        sums.append(dict.fromkeys(group.estimate.results, 0.0))
        given = group.configuration.batch_given
        for part, results in group.chain.results(numbers, members_rows, given):
            for name, values in results.items():
                columns[name][part] = values
                sums[-1][name] += float(np.sum(values))
    return columns, group_of_row, sums


def _factors(name: str, groups: Sequence[RequestGroup]) -> Floats:
    missing = (np.nan, np.nan)
    return np.array([group.factors.get(name, missing) for group in groups])


def _total(name: str, groups: Sequence[RequestGroup], sums: Sequence[Sums]) -> Range:
    having = [(g, s[name]) for g, s in zip(groups, sums, strict=True) if name in s]
    mid = sum(total for _, total in having)
    spread = sum(total * group.ratios(name) for group, total in having)
    ranges = [group.estimate.results[name] for group, _ in having]
    years = sorted({r.year for r in ranges if r.year})
    year = "-".join(dict.fromkeys([years[0], years[-1]])) if years else ""
    return range_of(mid, np.atleast_1d(np.asarray(spread)), ranges[0].currency, year)


def _absent(columns: Iterable[str], groups: Sequence[RequestGroup]) -> dict[str, int]:
    """Count the rows of groups that lack a result which other groups have."""
    counts = {
        name: sum(g.rows for g in groups if name not in g.estimate.results)
        for name in columns
    }
    return {name: count for name, count in counts.items() if count}
