"""What a metric counts in: by its name, by what is said of it, or as a user says."""

from __future__ import annotations

import re

from wattlas.errors import InputError, unknown_name
from wattlas.units import J_PER_KWH

JOULES = {
    "nJ": 1e-9,
    "µJ": 1e-6,
    "uJ": 1e-6,
    "mJ": 1e-3,
    "J": 1.0,
    "kJ": 1e3,
    "MJ": 1e6,
    "mWh": J_PER_KWH / 1e6,
    "Wh": J_PER_KWH / 1e3,
    "kWh": J_PER_KWH,
    "MWh": J_PER_KWH * 1e3,
    "0.1 kWh": J_PER_KWH / 10,
}
WATTS = {
    "µW": 1e-6,
    "uW": 1e-6,
    "mW": 1e-3,
    "W": 1.0,
    "kW": 1e3,
    "MW": 1e6,
    "0.01 kW": 10.0,
}
PREFIXES = {"nano": "n", "micro": "µ", "milli": "m", "": "", "kilo": "k", "mega": "M"}
NAMES = {"joule": "J", "watt": "W", "watthour": "Wh", "watt_hour": "Wh"}
SPELT = re.compile(
    r"(nano|micro|milli|kilo|mega)?[ _-]?(joule|watt[ _-]?hour|watt)s?", re.IGNORECASE
)
SHORT = re.compile(r"(?:^|_)(mj|uj|kwh|mwh|wh|mw|uw|kw)(?=_|$)")
SHORTS = {"mj": "mJ", "uj": "µJ", "kwh": "kWh", "wh": "Wh", "kw": "kW", "uw": "µW"}
SAID = re.compile(r"[(\[]?\b(?:in )?([µunmkM]?(?:Wh|J|W))\b")


def factor_of(unit: str) -> tuple[float, bool]:
    """Return how many joules or watts a unit is, and whether it is of energy.

    Raises
    ------
    UnknownNameError
        If it is no unit of energy or power.

    >>> factor_of("mJ"), factor_of("kW")
    ((0.001, True), (1000.0, False))
    """
    text = unit.strip()
    spelt = SPELT.fullmatch(text)
    text = _spelt(spelt) if spelt else text
    if text in JOULES:
        return JOULES[text], True
    if text in WATTS:
        return WATTS[text], False
    known = [*JOULES, *WATTS]
    raise InputError(
        unknown_name("unit of energy or power", unit, known, ", ".join(known))
    )


def unit_of(metric: str, about: str, stated: str) -> str | None:
    """Return the unit of a metric that no table knows; None where nothing tells.

    Raises
    ------
    InputError
        If its name and what is said of it name different units.

    >>> unit_of("node_energy_joules_total", "", ""), unit_of("power_mw", "", "")
    ('J', None)
    >>> unit_of("gpu_energy", "Energy since boot (in mJ).", "")
    'mJ'
    """
    named, said = _named(metric), _said(about)
    if stated:
        spelt = SPELT.fullmatch(stated.strip())
        named = _spelt(spelt) if spelt else named
    if named and said and factor_of(named) != factor_of(said):
        raise InputError(
            "{metric} is named in {named} and described in {said} ({about!r}): say "
            "which with --unit.",
            metric=metric,
            named=named,
            said=said,
            about=about[:80],
        )
    return named or said


def _named(metric: str) -> str | None:
    found = list(SPELT.finditer(metric))
    if found:
        return _spelt(found[-1])
    short = SHORT.search(metric)
    # mw and mwh: milli or mega, the name does not tell.
    return SHORTS.get(short[1]) if short else None


def _said(about: str) -> str | None:
    spelt = SPELT.search(about)
    if spelt:
        return _spelt(spelt)
    short = SAID.search(about)
    return short[1] if short else None


def _spelt(match: re.Match[str]) -> str:
    kind = re.sub(r"[ _-]", "", match[2].lower())
    return PREFIXES[(match[1] or "").lower()] + NAMES[kind]
