"""The highest hour of a grid against the capacity that is firm."""

from __future__ import annotations

from itertools import pairwise

import pytest

from wattlas import facts
from wattlas.errors import InputError
from wattlas.projection import Peak, outlook, peak
from wattlas.projection.highest_hour import highest_hour
from wattlas.projection.peak import ASKED, COUNTED
from wattlas.projection.places import TABLE
from wattlas.report.paint.markdown import document_markdown
from wattlas.report.peak import peak_document
from wattlas.report.words.language import ENGLISH

GRIDS = [
    key for key in facts.keys(TABLE) if set(COUNTED) <= facts.numbers(TABLE, key).keys()
]
FEW = {"to": 2028, "draws": 16}


def test_grids_have_their_hour():
    """The grids that are promised, each with all that its hour asks."""
    assert {"pjm", "ercot", "miso"} <= set(GRIDS)
    own = set(ASKED) - {"give_way"}
    for key in GRIDS:
        assert own <= facts.numbers(TABLE, key).keys(), key


def test_an_hour_by_hand():
    """By hand: 87.6 TWh are 10 GW; 100 GW in all, 120 firm, 1.1 asked for: 10 spare."""
    twh = outlook(region="pjm", to=2028, draws=16).at("data_centre_demand_twh", 2025)
    sure = {"draw_factor.pjm": 1, "firm_required.pjm": 1.1, "firm_growth.pjm": 1}
    found = peak(region="pjm", peak_gw=100, firm_gw=120, overrides=sure, **FEW).at(2025)
    assert found.data_centre_gw.mid == pytest.approx(twh.mid / 8.76)
    assert found.peak_gw.mid == pytest.approx(100)
    assert found.firm_gw.mid == pytest.approx(120)
    assert found.margin_gw.mid == pytest.approx(10)
    assert found.short_chance == 0
    assert found.growth_share is None


@pytest.mark.parametrize("grid", GRIDS)
def test_parts_are_in_their_whole(grid):
    """Laws: parts below the whole, shares are shares, more draw lacks more often."""
    found = peak(region=grid, **FEW)
    for row in found.years:
        assert 0 < row.data_centre_gw.mid < row.peak_gw.mid
        assert row.growth_share is None or row.growth_share.low >= 0
        assert row.growth_share is None or row.growth_share.high <= 1
    more = peak(region=grid, overrides={f"draw_factor.{grid}": 1.5}, **FEW)
    pairs = zip(found.years[1:], more.years[1:], strict=True)
    assert all(a.short_chance <= b.short_chance for a, b in pairs)


def test_what_gives_way_is_taken_off_the_hour():
    """Law: a fifth that gives way is a fifth of data centres and nothing else."""
    whole = peak(region="pjm", **FEW)
    less = peak(region="pjm", overrides={"give_way.peak": 0.2}, **FEW)
    for a, b in zip(whole.years, less.years, strict=True):
        assert b.data_centre_gw.mid == pytest.approx(0.8 * a.data_centre_gw.mid)
        assert b.other_gw == a.other_gw


@pytest.mark.parametrize("part", [0.3, 0.9, 1])
def test_the_share_of_growth_is_of_what_the_hour_is_said_to_take(part):
    """Law: what gives way is no part of growth: odds fall by it, all of it leaves 0."""
    whole = peak(region="pjm", to=2028, draws=256)
    less = peak(region="pjm", to=2028, draws=256, overrides={"give_way.peak": part})
    for a, b in zip(whole.years[1:], less.years[1:], strict=True):
        full = a.growth_share.mid
        expected = (1 - part) * full / (1 - part * full)
        assert b.growth_share.mid == pytest.approx(expected, abs=0.01)
        assert b.growth_share.high <= a.growth_share.high
    if part == 1:
        assert {row.growth_share.high for row in less.years[1:]} == {0}


@pytest.mark.parametrize("what", ASKED)
def test_nothing_that_is_asked_is_ignored(what):
    """Law: each input of the question changes the answer."""
    plain = peak(region="ercot", **FEW)
    name = next(i.name for i in plain.inputs if i.name.startswith(f"{what}."))
    value = 0.5 if what == "give_way" else plain_input(plain, name) * 1.1
    assert peak(region="ercot", overrides={name: value}, **FEW).years != plain.years


def plain_input(found: Peak, name: str) -> float:
    """Return the middle of an input that an answer rests on."""
    return next(i.mid for i in found.inputs if i.name == name)


def test_any_place_is_asked_with_its_hour():
    """What is given is used, for a state and for a region."""
    for place in ("texas", "us"):
        found = peak(region=place, peak_gw="890..900", firm_gw=1000, **FEW)
        assert found.region == place
        assert found.at(2025).peak_gw.mid == pytest.approx(895, abs=1)


