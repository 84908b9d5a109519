"""Laws: of one that is pointed at, and of any as a rule, no figure is known."""

from __future__ import annotations

from itertools import product

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
POINTED = ("Our data centres", "My data centers", "These data centres",
           "Their data centres", "The company's data centres", "This H100", "My H100",
           "Our GB200 NVL72 rack", "The data centre", "Their GPT-3")  # fmt: skip
POINTED_ZH = ("我们的数据中心", "该数据中心", "这些数据中心", "这张H100", "我的H100")
TYPICAL = ("{} typically use {} a year.", "{} can use {} a year.",
           "{} use {} a year on average.", "{} usually use {}.", "{} use {} here.",
           "{} there use {}.", "{} often use {} a year.")  # fmt: skip
TYPICAL_ZH = (
    "{}一般用电{}。",
    "{}通常每年用电{}。",
    "{}平均用电{}。",
    "{}在当地用电{}。",
)


def stated(sentence: str) -> tuple[str, ...]:
    found = check(sentence)
    return (found.verdict, *(p.verdict for p in found.parts))


@pytest.mark.parametrize("owner", POINTED)
def test_one_that_is_pointed_at_has_no_figure(owner: str) -> None:
    """Law: of whatever size, in energy, power, water and carbon."""
    for verb, amount in product(
        ("used", "consumed"), ("2 TWh", "415 TWh", "1,287 MWh")
    ):
        said = f"{owner} {verb} {amount} in 2024."
        assert not any(v in (*RIGHT, *ACCUSED) for v in stated(said)), said
    for said in (f"{owner} drew 300 W.", f"{owner} emitted 70,000 tonnes of CO2."):
        assert not any(v in (*RIGHT, *ACCUSED) for v in stated(said)), said


@pytest.mark.parametrize("owner", POINTED_ZH)
def test_one_that_is_pointed_at_has_no_figure_in_chinese(owner: str) -> None:
    """Law: the same in Chinese."""
    for amount in ("2亿度", "4150亿度", "128.7万度"):
        said = f"{owner}2024年用电{amount}。"
        assert not any(v in (*RIGHT, *ACCUSED) for v in stated(said)), said
    assert not any(v in (*RIGHT, *ACCUSED) for v in stated(f"{owner}功耗300瓦。"))


def test_what_one_takes_as_a_rule_accuses_nothing() -> None:
    """Law: what data centres take each is not laid against what all take."""
    for form, amount in product(TYPICAL, ("0.05 TWh", "2 GWh")):
        said = form.format("Data centers", amount)
        assert not any(v in ACCUSED for v in stated(said)), said
    for form in TYPICAL_ZH:
        said = form.format("数据中心", "2亿度")
        assert not any(v in ACCUSED for v in stated(said)), said


@pytest.mark.parametrize("said", [
    "Data centers use 4,150 TWh a year.", "The H100 draws 300 W.",
    "This year data centers use 4,150 TWh.", "数据中心2024年用电4.15万亿度。",
])  # fmt: skip
def test_what_is_told_of_all_is_judged(said: str) -> None:
    """By hand; else the laws above would hold for a checker that says nothing."""
    assert "contradicted" in stated(said)


@pytest.mark.parametrize("queries", [10, 100, 250])
def test_queries_of_each_day_add_up_over_the_time_that_is_said(queries: int) -> None:
    """By hand: at 0.34 Wh a query, ten a day are 1.24 kWh a year."""
    for days, times in ((365, ("in a year", "for a year", "a year")),
                        (30, ("in a month",))):  # fmt: skip
        for time, off in product(times, (1, 100, 0.01)):
            kwh = queries * days * 0.34e-3 * off
            said = f"{queries} ChatGPT queries a day use {kwh:.3g} kWh {time}."
            assert (check(said).verdict in RIGHT) == (off == 1), said
    zh = f"每天问ChatGPT {queries}个问题，一年用电{queries * 0.124:.3g}度。"
    assert check(zh).verdict in RIGHT, zh


@pytest.mark.parametrize("many", ["1,000", "250"])
def test_what_many_uses_take_is_not_what_one_takes(many: str) -> None:
    """By hand: 1,000 queries of 0.34 Wh are 17 minutes of a home, one is a second."""
    for said in (f"At 0.34 Wh a query, {many} queries use as much as a US home in "
                 "17 minutes.",
                 f"At 0.34 Wh per query, {many} queries match a US home "
                 "for 17 minutes."):  # fmt: skip
        assert not any(v in ACCUSED for v in stated(said)), said


@pytest.mark.parametrize("said", ["waste 90% of electricity", "cut electricity by 10%"])
def test_what_is_saved_or_cut_is_no_share(said: str) -> None:
    """By hand: a change is not laid beside what data centres take."""
    assert not any(v in ACCUSED for v in stated(f"Data centers {said} in 2024."))
