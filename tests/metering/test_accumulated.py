"""What accumulators say of odd readings, written down to the joule: a golden text.

The laws and the numbers by hand stand beside (test_counter, test_power); this text
shows every branch at its edges, so that none of them moves unseen.
"""

from __future__ import annotations

from itertools import accumulate

from readings import LOST, channel, exact
from wattlas.metering.accumulate import accumulator
from wattlas.metering.channel import Watts

RAPL_J = 262_143.0
TENS = [10.0 * n for n in range(20)]


def even(*values):
    """Return values read every 10 s."""
    return list(values), TENS[: len(values)]


def at(times, values):
    """Return values with the times of their readings."""
    return list(values), list(times)


GPU = {"scope": "gpu", "plausible_w": 700.0}
SWINGS = {**GPU, "averages_s": 0.05}
COUNTERS = {
    "steady": (even(0, 1000, 2000, 3000), {}),
    "more than it can draw at once": (even(0, 1000, 16_000, 31_001, 32_000), {}),
    "a step of its own on top": (even(0, 15_150, 30_301), {"step_s": 0.1}),
    "trembles by its step": (even(5e4, 51e3, 50_850, 52e3), {"step_s": 0.1}),
    "trembles by more": (even(5e4, 51e3, 50_849, 52e3), {"step_s": 0.1}),
    "as expected round": (even(260_000, 261_000, 107, 1107), {"wrap_j": RAPL_J}),
    "a quarter more than expected": (
        even(260_000, 261_000, 107, 1300, 262_143 - 9e4, 1e3),
        {"wrap_j": RAPL_J},
    ),
    "round by a quarter": (even(259_000, 260_000, 261_000, 107.0), {"wrap_j": RAPL_J}),
    "round by just a quarter": (
        even(260_143, 261_143, 250, 1250),
        {"wrap_j": RAPL_J},
    ),
    "round by a quarter and a joule": (
        even(260_143, 261_143, 251, 1251),
        {"wrap_j": RAPL_J},
    ),
    "falls to nothing on the turn": (
        even(260_143, 261_143, 0, 1000),
        {"wrap_j": 261_143.0 + 1000},
    ),
    "round before a power is known": (even(262_000, 1000, 2000), {"wrap_j": RAPL_J}),
    "round, and then lost": (even(262_000, 1000, LOST, LOST), {"wrap_j": RAPL_J}),
    "reset": (even(200_000, 201_000, 500, 1500), {"wrap_j": RAPL_J}),
    "reset without a range": (even(200_000, 201_000, 500, 1500), {}),
    "reset with the power beside": (
        even(2e5, 201e3, 500, 1500),
        {"beside": [100.0, 100.0, 80.0, 100.0]},
    ),
    "reset at the end": (even(200_000, 201_000, 500), {}),
    "falls and stands": (even(200_000, 201_000, 150_000, 150_000, 151_000), {}),
    "falls twice": (even(2e5, 201e3, 150e3, 100e3, 101e3), {}),
    "falls twice, to the end": (even(2e5, 201e3, 150e3, 100e3), {}),
    "slips up": (even(5000, 6000, 9e6, 8000, 9000), {}),
    "slips to nothing": (even(5000, 6000, 0, 8000, 9000), {}),
    "slips a little": (even(5000, 6000, 5500, 8000, 9000), {}),
    "slips on the turn": (even(260_000, 261_000, 5e5, 900, 1900), {"wrap_j": RAPL_J}),
    "slips low on the turn": (
        even(250_000, 251_000, 200_000, 900, 1900),
        {"wrap_j": RAPL_J},
    ),
    "jumps": (even(5000, 6000, 1e6, 1_001_000, 1_002_000), {}),
    "jumps with its last reading low": (even(5000, 5100, 21e3, 22e3, 23e3), {}),
    "jumps after it was lost": (even(5000, LOST, 50_000, 51_000, 52_000), {}),
    "jumps and is at one time": (
        at((0, 10, 10, 10, 20), (5000, 6000, 9e5, 9e5, 901e3)),
        {},
    ),
    "lost at first": (even(LOST, LOST, 5000, 6000), {}),
    "lost at first, the power beside": (
        even(LOST, 5000, 6000),
        {"beside": [200.0, 300.0, 100.0]},
    ),
    "lost at first, then much": (even(LOST, 5000, 30_000, 31_000), {}),
    "lost for good": (even(5000, 6000, LOST, LOST), {}),
    "lost for good, the power beside": (
        even(5000, 6000, LOST, LOST),
        {"beside": [100.0, 100.0, 300.0, 500.0]},
    ),
    "never read": (even(LOST, LOST, LOST), {"unproven": True}),
    "stands": (even(5000, 6000, 6000, 6000, 8000), {}),
    "stands for just so long": (
        at((0, 1, 1.25, 1.5), (0, 100, 100, 150)),
        {"beside": [100.0, 100.0, 900.0, 900.0]},
    ),
    "stands for a little longer": (
        at((0, 1, 1.3, 1.5), (0, 100, 100, 150)),
        {"beside": [100.0, 100.0, 900.0, 900.0]},
    ),
    "stands, and lacks a quarter": (
        even(0, 1000, 1000, 2500),
        {"beside": [100.0] * 4},
    ),
    "stands, and lacks a little more": (
        even(0, 1000, 1000, 2499),
        {"beside": [100.0] * 4},
    ),
    "stands, beside more than can be": (
        even(0, 1000, 1000, 1500),
        {"beside": [700.0, 900.0, 900.0, 900.0], **GPU},
    ),
    "stands to the end": (even(0, 1000, 1000, 1000), {}),
    "unproven": (even(0, 0, 1000, 2000), {"unproven": True}),
    "unproven to the end": (even(0, 0, 0), {"unproven": True}),
    "past where it was": (at((0, 300, 600), (0, 3e4, 6e4)), {"wrap_j": RAPL_J}),
    "past where it was, in doubt": (
        at((0, 10, 20, 200, 400), (5000, 6000, 5e5, 7e4, 9e4)),
        {"wrap_j": RAPL_J},
    ),
    "past where it was, lower": (
        at((0, 100, 400, 800, 810), (2e5, 21e4, 1e4, 5e3, 6e3)),
        {"wrap_j": RAPL_J},
    ),
    "past where it was, the power beside": (
        at((0, 300, 600), (0, 3e4, 6e4)),
        {"wrap_j": RAPL_J, "beside": [900.0, 1000.0, 1000.0]},
    ),
    "another power beside": (
        at(range(12), [300.0 * n for n in range(12)]),
        {"beside": [600.0] * 12},
    ),
    "less power beside": (
        at(range(12), [300.0 * n for n in range(12)]),
        {"beside": [100.0] * 12},
    ),
}
POWERS = {
    "lines": (even(Watts(90, 100, 110), Watts(280, 300, 330)), {}),
    "seen all the time": (at((0, 1, 2), [exact(100)] * 3), {**GPU, "averages_s": 1.0}),
    "seen a little less": (
        at((0, 1, 2.01), [exact(100)] * 3),
        {**GPU, "averages_s": 1.0},
    ),
    "equal steps": (at((0, 1, 2, 3), [exact(100)] * 4), SWINGS),
    "steps that differ by little": (
        at(accumulate((0, 1, 0.99, 0.985, 1)), [exact(100)] * 5),
        SWINGS,
    ),
    "random steps": (
        at(accumulate((0, 1, 0.9, 1.0, 0.5, 0.97, 1.0, 1.0, 1.0)), [exact(100)] * 9),
        SWINGS,
    ),
    "three steps, one of them shorter": (
        at((0, 1, 1.5, 2.5), [exact(100)] * 4),
        SWINGS,
    ),
    "more than its limit": (at((0, 1), [exact(700), exact(700)]), SWINGS),
    "nothing, and something": (even(exact(0), exact(100), exact(0)), GPU),
    "lost between": (even(exact(100), LOST, exact(300), exact(100)), {}),
    "lost at first": (even(LOST, exact(100), exact(200)), {}),
    "lost for good": (even(exact(100), exact(200), LOST), {}),
    "never read": (even(LOST, LOST, exact(-1)), {"method": "integrated"}),
    "declared, lost between": (
        even(Watts(90, 100, 120), LOST, Watts(80, 100, 110)),
        {"method": "declared"},
    ),
    "declared, lost for good": (
        even(Watts(90, 100, 120), LOST),
        {"method": "declared"},
    ),
    "modelled, never read": (even(LOST, LOST), {"method": "model"}),
    "two at one time": (at((0, 10, 10, 20), [exact(100)] * 4), {}),
}


def told(name, readings, more):
    """Return the lines of one case: each energy, an open gap, and the last power."""
    values, times = readings
    reads = accumulator(channel(values, **more), times[0])
    yield f"{name}  (moved: {reads.has_moved})"
    for now_s in times[1:]:
        yield from _line(f"{now_s:g} s", reads.update(now_s))
        yield from _line("open", reads.pending(now_s))
        power = reads.last_power_w
        yield f"    {power:.6g} W" if power is not None else "    no power"
    yield f"  moved: {reads.has_moved}; {reads.disagreement}"


def _line(when, energy):
    if energy is None:
        return
    span = f"{energy.t0:g}-{energy.t1:g}"
    bounds = f"{energy.low:.8g} {energy.joules:.8g} {energy.high:.8g}"
    yield f"  {when}: {span} {bounds} {energy.flag or '-'} {energy.scatter_j2:.6g}"


def test_accumulators_say_this(golden):
    """Golden: every kind of odd reading, at the edge of what is allowed."""
    cases = COUNTERS | {f"power: {name}": case for name, case in POWERS.items()}
    lines = [line for name, case in cases.items() for line in told(name, *case)]
    golden("accumulators.txt", "\n".join(lines) + "\n")
