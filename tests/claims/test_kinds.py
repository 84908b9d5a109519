"""Kinds of sentences that were left unjudged, each as a law over words and numbers."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")


def is_accused(sentence: str) -> bool:
    found = check(sentence)
    return any(v in ACCUSED for v in (found.verdict, *(p.verdict for p in found.parts)))


def is_right(sentence: str) -> bool:
    return check(sentence).verdict in RIGHT


TAKES = ("guzzled", "soaked up", "devoured", "swallowed", "got through", "gobbled up",
         "burned through", "sucked up", "drew", "ate up")  # fmt: skip
TAKES_ZH = ("吃掉", "吞掉", "烧掉", "耗去", "用去", "消耗了")


@pytest.mark.parametrize("times", [1, 10])
def test_whatever_verb_takes_is_understood(times: int) -> None:
    """Law: right with the figure of the table, accused with ten times as much."""
    for verb in TAKES:
        for owner, twh, year in (("Google's data centers", 30.8, 2024),
                                 ("Server farms", 415, 2024)):  # fmt: skip
            said = f"{owner} {verb} {twh * times:g} TWh in {year}."
            assert (is_right if times == 1 else is_accused)(said), said
    for verb in TAKES_ZH:
        said = f"谷歌旗下数据中心2024年共{verb}{308 * times}亿度电。"
        assert (is_right if times == 1 else is_accused)(said), said


APPOSED = (
    "the workhorse of the AI boom",
    "a chip of many zorbs",
    "the darling of Zorbia",
)


@pytest.mark.parametrize("who", APPOSED)
def test_what_a_name_is_called_again_narrows_nothing(who: str) -> None:
    """Law: between commas behind a name, with an article, stands no part of it."""
    chip = (
        "Nvidia's H100, the workhorse of the AI boom, has a maximum draw of {} watts."
    )
    assert is_right(chip.format(700))
    assert is_accused(chip.format(70))
    assert is_right(f"Amazon, {who}, emitted 68.25 million tonnes of CO2 in 2024.")
    assert not is_right("Amazon, in Zorbia, emitted 68.25 million tonnes in 2024.")


FOLDS = {
    "fivefold": 5,
    "five-fold": 5,
    "twentyfold": 20,
    "10-fold": 10,
    "hundredfold": 100,
}


@pytest.mark.parametrize(("word", "times"), FOLDS.items())
def test_a_fold_is_a_multiple(word: str, times: int) -> None:
    """Law: of two stated amounts the last is so many times the first."""
    said = "A rack's power rose from 4 kW to {} kW, a {} increase."
    assert is_right(said.format(4 * times, word))
    assert is_accused(said.format(40 * times, word))


@pytest.mark.parametrize("times", [2, 3, 6])
def test_to_turn_over_n_times_is_n_or_one_more(times: int) -> None:
    """By hand: 翻了两倍 is said of twice and of three times as much."""
    for made in (times, times + 1):
        assert not is_accused(f"机柜功率从4千瓦涨到{4 * made}千瓦，翻了{times}倍。")
    assert is_accused(f"机柜功率从4千瓦涨到{40 * times}千瓦，翻了{times}倍。")


AGAIN = (
    "{a}, or {b}.",
    "{a} ({b}).",
    "{a}, that is {b}.",
    "{a}，即{b}。",
    "{a}，折合{b}。",
)
PAIRS = (
    ("1,287 MWh", "1.287 GWh", "12.87 GWh"), ("5 million L", "5,000 m3", "50 m3"),
    ("290 TWh a year", "0.79 TWh a day", "7.9 TWh a day"),
    ("1 GW", "1,000 MW", "100 MW"),
    ("7 million gallons", "26.5 million litres", "265 million L"),
)  # fmt: skip


@pytest.mark.parametrize("form", AGAIN)
@pytest.mark.parametrize(("first", "again", "wrong"), PAIRS)
def test_an_amount_said_twice_is_one(form, first, again, wrong) -> None:
    """Law: another unit or period is the same amount, or contradicts itself."""
    said = "The zorb lost " + form
    assert not is_accused(said.format(a=first, b=again))
    assert is_accused(said.format(a=first, b=wrong))
    assert not is_accused(said.format(a=first, b=f"{wrong} for each zorb"))


@pytest.mark.parametrize("period", ["annually", "over the course of a year", "a year",
                                    "for a full year", "year-round"])  # fmt: skip
def test_a_power_over_a_year_is_an_energy(period: str) -> None:
    """By hand: 1 GW x 8,760 h = 8.76 TWh."""
    said = "A gigawatt of constant demand adds up to {} TWh {}."
    assert is_right(said.format(8.76, period))
    assert is_accused(said.format(87.6, period))


@pytest.mark.parametrize(("sentence", "true", "wrong"), [
    ("Multiply 0.34 watt-hours by 2.5 billion prompts and you get {} MWh.", 850, 8500),
    ("Picture 50,000 H100 chips, each pulling 700 watts: that is {} MW.", 35, 350),
    ("英伟达H100满载时功耗可达700瓦，5万块就是{}兆瓦。", 35, 350),
    ("一張H100的功耗為700瓦，一萬張同時運轉需要{}兆瓦。", 7, 70),
    ("按每度电0.6元计算，一年用电1亿度的数据中心电费为{}万元。", 6000, 60000),
    ("Electricity use by data centers grew {} percent in 2025.", 17, 70),
    ("A home in America gets through some {} kilowatt-hours per day.", 29, 290),
    ("DeepSeek's V3 took {} million GPU hours to train.", 2.788, 27.88),
    ("ChatGPT users now send {} billion prompts every day.", 2.5, 250),
    ("Altman poured ${} million of his own money into Helion.", 375, 3750),
    ("According to Altman's blog, an average query burns {} Wh.", 0.34, 34),
    ("AI accounts for perhaps {} percent of data centers' electricity today.", 20, 90),
])  # fmt: skip
def test_what_could_be_judged_is(sentence: str, true: float, wrong: float) -> None:
    """By hand, from the numbers of the sentence or the rows of the tables."""
    assert not is_accused(sentence.format(true))
    assert check(sentence.format(true)).verdict in (*RIGHT, "partly_judged")
    assert is_accused(sentence.format(wrong))


@pytest.mark.parametrize(("sentence", "true", "wrong"), [
    ("A Gemini prompt emits 0.03 grams of CO2; a million of them, {} kg.", 30, 3000),
    ("Per prompt, Gemini uses a quarter of a {}-hour.", "watt", "kilowatt"),
    ("Renting 2.788 million GPU hours at two dollars apiece costs ${} million.",
     5.576, 55.76),
    ("Irish data centers' share of electricity rose from 5 percent in 2015 to {} "
     "percent in 2024.", 22, 52),
    ("Ireland's data centres, which use 22 percent of its electricity, used {} TWh "
     "in 2024.", 6.97, 69.7),
    ("European data centers used {} TWh in 2024, compared with 183 TWh in America.",
     68, 680),
    ("10,000 V100s at 300 W each: {} MW.", 3, 30),
    ("弗吉尼亚州约{}%的电力流向了数据中心。", 26, 62),
    ("你每問ChatGPT一個問題，大約耗電{}瓦時。", 0.34, 340),
])  # fmt: skip
def test_what_is_told_in_a_roundabout_way_is_judged(sentence, true, wrong) -> None:
    """By hand, as above."""
    assert not is_accused(sentence.format(true))
    assert is_accused(sentence.format(wrong))


@pytest.mark.parametrize("word", ["Outside", "Beyond", "Outside of"])
def test_what_is_outside_a_place_is_not_of_it(word: str) -> None:
    """Law: neither right nor wrong, whatever the share."""
    for share in (26, 62):
        found = check(f"{word} Virginia, data centers took {share} percent in 2023.")
        assert found.verdict in ("unsupported", "not_numeric")


@pytest.mark.parametrize("version", ["the PCIe version", "the zorb variant"])
def test_another_version_of_a_chip_has_another_limit(version: str) -> None:
    """Law: neither right nor wrong of the one that the table has."""
    for watts in (350, 700):
        assert not is_accused(f"An H100, {version}, draws {watts} watts.")


@pytest.mark.parametrize("thing", ["investment", "space", "prices", "power capacity"])
def test_what_grew_beside_data_centers_is_not_their_electricity(thing: str) -> None:
    """Law: the growth of a year is laid beside that of their electricity alone."""
    assert not is_accused(f"Data center {thing} grew 40 percent in 2025.")
    assert not is_accused(f"Demand for data center {thing} grew 40 percent in 2025.")
    assert is_accused("Data centers' electricity use grew 70 percent in 2025.")


@pytest.mark.parametrize("power", [40, 50, 80])
def test_what_servers_and_cooling_add_is_not_accused(power: int) -> None:
    """By hand: 50,000 x 700 W is 35 MW of chips; a building takes more."""
    assert not is_accused(f"英伟达H100功耗700瓦，5万块就要{power}兆瓦。")


def test_a_company_of_another_clause_owns_no_data_centres() -> None:
    """By hand: 416 TWh are of all, not Google's."""
    said = "Google took 24 TWh in 2023, while data centres took {} TWh in 2024."
    assert not is_accused(said.format(416))
