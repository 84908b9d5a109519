"""Scenarios of an IAMC file beside the outlook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wattlas import facts
from wattlas.errors import InputError
from wattlas.projection import compare, dataset, outlook
from wattlas.projection.dataset import iamc_rows
from wattlas.projection.run import find_region

SCENARIOS = Path(__file__).parent / "scenarios.iamc.csv"
HEAD = "model,scenario,region,variable,unit,2030\n"
DEMAND = "Electricity Demand|Data Centers"
STUDY = outlook(draws=16, to=2026)


@pytest.fixture
def file(tmp_path):
    """A function that writes a file of scenarios."""

    def write(text: str) -> Path:
        path = tmp_path / "s.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_published_scenario_stands_beside_ours():
    """By hand: 946 TWh of the world in 2030, and what else the file has is named."""
    found = compare(file=SCENARIOS, draws=16)
    rows = {(r.region, r.year): r for r in found.rows}
    assert rows["world", 2030].theirs_twh.mid == 946
    assert rows["world", 2030].agreement == "theirs-in-ours"
    assert rows["us", 2024].ours_twh is None
    assert ("us", 2035) not in rows
    assert found.unused == ("Emissions|CO2", "R5OECD")
    assert [(row.region, row.years) for row in found.lacking] == [("us", (2035,))]


def test_our_own_file_agrees_with_us(tmp_path):
    """Law: what is written is read: theirs is ours, to the last bit that is written."""
    study = outlook(draws=16, to=2035)
    dataset.write(study, tmp_path / "o.iamc.csv")
    found = compare(file=tmp_path / "o.iamc.csv", draws=16)
    mine = [r for r in found.rows if r.scenario == "default" and r.scope == "ai"]
    assert len(mine) == 11
    for row in mine:
        assert row.theirs_twh == row.ours_twh
    assert "Secondary Energy|Electricity|Median" in found.unused


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("TWh/yr", 900),
        ("TWh", 900),
        ("GWh/yr", 9e5),
        ("GWh per year", 9e5),
        ("MWh/a", 9e8),
        ("PWh/y", 0.9),
        ("PJ/yr", 3240),
        ("EJ/yr", 3.24),
    ],
)
def test_units_are_energies_of_a_year(file, unit, value):
    """By hand: 900 TWh in each unit; a row a year is read like a column a year."""
    wide = file(f"{HEAD}M,S,World,{DEMAND},{unit},{value}\n")
    assert compare(file=wide, draws=16).rows[0].theirs_twh.mid == pytest.approx(900)
    long = f"model,scenario,region,variable,unit,year,value\nM,S,cn,{DEMAND}|AI,{unit}"
    (row,) = compare(file=file(f"{long},2030,{value}\n"), draws=16).rows
    assert (row.region, row.scope, row.year) == ("china", "ai", 2030)
    assert row.theirs_twh.mid == pytest.approx(900)


REFUSED = {
    "{path} has no row of Electricity Demand|Data Centers or Electricity Demand|Data "
    "Centers|AI.": HEAD + "M,S,World,Emissions|CO2,Mt CO2/yr,1\n",
    "{path} is not in the format of the IAMC: columns model, scenario, region, "
    "variable, unit, and one a year, or year and value.": "a,b\n1,2\n",
    "{path}, line 2: 'MW' is no energy of a year, such as TWh/yr, GWh/yr, PJ/yr or "
    "EJ/yr.": f"{HEAD}M,S,World,{DEMAND},MW,1\n",
    "{path}, line 2: '' is no energy of a year, such as TWh/yr, GWh/yr, PJ/yr or "
    "EJ/yr.": f"{HEAD}M,S,World,{DEMAND},,1\n",
    "{path}, line 2: subannual is 'winter': only whole years are read.": (
        "model,scenario,region,variable,unit,subannual,2030\n"
        f"M,S,World,{DEMAND},TWh/yr,winter,1\n"
    ),
    "{path}, line 2: 2030 must have an energy above 0, got 'x'.": (
        f"{HEAD}M,S,World,{DEMAND},TWh/yr,x\n"
    ),
    "{path}, line 2: 2030 must have an energy above 0, got '-5'.": (
        f"{HEAD}M,S,World,{DEMAND},TWh/yr,-5\n"
    ),
    "{path}, line 3: Electricity Demand|Data Centers of 2030 is given twice.": (
        HEAD + 2 * f"M,S,World,{DEMAND},TWh/yr,9\n"
    ),
    "{path}, line 2 has 3 cells, its head 6.": f"{HEAD}M,S,World\n",
    "{path}: none of its regions is one of ours: R5OECD, Mars. Ours: wattlas facts "
    "outlook_regions.": f"{HEAD}M,S,R5OECD,{DEMAND},TWh/yr,9\n"
    f"M,S,World,{DEMAND}|5G,TWh/yr,9\nM,S,Mars,{DEMAND},TWh/yr,9\n",
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_file_that_cannot_be_compared(file, sentence):
    """Bad input: the whole sentence, with file and line."""
    path = file(REFUSED[sentence])
    with pytest.raises(InputError) as error:
        compare(file=path, draws=16)
    assert str(error.value) == sentence.format(path=path)


def test_a_workbook_is_refused_with_the_way_out(tmp_path):
    """Bad input: the sentence says how the data come to a file that is read."""
    with pytest.raises(InputError, match=r"a workbook, which is not read: save .* CSV"):
        compare(file=tmp_path / "s.xlsx", draws=16)


def test_a_column_beyond_the_format_is_named(file):
    """Law: what a file holds and is not used is said; an index is nothing."""
    text = "," + HEAD.replace("2030", "2030,category,empty")
    found = compare(file=file(f"{text}0,M,S,World,{DEMAND},TWh/yr,9,high,\n"), draws=16)
    assert found.unused == ("category",)


@pytest.mark.parametrize(
    "place", ["world", *facts.keys("outlook_regions"), *facts.keys("outlook_places")]
)
def test_a_region_that_is_written_is_read(place):
    """Law: the name that a file of ours has is the region again."""
    named = iamc_rows(replace(STUDY, region=place))
    assert {find_region(row["region"]) for row in named} == {place}


def test_a_file_that_is_not_there(tmp_path):
    """Bad input: why the system refuses."""
    with pytest.raises(InputError, match="cannot be read: No such file"):
        compare(file=tmp_path / "none.csv", draws=16)


@pytest.mark.parametrize(
    "figures",
    [
        {"5th Percentile": 900, "Median": 500, "95th Percentile": 700},
        {"5th Percentile": 800, "95th Percentile": 700},
        {"5th Percentile": 400, "Median": 349},
        {"Median": 701, "95th Percentile": 700},
    ],
)
def test_percentiles_that_fall_are_refused(file, figures):
    """Bad input: nothing that is given is moved to where it fits."""
    rows = [f"M,S,World,{DEMAND}|{end},TWh/yr,{v}\n" for end, v in figures.items()]
    with pytest.raises(InputError, match=r"percentiles of M, S, World in 2030 .* \d"):
        compare(file=file(HEAD + "".join(rows)), draws=16)


@pytest.mark.parametrize("end", ["5th Percentile", "95th Percentile"])
def test_an_end_without_the_other_is_named_not_used(file, end):
    """Law: of one end no range is made; alone it is no figure."""
    value = 300 if end[0] == "5" else 900
    lone = f"M,S,World,{DEMAND}|{end},TWh/yr,{value}\n"
    found = compare(file=file(f"{HEAD}{lone}M,S,World,{DEMAND},TWh/yr,500\n"), draws=16)
    theirs = found.rows[0].theirs_twh
    assert (theirs.low, theirs.mid, theirs.high) == (500, 500, 500)
    assert found.unused == (f"{end} (2030)",)
    with pytest.raises(InputError, match="no middle and no two ends"):
        compare(file=file(HEAD + lone), draws=16)
