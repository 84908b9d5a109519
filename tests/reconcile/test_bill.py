"""Bills over runs: whose energy, which fence, what follows; predictions beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wattlas import reconcile
from wattlas.errors import InputError
from wattlas.estimation.place import Place
from wattlas.metering import Ledger
from wattlas.metering.ledger import LedgerWriter, RunHeader
from wattlas.metering.parts import Device, Total
from wattlas.reconcile.bill_record import Bill
from wattlas.reconcile.compare import compare, solved
from wattlas.reconcile.selection import Selection, group_of, moment
from wattlas.records import Range

GPU = Device("GPU-1", "0 H100", "gpu", "counter", "nvml", 0.9, 1.1)
CPU = Device("n/package-0", "package-0", "package", "counter", "powercap", 0.95, 1.06)
WALL = Device("n/wall", "wall", "wall", "integrated", "plug", 0.97, 1.03)
HOUR = 3600.0


def write(folder, run, devices, joules, **more):
    """Write a run of one hour: for each device [all, own, others'] joules."""
    header = RunHeader(
        **{"run": run, "host": "n", "t": 0.0, "devices": tuple(devices), **more}
    )
    log = LedgerWriter(folder, header)
    log.tick(0.0, HOUR, [Total(j, j, j, own, other) for j, own, other in joules])
    log.close(HOUR)


def bill(folder, *arguments, **named):
    return reconcile.bill(Ledger(folder).runs(), *arguments, **named)


def test_servers_are_their_parts_with_what_no_counter_sees(tmp_path):
    """By hand: (3 + 1 kWh) x 1.25 x 1.05 behind the PUE meter, x 1.3 outside."""
    write(tmp_path, "a", [GPU, CPU], [(3 * 3.6e6, 0, 0), (3.6e6, 0, 0)])
    found = bill(tmp_path, Place(pue=1.3)).estimate
    assert found.results["chip_energy_kwh"].mid == pytest.approx(3.0)
    assert found.results["it_energy_kwh"].mid == pytest.approx(4 * 1.25 * 1.05)
    facility = found.results["facility_energy_kwh"].mid
    assert facility == pytest.approx(4 * 1.25 * 1.05 * 1.3)


def test_a_wall_meter_replaces_the_parts(tmp_path):
    """By hand: 5 kWh at the plug; cards and packages lie inside."""
    energies = [(3 * 3.6e6, 0, 0), (3.6e6, 0, 0), (5 * 3.6e6, 0, 0)]
    write(tmp_path, "a", [GPU, CPU, WALL], energies)
    found = bill(tmp_path)
    assert found.metered_j.mid == pytest.approx(5 * 3.6e6)
    assert Bill.from_json(found.to_json()) == found
    assert found.estimate.results["it_energy_kwh"].mid == pytest.approx(5 * 1.05)


@pytest.mark.parametrize("how", ["machine", "keys"])
def test_three_machines_of_one_name_count_each(tmp_path, how):
    """By hand: 3 x 1 kWh of parts, one of them at the plug too, of 5 kWh: 5 + 2."""
    for number in range(3):
        prefix = f"boot-{number}"
        told = {"machine": prefix} if how == "machine" else {}
        cpu = replace(CPU, key=f"{prefix}/package-0")
        wall = replace(WALL, key=f"{prefix}/wall")
        devices, energies = [cpu, wall], [(3.6e6, 0, 0), (5 * 3.6e6, 0, 0)]
        count = 2 if number == 0 else 1
        write(tmp_path, f"r{number}", devices[:count], energies[:count], **told)
    assert bill(tmp_path).metered_j.mid == pytest.approx(7 * 3.6e6)


def test_pue_leaves_what_was_metered_alone(tmp_path):
    """Law: joules are as measured whatever the PUE; codecarbon multiplied them."""
    write(tmp_path, "a", [CPU], [(3.6e6, 3.6e6, 0)])
    one, two = (bill(tmp_path, Place(pue=p)) for p in (1.0, 1.5))
    assert one.metered_j == two.metered_j
    assert one.shares == two.shares


def test_without_a_place_there_is_energy_and_no_carbon(tmp_path):
    """Absent is not zero, and nothing is guessed."""
    write(tmp_path, "a", [CPU], [(3.6e6, 0, 0)])
    found = bill(tmp_path).estimate
    assert "facility_carbon_kgco2e" not in found.results
    assert found.absent["facility_carbon_kgco2e"] == "no-place"
    assert found.absent["chip_energy_kwh"] == "metered-at-it"


def test_shares_are_the_metered_energy(tmp_path):
    """By hand: two users on one package of 100 kJ: 30 and 20 theirs, 10 idle."""
    write(tmp_path, "a", [CPU], [(100e3, 30e3, 60e3)], user="ann")
    write(tmp_path, "b", [CPU], [(100e3, 20e3, 70e3)], user="bob")
    found = bill(tmp_path, group_by="user")
    shares = {s.name or s.kind: s.energy_j.mid for s in found.shares}
    assert shares == pytest.approx(
        {"ann": 30e3, "bob": 20e3, "other": 40e3, "idle": 10e3}
    )
    assert sum(shares.values()) == pytest.approx(found.metered_j.mid)


def test_ranks_of_a_job_have_one_own_energy(tmp_path):
    """Two ranks that both saw the package book its tree of processes once."""
    for rank in range(2):
        write(
            tmp_path, f"r{rank}", [CPU], [(100e3, 60e3, 0)], job="j", rank=rank, ranks=2
        )
    found = bill(tmp_path, group_by="job")
    (own,) = (s for s in found.shares if s.kind == "own")
    assert own.energy_j.mid == pytest.approx(60e3)
    assert found.metered_j.mid == pytest.approx(100e3)


def test_a_model_has_a_wider_bill_than_a_counter(tmp_path):
    """Law: the range of the meter is in the range of the bill."""
    model = Device("n/m", "processor", "package", "model", "model")
    header = RunHeader(run="m", host="n", t=0.0, devices=(model,))
    log = LedgerWriter(tmp_path / "model", header)
    log.tick(0.0, HOUR, [Total(3.6e6, 1.5e6, 9e6, 0.0, 0.0)])
    log.close(HOUR)
    write(tmp_path / "counter", "c", [CPU], [(3.6e6, 0, 0)])
    wide, narrow = (
        bill(tmp_path / name).estimate.results["it_energy_kwh"]
        for name in ("model", "counter")
    )
    assert wide.mid == pytest.approx(narrow.mid)
    assert wide.high / wide.low > 2 * narrow.high / narrow.low


def test_no_runs_and_no_groups_are_said(tmp_path):
    """Bad input: the whole sentences."""
    with pytest.raises(InputError) as caught:
        reconcile.bill([])
    assert str(caught.value) == (
        "No runs are meant: wattlas ledger list shows what is there; simulated runs "
        "leave none."
    )
    write(tmp_path, "a", [CPU], [(1.0, 0, 0)], tags={"team": "x"})
    with pytest.raises(
        InputError, match=r"No group named 'tema'. Did you mean 'team'\?"
    ):
        bill(tmp_path, group_by="tema")


def test_groups_of_a_run(tmp_path):
    """By hand: the first hour of 1970."""
    write(tmp_path, "a", [CPU], [(1.0, 0, 0)], tags={"team": "x"})
    (run,) = Ledger(tmp_path).runs()
    assert group_of(run, "team") == "x"
    assert group_of(run, "project") == "(none)"
    assert Selection(since="1970-01-02").of([run], 0.0) == []
    assert Selection(until="1970-01-02").of([run], 0.0) == [run]
    assert moment("1970-01-01T01:00+01:00", 0.0) == 0.0


class Predicted:
    """An estimate of one line: energy proportional to one input."""

    kind = "train"
    subject = {"level": "chip-hours"}  # noqa: RUF012  # stands in for a record
    per = {}  # noqa: RUF012  # the same
    width = {"power_share": 1.0}  # noqa: RUF012  # the same

    def __init__(self, share=0.5):
        from wattlas.records import Input

        self.results = {"chip_energy_kwh": Range(8 * share, 10 * share, 12 * share)}
        self.inputs = (
            Input("power_share", share, 0.4, 0.6, "lognormal", "1", "assumed"),
        )


def test_the_implied_input_is_the_one_that_makes_both_equal():
    """By hand: 10 x share kWh predicted, 7 measured: the share would be 0.7."""
    measured = {"chip_energy_kwh": Range(6.9, 7.0, 7.1)}

    def rerun(values):
        return Predicted(values["power_share"])

    found = compare(measured, Predicted(), rerun)
    (row,), (implied,) = found.rows, found.implied
    assert row.ratio == pytest.approx(1.4)
    assert row.verdict == "above"
    assert implied.value == pytest.approx(0.7, rel=1e-3)
    assert not implied.is_inside


def test_a_part_of_the_work_compares_with_that_part():
    """By hand: a tenth of the tokens is a tenth of the energy."""
    measured = {"chip_energy_kwh": Range(0.5, 0.5, 0.5)}
    found = compare(
        measured, Predicted(), lambda values: Predicted(), {"tokens": 1e9}, 1e10
    )
    assert found.scale == pytest.approx(0.1)
    assert found.rows[0].verdict == "inside"


def test_what_cannot_be_reached_is_not_implied():
    """Nothing within reach of the input gives the measured energy."""
    assert solved(lambda x: x, 100.0, 1.0, 2.0) is None


def test_nothing_in_common_is_said():
    """Bad input: measured at another boundary than predicted."""
    with pytest.raises(
        InputError, match=r"^Nothing to compare: measured are it_energy"
    ):
        compare({"it_energy_kwh": Range(1, 1, 1)}, Predicted(), Predicted)
