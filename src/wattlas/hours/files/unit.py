"""The unit of a column: said, in its name, or that of its layout; to our own."""

from __future__ import annotations

import re

from wattlas import quantity
from wattlas.errors import InputError, UnitError

_BRACKETS = re.compile(r"[\[(]([^\])]+)[\])]")
_CARBON = re.compile(
    r"(?<![A-Za-z])(k?g|t|lbs?)[\s_]?CO[2₂]?(?:[_\s-]?(?:e|eq))?"
    r"(?:/| per |_per_)(k|M)Wh",
    re.IGNORECASE,
)
_OUR_NAME = re.compile(r"^(?:price|cost)_([a-z]{3})_per_([km]wh)$")
_SURE = re.compile(r"[A-Z]{3}/|€|£|^(?:g|kg|lb|t)/")
"""A unit that can be read in one way: its currency is named, or it is a weight."""
_ENERGY = re.compile(r"(?<=[/ ])([kMG])Wh(?:r|_?el?)?\b", re.IGNORECASE)
_BARE = re.compile(r"(?:^|[\s_])([^\s\d/()\[\]]{1,6}/(?:[kMG]Wh\w{0,2}|度))(?![\w/])")


def scale_of(
    name: str, unit: str, where: str, *, said: str | None, of_layout: str
) -> tuple[float, str]:
    """Return the factor from a column's unit to ours, and the currency of money.

    Raises
    ------
    UnitError, InputError
        If no unit is known, or it is none of the quantity.

    Examples
    --------
    >>> scale_of("Preis [ct/kWh]", "money/kWh", "x.csv", said=None, of_layout="")
    (0.01, 'EUR')
    """
    if unit == "1" and not said:
        return 1.0, ""
    written = said or _unit_in(name) or of_layout
    if not written:
        example = "price [EUR/MWh]" if unit.startswith("money") else "carbon [g/kWh]"
        raise UnitError(
            "{where}: column {name!r} has no unit. Write it behind the name: "
            "{example}, or give unit.",
            where=where,
            name=name,
            example=example,
        )
    try:
        parsed = quantity.parse(f"1 {_plain(written)}", unit)
    except InputError as error:
        raise type(error)(
            "{where}: column {name!r}: {error}",
            where=where,
            name=name,
            error=error,
        ) from error
    if unit.startswith("money") and not parsed.currency:
        raise UnitError(
            "{where}: column {name!r} names no currency in {written!r}, such as "
            "EUR/MWh.",
            where=where,
            name=name,
            written=written,
        )
    if said:
        _refuse_contradiction(name, unit, where, said)
    return parsed.low, parsed.currency


def _refuse_contradiction(name: str, unit: str, where: str, said: str) -> None:
    """Refuse a unit that a column's own name denies; a sign such as $ is of several."""
    own = _plain(_unit_in(name))
    if not _SURE.search(own):
        return
    try:
        of_name = quantity.parse(f"1 {own}", unit)
    except InputError:
        return
    given = quantity.parse(f"1 {_plain(said)}", unit)
    if (of_name.low, of_name.currency) != (given.low, given.currency):
        raise UnitError(
            "{where}: column {name!r} has the unit {own}, and unit says {said}: leave "
            "unit out, or mend the name.",
            where=where,
            name=name,
            own=own,
            said=said,
        )


def _plain(written: str) -> str:
    """Return a unit as ours are written: markets have MWHr, MWhe and MWH.

    >>> _plain("$/MWHr"), _plain("EUR / MWhe")
    ('$/MWh', 'EUR / MWh')
    """

    def energy(match: re.Match[str]) -> str:
        prefix = match[1].lower()
        return f"{prefix if prefix == 'k' else prefix.upper()}Wh"

    return _ENERGY.sub(energy, written.strip())


def _unit_in(name: str) -> str:
    """Return the unit that a column's name has: in brackets, behind it, or as ours.

    >>> _unit_in("Carbon Intensity gCO₂eq/kWh (LCA)"), _unit_in("price_usd_per_mwh")
    ('g/kWh', 'USD/MWh')
    """
    ours = _OUR_NAME.match(name.strip())
    if ours:
        return f"{ours.group(1).upper()}/{ours.group(2)[0].upper().replace('K', 'k')}Wh"
    carbon = _CARBON.search(name)
    if carbon:
        weight = carbon.group(1).lower().rstrip("s")
        return f"{weight}/{carbon.group(2).replace('m', 'M').replace('K', 'k')}Wh"
    brackets = [b for b in _BRACKETS.findall(name) if "/" in b]
    if brackets:
        return str(brackets[-1]).strip()
    bare = _BARE.search(name)
    return bare.group(1) if bare else ""
