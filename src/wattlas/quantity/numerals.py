"""Numbers in words, English and Chinese: one and a half, 一个半, 两三成, 三分之一."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A written number: low, mid (None in a range), high, where it ends, its kind.

    `kind` is digits, word or share; a share is a part of a whole (a third, 三成).
    """

    low: float
    mid: float | None
    high: float
    end: int
    kind: str = "digits"


_DIGITS = re.compile(
    r"\d{1,9},\d{1,2}(?![\d,])|"
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?!\d)|\d+)"
    r"(?:\.\d+)?(?:[eE][+-]?\d{1,3}(?![\d.]))?|\.\d+"
)
_SPACES = re.compile(r"[ \u00a0\u2009\u202f'’]")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "a dozen": 12, "dozen": 12,
}  # fmt: skip
LARGE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NAMES = sorted((*_SMALL, *LARGE, "hundred", "a", "an"), key=len, reverse=True)
_NUMBER_WORD = re.compile(rf"(?P<word>{'|'.join(_NAMES)})\b", re.IGNORECASE)
_GAP = re.compile(r" and (?=\w)|[ -]", re.IGNORECASE)
_AND_HALF = re.compile(r" and a (?P<part>half|quarter)\b", re.IGNORECASE)
PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5,
          "sixth": 6, "eighth": 8, "tenth": 10, "hundredth": 100}  # fmt: skip
_FRACTION = re.compile(
    r"(?i)\b(?:(?P<top>one|two|three|four|five|seven|nine|a|an)[ -])?"
    rf"(?P<bottom>{'|'.join(PARTS)})(?P<many>s?)\b"
)

_HALF_A = re.compile(r"(?i)half (?:a|an)\b")

_CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
}
_CHINESE_LARGE = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
CHINESE = "零〇一二两三四五六七八九十百千万亿"
_CHINESE = re.compile(rf"[{CHINESE}]{{1,16}}")
_CHINESE_SHARE = re.compile(
    rf"(?P<bottom>[{CHINESE}]{{1,4}}|\d{{1,4}})分之"
    rf"(?P<top>[{CHINESE}]{{1,5}}(?:点[{CHINESE}]{{1,4}})?|\d+(?:\.\d+)?)"
)
_TENTHS = re.compile(r"(?P<tenths>[一二两三四五六七八九]{1,2}|\d)成(?P<half>半)?")
_HALF = re.compile(rf"(?P<whole>[{CHINESE}]{{1,4}})?(?:[个座倍](?=半))?半(?=[个座倍])?")
_ALONE = {"亿": 1e8, "百万": 1e6, "千万": 1e7, "万": 1e4, "十亿": 1e9}
_VAGUE = re.compile(r"(?P<few>[几数])(?P<large>[十百千万亿]{1,2})")


def number_at(text: str, at: int) -> Number | None:
    """Return the number that starts at a position of a text, or None.

    >>> number_at("1,287,000 kWh", 0).mid, number_at("one and a half lakes", 0).mid
    (1287000.0, 1.5)
    >>> number_at("两三成", 0).low, number_at("三分之一", 0).kind
    (0.2, 'share')
    """
    first = text[at]
    if (first.isdigit() and first.isascii()) or first == ".":
        return _digits(text, at)
    if first.isascii():
        return _english(text, at)
    return _chinese(text, at)


def _digits(text: str, at: int) -> Number | None:
    match = _DIGITS.match(text, at)
    if match is None:
        return None
    if text[match.end() : match.end() + 1] in ("分", "成"):
        share = _CHINESE_SHARE.match(text, at) or _TENTHS.match(text, at)
        if share:
            return _share(share)
    written = match[0]
    if not written.isdigit():
        written = _SPACES.sub("", written)
        # A comma before one or two digits can only be a decimal one.
        decimal = _DECIMAL_COMMA.fullmatch(written) is not None
        written = written.replace(",", "." if decimal else "")
    value = float(written)
    return Number(value, value, value, match.end())


def _english(text: str, at: int) -> Number | None:
    if half := _HALF_A.match(text, at):
        return Number(0.5, 0.5, 0.5, half.end(), "word")
    part = _FRACTION.match(text, at)
    if part:
        return _fraction(part)
    found = _in_words(text, at)
    if found is None:
        return None
    value, end = found
    half = _AND_HALF.match(text, end)
    if half:
        value += (0.5 if half["part"].lower() == "half" else 0.25) * _unit(text, end)
        end = half.end()
    return Number(value, value, value, end, "word")


def _in_words(text: str, at: int) -> tuple[float, int] | None:
    """Return the value of words such as *four hundred and sixteen*, and their end."""
    whole = part = 0.0
    last, end, place = "", at, at
    while match := _NUMBER_WORD.match(text, place):
        word = match["word"].lower()
        joined = text[end:place].strip().lower() == "and"
        another = _ANOTHER.match(text, match.end())
        if not _may_follow(word, last, joined, another[1].lower() if another else ""):
            break
        if word in LARGE:
            whole = whole + part * LARGE[word] if part else whole * LARGE[word]
            part = 0.0
        else:
            part = (
                (part or 1.0) * 100 if word == "hundred" else part + _SMALL.get(word, 1)
            )
        last, end = word, match.end()
        gap = _GAP.match(text, end)
        if gap is None:
            break
        place = gap.end()
    return (whole + part, end) if last and last not in ("a", "an") else None


_ANOTHER = re.compile(rf"[ -](hundred|{'|'.join(LARGE)})\b", re.IGNORECASE)


