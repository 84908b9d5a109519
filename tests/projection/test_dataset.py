"""Files and labelled arrays: what they hold is what the record says."""

from __future__ import annotations

import csv

import numpy as np
import pytest

import wattlas
from wattlas.errors import InputError, MissingExtraError
from wattlas.projection import dataset, scenarios
from wattlas.projection.quantities import DEFINITIONS, UNITS
from wattlas.projection.record import RANGED_UNTIL


@pytest.fixture(scope="module")
def study():
    """A short study."""
    return wattlas.outlook(draws=32, to=2030)


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_dataset_has_labels_and_adds_up(study):
    """Law: method x draw x year x region, units, and regions that sum to the world."""
    data = dataset.to_dataset(study)
    assert dict(data.sizes) == {"method": 3, "draw": 32, "year": 6, "region": 8}
    assert {n: v.attrs["units"] for n, v in data.items()}.items() <= UNITS.items()
    assert {v.attrs["long_name"] for v in data.values()} <= {*DEFINITIONS.values()}
    world = data["ai_demand_twh"].sum("region").sel(year=2030)
    middle = np.quantile(world.to_numpy().ravel(), 0.5)
    assert middle == pytest.approx(study.at("ai_demand_twh", 2030).mid)
    assert data["generation_twh"].sum("region").sel(year=2025).max() == pytest.approx(
        31_772.35, abs=0.1
    )


def test_csv_and_parquet_hold_every_percentile(study, tmp_path):
    """Law: both files have the same rows; a row is a value of the record."""
    pq = pytest.importorskip("pyarrow.parquet")
    dataset.write(study, tmp_path / "o.csv")
    dataset.write(study, tmp_path / "o.parquet")
    rows = read(tmp_path / "o.csv")
    assert len(rows) == (4 * len(UNITS) + len(study.scenarios)) * 5 * 6
    wanted = study.at("ai_served_twh", 2030).high
    match = {
        "method": "all",
        "scenario": "",
        "quantity": "ai_served_twh",
        "percentile": "95",
        "year": "2030",
    }
    (row,) = [r for r in rows if match.items() <= r.items()]
    assert float(row["value"]) == wanted
    assert row["definition"].startswith("electricity that AI draws in the year")
    table = pq.read_table(tmp_path / "o.parquet").to_pylist()
    assert [float(r["value"]) for r in rows] == [r["value"] for r in table]


def test_netcdf_comes_back_as_it_went(study, tmp_path):
    """Law: written and read again the draws agree to single precision."""
    xr = pytest.importorskip("xarray")
    dataset.write(study, tmp_path / "o.nc")
    with xr.open_dataset(tmp_path / "o.nc", engine="h5netcdf") as data:
        np.testing.assert_allclose(
            data["ai_demand_twh"].sel({"method": "stock"}).to_numpy(),
            study.samples["stock"]["ai_demand_twh"],
            rtol=1e-6,
        )
        assert data.attrs["seed"] == study.seed


def test_iamc_has_the_columns_of_the_modelling_community(study, tmp_path):
    """pyam's wide columns: model, scenario, region, variable, unit, then years."""
    dataset.write(study, tmp_path / "o.iamc.csv")
    rows = read(tmp_path / "o.iamc.csv")
    years = [str(y) for y in study.years]
    assert list(rows[0]) == ["model", "scenario", "region", "variable", "unit", *years]
    keys = [
        tuple(r[c] for c in ("model", "scenario", "region", "variable")) for r in rows
    ]
    assert len(set(keys)) == len(keys)
    name = "Electricity Demand|Data Centers|AI|Median"
    (row,) = [r for r in rows if (r["scenario"], r["variable"]) == ("default", name)]
    assert float(row["2030"]) == study.at("ai_served_twh", 2030).mid
    assert row["unit"] == "TWh/yr"


def test_every_quantity_has_a_name_and_a_unit():
    """Law: none of the record's quantities is lost on the way to a file."""
    assert dataset.VARIABLES.keys() == DEFINITIONS.keys() == UNITS.keys()
    assert set(UNITS.values()) <= dataset.IAMC_UNITS.keys()


def test_an_unknown_ending_is_refused(study, tmp_path):
    """The sentence names what is possible."""
    with pytest.raises(
        InputError, match=r"an outlook is written as \.iamc\.csv, \.csv, "
    ):
        dataset.write(study, tmp_path / "o.xlsx")


def test_without_xarray_the_extra_is_named(study, monkeypatch):
    """The sentence says which command installs it."""
    monkeypatch.setitem(__import__("sys").modules, "xarray", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'wattlas\[outlook\]'"):
        dataset.to_dataset(study)


def test_a_scenario_runs_its_cases(tmp_path):
    """Law: a case adds to what the scenario sets; options of the caller go before."""
    path = tmp_path / "s.yaml"
    path.write_text(
        "title: S\nto: 2028\nset: {growth.shipments: 1.1}\n"
        "cases:\n  slow: {}\n  fast: {set: {growth.shipments: 2}, region: us}\n",
        encoding="utf-8",
    )
    slow, fast = scenarios(path, draws=32, method=["stock"])
    assert [slow.title, fast.title] == ["S, slow", "S, fast"]
    assert [slow.region, fast.region] == ["world", "us"]
    assert [o.given["growth.shipments"].mid for o in (slow, fast)] == [1.1, 2.0]
    assert slow.years[-1] == 2028


def test_files_claim_no_range_that_print_does_not(tmp_path):
    """Law: after the years with one range a median alone; scenarios have their own."""
    late = wattlas.outlook(draws=16, to=2037, region="ireland")
    for row in dataset.rows(late):
        if row["year"] > RANGED_UNTIL and row["percentile"] != 50:
            assert row["scenario"] in late.scenarios
    dataset.write(late, tmp_path / "o.iamc.csv")
    written = read(tmp_path / "o.iamc.csv")
    plain = [row for row in written if row["scenario"] == "default"]
    ends = [row for row in plain if not row["variable"].endswith("Median")]
    assert {row["2037"] for row in ends} == {""}
    assert all(float(row["2035"]) >= 0 for row in ends)
    named = {f"default, {name}" for name in late.scenarios}
    assert named <= {row["scenario"] for row in written if row["2037"]}
