"""Advice for machines with one user: engines count for what they do."""

from __future__ import annotations

import pytest

import wattlas
from wattlas import estimation, facts
from wattlas.estimation.engine_chips import engine_on, engines_of
from wattlas.estimation.engines import engine_of
from wattlas.parameters import ServeOptions, given_of
from wattlas.workflow.better_ways import Work, central, proposals

FEW = {"draws": 64}
ONE_USER = [
    c for c in facts.keys("hardware") if engine_of(engine_on(c, None)).has_slots
]

MACS = [c for c in ONE_USER if facts.row("hardware", c)["vendor"] == "Apple"]


@pytest.mark.parametrize("chip", ONE_USER)
def test_no_engine_is_better_for_asking_it_more_at_once(chip):
    """Law: how many ask a machine with slots is its user's doing, not the engine's."""
    asked = ServeOptions(model="llama-3.2-1b", hardware=chip, **FEW)
    work = Work(asked, estimation.serve(**given_of(asked)))
    slots = work.used("max_sequences")
    for changes in proposals("engine", work):
        other = estimation.serve(**given_of(asked) | dict(changes))
        assert central(other)["max_sequences"] <= slots


@pytest.mark.parametrize("chip", MACS[::5])
def test_no_engine_has_prompts_of_its_own_where_one_was_measured(chip):
    """Law: on Macs none reaches more of the peak in prompts than what was measured."""
    asked = {"model": "llama-3.2-1b", "hardware": chip, **FEW}
    shares = {
        central(estimation.serve(**asked, engine=name))["dense_efficiency"]
        for name in engines_of(chip)
    }
    assert len(shares) == 1


@pytest.mark.parametrize("chip", ["dgx-spark", "m2", "jetson-agx-orin"])
def test_what_is_slow_already_may_be_done_otherwise(chip):
    """Law: where the work keeps no usual latency, only slower ways are too slow."""
    asked = {"model": "llama-3.1-8b", "hardware": chip, "chips": 1, **FEW}
    found = wattlas.advise(**asked, compare="engine,precision,batch")
    assert "latency-eased" in {note.code for note in found.first.notes}
    for row in found.left_out:
        if row.why == "too-slow":
            given = {n: v for n, v in row.changes.items() if v != ""}
            slow = estimation.serve(**asked | given).extras
            first = found.first.extras
            times = ("token_s", "first_token_s")
            assert any(slow[n].mid > first[n].mid for n in times)
