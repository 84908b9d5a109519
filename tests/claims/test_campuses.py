"""Chips of a site and the power that they draw: laws."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
SAID = ("xAI's Colossus runs {} H100s and draws {} MW.",
        "A cluster of {} Nvidia H100 GPUs consumes about {} MW.",
        "{} H100s need {} MW.", "Colossus用{}张H100，功率{}兆瓦。")  # fmt: skip


def stated(sentence: str) -> set[str]:
    found = check(sentence)
    return {found.verdict, *(p.verdict for p in found.parts)}


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("count", [20_000, 100_000])
def test_what_falls_to_a_chip_is_more_than_its_limit(said: str, count: int) -> None:
    """Law: 1.4 to 2.5 times the limit holds; a tenth and ten times never do."""
    for watts in (1000, 1500, 1750):
        assert check(said.format(count, count * watts / 1e6)).verdict in RIGHT
    for watts in (150, 15_000):
        assert not stated(said.format(count, count * watts / 1e6)) & set(RIGHT)


@pytest.mark.parametrize("said", [
    "Colossus has 100,000 H100s and a {} MW battery.",
    "Colossus has 100,000 H100s and {} MW of solar panels.",
    "Colossus has 100,000 H100s, and its chillers draw {} MW.",
    "At Alpha 100,000 H100s run; Beta draws {} MW.",
])  # fmt: skip
@pytest.mark.parametrize("megawatts", [15, 150, 1500])
def test_a_power_of_something_else_is_not_that_of_the_chips(
    said: str, megawatts: int
) -> None:
    assert not stated(said.format(megawatts)) & {*RIGHT, *ACCUSED}


def test_whose_numbers_give_no_other_is_told_of_any_name() -> None:
    """Law: names before numbers that are all of one product leave it what it is."""
    for name in ("Colossus, xAI's Memphis campus,", "Prometheus, Zorbia's new campus,"):
        said = f"{name} ran 100,000 H100s on 150 megawatts, i.e. {{}} watts per GPU."
        assert check(said.format("1,500")).verdict in RIGHT
        assert check(said.format(150)).verdict in ACCUSED
    two = "Alpha has 100,000 H100s; the 150 MW of Beta make {} W per GPU."
    assert not stated(two.format(150)) & set(ACCUSED)
