"""Parse one quantity: a number or a range, with its unit and currency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wattlas.errors import InputError, Message, Several, UnitError
from wattlas.quantity.mention import Mention
from wattlas.quantity.vocabulary import CURRENCIES, SUBUNITS, factor, factor_below
from wattlas.units import HOURS_PER_YEAR, KG_PER_T

_NUMBER = r"[+-]?(?:\d[\d,]*(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_QUANTITY = re.compile(
    rf"(?P<sign>US\$|[$€£¥])?\s*(?P<numbers>{_NUMBER}(?:\s*\.\.\s*{_NUMBER}){{0,2}})"
    r"\s*(?P<unit>.*)"
)
_HAS_UNIT = re.compile(r"(?i)[^\d\s.,e+-]|e(?![+-]?\d)")
_OTHER_RANGE = re.compile(r"\s*(?:-|–|…|~|to\b|±)\s*\d")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A parsed quantity in our own unit; `mid` is None for a range of two numbers."""

    low: float
    mid: float | None
    high: float
    currency: str = ""


def parse(text: str | float, unit: str, *, needs_unit: bool = False) -> Quantity:
    """Parse a quantity into one of our own units.

    Parameters
    ----------
    text : str or float
        ``433 MWh``, ``1,287,000 kWh``, ``1.1..1.3``, ``0.2..0.4..0.5``,
        ``0.541 CNY/kWh``, ``15T``; a number without unit is taken in `unit`.
    unit : str
        The unit wanted: kWh, W, kW, h, year, L, t, 1, kgCO2e/kWh, L/kWh, money/kWh,
        money/kW/month … A period that is not written is the one that is meant.
    needs_unit : bool
        Whether a number without unit is refused.

    Raises
    ------
    InputError, UnitError
        If there is no number, or the unit is unknown or of another dimension.

    Examples
    --------
    >>> parse("1,287,000 kWh", "kWh").mid
    1287000.0
    >>> parse("390..420 g/kWh", "kgCO2e/kWh").high
    0.42
    """
    try:
        return _strict(text, unit, needs_unit)
    except InputError:
        written = _as_written(str(text).strip(), unit)
        if written is None:
            raise
        return written


def _strict(text: str | float, unit: str, needs_unit: bool) -> Quantity:
    """Return a quantity of one form: number or range with dots, then a unit."""
    ends = re.split(r"\s*\.\.\s*", str(text).strip())
    if len(ends) in (2, 3) and any(_HAS_UNIT.search(end) for end in ends[:-1]):
        return _range_of_ends([parse(end, unit, needs_unit=needs_unit) for end in ends])
    match = _QUANTITY.fullmatch(str(text).strip())
    if match is None:
        raise InputError(
            "{text!r} is no quantity; write for example {example}.",
            text=text,
            example=_example(unit),
        )
    if _OTHER_RANGE.match(match["unit"]):
        raise InputError(
            "{text!r} is no quantity; write a range as 1.1..1.3.",
            text=text,
        )
    written = match["unit"].strip()
    numbers = [_number(n) for n in re.split(r"\s*\.\.\s*", match["numbers"])]
    if unit.startswith("money"):
        # Nothing is nothing in every currency.
        if needs_unit and any(numbers) and not (written or match["sign"]):
            raise UnitError(
                "{text!r} has no currency; write for example {example}.",
                text=text,
                example=_example(unit),
            )
        return _money(numbers, (match["sign"] or "") + written, unit)
    if not written and needs_unit:
        raise UnitError(
            "{text!r} has no unit; write for example {example}.",
            text=text,
            example=_example(unit),
        )
    scale = factor(written, unit) if written else 1.0
    return _quantity(numbers, scale)


_WRITTEN = {
    "kWh": ("energy", 1.0),
    "W": ("power", 1.0),
    "h": ("time", 1.0),
    "year": ("time", 1 / HOURS_PER_YEAR),
    "L": ("volume", 1.0),
    "kgCO2e": ("carbon", 1.0),
    "t": ("mass", 1 / KG_PER_T),
    "1": ("count", 1.0),
    "money": ("money", 1.0),
    "money/kWh": ("money", 1.0),
}
"""Per own unit: the dimension that running text gives, and the factor to it."""
_OTHER_NUMBERS = ("share", "ratio")
_DECIMAL_COMMA = re.compile(r"\d,\d{1,2}(?![\d,])")
"""Running text may have 12,87 for 12.87; what is typed in is asked to be plain."""


