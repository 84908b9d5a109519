"""codecarbon's names: what its users call, and what they get."""

from __future__ import annotations

import asyncio
import csv

import pytest

from wattlas.compat import EmissionsTracker, OfflineEmissionsTracker, track_emissions
from wattlas.errors import InputError
from wattlas.metering.ledger.export import CODECARBON_COLUMNS
from wattlas.metering.ledger.imports import import_file
from wattlas.metering.simulated import simulated_session

FRANCE = 0.04144
"""Table of countries: kgCO2e/kWh of 2025."""


@pytest.fixture
def rig():
    """A machine of 801 W, and its clock."""
    return simulated_session("two-gpus")


def tracker(rig, tmp_path, kind=EmissionsTracker, **more):
    more = {"output_dir": tmp_path, "session": rig[0], **more}
    return kind(**more)


def go(rig, seconds):
    """Let time pass, read every minute."""
    for _ in range(0, seconds, 60):
        rig[1].advance(min(60, seconds))
        rig[0].tick()


def rows(tmp_path, name="emissions.csv"):
    with (tmp_path / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_start_and_stop_write_codecarbons_row(rig, tmp_path):
    """By hand: 801 W for an hour in France, PUE 1.5; again the same, one row."""
    tracked = tracker(
        rig, tmp_path, project_name="llama", country_iso_code="FRA", pue=1.5
    )
    assert tracked.stop() is None  # it was never started
    assert tracked.start() is None
    go(rig, 3600)
    kg = tracked.stop()
    assert kg == pytest.approx(0.801 * 1.5 * FRANCE)
    assert tracked.stop() == kg == tracked.final_emissions
    (row,) = rows(tmp_path)
    assert tuple(row) == CODECARBON_COLUMNS
    assert float(row["energy_consumed"]) == pytest.approx(0.801 * 1.5)
    assert float(row["gpu_energy"]) == pytest.approx(0.6 * 1.5)
    assert (row["project_name"], row["country_iso_code"]) == ("llama", "FRA")
    assert float(row["duration"]) == 3600
    assert tracked.measurement.energy_j.high > tracked.measurement.energy_j.mid


def test_our_row_is_imported_as_codecarbons(rig, tmp_path):
    """Law: what is written is read back, with its PUE divided out."""
    with tracker(rig, tmp_path, country_iso_code="fr", pue=1.25):
        go(rig, 3600)
    done = import_file(tmp_path / "emissions.csv", "codecarbon", tmp_path / "ledger")
    assert (len(done.written), done.refused) == (1, ())


def test_without_a_place_there_are_no_emissions(rig, tmp_path):
    """codecarbon takes Quebec then, 94 times less than the mean of the US."""
    tracked = tracker(rig, tmp_path)
    tracked.start()
    go(rig, 3600)
    with pytest.warns(RuntimeWarning, match="No place is guessed"):
        tracked.stop()
    assert tracked.final_emissions is None
    (row,) = rows(tmp_path)
    assert (row["emissions"], float(row["energy_consumed"])) == (
        "",
        pytest.approx(0.801),
    )
    with pytest.raises(InputError, match="needs country_iso_code"):
        tracker(rig, tmp_path, OfflineEmissionsTracker)


def test_flush_and_tasks(rig, tmp_path):
    """flush writes what there is so far; on_csv_write="update" keeps the last row."""
    for how, count in (("append", 2), ("update", 1)):
        folder = tmp_path / how
        tracked = tracker(
            rig, folder, on_csv_write=how, force_carbon_intensity_g_co2e_kwh=500
        )
        tracked.start()
        go(rig, 1800)
        assert tracked.flush() == pytest.approx(0.801 * 0.25)
        tracked.start_task("evaluate")
        go(rig, 1800)
        task = tracked.stop_task()
        assert task.energy_consumed == pytest.approx(0.801 / 2)
        assert tracked.stop() == pytest.approx(0.801 * 0.5)
        found = rows(folder)
        assert len(found) == count
        assert float(found[-1]["duration"]) == 3600


def test_the_process_alone(rig, tmp_path):
    """tracking_mode="process" is what this run's processes drew, not the machine."""
    with tracker(
        rig, tmp_path, tracking_mode="process", force_carbon_intensity_g_co2e_kwh=1
    ) as tracked:
        go(rig, 3600)
    own = tracked.measurement.own_j.mid / 3.6e6
    assert float(rows(tmp_path)[0]["energy_consumed"]) == pytest.approx(own)
    assert own <= 0.801


def test_a_decorator_tracks_calls_coroutines_and_streams(rig, tmp_path):
    """Bare or called; a generator until its last item (codecarbon: 7 ms of 600)."""
    session, clock = rig
    how = {
        "output_dir": tmp_path, "session": session,
        "force_carbon_intensity_g_co2e_kwh": 1,
    }  # fmt: skip

    @track_emissions(**how)
    def work():
        clock.advance(1)
        return 7

    @track_emissions(**how)
    async def wait():
        clock.advance(2)

    @track_emissions(offline=True, country_iso_code="FRA", **how)
    def stream():
        for item in range(3):
            clock.advance(1)
            yield item

    assert work() == 7
    asyncio.run(wait())
    assert list(stream()) == [0, 1, 2]
    assert [float(row["duration"]) for row in rows(tmp_path)] == [1, 2, 3]


def test_what_has_no_effect_is_said_and_what_is_unknown_refused(rig, tmp_path):
    """Law: no option is passed over in silence."""
    with pytest.warns(RuntimeWarning, match="not used: api_key, save_to_api"):
        tracker(rig, tmp_path, save_to_api=True, api_key="x")
    with pytest.raises(InputError, match="has no option powre"):
        tracker(rig, tmp_path, powre=3)
    for wrong in ({"pue": 0.9}, {"wue": -1}, {"measure_power_secs": float("nan")}):
        with pytest.raises(InputError, match="must be >="):
            tracker(rig, tmp_path, **wrong)
    with pytest.raises(InputError, match="tracking_mode is one of machine, process"):
        tracker(rig, tmp_path, tracking_mode="gpu")
    with pytest.raises(InputError, match="Atlantis"):
        tracker(rig, tmp_path, country_iso_code="Atlantis")


def test_a_file_of_another_version_is_left_as_it_is(rig, tmp_path):
    """Values under the names of others would be read wrongly: a file of its own."""
    (tmp_path / "emissions.csv").write_text("timestamp,energy\n1,2\n")
    with tracker(rig, tmp_path, country_iso_code="FRA"):
        go(rig, 10)
    assert (tmp_path / "emissions.csv").read_text() == "timestamp,energy\n1,2\n"
    assert len(rows(tmp_path, "emissions_2.csv")) == 1
