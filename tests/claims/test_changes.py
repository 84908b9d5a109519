"""How much more, or less, an owner took in one year than in another: laws."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from wattlas import check
from wattlas.claims.judges import growth
from wattlas.claims.known import Known, known
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
OWNERS = {
    ("google", "carbon_kgco2e"): ("Google's emissions", "谷歌的碳排放", "谷歌的碳排放"),
    ("amazon", "carbon_kgco2e"): ("Amazon's carbon emissions", "亚马逊的碳排放",
                                  "亞馬遜的碳排放"),
    ("microsoft", "water_l"): ("Microsoft's water use", "微软的用水量", "微軟的用水量"),
    ("google-data-centres", "electricity_kwh"): (
        "The electricity use of Google's data centers", "谷歌数据中心的用电量",
        "谷歌資料中心的用電量",
    ),
}  # fmt: skip
ENGLISH = {
    True: ("{} rose {}% from {} to {}.", "{} climbed by {}% between {} and {}.",
           "{} grew {}% from {} to {}."),
    False: ("{} fell {}% from {} to {}.", "{} dropped by {}% between {} and {}.",
            "{} went down {}% from {} to {}."),
}  # fmt: skip
CHINESE = {
    True: ("{}从{}年到{}年增长{}%。", "{}从{}年到{}年上升了{}%。"),
    False: ("{}从{}年到{}年下降{}%。", "{}从{}年到{}年减少了{}%。"),
}


def changes() -> list[tuple[tuple[str, str, str], Known, Known]]:
    return [
        (names, first, last)
        for (subject, quantity), names in OWNERS.items()
        for first, last in combinations(known(subject, quantity), 2)
    ]


def said(names: tuple[str, str, str], years: tuple[int, int], rate: float) -> list[str]:
    """Return a change in every wording and script."""
    size, up = f"{abs(100 * rate):.3g}", rate > 0
    found = [t.format(names[0], size, *years) for t in ENGLISH[up]]
    return [
        *found,
        *(t.format(n, *years, size) for t in CHINESE[up] for n in names[1:]),
    ]


def verdicts(sentence: str) -> set[str]:
    found = check(sentence)
    return {found.verdict, *(p.verdict for p in found.parts)}


@pytest.mark.parametrize("change", changes())
def test_a_change_is_that_between_the_figures_of_two_years(
    change: tuple[tuple[str, str, str], Known, Known],
) -> None:
    """Law: right as the figures give it; ten times or turned round it never is."""
    names, first, last = change
    rate, years = last.mid / first.mid - 1, (first.year, last.year)
    for sentence in said(names, years, rate):
        assert check(sentence).verdict in RIGHT, sentence
    for other in (10 * rate, *((-rate,) if abs(rate) > 0.03 else ())):
        for sentence in said(names, years, other):
            assert not verdicts(sentence) & set(RIGHT), sentence


def test_a_change_that_two_sure_figures_exclude_is_wrong() -> None:
    for rate in (4.8, 480, 100):
        assert check(f"Google's emissions rose {rate}% from 2019 to 2023.").verdict in (
            ACCUSED
        )
    assert check("微軟的用水量從2021年到2022年增加三倍。").verdict not in RIGHT
    assert check("Google's emissions halved from 2019 to 2023.").verdict in ACCUSED


OTHERS = (
    "Zorbia's emissions rose 48% from 2019 to 2023.",
    "Google's rivals' emissions rose 48% from 2019 to 2023.",
    "Google's emissions from travel rose 48% from 2019 to 2023.",
    "Google's water emissions target rose 48% from 2019 to 2023.",
    "Google's emissions rose 4.8% from 2018 to 2023.",
    "Google's emissions will rise 4.8% from 2019 to 2023 zorbs.",
    "Emissions of Google's suppliers rose 4.8% from 2019 to 2023.",
    "In 2019 Google pledged to cut; by 2023 Amazon's emissions rose 4.8%.",
    "谷歌供应商的碳排放从2019年到2023年增长4.8%。",
    "谷歌差旅的碳排放从2019年到2023年增长48%。",
)


@pytest.mark.parametrize("sentence", OTHERS)
def test_a_change_of_something_else_is_not_judged(sentence: str) -> None:
    """Law: a part, another owner, another year keep the figures away."""
    assert not verdicts(sentence) & {*RIGHT, *ACCUSED}, sentence


YEAR_BEFORE = ("from a year earlier", "on the year before", "year-on-year",
               "from the previous year", "compared with the prior year")  # fmt: skip


@pytest.mark.parametrize("words", YEAR_BEFORE)
def test_the_year_before_is_bound_to_the_year_that_is_named(words: str) -> None:
    said = "Microsoft's water use rose {}% in 2022 {}."
    assert check(said.format(34, words)).verdict in RIGHT
    assert check(said.format(340, words)).verdict in ACCUSED
    assert not verdicts(f"Microsoft's water use rose 34% {words}.") & {*RIGHT, *ACCUSED}


def test_what_has_not_changed_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: of two equal figures no change is right, a small one may be, a large not."""
    first, last = known("google", "carbon_kgco2e")[:2]
    same = replace(last, low=first.low, mid=first.mid, high=first.high)
    monkeypatch.setattr(growth, "known", lambda *_: [first, same])
    for said, right in (("rose 1%", True), ("fell 1%", True), ("rose 48%", False),
                        ("fell 48%", False), ("rose more than 0%", False)):  # fmt: skip
        found = check(f"Google's emissions {said} from 2019 to 2023.").verdict
        assert (found in RIGHT) == right, said
