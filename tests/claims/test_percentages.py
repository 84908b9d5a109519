"""Changes told in percent, baselines, formulas and shares of full load: laws."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")


def stated(sentence: str) -> set[str]:
    found = check(sentence)
    return {found.verdict, *(p.verdict for p in found.parts)}


CHANGES = (
    ("A site's power rose from {a} MW to {b} MW, up {p}%.", True),
    ("A site's power rose from {a} to {b} MW, or {p}%.", True),
    ("The new chip's {b} W is {p}% above the old chip's {a} W.", True),
    ("The old chip's {a} W is {p}% below the new chip's {b} W.", False),
)


@pytest.mark.parametrize(("said", "up"), CHANGES)
@pytest.mark.parametrize(("a", "b"), [(100, 110), (400, 700), (64, 68), (50, 56)])
def test_what_changed_counts_and_not_the_whole(said: str, up: bool, a: int, b: int):
    """Law: ten times the change, or a tenth, is never called right, however small."""
    change = 100 * abs(b / a - 1 if up else a / b - 1)
    assert check(said.format(a=a, b=b, p=f"{change:.3g}")).verdict in RIGHT
    for factor in (10, 0.1):
        wrong = said.format(a=a, b=b, p=f"{change * factor:.3g}")
        assert check(wrong).verdict not in RIGHT, wrong
    assert stated(said.format(a=a, b=b, p=f"{change * 0.1:.3g}")) & set(ACCUSED)


BASELINES = (
    "Google's data centers' use rose from {} TWh to 30.8 TWh in 2024.",
    "Google's data centers' use rose from {} to 30.8 TWh in 2024.",
    "Google's data centers used 30.8 TWh in 2024, up from {} TWh.",
    "谷歌数据中心2024年用电从{}太瓦时增至30.8太瓦时。",
)


@pytest.mark.parametrize("said", BASELINES)
@pytest.mark.parametrize("amount", [14.4, 3, 24])
def test_what_something_rose_from_is_no_figure_of_that_year(said, amount) -> None:
    """Law: the amount before a change, without a year of its own, is not judged."""
    sentence = said.format(amount)
    assert not stated(sentence) & set(ACCUSED), sentence
    assert check(sentence).verdict not in RIGHT, sentence


FORMULAS = (
    ("3,617 servers × 6.5 kW × 24 h = {} MWh.", 564.0),
    ("835 MW × 8,760 h ≈ {} GWh a year.", 7314.0),
    ("100 GWh x 0.08 USD/kWh is {} million USD.", 8.0),
    ("3617台服务器 × 6.5千瓦 × 24小时 = {}兆瓦时", 564.0),
)


@pytest.mark.parametrize(("said", "total"), FORMULAS)
def test_a_formula_is_multiplied_out(said: str, total: float) -> None:
    assert check(said.format(total)).verdict in RIGHT
    for factor in (0.1, 10, 100):
        assert check(said.format(f"{total * factor:.6g}")).verdict in ACCUSED


UTILISED = (
    "At 60% utilization, a 1 GW campus uses {} TWh a year.",
    "A 1 GW campus that runs at 60% of full load uses {} TWh a year.",
    "3.76 million GPUs of 700 W each, running 61% of the time, use {} TWh a year.",
    "376万块GPU若每块700瓦、开机率61%，一年耗电约{}太瓦时。",
)


@pytest.mark.parametrize("said", UTILISED)
def test_a_share_of_full_load_is_a_factor(said: str) -> None:
    """Law: right as it follows, never right at ten times or a tenth of it."""
    total = 14.06 if "700" in said else 5.256
    assert check(said.format(total)).verdict in RIGHT
    for factor in (0.1, 10):
        assert stated(said.format(f"{total * factor:.4g}")) & set(ACCUSED)


@pytest.mark.parametrize("homes", ["all its homes", "its urban homes combined",
                                   "the households of the city"])  # fmt: skip
def test_homes_that_nobody_counted_are_not_one_home(homes: str) -> None:
    """Law: without their number nothing is accused, and what is left is said."""
    said = f"Ireland's data centres used 6,334 GWh in 2023, as much as {homes}."
    assert not stated(said) & set(ACCUSED)
    assert check(said).verdict in ("partly_judged", "unsupported")


@pytest.mark.parametrize("hours", [10, 240])
def test_a_home_may_be_counted_for_hours(hours: int) -> None:
    said = f"{{:.4g}} kWh is what an average American home uses in {hours} hours."
    assert check(said.format(10791 / 8760 * hours)).verdict in RIGHT
    assert check(said.format(10791 / 876 * hours)).verdict in ACCUSED


@pytest.mark.parametrize("name", ["Llama 2", "Phase 3", "Colossus 2", "Scope 3"])
def test_a_number_may_be_part_of_a_name(name: str) -> None:
    assert check(f"{name} took 5 GWh").numbers == 1


DOUBLED = (
    "A load of {a} MW will double to {b} MW.",
    "A load doubled to {b} MW from {a} MW.",
    "A load doubled from {a} MW to {b} MW.",
    "园区负荷从{a}兆瓦翻了一番，达到{b}兆瓦。",
)


@pytest.mark.parametrize("said", DOUBLED)
def test_what_doubled_is_the_larger_in_every_order(said: str) -> None:
    """Law: within half of its one digit a doubling holds, beyond it is none."""
    for b in (5, 4.5, 5.7):
        assert check(said.format(a=2.5, b=b)).verdict in RIGHT
    for b in (25, 50, 7.5):
        assert check(said.format(a=2.5, b=b)).verdict in ACCUSED


RATES = (
    ("A 1 GW data center at 7 cents a kWh pays {} million USD a year.", 613.2),
    ("每度电0.5元，1吉瓦数据中心一年电费约{}亿元。", 43.8),
    ("With a WUE of 1.8 L/kWh a 20 MW site takes {} million litres a year.", 315.4),
)


@pytest.mark.parametrize(("said", "total"), RATES)
def test_a_rating_at_a_price_may_run_a_part_of_the_time(said: str, total: float):
    """Law: never more than at full load; less than it is no contradiction."""
    for part in (1, 0.8, 0.5):
        assert check(said.format(f"{total * part:.4g}")).verdict in RIGHT
    assert check(said.format(f"{total * 10:.5g}")).verdict in ACCUSED
    assert not stated(said.format(f"{total * 0.1:.4g}")) & set(RIGHT)


@pytest.mark.parametrize("what", ["H100s", "GPUs", "servers"])
def test_so_many_chips_cost_so_much(what: str) -> None:
    said = f"At $30,000 each, 100,000 {what} cost {{}}."
    assert check(said.format("$3 billion")).verdict in RIGHT
    assert check(said.format("$30 billion")).verdict in ACCUSED


PARTS = (("30%", 30), ("a third", 33.3), ("half", 50), ("a tenth", 10))


@pytest.mark.parametrize(("part", "megawatts"), PARTS)
@pytest.mark.parametrize("link", ["i.e.", "or", "that is"])
def test_a_part_of_an_amount_is_not_said_again(part: str, megawatts: float, link: str):
    """Law: *30 % of its 100 MW, or 30 MW* are two amounts."""
    said = f"The chillers use {part} of its 100 MW, {link} {megawatts} MW."
    assert not stated(said) & set(ACCUSED), said


@pytest.mark.parametrize("watts", [350, 500, 70])
def test_a_power_at_which_chips_run_is_not_their_limit(watts: int) -> None:
    """Law: less than the limit is drawn; the limit itself, stated so, is judged."""
    for said in ("DeepSeek-V3's 2.788 million H800 hours at {} W.",
                 "An H100 runs at {} W.", "H100以{}瓦运行。"):  # fmt: skip
        assert not stated(said.format(watts)) & set(ACCUSED), said
    assert stated(f"The H100's power limit is {watts} W.") & {*ACCUSED, "unsupported"}
    assert check("The H100's power limit is 70 W.").verdict in ACCUSED
