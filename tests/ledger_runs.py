"""Runs of a ledger as tests draw them: readings, gaps, what overlaps."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from wattlas.metering.ledger import LedgerWriter, RunHeader
from wattlas.metering.ledger.lines import Tick
from wattlas.metering.ledger.run import Run
from wattlas.metering.parts import Device, Total


def device(key, scope="gpu", method="counter"):
    return Device(key, key, scope, method, "test")


def run_of(name, readings, devices=("GPU-1",), scopes=("gpu",), t=0.0, **more):
    """Return a run: for each tick t0, t1 and a total (or None) of each device."""
    its = tuple(map(device, devices, scopes))
    header = RunHeader(name, "n", t, devices=its, **more)
    ticks = [Tick(t0, t1, tuple(totals)) for t0, t1, totals in readings]
    end = max([t1 for _, t1, _ in readings], default=t)
    return Run(header, None, ticks, ended=end)


def exact(joules, own=0.0):
    return Total(joules, joules, joules, own, 0.0)


spans = st.lists(
    st.tuples(st.integers(1, 5_000_000), st.integers(0, 9_999_999), st.booleans()),
    min_size=1,
    max_size=8,
)
"""Lengths of readings in microseconds, energies in microjoules, and what is lost."""


def drawn_runs(data, slow=1):
    """Runs of up to three devices, which overlap and have gaps; `slow` times longer.

    A reading may begin before its tick, within those before it.
    """
    runs = []
    for number in range(data.draw(st.integers(1, 4))):
        at = slow * data.draw(st.integers(0, 9_000_000))
        scopes = data.draw(st.sampled_from([["gpu"], ["package", "wall"], ["wall"]]))
        ticks = []
        for drawn, uj, is_lost in data.draw(spans):
            length = slow * drawn
            back = slow * data.draw(st.sampled_from([0, 0, 0, 1, 3_000_000]))
            seen = (max(at - back, 0) / 1e6, (at + length) / 1e6) if back else None
            total = replace(exact(uj / 1e6), seen=seen)
            totals = [None if is_lost else total for _ in scopes]
            ticks.append((at / 1e6, (at + length) / 1e6, totals))
            at += length
        keys = [f"{scope}-{data.draw(st.integers(1, 2))}" for scope in scopes]
        runs.append(run_of(f"r{number}", ticks, keys, scopes, t=ticks[0][0]))
    return runs


def write_run(folder, run):
    """Write a run as the meter does."""
    log = LedgerWriter(folder, run.header)
    for tick in run.ticks:
        log.tick(tick.t0, tick.t1, tick.totals)
    log.close(run.ended)
