"""Numbers in words, spelled here and read back: fractions, English, Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas.quantity import read
from wattlas.quantity.numerals import chinese_value, number_at

PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fourth": 1 / 4}
PARTS |= {"fifth": 1 / 5, "sixth": 1 / 6, "eighth": 1 / 8, "tenth": 1 / 10}
PARTS |= {"hundredth": 1 / 100}
TOPS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "nine": 9}
ONES = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_one_of_so_many(part):
    """By hand: a quarter is 1/4, three quarters are 3/4, and so each part."""
    plural = "halves" if part == "half" else f"{part}s"
    value = number_at(f"a {part} of it", 0)
    assert (value.low, value.mid, value.high) == pytest.approx((PARTS[part],) * 3)
    for word, top in TOPS.items():
        for text in (f"{word} {plural}", f"{word}-{part}"):
            assert number_at(text, 0).mid == pytest.approx(top * PARTS[part]), text


@pytest.mark.parametrize(("more", "value"), [("a half", 0.5), ("a quarter", 0.25)])
@pytest.mark.parametrize("whole", TOPS)
def test_a_part_follows_a_whole(whole, more, value):
    """By hand: two and a quarter is 2.25, with a half 2.5; of millions too."""
    assert number_at(f"{whole} and {more} lakes", 0).mid == TOPS[whole] + value


def english(number: int) -> str:
    """Spell a number below a hundred."""
    if number < 20:
        return ONES[number - 1]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f"-{ONES[ones - 1]}" if ones else "")


@pytest.mark.parametrize("number", range(1, 100))
def test_english_words_are_read(number):
    """Law: a number that is spelled is that number, alone and of a large one."""
    word = english(number)
    assert number_at(word, 0).mid == number
    for large, size in (("hundred", 1e2), ("thousand", 1e3), ("million", 1e6)):
        assert number_at(f"{word} {large}", 0).mid == number * size
    assert read(f"{word} billion kWh").mid == number * 1e9


def chinese(number: int) -> str:
    """Spell a number below ten thousand with its places."""
    text, gap = "", False
    for place, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + place
        gap = not digit
    return text


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_chinese_words_are_read(high, low):
    """Law: 三千零五万六千 is 3005 x 10,000 + 6,000, whatever the digits."""
    assert chinese_value(chinese(high)) == high
    rest = chinese(low) if low >= 1000 or not low else "零" + chinese(low)
    assert chinese_value(f"{chinese(high)}万{rest}") == high * 10_000 + low


@given(st.lists(st.integers(1, 9), min_size=2, max_size=8))
def test_chinese_digits_in_a_row_are_a_number(digits):
    """Law: 一二三 is 123, digit by digit."""
    text = "".join(DIGITS[d] for d in digits)
    assert chinese_value(text) == int("".join(map(str, digits)))
