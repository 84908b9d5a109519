"""Bad input of the outlook: the whole sentence of each error."""

from __future__ import annotations

from pathlib import Path

import pytest

import wattlas
from wattlas import errors, facts
from wattlas.parameters import outlook_quantity
from wattlas.projection import forecasts, need, scenarios
from wattlas.projection.assumptions import assumptions
from wattlas.report.outlook_sentences import evidence
from wattlas.report.paint.text import text_of
from wattlas.report.words.language import ENGLISH

SCENARIOS = Path(__file__).parent / "outlooks"
LISTING = (
    "wattlas facts outlook_regions (world, us, china, europe, russia, "
    "north-america-other, south-america, africa, asia-other) and, for places that are "
    "counted, wattlas facts outlook_places."
)

STUDIES = {
    f"No region named 'atlantis'. List all: {LISTING}": {"region": "atlantis"},
    "region must be text, got 3.": {"region": 3},
    "to must be 2026 to 2100 (a whole year), got 2025.": {"to": 2025},
    "to must be 2026 to 2100 (a whole year), got 2300.": {"to": 2300},
    "to must be a whole number, got 2030.5.": {"to": 2030.5},
    "No method named 'stok'. Did you mean 'stock'? List all: the methods are stock, "
    "compute, adoption.": {"method": "stok"},
    "Give at least one method of stock, compute, adoption.": {"method": []},
    "draws must be 16 to 1e+07 (draws; fewer give no 5-95 % range), got 3.": {
        "draws": 3
    },
}

INPUTS = {
    "No input named 'growth.trainng'. Did you mean 'growth.training' or 'growth.wind' "
    "or 'growth.tokens'? List all: wattlas outlook inputs.": {"growth.trainng": 4},
    "growth.training must be 0.2 to 20 (a factor per year: 1.3 is +30 %), got "
    "1e+300.": {"growth.training": 1e300},
    "growth.training must be 0.2 to 20 (a factor per year: 1.3 is +30 %), got 0.": {
        "growth.training": 0
    },
    "pue.ai must be 1 to 5 (facility energy over IT energy), got 0.9.": {"pue.ai": 0.9},
    "load.chips must be 0.01 to 1 (a share of the limit), got 1.4. Did you mean "
    "'1.4 %'?": {"load.chips": "0.5..1.4"},
    "base_twh.ai must be > 0, got -3 TWh.": {"base_twh.ai": -3},
    "growth.training: 'fast' is no quantity; write for example '1.2' or '1.1..1.3'.": {
        "growth.training": "fast"
    },
    "users.limit is 1 billion and users.2025 1.8 billion: the limit must be above "
    "today. Raise users.limit.": {"users.limit": 1},
    "units_per_year.smr is 5 and start_year.smr 2060, after the last year 2050: "
    "nothing would be built. Move one of the two.": {
        "units_per_year.smr": 5,
        "start_year.smr": 2060,
    },
    "units_per_year.smr builds for sure and chance.smr is 0.1. Give one of the two.": {
        "units_per_year.smr": 5,
        "chance.smr": 0.1,
    },
    "The demand by stock grows beyond 1e+09 TWh, thousands of times what the world "
    "generates. Lower growth or halving_years, or end earlier (--to).": {
        "growth.extra-efficiency": 20,
        "rebound.elasticity": 3,
    },
}

CROSSINGS = {
    "growth must be a factor per year above 1 and up to 20 (1.3 is +30 %), got 0.9.": {
        "growth": 0.9
    },
    "growth must be a factor per year above 1 and up to 20 (1.3 is +30 %), got "
    "1e+30.": {"growth": [1.2, 1e30]},
    "scope must be one of ai, data-centres, got 'cars'.": {"scope": "cars"},
    "shares must be > 0 and at most 1 (a share of generation), got 25. Did you mean "
    "'25 %'?": {"shares": [25]},
    "generation_growth.world must be 0.8 to 1.3 (a factor per year: 1.03 is +3 %), "
    "got 3.": {"world_growth": 3},
}

