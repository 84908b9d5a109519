"""What a filed tariff has and its terms leave out: every field that is not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wattlas.hours.bills.filed import Filed

STRUCTURES = (
    "energyratestructure",
    "demandratestructure",
    "flatdemandstructure",
    "coincidentratestructure",
)
"""The charges that have periods and tiers."""
_READ = (
    *STRUCTURES,
    "energyweekdayschedule",
    "energyweekendschedule",
    "demandweekdayschedule",
    "demandweekendschedule",
    "coincidentrateschedule",
    "demandrateunit",
    "flatdemandunit",
    "flatdemandmonths",
    "coincidentrateunit",
    "demandratchetpercentage",
    "lookbackpercent",
    "lookbackrange",
    "lookbackmonths",
    "fueladjustmentsmonthly",
    "fixedmonthlycharge",
    "fixedchargefirstmeter",
    "fixedchargeunits",
    "minmonthlycharge",
    "annualmincharge",
    "mincharge",
    "minchargeunits",
)
"""The fields that the terms hold."""
_DESCRIBES = (
    "label",
    "uri",
    "utility",
    "utilityName",
    "name",
    "eiaid",
    "country",
    "sector",
    "description",
    "source",
    "sourceparent",
    "approved",
    "is_default",
    "startdate",
    "supersedes",
    "supercedes",
    "revisions",
    "voltageminimum",
    "voltagemaximum",
    "voltagecategory",
    "phasewiring",
    "peakkwcapacityhistory",
    "peakkwhusagehistory",
    "basicinformationcomments",
    "demandcomments",
    "energycomments",
    "fixedcomments",
)
"""The fields that say which tariff it is, and change no bill."""
_TIER = ("rate", "adj", "max", "sell", "unit")
_WHOLE = {"servicetype": "Bundled"}
"""What says that nothing is left out: energy and its delivery are on one bill."""


def unread(filed: Filed) -> Iterator[str]:
    """Yield the names of what a tariff has, not nought, and its terms do not hold."""
    for name, value in filed.fields.items():
        if name in STRUCTURES:
            yield from _of_tiers(filed, name)
        elif name not in (*_READ, *_DESCRIBES):
            yield from [name] if _says(value) and _WHOLE.get(name) != value else []


def _of_tiers(filed: Filed, name: str) -> Iterator[str]:
    tiers = [tier for period in filed.structure(name) for tier in period]
    for field in dict.fromkeys(f for tier in tiers for f in tier if f not in _TIER):
        if any(_says(tier.get(field)) for tier in tiers):
            yield f"{name}.{field}"


def _says(value: Any) -> bool:
    """Say whether a field holds anything but nought.

    >>> _says([0, 0.0, ""]), _says([{"Fuel": "$0.01/kWh"}])
    (False, True)
    """
    if isinstance(value, list | tuple):
        return any(map(_says, value))
    return bool(value)
