"""Records as rows of a table: one observation a row, a column for each label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from wattlas.errors import needs_extra

RANGE = ("low", "mid", "high")


def frame(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Return rows as a pandas table.

    Raises
    ------
    MissingExtraError
        If pandas is not installed.
    """
    with needs_extra("A pandas table", "tables"):
        import pandas
    return pandas.DataFrame(list(rows))


def flat(record: Any, before: str = "") -> dict[str, Any]:
    """Return the labels and numbers of a record in one row.

    What a record of records holds has its field's name before it; lists and mappings
    are left out.
    """
    row: dict[str, Any] = {}
    for field in fields(record):
        name, value = before + field.name, getattr(record, field.name)
        if is_dataclass(value):
            row |= flat(value, f"{name}_")
        elif not isinstance(value, tuple | frozenset | Mapping):
            row[name] = value
    return row


def range_row(value: Any) -> dict[str, Any]:
    """Return low, mid and high of a range, and its currency and year if it has one."""
    row = {end: getattr(value, end) for end in RANGE}
    if value.currency:
        row |= {"currency": value.currency, "year": value.year}
    return row


def ranges(
    named: Mapping[str, Any], units: Mapping[str, str], **labels: Any
) -> Iterator[dict[str, Any]]:
    """Yield a row for each range by name, after its labels."""
    for quantity, value in named.items():
        unit = value.currency or units.get(quantity, "")
        yield {**labels, "quantity": quantity, "unit": unit, **range_row(value)}
