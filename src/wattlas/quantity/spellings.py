"""How units are spelled in running text: spelling to dimension, own unit and factor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from wattlas import units
from wattlas.errors import nearest_names

_PREFIXES = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "m": 1e-3}
_PREFIX_WORDS = {"": 1.0, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12}
_PREFIX_CHINESE = {"": 1.0, "千": 1e3, "兆": 1e6, "吉": 1e9, "太": 1e12, "毫": 1e-3}
L_PER_IMPERIAL_GALLON = 4.54609
KM_PER_MILE = 1.609344
KM_PER_FOOT = 0.0003048
KG_PER_SHORT_TON = 907.18474
KG_PER_LONG_TON = 1016.0469088
KWH_PER_BTU = 1055.05585262 / units.J_PER_KWH
KWH_PER_TOE = 11_630.0
KWH_PER_TCE = 8_141.0
W_PER_HORSEPOWER = 745.69987158227
L_PER_CUBIC_FOOT = 28.316846592
L_PER_ACRE_FOOT = 1_233_481.83754752


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as spelled: dimension, own unit, factor; `other` are rival readings."""

    dimension: str
    unit: str
    factor: float
    meaning: str = ""
    other: tuple[tuple[str, float], ...] = ()


def _prefixed() -> dict[str, Unit]:
    found = {}
    for prefix, size in _PREFIXES.items():
        found[f"{prefix}Wh"] = Unit("energy", "kWh", size / 1e3)
        found[f"{prefix}W"] = Unit("power", "W", size)
        found[f"{prefix}J"] = Unit("energy", "kWh", size / units.J_PER_KWH)
    for prefix, size in _PREFIX_WORDS.items():
        for hour in ("watt-hour", "watt hour", "watthour"):
            found[f"{prefix}{hour}"] = Unit("energy", "kWh", size / 1e3)
            found[f"{prefix}{hour}s"] = Unit("energy", "kWh", size / 1e3)
        for plural in ("", "s"):
            found[f"{prefix}watt{plural}"] = Unit("power", "W", size)
            joules = Unit("energy", "kWh", size / units.J_PER_KWH)
            found[f"{prefix}joule{plural}"] = joules
    for prefix, size in _PREFIX_CHINESE.items():
        found[f"{prefix}瓦时"] = Unit("energy", "kWh", size / 1e3)
        found[f"{prefix}瓦小时"] = Unit("energy", "kWh", size / 1e3)
        found[f"{prefix}瓦特"] = Unit("power", "W", size)
        found[f"{prefix}瓦"] = Unit("power", "W", size)
        found[f"{prefix}焦耳"] = Unit("energy", "kWh", size / units.J_PER_KWH)
        found[f"{prefix}焦"] = Unit("energy", "kWh", size / units.J_PER_KWH)
    return found


