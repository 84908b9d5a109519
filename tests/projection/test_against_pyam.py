"""Files of scenarios against pyam, the reader of the modelling community."""

from __future__ import annotations

import pytest

from wattlas.projection import compare, dataset, outlook
from wattlas.projection.quantities import UNITS
from wattlas.projection.record import PERCENTILES

# What pyam calls of pandas is for its makers to mend.
DEPRECATED = pytest.mark.filterwarnings("ignore::DeprecationWarning")
pytestmark = [pytest.mark.xcheck, DEPRECATED]

SERVED = "Electricity Demand|Data Centers"
EXACT = {"rel": 1e-12}


@pytest.fixture(scope="module")
def pyam():
    """The library, or a skip that says so."""
    return pytest.importorskip("pyam", reason="pyam-iamc of the group xcheck")


@pytest.fixture(scope="module")
def study():
    """A short study."""
    return outlook(draws=16, to=2035)


@pytest.fixture(scope="module")
def frame(pyam, study, tmp_path_factory):
    """Our file as pyam has it."""
    path = tmp_path_factory.mktemp("iamc") / "o.iamc.csv"
    dataset.write(study, path)
    return pyam.IamDataFrame(path)


def test_pyam_reads_every_row(frame, study):
    """Law: nothing is lost: every method, quantity, percentile and year."""
    paths = len(study.paths) * len(UNITS) + len(study.scenarios)
    count = paths * len(PERCENTILES) * len(study.years)
    assert len(frame.data) == count
    assert frame.region == ["World"]
    assert frame.year == list(study.years)


def test_pyam_turns_our_units_into_others(frame, study):
    """Law: its own conversion of our energies is what the units say."""
    served = frame.filter(scenario="default", variable=f"{SERVED}|Median", year=2030)
    twh = study.at("data_centre_served_twh", 2030).mid
    for unit, size in {"EJ/yr": 0.0036, "PJ/yr": 3.6, "GWh/yr": 1000.0}.items():
        found = served.convert_unit("TWh/yr", unit).data["value"].item()
        assert found == pytest.approx(twh * size, **EXACT)


def written(frame, way, path):
    """Write a frame of pyam in one of the ways in which people do."""
    if way == "wide":
        frame.to_csv(path)
    elif way == "long":
        frame.data.to_csv(path, index=False)
    else:
        frame.as_pandas().to_csv(path)
    return path


@pytest.mark.parametrize("way", ["wide", "long", "with an index"])
@pytest.mark.parametrize("unit", ["TWh/yr", "EJ/yr", "PJ/yr", "GWh/yr"])
def test_what_pyam_writes_is_read(frame, study, tmp_path, way, unit):
    """Law: through pyam and back, in another unit, theirs is ours."""
    some = frame.filter(scenario="default", variable=f"{SERVED}|*Percentile")
    some = some.append(frame.filter(scenario="default", variable=f"{SERVED}|Median"))
    some = some.filter(variable="*AI*", keep=False)
    path = written(some.convert_unit("TWh/yr", unit), way, tmp_path / "p.csv")
    rows = compare(file=path, draws=16).rows
    assert len(rows) == len(study.years)
    for row in rows:
        for end in ("low", "mid", "high"):
            theirs, ours = (getattr(x, end) for x in (row.theirs_twh, row.ours_twh))
            assert theirs == pytest.approx(ours, **EXACT)


def test_years_that_a_scenario_lacks_are_named(pyam, tmp_path):
    """By hand: of two scenarios one has no 2035; a region of others is named."""
    pandas = pytest.importorskip("pandas")
    rows = [
        ["M", "S", "World", SERVED, "EJ/yr", 2030, 3.6],
        ["M", "S", "World", SERVED, "EJ/yr", 2035, 4.0],
        ["M", "T", "World", SERVED, "EJ/yr", 2030, 3.7],
        ["M", "S", "R5OECD", SERVED, "EJ/yr", 2030, 1.0],
    ]
    names = ["model", "scenario", "region", "variable", "unit", "year", "value"]
    path = tmp_path / "p.csv"
    pyam.IamDataFrame(pandas.DataFrame(rows, columns=names)).to_csv(path)
    found = compare(file=path, draws=16)
    assert [(x.scenario, x.years) for x in found.lacking] == [("T", (2035,))]
    assert found.unused == ("R5OECD",)
