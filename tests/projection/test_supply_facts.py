"""What the tables say is added to the world's supply, beside what was counted."""

from __future__ import annotations

import pytest

from wattlas import facts
from wattlas.projection import history

HOURS_1000 = 8.76


def added(option: str):
    """What the tables have an option add a year. [GW]"""
    return facts.number("power_options", option, "added_gw")


@pytest.mark.parametrize(
    ("option", "counted_gw"),
    [
        # Ember 2025: 717 GW of both in 2024 and 793 in 2025, wind a sixth of it.
        ("solar", 793 * 5 / 6),
        ("wind", 793 / 6),
        # CREA and GEM 2025: 80 GW in China; 22 elsewhere as in 2023.
        ("coal", 80 + 22),
        # Axford 2025: orders of 2023 are near 60 GW of 2024 over 1.32.
        ("gas", 60 / 1.32),
    ],
)
def test_additions_hold_what_was_counted(option, counted_gw):
    """Published counts of what is built lie in the range of the tables."""
    found = added(option)
    assert found.low <= counted_gw <= found.high


@pytest.mark.parametrize("option", ["solar", "wind"])
@pytest.mark.parametrize("year", [2024, 2025])
def test_what_is_added_generates_what_was_generated(option, year):
    """Ember 2026: the rise of a year is capacity by capacity factor, in the range."""
    world = history.history("world")
    name = f"{option}_twh"
    rise = world[year].by_source_twh[name] - world[year - 1].by_source_twh[name]
    capacity = added(option)
    factor = facts.number("power_options", option, "capacity_factor")
    earlier = 717 / 793 if year == 2024 else 1.0
    least = earlier * capacity.low * factor.low * HOURS_1000
    most = earlier * capacity.high * factor.high * HOURS_1000
    assert least * 0.8 <= rise <= most


def test_reactors_that_are_added_generate_what_was_generated():
    """Ember 2026: nuclear rose by 57 TWh a year in 2023-25, as what was added gives."""
    world = history.history("world")
    rise = [world[year].by_source_twh["nuclear_twh"] for year in (2023, 2025)]
    factor = facts.number("power_options", "reactor", "capacity_factor")
    least, most = (
        gw * share * HOURS_1000
        for gw, share in (
            (added("reactor").low, factor.low),
            (added("reactor").high, factor.high),
        )
    )
    assert least <= (rise[1] - rise[0]) / 2 <= most


def test_china_by_its_own_count_lies_in_the_range():
    """S&P Global 2025: 140 TWh in 2024; the IEA 102: both are in the history."""
    found = facts.number("data_centre_history", "china@2024", "data_centre_twh")
    assert found.low <= 102
    assert found.high >= 140


@pytest.mark.parametrize(
    ("year", "eia_twh"),
    [
        # EIA, Short-Term Energy Outlook of September 2025: the power sector alone.
        (2024, 4_300),
        (2025, 4_400),
    ],
)
def test_generation_of_the_us_is_the_eias_and_small_plants(year, eia_twh):
    """Two counts: all generation is that of the power sector and up to 5 % more."""
    ours = history.region_history("us")[year].generation_twh
    assert eia_twh < ours < 1.05 * eia_twh


def test_the_figures_of_the_page_are_those_of_the_tables(root):
    """Law: generation that the page shows is the history's, to the last digit."""
    page = (root / "docs" / "outlook.md").read_text(encoding="utf-8")
    table = page[page.index("### Supply, beside Ember") : page.index("## How wrong?")]
    world, us = history.history("world"), history.region_history("us")
    shown = [
        world[2025].generation_twh,
        us[2024].generation_twh,
        us[2025].generation_twh,
    ]
    shown += [
        world[2025].by_source_twh[f"{source}_twh"]
        for source in ("coal", "gas", "solar", "wind", "nuclear", "hydro")
    ]
    assert [f"{twh:,.0f}" for twh in shown if f"{twh:,.0f}" not in table] == []
    for option in ("solar", "wind", "coal", "gas"):
        found = added(option)
        assert f"{found.value:g} ({found.low:g}-{found.high:g})" in table