_YEAR = units.HOURS_PER_YEAR
_TABLE: tuple[tuple[str, str, float], ...] = (
    ("kWh", "度电|度|kwh|KWH|KWh|KwH|kW·h|kW h|kW-h|units of electricity", 1.0),
    ("kWh", "MWH", 1e3),
    ("kWh", "GWH", 1e6),
    ("kWh", "TWH", 1e9),
    ("kWh", "BTU|Btu|BTUs", KWH_PER_BTU),
    ("kWh", "therm|therms", 1e5 * KWH_PER_BTU),
    ("kWh", "kcal|千卡|大卡", 4184 / units.J_PER_KWH),
    ("kWh", "toe|tonnes of oil equivalent|吨油当量", KWH_PER_TOE),
    ("kWh", "tce|吨标准煤|吨标煤", KWH_PER_TCE),
    ("kWh", "瓩时", 1.0),
    ("kWh", "EJ|exajoule|exajoules|艾焦", 1e18 / units.J_PER_KWH),
    ("kWh", "MMBtu|MMBTU|mmbtu", 1e6 * KWH_PER_BTU),
    ("kWh", "quad|quads", 1e15 * KWH_PER_BTU),
    ("W", "KW|瓩", 1e3),
    ("W", "hp|horsepower|马力", W_PER_HORSEPOWER),
    ("L", "L|l|liter|liters|litre|litres|升|公升", 1.0),
    ("L", "mL|ml|milliliter|milliliters|millilitre|millilitres|毫升|cc", 1e-3),
    ("L", "m3|m³|cubic metre|cubic metres|cubic meter|cubic meters", units.L_PER_M3),
    ("L", "立方米|立方|方水|方", units.L_PER_M3),
    ("L", "hL", 100.0),
    ("L", "ML|megalitres|megaliters", 1e6),
    ("L", "GL", 1e9),
    ("L", "km3|km³|cubic kilometres|cubic kilometers|立方公里", 1e12),
    ("L", "cubic feet|cubic foot|ft3", L_PER_CUBIC_FOOT),
    ("L", "acre-feet|acre-foot|acre feet|acre foot", L_PER_ACRE_FOOT),
    ("L", "gal|gallon|gallons|加仑|US gallons|美制加仑", units.L_PER_US_GALLON),
    ("L", "imperial gallons|imperial gallon|UK gallons", L_PER_IMPERIAL_GALLON),
    ("kg", "kg|kilogram|kilograms|kilos|千克|公斤", 1.0),
    ("kg", "mg", 1e-6),
    ("kg", "g|gram|grams|grammes|克", 1e-3),
    ("kg", "t|tonne|tonnes|metric tons|metric ton|吨|公吨", units.KG_PER_T),
    ("kg", "kt|kilotonne|kilotonnes|kilotons|千吨", 1e6),
    ("kg", "Mt|megatonnes|megatons|megaton", 1e9),
    ("kg", "Gt|gigatonnes|gigatons", 1e12),
    ("kg", "lb|lbs|pound|pounds|磅", units.KG_PER_POUND),
    ("kg", "short tons|short ton", KG_PER_SHORT_TON),
    ("km", "km|kilometre|kilometres|kilometer|kilometers|公里|千米", 1.0),
    ("km", "mile|miles|英里", KM_PER_MILE),
    ("km", "m|metre|metres|meter|meters|米", 1e-3),
    ("km", "feet|foot|ft", KM_PER_FOOT),
    ("h", "ms|milliseconds|毫秒", 1e-3 / units.SECONDS_PER_HOUR),
    ("h", "s|second|seconds|sec|秒|秒钟", 1 / units.SECONDS_PER_HOUR),
    ("h", "min|minute|minutes|mins|分钟", 1 / 60),
    ("h", "h|hour|hours|hr|hrs|小时|个小时|钟头", 1.0),
    ("h", "d|day|days|天|日", units.HOURS_PER_DAY),
    ("h", "week|weeks|周|星期|个星期", 7 * units.HOURS_PER_DAY),
    ("h", "month|months|个月|月", _YEAR / units.MONTHS_PER_YEAR),
    ("h", "year|years|yr|yrs|年", _YEAR),
    ("h", "decade|decades", 10 * _YEAR),
    ("h", "century|centuries|世纪|个世纪", 100 * _YEAR),
    ("chip-h", "GPU hours|GPU hour|GPU-hours|GPU-hour|GPUh|chip hours|chip-hours", 1.0),
    ("chip-h", "TPU hours|TPU-hours|accelerator hours|accelerator-hours", 1.0),
    ("chip-h", "GPU小时|GPU 小时|GPU时|卡时|芯片小时|卡小时", 1.0),
    ("%", "%|％|percent|per cent|pct", 0.01),
    ("times", "times|fold|-fold|x|X|×|倍", 1.0),
)
"""Own unit, spellings, factor. A share and a multiple are plain numbers."""
_DIMENSIONS = {
    "kWh": ("energy", "kWh"),
    "W": ("power", "W"),
    "L": ("volume", "L"),
    "kg": ("mass", "kg"),
    "km": ("distance", "km"),
    "h": ("time", "h"),
    "chip-h": ("chip-time", "chip-h"),
    "kgCO2e": ("carbon", "kgCO2e"),
    "%": ("share", "1"),
    "times": ("ratio", "1"),
}
_TON = Unit(
    "mass",
    "kg",
    units.KG_PER_T,
    "metric ton",
    (("short ton", KG_PER_SHORT_TON), ("long ton", KG_PER_LONG_TON)),
)

_CARBON = {"g": 1e-3, "kg": 1.0, "t": 1e3, "kt": 1e6, "Mt": 1e9, "Gt": 1e12}
UNITS: dict[str, Unit] = (
    _prefixed()
    | {
        word: Unit(*_DIMENSIONS[own], factor)
        for own, words, factor in _TABLE
        for word in words.split("|")
    }
    | dict.fromkeys(("ton", "tons"), _TON)
    | {
        f"{mass}CO2{e}": Unit("carbon", "kgCO2e", factor)
        for mass, factor in _CARBON.items()
        for e in ("", "e", "eq", "-e")
    }
)
"""Every spelling of the text scanner; a capital or lower-case first fit wins."""

MONEY: dict[str, tuple[str, float]] = {
    word: (code, factor)
    for words, code, factor in (
        ("$|US$|USD|dollar|dollars|US dollar|US dollars|美元|美金|刀", "USD", 1.0),
        ("cent|cents|US cent|US cents|¢|美分", "USD", 0.01),
        ("CNY|RMB|yuan|元人民币|元钱|块钱|元|人民币|块", "CNY", 1.0),
        ("fen|分钱|分", "CNY", 0.01),
        ("毛钱|角", "CNY", 0.1),
        ("€|EUR|euro|euros|欧元", "EUR", 1.0),
        ("£|GBP|pounds sterling|英镑", "GBP", 1.0),
        ("JPY|yen|日元", "JPY", 1.0),
        ("HKD|港元|港币", "HKD", 1.0),
    )
    for word in words.split("|")
}
"""Words and signs of currencies: code and size of the unit."""

