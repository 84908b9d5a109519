"""What an amount is of: electricity is no water, gas, money or carbon."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
MATTERS = ("water", "gas", "emissions", "jobs", "heat", "revenue", "investment", "fuel",
           "land", "diesel")  # fmt: skip
MATTERS_ZH = ("用水", "碳排放", "投资", "电费", "耗水量", "人员", "费用")


def is_judged(sentence: str) -> bool:
    found = check(sentence)
    verdicts = (found.verdict, *(p.verdict for p in found.parts))
    return any(v in RIGHT or v in ACCUSED for v in verdicts)


@pytest.mark.parametrize("share", [26, 2.6])
def test_a_share_of_something_else_is_no_share_of_electricity(share: float) -> None:
    """Law: right, or wrong, of electricity, and unjudged of any other matter."""
    assert is_judged(f"Data centers took {share}% of Virginia's electricity in 2023.")
    for matter in MATTERS:
        said = f"Data centers took {share}% of Virginia's {matter} in 2023."
        assert not is_judged(said), said
    for matter in MATTERS_ZH:
        said = f"弗吉尼亚州的数据中心2023年{matter}占全州的{share}%。"
        assert not is_judged(said), said


@pytest.mark.parametrize("matter", [*MATTERS, "people", "space", "zorbs"])
def test_as_much_of_another_matter_is_no_equivalent(matter: str) -> None:
    """Law: homes take electricity: as much gas as homes says nothing of it."""
    many = f"A 100 MW data centre uses as much {matter} as 80,000 American homes."
    assert check(many).verdict not in RIGHT
    assert check(many.replace(matter, "electricity")).verdict in RIGHT


def test_what_is_stated_beside_is_no_other_matter() -> None:
    """Law: a matter with its own amount narrows nothing: both are judged."""
    said = "The median Gemini prompt uses 0.24 Wh of energy and 0.26 mL of water."
    assert check(said).verdict in RIGHT
    assert is_judged(
        "Google's greenhouse gas emissions rose to 14.3 million t in 2023."
    )


SPANS = (("hour", 1 / 8760), ("day", 1 / 365), ("week", 1 / 52), ("month", 1 / 12),
         ("fortnight", 14 / 365), ("decade", 10), ("century", 100))  # fmt: skip


@pytest.mark.parametrize(("span", "years"), SPANS)
def test_a_time_without_a_number_counts_for_homes_and_cars(span, years) -> None:
    """By hand: 1,287 MWh are 122 homes of 10.5 MWh for a year, 1,470 for a month."""
    said = "1,287 MWh is what {:.0f} American homes use in {}."
    article = "an hour" if span == "hour" else f"a {span}"
    if years < 1 or years == 10:
        assert check(said.format(122 / years, article)).verdict in RIGHT
    assert check(said.format(122, article)).verdict in ACCUSED
    car = "552 tonnes of CO2 is what {:.0f} gasoline cars emit for {}."
    assert check(car.format(123, "a year")).verdict in RIGHT
    assert check(car.format(123, article)).verdict not in RIGHT


@pytest.mark.parametrize("said", [
    "100 MW would heat 80,000 American homes.",
    "100 MW of solar panels would power 80,000 American homes.",
    "100 MW of wind would power 80,000 American homes.",
    "100兆瓦光伏可供8万户美国家庭用电。",
    "100兆瓦可供8万户美国家庭取暖。",
])  # fmt: skip
def test_heat_sun_and_wind_are_no_electricity_around_the_clock(said: str) -> None:
    """By hand: panels make a fourth of their rating, and homes heat with more."""
    assert check(said).verdict not in RIGHT
    assert check("100 MW would power 80,000 American homes.").verdict in RIGHT


@pytest.mark.parametrize("verb", ["cut", "reduced", "increased", "lowered"])
def test_an_amount_by_which_something_changed_is_not_what_it_takes(verb: str) -> None:
    """Law: a cut by 0.24 Wh leaves another figure, wherever *by* stands."""
    for what in ("energy", "energy per prompt", "median energy for each text prompt"):
        assert check(f"Gemini {verb} its {what} by 0.24 Wh.").verdict not in RIGHT


PARTS = (
    "electricity growth",
    "electricity exports",
    "electricity imports",
    "electricity capacity",
    "peak electricity demand",
    "new electricity demand",
)
PARTS_ZH = ("新增用电", "用电增量", "峰值负荷", "出口电力", "用电增长")


@pytest.mark.parametrize("part", PARTS)
def test_a_share_of_a_part_of_the_electricity_is_none_of_all(part: str) -> None:
    """Law: of growth, trade, peak and capacity nothing is known."""
    for owner, share in (("US", 4.4), ("Ireland's", 21), ("Ireland's", 2.1)):
        said = f"Data centers took {share}% of {owner} {part} in 2023."
        assert not is_judged(said), said


@pytest.mark.parametrize("part", PARTS_ZH)
def test_a_share_of_a_part_is_none_of_all_in_chinese(part: str) -> None:
    """Law: the same in Chinese, in both orders."""
    for place, share in (("爱尔兰", 21), ("爱尔兰", 2.1), ("美国", 4.4)):
        for said in (f"{place}{part}的{share}%来自数据中心。",
                     f"2023年数据中心占{place}{part}的{share}%。"):  # fmt: skip
            assert not is_judged(said), said
    assert is_judged("爱尔兰用电的21%来自数据中心。")


@pytest.mark.parametrize("noun", ["capacity", "annual bill", "exports", "imports"])
def test_what_data_centres_have_is_not_what_they_take(noun: str) -> None:
    """Law: what is possessed is what the amount is of."""
    for twh in (415, 4150):
        for said in (f"Data centres' {noun} is {twh} TWh.",
                     f"The {noun} of data centres is {twh} TWh in 2024."):  # fmt: skip
            assert not is_judged(said), said
    for noun_zh in ("装机容量", "账单", "出口"):
        assert not is_judged(f"数据中心的{noun_zh}为4150亿度。"), noun_zh
