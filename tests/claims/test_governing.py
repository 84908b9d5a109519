"""Laws: an amount that is given, added, of a month or of years together is no use."""

from __future__ import annotations

from itertools import product

import pytest

from wattlas import check, facts
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
SERIES = (
    ("The world's data centers", "全球数据中心", 2024, 415),
    ("Google's data centers", "谷歌的数据中心", 2024, 30.8),
    ("US data centers", "美国数据中心", 2023, 176),
    ("Microsoft", "微软", 2023, 24),
)
"""Loads and companies with what each takes in a year [TWh], of the tables."""
SIZES = (1, 10, 0.1)


def of_role(role: str, *, is_latin: bool) -> list[str]:
    """Return the single words of a role, of one script."""
    found = (w for w, roles in facts.vocabulary().items() if role in roles)
    return [w for w in found if w.isascii() == is_latin and " " not in w]


def is_judged(sentence: str) -> bool:
    found = check(sentence)
    stated = (found.verdict, *(p.verdict for p in found.parts))
    return any(v in (*RIGHT, *ACCUSED) for v in stated)


@pytest.mark.parametrize(("owner", "owner_zh", "year", "twh"), SERIES)
def test_what_is_used_is_judged(owner, owner_zh, year, twh) -> None:
    """By hand; else the laws below would hold for a checker that says nothing."""
    assert check(f"{owner} used {twh} TWh in {year}.").verdict in RIGHT
    assert check(f"{owner_zh}{year}年用电{twh}太瓦时。").verdict in RIGHT


GIVEN = ("generated", "sold", "produced", "supplied", "exported", "bought", "delivered",
         "matched", "offset", "purchased")  # fmt: skip
GIVEN_ZH = ("发电", "售电", "供电", "生产", "采购", "输送", "购电")


@pytest.mark.parametrize(("owner", "owner_zh", "year", "twh"), SERIES)
def test_what_is_given_is_no_use(owner, owner_zh, year, twh) -> None:
    """Law: of whatever size, in both voices, in both languages."""
    for verb, size in product(GIVEN, SIZES):
        amount = f"{twh * size:g} TWh"
        assert not is_judged(f"{owner} {verb} {amount} in {year}."), verb
        assert not is_judged(f"In {year}, {amount} was {verb} by {owner}."), verb
    for verb, size in product(GIVEN_ZH, SIZES):
        assert not is_judged(f"{owner_zh}{year}年{verb}{twh * size:g}太瓦时。"), verb


ADDED = (
    "{0} added {1} of demand in {2}.", "The growth of {0} came to {1} in {2}.",
    "Growth in the consumption of {0} amounted to {1} in {2}.",
    "{0} saw an increase of {1} in {2}.", "{0} needed {1} of additional power in {2}.",
)  # fmt: skip
ADDED_ZH = ("{0}{2}年增加用电{1}。", "{0}{2}年新增用电{1}。", "{0}{2}年用电增量为{1}。")


@pytest.mark.parametrize(("owner", "owner_zh", "year", "twh"), SERIES)
def test_what_is_added_is_no_use(owner, owner_zh, year, twh) -> None:
    """Law: an increment is not laid beside the whole; what it leads to is."""
    for form, size in product(ADDED, SIZES):
        sentence = form.format(owner, f"{twh * size:g} TWh", year)
        assert not is_judged(sentence), sentence
    for form, size in product(ADDED_ZH, SIZES):
        sentence = form.format(owner_zh, f"{twh * size:g}太瓦时", year)
        assert not is_judged(sentence), sentence
    assert is_judged(f"{owner} grew to {twh} TWh in {year}.")
    assert is_judged(f"{owner_zh}{year}年用电增长到{twh}太瓦时。")


MONTHS = ("January", "March", "May", "September", "December")
SPANS = (
    "In {3} {2}, {0} used {1}.", "{0} used {1} in {3} {2}.",
    "Between 2020 and {2}, {0} used {1} in total.", "From 2020 to {2} {0} used {1}.",
    "{0} used {1} in the first half of {2}.",
)  # fmt: skip
SPANS_ZH = ("{2}年1月，{0}用电{1}。", "2020年至{2}年，{0}共用电{1}。",
            "{2}年上半年，{0}用电{1}。")  # fmt: skip


@pytest.mark.parametrize(("owner", "owner_zh", "year", "twh"), SERIES)
def test_an_amount_of_another_span_is_not_that_of_the_year(
    owner, owner_zh, year, twh
) -> None:
    """Law: a month, several years together and a half year have no row."""
    for form, month, size in product(SPANS, MONTHS, SIZES):
        sentence = form.format(owner, f"{twh * size:g} TWh", year, month)
        assert not is_judged(sentence), sentence
    for form, size in product(SPANS_ZH, SIZES):
        sentence = form.format(owner_zh, f"{twh * size:g}太瓦时", year)
        assert not is_judged(sentence), sentence
    later = f"A report of March 2025 found that {owner} used {twh} TWh in {year}."
    assert is_judged(later)


@pytest.mark.parametrize(
    "words", ["Aside from", "Except for", "Excluding", "Not counting", "Apart from"]
)
def test_what_is_left_out_is_not_what_is_spoken_of(words: str) -> None:
    """Law: behind a word that leaves it out, a thing has no figure."""
    for size in SIZES:
        twh = f"{415 * size:g} TWh"
        assert not is_judged(f"{words} data centers, the world used {twh} in 2024.")
        assert not is_judged(f"The world used {twh} in 2024, {words.lower()} AI.")


