"""Passes of networks and tuning runs: by hand, and laws of the equations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas.chain import passes, tuning

SIZE = st.floats(1.0, 1e4)
SHARE = st.floats(0.05, 0.95)
BOARD = {
    "weight_bytes": 1e8,
    "peak_tflops": 100.0,
    "pass_efficiency": 0.5,
    "bandwidth_gb_per_s": 1000.0,
    "memory_efficiency": 0.8,
    "layers": 12.0,
    "layer_launch_us": 10.0,
    "call_ms": 0.3,
}


def test_an_encoder_of_whisper_by_hand():
    """2 x 637 M x 1,500 positions, and attention of 32 layers of width 1,280."""
    dense, attention = 2 * 637e6 * 1500, 4 * 32 * 1280 * 1500**2
    assert passes.encoder_flop(637e6, 1500, 32, 1280) == dense + attention


def test_a_pass_that_multiplies_takes_its_work_over_the_rate():
    time_s = passes.pass_time_s(1e13, 1.0, batch=10.0, **BOARD)
    assert time_s == pytest.approx(1e14 / 50e12 + 0.3e-3, rel=1e-6)


def test_a_pass_of_one_small_item_waits_for_its_launches():
    time_s = passes.pass_time_s(
        1e6, 1e3, batch=1.0, **BOARD | {"layer_launch_us": 100.0}
    )
    assert time_s == pytest.approx(12 * 100e-6 + 0.3e-3)


@given(flop=st.floats(1e6, 1e13), moved=st.floats(1e3, 1e10), batch=SIZE)
def test_a_larger_batch_never_costs_more_for_each_item(flop, moved, batch):
    one = passes.pass_time_s(flop, moved, batch=batch, **BOARD) / batch
    two = passes.pass_time_s(flop, moved, batch=2 * batch, **BOARD) / (2 * batch)
    assert two <= one * (1 + 1e-9)


@given(flop=st.floats(1e6, 1e13), share=SHARE, quiet=SHARE)
def test_power_lies_between_idle_and_limit(flop, share, quiet):
    power_w = passes.busy_chip_power_w(
        20.0, 450.0, flop, 0.0, 64.0, 165.0, share, 0.1, 0.0, quiet, 1.1
    )
    assert 20.0 <= power_w <= 450.0


@given(samples=SIZE, tokens=SIZE, epochs=st.floats(1, 10))
def test_work_is_proportional_to_what_is_seen(samples, tokens, epochs):
    once = tuning.processed_tokens(samples, tokens, 1.0, 1.3)
    assert tuning.processed_tokens(samples, tokens, epochs, 1.3) == pytest.approx(
        epochs * once
    )


def test_adapters_of_llama_by_hand():
    """41.9 million weights at rank 16 (arXiv:2106.09685, on all linear layers)."""
    found = tuning.adapter_parameters(16, 7.5e9, 4096, 1.43)
    assert found == pytest.approx(41.9e6, rel=0.01)


@given(busy=SIZE, share=SHARE)
def test_waiting_is_its_share_of_all_hours(busy, share):
    waiting = tuning.waiting_hours(busy, share)
    assert waiting / (busy + waiting) == pytest.approx(share)