def _may_follow(word: str, last: str, joined: bool, behind: str) -> bool:
    """Say whether a word of a number goes on with it: no *two three*, no *one a*.

    `behind` is the hundred, or thousand, that follows it: *and two hundred* is another.
    """
    large = word in LARGE or word == "hundred"
    if not last:
        return not large
    if large:
        return not joined and not (word == "hundred" and last in ("hundred", *LARGE))
    if word in ("a", "an", "zero", "dozen", "a dozen"):
        return False
    behind_large = last == "hundred" or last in LARGE
    if joined:
        return behind_large and not (
            behind == "hundred" or (behind and last != "hundred")
        )
    tens = _SMALL.get(last, 0) >= 20 and _SMALL[word] < 10
    return behind_large or tens


def _unit(text: str, end: int) -> float:
    """Return what *and a half* is a half of: one, or the million before it."""
    last = re.search(r"(\w+)$", text[max(0, end - 10) : end])
    return LARGE.get(last[1].lower(), 1.0) if last else 1.0


def _fraction(match: re.Match[str]) -> Number | None:
    top = (match["top"] or "").lower()
    bottom = match["bottom"].lower()
    if not top and bottom not in ("half", "halves"):
        return None
    value = (_SMALL.get(top, 1) if top else 1) / PARTS[bottom]
    return Number(value, value, value, match.end(), "share")


def _chinese(text: str, at: int) -> Number | None:
    share = _CHINESE_SHARE.match(text, at) or _TENTHS.match(text, at)
    if share and (found := _share(share)):
        return found
    if text.startswith("半成", at):
        return Number(0.05, 0.05, 0.05, at + 2, "share")
    half = _HALF.match(text, at)
    if half:
        return _half(half)
    vague = _VAGUE.match(text, at)
    if vague:
        size = chinese_value("一" + vague["large"]) or 1.0
        return Number(2 * size, None, 9 * size, vague.end(), "word")
    match = _CHINESE.match(text, at)
    return _chinese_number(text, match) if match else None


def _chinese_number(text: str, match: re.Match[str]) -> Number | None:
    """Return a run of numerals; 千 before 瓦, 克 or 米 belongs to the unit."""
    run = match[0]
    if (
        text[match.start() - 1 : match.start()] in tuple("破过上超达逾近")
        and run in _ALONE
    ):
        size = _ALONE[run]
        return Number(size, size, size, match.end(), "word")
    if run in _CHINESE_LARGE and text.startswith("倍", match.end()):
        size = _CHINESE_LARGE[run]
        return Number(size, size, size, match.end(), "word")
    if run[-1] == "千" and text[match.end() : match.end() + 1] in (
        "瓦",
        "瓩",
        "克",
        "米",
    ):
        run = run[:-1]
    pair = re.match(
        r"([一二两三四五六七八九])([二三四五六七八九])(?![零〇一二三四五六七八九])", run
    )
    end = match.start() + len(run)
    if pair and _follow(pair[1], pair[2]):
        low = chinese_value(pair[1] + run[2:])
        high = chinese_value(pair[2] + run[2:])
    else:
        low = high = chinese_value(run) if run else None
    if low is None or high is None:
        return None
    return Number(low, low if low == high else None, high, end, "word")


def _follow(low: str, high: str) -> bool:
    step = _CHINESE_DIGITS[high] - _CHINESE_DIGITS[low]
    return step == 1 or (low, high) == ("三", "五")


def _share(match: re.Match[str]) -> Number | None:
    groups = match.groupdict()
    if "tenths" in groups:
        digits = [_CHINESE_DIGITS.get(c) or float(c) for c in groups["tenths"]]
        more = 0.5 if groups["half"] else 0.0
        low, high = (digits[0] + more) / 10, (digits[-1] + more) / 10
        return Number(low, low if low == high else None, high, match.end(), "share")
    top, bottom = _plain(groups["top"]), _plain(groups["bottom"])
    if top is None or not bottom:
        return None
    return Number(top / bottom, top / bottom, top / bottom, match.end(), "share")


def _half(match: re.Match[str]) -> Number | None:
    whole = chinese_value(match["whole"]) if match["whole"] else 0.0
    if whole is None:
        return None
    if match[0] == "一半":
        return Number(0.5, 0.5, 0.5, match.end(), "share")
    return Number(whole + 0.5, whole + 0.5, whole + 0.5, match.end(), "word")


def _plain(text: str) -> float | None:
    if text[0].isdigit() and text[0].isascii():
        return float(text)
    if text in _CHINESE_LARGE:
        return _CHINESE_LARGE[text]
    whole, _, decimals = text.partition("点")
    value = chinese_value(whole)
    if value is None:
        return None
    digits = "".join(str(_CHINESE_DIGITS.get(c, "")) for c in decimals)
    return value + (float(f"0.{digits}") if digits else 0.0)


def chinese_value(run: str) -> float | None:
    """Return the value of Chinese numerals, or None if they are no number.

    >>> chinese_value("三千二百万"), chinese_value("十五"), chinese_value("千百")
    (32000000.0, 15.0, None)
    """
    if all(c in _CHINESE_DIGITS for c in run):
        return float("".join(str(_CHINESE_DIGITS[c]) for c in run))
    total = section = 0.0
    digit: float | None = None
    for c in run:
        if c in _CHINESE_DIGITS:
            digit = float(_CHINESE_DIGITS[c])
            continue
        size = _CHINESE_LARGE[c]
        if size >= 1e4:
            section += digit or 0.0
            if not section and not total:
                return None
            total = (
                (total + section) * size
                if section == 0 or size > 1e4
                else total + section * size
            )
            section, digit = 0.0, None
        elif digit is None and (c != "十" or section):
            return None
        else:
            section, digit = section + (1.0 if digit is None else digit) * size, None
    return total + section + (digit or 0.0)
