"""Homes and cars by their number, by multiples, for a day or a life: laws."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")


def stated(sentence: str) -> set[str]:
    found = check(sentence)
    return {found.verdict, *(p.verdict for p in found.parts)}


HOMES = (
    "ChatGPT uses half a million kWh a day, {} times what the average US home uses.",
    "ChatGPT uses half a million kWh a day, as much as {} American homes.",
    "ChatGPT uses half a million kWh, as much as {} American homes in a day.",
    "Every day ChatGPT uses as much electricity as {} American homes: 500,000 kWh.",
    "In a day ChatGPT uses half a million kWh, as much as {} American homes.",
    "ChatGPT uses {} times more electricity than the average American household.",
    "ChatGPT日耗电量达50万度，是美国普通家庭用电量的{}倍。",
    "ChatGPT日耗電量達50萬度，是美國普通家庭用電量的{}多倍。",
    "ChatGPT每天耗电50多万度，相当于{}个美国家庭。",
)  # fmt: skip


@pytest.mark.parametrize("said", HOMES)
def test_a_day_of_a_service_is_a_day_of_so_many_homes(said: str) -> None:
    """Law: right with the number that follows, accused with ten times or a tenth."""
    assert check(said.format("17,000")).verdict in RIGHT
    # More than a tenth of it is true, and says little.
    for wrong in ("170,000", *(() if "多倍" in said else ("1,700",))):
        found = stated(said.format(wrong))
        assert found & set(ACCUSED), said
        assert check(said.format(wrong)).verdict not in RIGHT


SOME = ("One of {}", "Each of {}", "Most of {}", "A single one of {}", "Several of {}",
        "Hundreds of {}", "In 2023 one of {}", "Two of {}")  # fmt: skip
WHOLES = (
    ("Google's data centers", "used 24 TWh in 2023"),
    ("Google's data centers", "used 240 TWh in 2023"),
    ("the world's data centers", "used 415 TWh in 2024"),
    ("Meta's data centers", "use as much as 10 American homes"),
    ("Google's data centers", "use 1,000 times what an average American home uses"),
)


@pytest.mark.parametrize("some", SOME)
@pytest.mark.parametrize("whole", WHOLES)
def test_some_of_a_thing_have_no_figure_of_all(
    some: str, whole: tuple[str, str]
) -> None:
    """Law: beside a part that is counted the figure of the whole is not laid."""
    sentence = f"{some.format(whole[0])} {whole[1]}."
    assert not stated(sentence) & {*RIGHT, *ACCUSED}, sentence


CARS = (
    ("{} tonnes of CO2 are what {} cars emit in a year.", 552, 120),
    ("Training GPT-3 emitted {} tonnes of CO2, as much as {} cars driven for a year.",
     552, 120),
    ("{} tonnes of carbon dioxide, as much as {} average American cars emit in their "
     "lifetimes.", 284, 5),
    ("{}吨二氧化碳相当于{}辆汽车一年的排放量。", 552, 120),
    ("{}噸二氧化碳相當於{}輛汽車一生的排放量。", 284, 5),
)  # fmt: skip


@pytest.mark.parametrize(("said", "tonnes", "count"), CARS)
def test_carbon_is_that_of_so_many_cars(said: str, tonnes: int, count: int) -> None:
    assert check(said.format(tonnes, count)).verdict in RIGHT
    for wrong in (count * 10, count * 100):
        assert stated(said.format(tonnes, wrong)) & set(ACCUSED)
    electric = said.replace("cars", "electric cars").replace("汽车", "电动汽车")
    if electric != said:
        assert not stated(electric.format(tonnes, count * 10)) & set(ACCUSED)


@pytest.mark.parametrize("model", ["one big NLP model", "a single AI model"])
def test_the_training_of_five_cars_lives_was_a_search(model: str) -> None:
    """By hand: 626,155 lb of a search of 2019; what one training takes is not said."""
    said = f"Training {model} can emit as much carbon as {{}} cars in their lifetimes."
    assert check(said.format("five")).verdict == "right_scope_differs"
    assert check(said.format("fifty")).verdict == "unsupported"