@pytest.mark.parametrize("sign", ["-", "−", "－", "负", "零下"])
def test_less_than_nothing_is_never_right(sign: str) -> None:
    """Law: whatever stands before the number, the sign is not left out."""
    for form in ("GPT-3训练耗电{0}1287兆瓦时。", "训练GPT-3，耗电约{0}1287兆瓦时。"):
        assert check(form.format(sign)).verdict not in RIGHT
    if sign in "-−":
        assert check(f"GPT-3 took {sign}1,287 MWh to train.").verdict not in RIGHT


WIDE = {c: c + 0xFEE0 for c in map(ord, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZw%")}


@pytest.mark.parametrize("sentence", [
    "GPT-3训练耗电1287兆瓦时。", "DeepSeek-V3训练用了278.8万GPU小时。",
    "H100功耗700W。", "2024年全球数据中心用电415TWh，占全球1.5%。",
    "ChatGPT每次查询耗电2.9瓦时。",
])  # fmt: skip
def test_wide_characters_change_no_verdict(sentence: str) -> None:
    """Law: letters and digits of Chinese type are those of Latin type."""
    found, wide = check(sentence), check(sentence.translate(WIDE))
    assert found.verdict in RIGHT
    assert wide.verdict == found.verdict


@pytest.mark.parametrize("mark", [",", "'", "’", " ", "\u202f"])
def test_every_mark_between_thousands_is_one_number(mark: str) -> None:
    """Law: 1’287’000 kWh is 1,287,000 kWh, and ten times that is contradicted."""
    assert check(f"GPT-3 took 1{mark}287{mark}000 kWh to train.").verdict == "right"
    wrong = check(f"GPT-3 took 12{mark}870{mark}000 kWh to train.")
    assert wrong.verdict == "contradicted"


@pytest.mark.parametrize("sentence", [
    "Training GPT-4 took {0} times as much electricity as GPT-3.",
    "GPT-4 took {0} times more electricity to train than GPT-3.",
    "训练GPT-4的耗电是GPT-3的{0}倍。",
])  # fmt: skip
def test_a_multiple_of_estimates_is_accused_beyond_their_ranges_alone(sentence) -> None:
    """By hand: 20 to 65 GWh over 1.287 GWh is 16 to 51."""
    for times in (20, 35, 40, 50):
        assert check(sentence.format(times)).verdict in RIGHT
    assert check(sentence.format(400)).verdict == "contradicted"
    assert check(sentence.format(3)).verdict == "contradicted"


@pytest.mark.parametrize("sentence", [
    "全球数据中心的用电量相当于三峡电站年发电量的四倍。",
    "三峡一年发电量约占全球数据中心用电的四分之一。",
    "Data centers account for 0.5 percent of global CO2 emissions.",
    "Data centres in the Netherlands consumed 5.1 TWh in 2024, "
    "4.6% of the nation's power.",
    "在爱尔兰，每五度电里就有一度多被数据中心用掉。",
    "國際能源署估計，2025年全球資料中心用電485太瓦時，年增17%。",
])  # fmt: skip
def test_what_is_true_is_not_accused(sentence: str) -> None:
    """By hand: 416-485 over 80-112 TWh; 180 Mt of 37 Gt; CBS 2024; one in five."""
    found = check(sentence)
    assert not any(p.verdict in ACCUSED for p in found.parts)
    assert found.verdict not in ACCUSED


def test_a_state_takes_no_share_of_its_nation() -> None:
    """By hand: a quarter of the electricity of Virginia, no quarter of the nation's."""
    for place in ("the nation's", "the country's"):
        claim = f"Data centers in Virginia use a quarter of {place} power."
        assert not is_judged(claim)
    assert is_judged("Data centers in Virginia use a quarter of the state's power.")


@pytest.mark.parametrize("role", ["gives", "adds", "takes", "excepts", "month"])
def test_every_word_that_governs_is_looked_up_in_both_languages(role: str) -> None:
    """Law: a role of the table that has no word of a script would be silent."""
    assert of_role(role, is_latin=True)
    assert role == "month" or of_role(role, is_latin=False)


@pytest.mark.parametrize("size", [1, 10])
@pytest.mark.parametrize("verb", ["generates", "produces", "supplies"])
def test_what_another_gives_is_what_a_thing_is_compared_with(verb, size) -> None:
    """Law: the verb is of the thing before it; the first figure stays judged."""
    said = f"Google used {24 * size} TWh in 2023, as much as Ireland {verb} in a year."
    assert is_judged(said), said


@pytest.mark.parametrize(("sentence", "code"), [
    ("Google sold 24 TWh in 2023.", "given"),
    ("Google's data centers added 24 TWh in 2023.", "added"),
    ("Google's data centers used 24 TWh in May 2023.", "of-a-period"),
    ("Excluding AI, data centers used 415 TWh in 2024.", "excepted"),
])  # fmt: skip
def test_why_nothing_is_judged_is_said(sentence: str, code: str) -> None:
    """Law: what is understood is not told as what is not."""
    assert code in {n.code for p in check(sentence).parts for n in p.notes}


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_of_a_home_or_a_plant_is_no_year(month: str) -> None:
    """By hand: a home uses 900 kWh a month, Three Gorges makes 8 TWh."""
    for said in ("A US home used 900 kWh in {}.", "A US home uses 900 kWh in {}.",
                 "Three Gorges made 8 TWh in {}.",
                 "In {} a US home used 900 kWh."):  # fmt: skip
        assert not is_judged(said.format(month)), said
    assert is_judged("A US home uses 900 kWh.")