def _as_written(text: str, unit: str) -> Quantity | None:
    """Return a quantity as running text has it: 五千万, 7 分钱一度电."""
    # What reads running text is slow to load, and few quantities need it.
    from wattlas.quantity.scan import find

    wanted, scale = _WRITTEN.get(unit, ("", 1.0))
    found = find(text)
    if len(found) != 1 or len(found[0].text) < len(text) or _DECIMAL_COMMA.search(text):
        return None
    m = found[0]
    _refuse_ambiguous(m)
    number = wanted == "count" and m.dimension in _OTHER_NUMBERS
    if not (number or m.dimension == wanted) or m.per != unit.partition("/")[2]:
        return None
    mid = None if m.mid is None else m.mid * scale
    return Quantity(m.low * scale, mid, m.high * scale, m.currency)


def _refuse_ambiguous(m: Mention) -> None:
    if len(m.readings) > 1:
        unit = "" if m.unit == "1" else f" {m.unit}"
        raise InputError(
            "{text!r} can be read in two ways: {readings}. Say which.",
            text=m.text,
            readings=Several(
                (
                    Message(
                        "{meaning}: {value:g}{unit}",
                        meaning=Message(r.meaning),
                        value=r.value,
                        unit=unit,
                    )
                    for r in m.readings
                ),
                " or ",
            ),
        )


def _range_of_ends(ends: list[Quantity]) -> Quantity:
    """Return the range of ends that each have a unit: 10T..15T."""
    lows = [end.low for end in ends]
    if lows != sorted(lows):
        raise InputError(
            "A range goes from low to high, got {lows}.",
            lows=lows,
        )
    mid = None if len(ends) == 2 else lows[1]
    currency = next((end.currency for end in ends if end.currency), "")
    return Quantity(lows[0], mid, lows[-1], currency)


def _money(numbers: list[float], written: str, unit: str) -> Quantity:
    bottom_unit = unit.removeprefix("money").removeprefix("/")
    top, _, bottom = written.partition("/")
    currency, part = SUBUNITS.get(top.strip(), ("", 1.0))
    currency = currency or _currency(top.strip())
    if bottom and not bottom_unit:
        raise UnitError(
            "An amount of money was expected, such as {example}, got {written!r}.",
            example=_example(unit),
            written=written,
        )
    if currency and not bottom and bottom_unit not in ("", "month"):
        raise UnitError(
            "A price per {bottom_unit} was expected, got {written!r}.",
            bottom_unit=bottom_unit,
            written=written,
        )
    scale = factor_below(bottom.strip(), bottom_unit) if bottom else 1.0
    return _quantity(numbers, part / scale, currency)


def _currency(word: str) -> str:
    if not word:
        return ""
    code = CURRENCIES.get(word, word)
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise UnitError(
            "{word!r} is no currency; write its code, such as USD or CNY.",
            word=word,
        )
    return code


def _quantity(numbers: list[float], scale: float, currency: str = "") -> Quantity:
    values = [n * scale for n in numbers]
    if values != sorted(values):
        raise InputError(
            "A range goes from low to high, got {values}.",
            values=values,
        )
    mid = None if len(values) == 2 else values[len(values) // 2]
    return Quantity(values[0], mid, values[-1], currency)


def _number(text: str) -> float:
    if "," in text and not _GROUPED.fullmatch(text):
        raise InputError(
            "{text!r} is no number: commas only group thousands.",
            text=text,
        )
    return float(text.replace(",", ""))


def _example(unit: str) -> str | Several:
    return {
        "kWh": "'433 MWh'",
        "W": "'400 W'",
        "h": "'24 h'",
        "money/kWh": "'0.08 USD/kWh'",
        "kgCO2e/kWh": "'390 g/kWh'",
        "money": "'5000000 USD'",
        "money/kgCO2e": "'80 USD/t'",
        "money/kW": "'1200 USD/kW'",
        "money/kW/month": "'10 USD/kW/month'",
        "money/month": "'500 USD/month'",
    }.get(unit, Several(("'1.2'", "'1.1..1.3'"), " or "))
