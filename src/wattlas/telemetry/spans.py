"""What spans of generative AI took: their attributes in, attributes of energy out.

The names of the conventions, of all their generations, are those of the table
`usage_fields`, by which logs are read too. What a span is given is::

    wattlas.energy_wh, .low, .high               at the facility [Wh]
    wattlas.carbon_gco2e, .low, .high            where a place is given [gCO2e]
    wattlas.electricity_cost, .low, .high        the same, in wattlas.currency
    wattlas.model, wattlas.architecture          as what it was estimated, and whether
                                                 that is published or inferred
    wattlas.problem                              why nothing is known
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any, TypeAlias

from wattlas.estimation.request_log.batches import BatchEstimator
from wattlas.estimation.request_log.estimate import estimate_requests
from wattlas.estimation.request_log.record import RequestTable
from wattlas.estimation.request_log.usage.counting import role_of
from wattlas.estimation.request_log.usage.fields import (
    NUMBERED,
    field_of,
    looks_like_tokens,
)
from wattlas.parameters import RequestsOptions, given_of
from wattlas.units import WH_PER_KWH

Attributes: TypeAlias = Mapping[str, Any]
Added: TypeAlias = dict[str, str | float]

PREFIXES = ("gen_ai.", "llm.")
OF_CALLS = frozenset(
    {*NUMBERED, "cached_prompt_tokens", "model", "operation", "answer"}
)
"""Roles of attributes that say what a call was."""
FAILED = "error.type"
REQUIRED = (
    "gen_ai.request.model",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.output_tokens",
)
"""Columns that are there in every batch, so that what lacks them is told by row."""
FACTORS = {
    "facility_energy_kwh": ("wattlas.energy_wh", WH_PER_KWH),
    "facility_carbon_kgco2e": ("wattlas.carbon_gco2e", 1000.0),
    "electricity_cost": ("wattlas.electricity_cost", 1.0),
}
"""By result: the attribute, and its unit in that of the result."""
PROBLEM = "wattlas.problem"
MOST_NAMES = 4096
_USUAL = dict(zip(REQUIRED, ("gpt-4o-mini", 500, 300), strict=True))


@dataclass(frozen=True)
class Row:
    """One span of a batch: its number there, and what was not read of it."""

    number: int
    unread: str = ""


class SpanEnergy:
    """Estimates spans as they come, a batch at a time.

    Parameters
    ----------
    options : RequestsOptions
        What spans do not say: hardware, site, country, currency and others.

    Examples
    --------
    >>> energy = SpanEnergy(RequestsOptions(draws=64))
    >>> chat = {"gen_ai.request.model": "gpt-4o-mini",
    ...         "gen_ai.usage.input_tokens": 500, "gen_ai.usage.output_tokens": 300}
    >>> added, other = energy.attributes([chat, {"http.method": "GET"}])
    >>> added["wattlas.architecture"], other
    ('inferred', {})
    >>> added["wattlas.energy_wh.low"] < added["wattlas.energy_wh"]
    True
    """

    def __init__(self, options: RequestsOptions) -> None:
        self._options = options
        self._batches = BatchEstimator(options)

    def check(self) -> None:
        """Refuse what was given and cannot be, before any span comes.

        Raises
        ------
        InputError
            If a name is unknown, or a currency has nothing to be of.
        """
        usual: dict[str, list[Any]] = {n: [value] for n, value in _USUAL.items()}
        estimate_requests(usual, **given_of(self._options))

    def attributes(self, spans: Sequence[Attributes]) -> list[Added]:
        """Return what each span is given; nothing where it is no inference."""
        added: list[Added] = [{} for _ in spans]
        rows = [
            Row(number, _unread(span))
            for number, span in enumerate(spans)
            if _is_of_ai(span)
        ]
        for row in rows:
            if row.unread:
                added[row.number][PROBLEM] = row.unread
        known = [row.number for row in rows if not row.unread]
        if known:
            table = self._batches.estimate(_columns([spans[n] for n in known]))
            for place, number in enumerate(known):
                added[number] = added_of(table, place)
            for problem in table.problems:
                told = {} if problem.kind == "none" else {PROBLEM: problem.reason}
                added[known[problem.row - 1]] = dict(told)
        return added


def _columns(spans: Sequence[Attributes]) -> dict[str, list[Any]]:
    """Return a column for each attribute that says what a call was."""
    columns: dict[str, list[Any]] = {name: [None] * len(spans) for name in REQUIRED}
    for row, span in enumerate(spans):
        for name, value in span.items():
            if (name == START or _says_a_call(name)) and not isinstance(
                value, list | tuple | dict
            ):
                columns.setdefault(name, [None] * len(spans))[row] = value
    return columns


START = "start_time_unix_nano"
"""When a span began: names that an API moves are those of its day."""


def _is_of_ai(span: Attributes) -> bool:
    return any(name.startswith(PREFIXES) for name in span)


@lru_cache(MOST_NAMES)
def _says_a_call(name: str) -> bool:
    if name == FAILED:
        return True
    role = role_of(name) if name.startswith(PREFIXES) else None
    return role in OF_CALLS


@lru_cache(MOST_NAMES)
def _is_unknown_count(name: str) -> bool:
    leaf = name.rpartition(".")[2]
    unknown = role_of(name) is None and field_of(name) is None
    return name.startswith(PREFIXES) and looks_like_tokens(leaf) and unknown


def _unread(span: Attributes) -> str:
    """Return a sentence on an attribute that counts what is not known, or ''."""
    for name, value in span.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and _is_unknown_count(name):
            return f"{name} looks like tokens, and what it counts is not known."
    return ""


def added_of(table: RequestTable, row: int) -> Added:
    """Return what one row of a batch took."""
    number = int(table.group_of_row[row])
    if number < 0:
        return {}
    added: Added = {}
    for result, (name, unit) in FACTORS.items():
        if result not in table.columns:
            continue
        mid = float(table.columns[result][row]) * unit
        if isfinite(mid):
            low, high = (float(f) for f in table.factors[result][number])
            added |= {name: mid, f"{name}.low": mid * low, f"{name}.high": mid * high}
    if "wattlas.electricity_cost" in added:
        added["wattlas.currency"] = table.totals["electricity_cost"].currency
    subject = table.groups[number].estimate.subject
    added["wattlas.model"] = subject["model"]
    added["wattlas.architecture"] = subject["architecture"]
    return added