MAGNITUDES = {
    "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "十亿": 1e9, "千万": 1e7, "百万": 1e6,
    "十万": 1e5, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2, "thousand": 1e3,
    "hundred": 1e2, "million": 1e6, "mn": 1e6, "mio": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12,
}  # fmt: skip

_LOWER = {
    word.lower(): unit
    for word, unit in reversed(UNITS.items())
    if len(word) > 1 and word not in ("mW", "mWh", "mJ", "MJ")
}
_OF_CHIPS = re.compile(
    r"(?:[A-Z]{1,3}\d{2,4}[A-Z]?[ -])?(?:GPU|TPU|chip|accelerator|card)s?"
    r"[ -]h(?:ours?|rs?)?\b"
    r"|[A-Z]{1,3}\d{2,4}[A-Z]?[ -](?:hours?|hrs?)\b"
    r"|个? ?(?:[A-Z]{1,3}\d{2,4} ?)?(?:GPU|卡|芯片) ?小?时",
    re.IGNORECASE,
)
"""Chip-hours, with the chip's name before them: *H800 GPU hours*, H800 GPU小时."""
_LATIN = re.compile(r"[A-Za-zμµ%％°×·][A-Za-z·]{0,14}(?:[23³](?:eq?)?)?")
_MORE_WORDS = re.compile(r"[ -][A-Za-z]{1,12}(?:[ -][A-Za-z]{1,12})?")
_BEGIN_MORE = frozenset(
    re.split("[ -]", word.lower())[0] for word in UNITS if re.search("[ -]", word)
)
"""Words that a unit of several words begins with: *cubic*, *watt*."""
_LONGEST_CHINESE = max(len(w) for w in UNITS if not w.isascii())


def unit_at(text: str, at: int) -> tuple[Unit, int] | None:
    """Return the unit that starts at a position, and where it ends; or None.

    >>> unit_at("兆瓦时", 0)[0].factor, unit_at("megawatt hours", 0)[0].factor
    (1000.0, 1000.0)
    """
    if named := _OF_CHIPS.match(text, at):
        return UNITS["chip-hours"], named.end()
    match = _LATIN.match(text, at)
    if match is None:
        return _chinese_unit(text, at)
    word = match[0]
    more = _MORE_WORDS.match(text, match.end())
    if more and word.lower() in _BEGIN_MORE:
        words = re.split(r"(?=[ -])", more[0])
        for count in range(len(words), 0, -1):
            long = word + "".join(words[:count])
            if unit := _known(long):
                return unit, at + len(long)
    unit = _known(word)
    if unit is None and word[0] in "xX×" and len(word) > 1:
        return None
    return (unit, match.end()) if unit else None


def _known(word: str) -> Unit | None:
    return UNITS.get(word) or _LOWER.get(word.lower())


def _chinese_unit(text: str, at: int) -> tuple[Unit, int] | None:
    for length in range(_LONGEST_CHINESE, 0, -1):
        unit = UNITS.get(text[at : at + length])
        if unit and len(text) >= at + length:
            return unit, at + length
    return None


@cache
def _money_word() -> re.Pattern[str]:
    """Return what matches a word of money: slow to compile, and few texts need it."""
    return re.compile(
        "|".join(
            re.escape(w) + (r"(?![A-Za-z])" if w[-1].isalpha() and w.isascii() else "")
            for w in sorted(MONEY, key=len, reverse=True)
        ),
        re.IGNORECASE,
    )


_MONEY_BEGINS = frozenset(c for word in MONEY for c in (word[0], word[0].swapcase()))
_MONEY_LOWER = {word.lower(): money for word, money in MONEY.items()}


def money_at(text: str, at: int) -> tuple[str, float, int] | None:
    """Return currency, size and end of a currency word at a position, or None."""
    if text[at : at + 1] not in _MONEY_BEGINS:
        return None
    match = _money_word().match(text, at)
    if match is None or text.startswith(("分钟", "分之", "角度"), at):
        return None
    code, factor = _MONEY_LOWER[match[0].lower()]
    return code, factor, match.end()


_LIKE_A_WATT = re.compile(r"[kMGTP]W[A-Za-z]{0,4}|W[hH][A-Za-z]{1,2}")


def near_unit(word: str) -> str | None:
    """Return the unit that a mistyped one may mean: ``kWhh`` is near ``kWh``."""
    if "W" not in word[:2] or not _LIKE_A_WATT.fullmatch(word):
        return None
    same = [u for u in UNITS if u.isascii() and 1 < len(u) < 6 and u[0] == word[0]]
    near = nearest_names(word, same)
    return near[0] if near else None
