"""Technologies: every figure of the tables reaches the record; countries' own rows."""

from __future__ import annotations

import pytest

from wattlas import errors, facts
from wattlas.hours import technologies, technology

GENERATION = {"solar", "wind", "gas", "nuclear"}


@pytest.mark.parametrize("key", facts.keys("technologies"))
def test_every_figure_of_the_table_reaches_the_record(key):
    """Law: no quantity of the table is left behind by the record."""
    row = facts.row("technologies", key)
    known = technology(row["technology"], row["country"])
    merged = {
        **facts.numbers("technologies", row["technology"]),
        **facts.numbers("technologies", key),
    }
    assert sorted(id(f) for f in known.figures.values()) == sorted(
        id(f) for f in merged.values()
    )


def test_a_country_has_its_own_figures_and_the_general_ones_beside():
    """By hand, from the table: cost of China, life of the general row."""
    ours, general = technology("solar", "cn"), technology("solar")
    assert ours.capital_cost_per_kw.key == "solar-cn"
    assert ours.capital_cost_per_kw.value < general.capital_cost_per_kw.value
    assert ours.life_years == general.life_years
    assert technology("solar", "fr") == general


def test_a_countrys_key_is_a_name_too():
    """Law: the row of a country may be asked for as the table lists it."""
    assert technology("smr-cn") == technology("smr", "cn")


@pytest.mark.parametrize("key", technologies())
def test_each_kind_has_what_a_plan_needs(key):
    """Law: what is built has capital, life and lead time; a contract has a price."""
    known = technology(key)
    if known.kind == "contract":
        assert known.price_per_kwh
        assert known.shape in ("flat", "solar", "wind")
    elif known.capital_cost_per_kw is None:
        # Rented: what is paid by the year, and when it can come.
        assert known.fixed_cost_per_kw_year
        assert known.lead_time_years
    else:
        assert known.capital_cost_per_kw
        assert known.life_years
        assert known.lead_time_years
    assert known.intensity_kgco2e_per_kwh
    if known.kind in GENERATION or known.kind == "contract":
        assert known.water_l_per_kwh is not None
    if known.kind == "battery":
        assert known.capital_cost_per_kwh
        assert known.efficiency
    if known.whole_units:
        assert known.unit_kw


def test_what_may_not_come_has_a_chance_and_a_delay():
    """Law: the fusion contract and the first small reactors are no sure supply."""
    for key in ("fusion-ppa", "smr"):
        assert technology(key).chance.high < 1
    assert technology("smr").delay_years.value > 0


def test_an_unknown_technology_names_the_nearest():
    """Bad input: the whole sentence."""
    with pytest.raises(errors.UnknownNameError) as error:
        technology("solr")
    assert str(error.value) == (
        "No technology named 'solr'. Did you mean 'solar' or 'solar-cn' or "
        "'solar-ppa'? "
        "List all: wattlas facts technologies."
    )
