"""How AWS, Google and Azure write the lines of a bill: columns, instances, hours."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wattlas import facts
from wattlas.errors import InputError
from wattlas.metering.ledger.imports.table import Row, column_of
from wattlas.units import SECONDS_PER_HOUR

BOX = re.compile(
    r"(?:.*-)?(?:BoxUsage|SpotUsage|DedicatedUsage|HeavyUsage):(?P<type>.+)"
)
OF_USE = ("Usage", "DiscountedUsage", "SavingsPlanCoveredUsage", "")
Columns = Mapping[str, str]


@dataclass(frozen=True)
class Bill:
    """How a provider writes a bill: the names of its columns, and what a line is.

    `instance` returns the type of a line, '' where it is none; `hours` the hours of
    instances for its amount and the threads of the type.
    """

    columns: Mapping[str, Sequence[str]]
    instance: Callable[[Row, Columns], str]
    hours: Callable[[Row, Columns, float, str], float]


def _of_aws(row: Row, names: Columns) -> str:
    box = BOX.fullmatch(row[names["usage"]])
    is_use = row.get(names.get("kind", ""), "") in OF_USE
    return box["type"] if box is not None and is_use else ""


def _of_gcp(row: Row, names: Columns) -> str:
    """Return the machine of the line of its cores: others of it are parts again."""
    if "core" not in row[names["usage"]].lower():
        return ""
    labels = row[names["instance"]]
    found = re.search(r"machine_spec\W+(?:value\W+)?([a-z0-9-]+)", labels)
    return found[1] if found else labels


def _of_azure(row: Row, names: Columns) -> str:
    if row[names["kind"]].strip().lower() != "virtual machines":
        return ""
    text = row[names["instance"]]
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return str(found.get("ServiceType", "")) if isinstance(found, dict) else ""


def _as_hours(row: Row, names: Columns, amount: float, instance: str) -> float:
    return amount


def _core_hours(row: Row, names: Columns, amount: float, instance: str) -> float:
    unit = row[names["unit"]].strip().lower()
    if not unit.startswith(("second", "hour")):
        raise InputError("usage.unit must be seconds or hour, got {unit!r}.", unit=unit)
    hours = amount / SECONDS_PER_HOUR if unit.startswith("second") else amount
    return hours / facts.number("instances", instance, "threads").value


BILLS = {
    "aws": Bill(
        {
            "usage": ("lineItem/UsageType", "line_item_usage_type"),
            "kind": ("lineItem/LineItemType", "line_item_line_item_type"),
            "amount": ("lineItem/UsageAmount", "line_item_usage_amount"),
            "start": ("lineItem/UsageStartDate", "line_item_usage_start_date"),
            "end": ("lineItem/UsageEndDate", "line_item_usage_end_date"),
            "resource": ("lineItem/ResourceId", "line_item_resource_id"),
            "project": ("lineItem/UsageAccountId", "line_item_usage_account_id"),
        },
        _of_aws,
        _as_hours,
    ),
    "gcp": Bill(
        {
            "usage": ("sku.description", "sku_description"),
            "instance": ("system_labels", "machine_spec"),
            "unit": ("usage.unit", "usage_unit"),
            "amount": ("usage.amount", "usage_amount"),
            "start": ("usage_start_time",),
            "end": ("usage_end_time",),
            "resource": ("resource.name", "resource_name"),
            "project": ("project.id", "project_id"),
        },
        _of_gcp,
        _core_hours,
    ),
    "azure": Bill(
        {
            "kind": ("MeterCategory", "meterCategory"),
            "instance": ("AdditionalInfo", "additionalInfo", "ServiceType"),
            "amount": ("Quantity", "UsageQuantity", "ConsumedQuantity"),
            "start": ("Date", "UsageDateTime", "UsageDate"),
            "resource": ("ResourceId", "InstanceId", "ResourceName"),
            "project": ("SubscriptionId", "SubscriptionGuid"),
        },
        _of_azure,
        _as_hours,
    ),
}
NEEDED = ("amount", "start")
"""Columns without which a bill is not one; others may be absent."""


def bill_of(row: Row, path: Path) -> tuple[Bill, Columns]:
    """Return whose bill a row is of, and the names of its columns.

    Raises
    ------
    InputError
        If it is of none of these.
    """
    for bill in BILLS.values():
        names: dict[str, str] = {}
        for role, wanted in bill.columns.items():
            try:
                names[role] = column_of(row, wanted, path)
            except InputError:
                continue
        if len(names) >= len(bill.columns) - 2 and all(n in names for n in NEEDED):
            return bill, names
    raise InputError(
        "{path} is no bill of AWS (cost and usage report), Google (export) or Azure "
        "(usage details): its columns are others.",
        path=path,
    )