NEEDS = {
    "50 TWh by 2030 is not above all of today's range, 55 to 140 TWh: perhaps nothing "
    "must be added. Give more than 140.": {"twh": 50, "by": 2030},
    "by must be 2026 to 2100 (a whole year), got 2020.": {"twh": 1000, "by": 2020},
    "twh must be an energy above 0 TWh, got -5.": {"twh": -5, "by": 2030},
    "twh: 'lots' is no quantity; write for example '433 MWh'.": {
        "twh": "lots",
        "by": 2030,
    },
    "scope must be one of ai, data-centres, got 'cars'.": {
        "twh": 1000,
        "by": 2030,
        "scope": "cars",
    },
}

FILES = {
    "contradiction": ", line 3: units_per_year.smr is 20 and start_year.smr 2045, "
    "after the last year 2040: nothing would be built. Move one of the two.",
    "unknown_field": ", line 3: sett is no field of a study. Did you mean 'set'? "
    "Allowed here: region, to, method, set, title, note, cases.",
    "unknown_input": ", line 2: No input named 'growth.chips'. Did you mean "
    "'growth.shipments' or 'growth.chip-power' or 'growth.smr'? List "
    "all: wattlas outlook inputs.",
    "unknown_region": f": No region named 'mars'. List all: {LISTING}",
    "year_is_text": ", line 2: to must be integer, unable to parse string as an "
    "integer, got 'soon'.",
    "no_title": ": title is missing.",
}


def refused(call, sentence):
    with pytest.raises(errors.WattlasError) as found:
        call()
    assert str(found.value) == sentence


@pytest.mark.parametrize("sentence", STUDIES)
def test_a_study_that_cannot_be(sentence):
    """Region, year, method and draws."""
    refused(lambda: wattlas.outlook(**STUDIES[sentence]), sentence)


@pytest.mark.parametrize("sentence", INPUTS)
def test_an_input_that_cannot_be(sentence):
    """Names, limits, contradictions, growth that overflows."""
    given = INPUTS[sentence]
    refused(lambda: wattlas.outlook(overrides=given, draws=16), sentence)


@pytest.mark.parametrize("sentence", CROSSINGS)
def test_a_crossing_that_cannot_be(sentence):
    """Growth, scope and shares."""
    refused(lambda: wattlas.crossing(**CROSSINGS[sentence]), sentence)


@pytest.mark.parametrize("sentence", NEEDS)
def test_a_need_that_cannot_be(sentence):
    """Energy, year and scope."""
    refused(lambda: need(**NEEDS[sentence]), sentence)


def test_forecasts_of_no_scope_or_region():
    """Scope and region of forecasts."""
    refused(
        lambda: forecasts(scope="cars"), "scope must be one of all, ai, got 'cars'."
    )
    refused(
        lambda: forecasts(region="mars"),
        "No region named 'mars'. List all: forecasts are of world, us, china, europe, "
        "india, ireland, california or any.",
    )


@pytest.mark.parametrize("name", FILES)
def test_a_scenario_file_that_cannot_be(name):
    """File and line of each mistake."""
    path = SCENARIOS / f"{name}.yaml"
    refused(lambda: scenarios(path), f"{path}{FILES[name]}")


def test_every_bad_scenario_is_tested():
    """Law: no file without its sentence."""
    assert {p.stem for p in SCENARIOS.glob("*.yaml")} == FILES.keys()


FACTORS = [n for n in assumptions().items if outlook_quantity(n).shown == "factor/year"]


@pytest.mark.parametrize("name", FACTORS)
@pytest.mark.parametrize("value", ["35%", "35 %", "20%..40%"])
def test_per_cent_of_a_factor_is_refused(name, value):
    """Bad input: growth in per cent would be taken for a fall to that share."""
    with pytest.raises(
        errors.InputError, match=r"is a factor a year, got .*: write 1\.35"
    ):
        assumptions({name: value})


@pytest.mark.parametrize("region", facts.keys("outlook_regions"))
def test_data_centres_above_all_generation_are_refused(region):
    """Bad input: of any region, as of any place."""
    name = f"data_centre_2024_twh.{region}"
    with pytest.raises(errors.ContradictionError, match="are a part of it"):
        wattlas.outlook(to=2026, draws=16, overrides={name: 50_000})


def test_a_count_of_a_region_is_said_to_share_out():
    """Law: what is given and not used as such is said."""
    given = {"data_centre_2024_twh.us": 250}
    found = wattlas.outlook(to=2026, draws=16, overrides=given)
    said = [text_of(piece, ENGLISH) for piece in evidence(found)]
    assert any("share out the world's data centres" in text for text in said)