REFUSED = {
    "No highest hour and firm capacity of ireland is at hand. Give --peak GW --firm "
    "GW; or take pjm, ercot or miso.": {"region": "ireland"},
    "No firm capacity of texas is at hand. Give --firm GW; or take pjm, ercot or "
    "miso.": {"region": "texas", "peak_gw": 88},
    "The world has no one grid: give a place (wattlas facts outlook_places) or a "
    "region (wattlas facts outlook_regions).": {"region": "world"},
    "peak_gw.pjm is given twice: as an option and by its name.": {
        "region": "pjm",
        "peak_gw": 150,
        "overrides": {"peak_gw.pjm": 150},
    },
    "firm_growth.peak would change nothing of the highest hour of pjm: leave it out.": {
        "region": "pjm",
        "overrides": {"firm_growth.peak": 1},
    },
    "to must be 2026 to 2035 (a whole year with one range), got 2040.": {
        "region": "pjm",
        "to": 2040,
    },
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_cannot_be_answered_is_refused(sentence):
    """Bad input: the whole sentence."""
    with pytest.raises(InputError) as error:
        peak(**({"draws": 16} | REFUSED[sentence]))
    assert str(error.value) == sentence


def test_a_peak_below_its_data_centres_is_refused():
    """Bad input: with both figures and their unit."""
    with pytest.raises(InputError, match=r"peak_gw\.pjm must be above [\d.]+ GW"):
        peak(region="pjm", peak_gw=5, **FEW)


def test_power_is_given_in_any_unit_of_it():
    """Law: 160,000 MW are 160 GW; an energy is no power."""
    few = {"region": "pjm", **FEW}
    assert peak(peak_gw="160000 MW", **few).years == peak(peak_gw=160, **few).years
    with pytest.raises(InputError, match="A quantity in GW was expected"):
        peak(peak_gw="160 TWh", **few)


def test_a_place_of_data_centres_alone_has_no_other_load():
    """Bad input: what to move."""
    with pytest.raises(InputError, match="lower place_twh, or raise"):
        peak(region="ercot", overrides={"place_twh.ercot": 430}, **FEW)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"region": "pjm", "peak_gw": 1500, "firm_gw": 1460}, ["peak_gw", "firm_gw"]),
        ({"region": "pjm", "firm_gw": 1}, ["firm_gw"]),
        ({"region": "pjm", "overrides": {"firm_gw.pjm": 1460}}, ["firm_gw"]),
        ({"region": "ireland", "peak_gw": 60, "firm_gw": 65}, ["peak_gw"]),
        ({"region": "ireland", "peak_gw": 2, "firm_gw": 2}, ["peak_gw"]),
        ({"region": "ireland", "peak_gw": 6, "firm_gw": 0.6}, ["firm_gw"]),
        ({"region": "ireland", "peak_gw": 6, "firm_gw": 7}, []),
        ({"region": "pjm", "peak_gw": "150..160", "firm_gw": 140}, []),
        ({"region": "pjm"}, []),
    ],
)
def test_a_capacity_far_from_the_place_is_remarked(asked, named):
    """Law: ten times too much or too little is said, with what is usual there."""
    found = peak(**asked, **FEW)
    place = asked["region"]
    assert [n.values["name"] for n in found.notes] == [f"{w}.{place}" for w in named]
    for note in found.notes:
        assert note.values["low"] < note.values["high"].value
    shown = document_markdown(peak_document(found), ENGLISH)
    assert shown.count(" is unusual: usual is ") == len(named)


def test_remarks_are_kept():
    """Law: what is saved is read back with its notes."""
    found = peak(region="pjm", firm_gw=1, **FEW)
    assert Peak.from_dict(found.to_dict()) == found


@pytest.mark.parametrize("region", facts.keys("outlook_regions"))
def test_others_never_fall_because_data_centres_grow(region):
    """Law: where all electricity grows in each draw, so does what they do not take."""
    sure = {f"generation_growth.{of}": 1.02 for of in (region, "world")}
    asked = {"region": region, "peak_gw": 5000, "firm_gw": 5000, "overrides": sure}
    found = peak(**asked, to=2035, draws=64)
    others = [row.other_gw for row in found.years]
    assert all(a.low < b.low for a, b in pairwise(others))
    assert all(row.peak_gw.low >= row.other_gw.low for row in found.years)


@pytest.mark.parametrize("more", [1.0, 2.0, 40.0])
def test_more_data_centres_never_lower_the_hour(more):
    """Law: by hand, however much they take of what is generated."""
    now = {"generation_twh": [[100.0, 130.0]], "data_centre_served_twh": [[5.0, 9.0]]}
    grown = now | {"data_centre_served_twh": [[5.0, 9.0 * more]]}
    v = {"draw_factor.peak": 1.1, "peak_ratio.others": 1.6}
    for region in ("us", "world"):
        few, many = (
            highest_hour(twh, v, region)["peak_gw"][0, 1] for twh in (now, grown)
        )
        assert many >= few
