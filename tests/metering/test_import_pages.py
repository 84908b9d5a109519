"""Importing pages of metrics: units, labels, times, and what is wrong in them."""

from __future__ import annotations

import gzip
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metric_pages import (
    ENERGY,
    LIFETIME_MJ,
    T0,
    UUIDS,
    card,
    imported,
    page,
    steady,
    sums,
)
from wattlas.errors import InputError
from wattlas.metering.ledger.imports import Asked, import_file

STEADY_J = 300.0 * 3 * 3600
"""A card at 300 W for three hours: 3.24 MJ."""


def test_a_page_of_dcgm_is_its_counter(tmp_path):
    """By hand: 300 W for 3 h are 3.24 MJ; the labels name machine and card."""
    (run,), left = imported(tmp_path, page(steady()) + "# EOF\n")
    assert sums([run]) == (STEADY_J, STEADY_J, STEADY_J, set())
    assert (run.header.host, run.header.devices[0].key) == ("node7", UUIDS[0])
    assert (run.t0, run.t1) == (T0, T0 + 10_800)
    assert left == []


@pytest.mark.parametrize("fall", [0.001, 1.0, 8e3, 1e5, 3e6, 5e7, LIFETIME_MJ / 1e3])
def test_one_step_back_is_not_a_lifetime(tmp_path, fall):
    """Truth: 3.24 MJ. PromQL's increase() adds 100.6 MJ for a fall of 1 mJ."""
    values = steady()
    values[300] = values[299] - fall * 1e3
    runs, _ = imported(tmp_path, page(values))
    low, mid, high, flags = sums(runs)
    assert low <= STEADY_J <= high
    assert mid == pytest.approx(STEADY_J, rel=0.02)
    assert high < 1.05 * STEADY_J or flags


FAULTS = st.sampled_from(
    ["blank", "nan", "inf", "missing", "gap", "back", "zero", "jump", "reset", "twice",
     "doubled", "swapped", "negative", "words"]
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.data(),
    st.lists(
        st.tuples(FAULTS, st.integers(1, 46).map(lambda n: 5 * n)),
        max_size=3,
        unique_by=lambda fault: fault[1],
    ),
)
def test_a_fault_is_inside_the_range_or_no_fault(tmp_path_factory, data, faults):
    """Law: whatever happens to some samples, the truth is in the range."""
    watts = data.draw(st.sampled_from([60.0, 300.0, 690.0]))
    values = [str(int(v)) for v in steady(watts, hours=1.0)]
    lines = page(values).splitlines()
    lost_j = 0.0
    for fault, at in sorted(faults, key=lambda f: -f[1]):
        if at > len(lines) - 8:
            continue
        lines = spoilt(lines, fault, at)
    tmp_path = tmp_path_factory.mktemp("law")
    runs, _ = imported(tmp_path, "\n".join(lines))
    low, mid, high, _ = sums(runs)
    truth = watts * 3600.0
    assert low - 1e-3 <= truth - lost_j <= high + 1e-3, (faults, low, mid, high)
    assert high < 3 * truth + 10 * 3000 * 60


CHANGED = {
    "blank": lambda value: 9223372036854775794,
    "nan": lambda value: "NaN",
    "inf": lambda value: "+Inf",
    "back": lambda value: int(value) - 10_000_000,
    "zero": lambda value: 0,
    "jump": lambda value: int(value * 2),
    "negative": lambda value: -1,
    "words": lambda value: "n/a",
}
MOVED = {
    "missing": lambda lines, at: [*lines[:at], *lines[at + 1 :]],
    "gap": lambda lines, at: [*lines[:at], *lines[min(at + 40, len(lines) - 5) :]],
    "twice": lambda lines, at: [*lines[:at], lines[at], *lines[at:]],
    "doubled": lambda lines, at: [*lines[:at], lines[at].replace("} ", "} 1"),
                                  *lines[at:]],
    "swapped": lambda lines, at: [*lines[:at], *lines[at : at + 2][::-1],
                                  *lines[at + 2 :]],
}  # fmt: skip


def spoilt(lines, fault, at):
    """Put a fault into the sample of a line."""
    head, value, at_s = lines[at].rsplit(" ", 2)
    if not value.replace(".", "").isdigit():
        return lines
    if fault in CHANGED:
        line = f"{head} {CHANGED[fault](float(value))} {at_s}"
        return [*lines[:at], line, *lines[at + 1 :]]
    if fault in MOVED:
        return MOVED[fault](lines, at)
    return [*lines[:at], *begun_again(lines[at:], float(value))]


def begun_again(lines, begun):
    """Yield lines whose counter was reset; what fell already counts from nothing."""
    for line in lines:
        head, value, at_s = line.rsplit(" ", 2)
        plain = value.replace(".", "").isdigit()
        new = float(value) - begun if plain and float(value) >= begun else value
        yield f"{head} {new} {at_s}"


@pytest.mark.parametrize(
    ("metric", "per_j", "asked"),
    [
        (ENERGY, 1e3, {}),
        ("pdu_energy_joules_total", 1.0, {"scope": "wall"}),
        ("pdu_energy_kilojoules_total", 1e-3, {"scope": "wall"}),
        ("pdu_energy_kwh_total", 1 / 3.6e6, {"scope": "wall"}),
        ("pdu_energy_watt_hours_total", 1 / 3.6e3, {"scope": "wall"}),
        ("pdu_energy_milliwatt_hours", 1 / 3.6, {"scope": "wall"}),
        ("pdu_energy", 1e6, {"scope": "wall", "unit": "µJ"}),
        ("scaph_socket_energy_microjoules", 1e6, {}),
        ("node_rapl_package_joules_total", 1.0, {}),
        ("rPDU2DeviceStatusEnergy", 1 / 3.6e5, {}),
        ("amd_gpu_energy_consumed", 1e6, {}),
    ],
)
def test_a_counter_is_the_same_energy_in_every_unit(tmp_path, metric, per_j, asked):
    """Law: 300 W for 3 h are 3.24 MJ, however a counter says it."""
    values = [n * 15 * 300.0 * per_j for n in range(721)]
    text = page(values, metric=metric, help_="Energy.")
    query = {"query": metric} if asked else {}
    runs, left = imported(tmp_path, text, **query, **asked)
    _, mid, _, _ = sums(runs)
    assert mid == pytest.approx(STEADY_J, rel=1e-6), left


@pytest.mark.parametrize(
    ("metric", "per_w"),
    [("meter_watts", 1.0), ("meter_milliwatts", 1e3), ("meter_power_kilowatts", 1e-3)],
)
def test_a_gauge_is_integrated_in_every_unit(tmp_path, metric, per_w):
    """Law: 300 W for 3 h; a meter at the wall averages by itself."""
    text = page([300.0 * per_w] * 721, metric=metric, kind="gauge", help_="Power.")
    runs, _ = imported(tmp_path, text, query=metric, scope="wall")
    _, mid, _, flags = sums(runs)
    assert mid == pytest.approx(STEADY_J, rel=1e-9)
    assert flags == set()


@pytest.mark.parametrize("factor", [1, 1_000, 1_000_000, 1_000_000_000])
def test_times_are_seconds_or_parts_of_them(tmp_path, factor):
    """Law: s, ms, µs and ns since 1970 are the same moments."""
    lines = page(steady()).splitlines()
    scaled = []
    for line in lines:
        head, _, at_s = line.rpartition(" ")
        scaled.append(line if "#" in line else f"{head} {int(at_s) * factor}")
    (run,), _ = imported(tmp_path, "\n".join(scaled))
    assert (run.t0, run.t1) == (T0, T0 + 10_800)


def test_slices_of_a_card_count_once(tmp_path):
    """Two MIG slices repeat the board's counter at moments that differ (issue 317)."""
    slices = [
        page(
            [v + 5_293 * n for v in steady()],
            card(0, f'GPU_I_PROFILE="3g.40gb",GPU_I_ID="{n}",pod="p{n}",namespace="a"'),
        )
        for n in (1, 2)
    ]
    runs, left = imported(tmp_path, "".join(slices))
    low, mid, _, _ = sums(runs)
    assert mid == pytest.approx(STEADY_J, rel=1e-5)
    (run,) = runs
    assert [t.own for tick in run.ticks for t in tick.totals] == [0.0] * 720
    assert any("held by several" in said and "a/p1, a/p2" in said for said in left)
    assert low <= STEADY_J


def test_a_card_is_of_the_pod_that_held_it(tmp_path):
    """By hand: pod a for an hour, nobody for half, pod b for an hour, at 300 W."""
    values = steady(hours=2.5)
    spans = {"a": (0, 241), "": (241, 360), "b": (360, 601)}
    text = ""
    for pod, (begin, end) in spans.items():
        labels = card(0, f'pod="{pod}",namespace="{pod and "team"}",container=""')
        shown = [v if begin <= n < end else None for n, v in enumerate(values)]
        text += page(shown, labels)
    runs, _ = imported(tmp_path, text)
    own = {
        r.header.job: sum(t.own for k in r.ticks for t in k.totals if t) for r in runs
    }
    assert own == {"team/a": 3.6e5 * 3, "team/b": 3.6e5 * 3, "": 0.0}
    assert sums(runs)[1] == pytest.approx(300 * 9000)
    assert {r.header.project for r in runs} == {"team", ""}


def test_an_exporters_own_pod_and_name_are_nobodys(tmp_path):
    """The label of a scrape names the exporter, not who held the card."""
    labels = card(0, 'pod="dcgm-exporter-wwwjh",instance="10.0.0.7:9400"')
    labels = labels.replace('"node7"', '"dcgm-exporter-wwwjh"')
    (run,), _ = imported(tmp_path, page(steady(), labels))
    assert (run.header.host, run.header.job) == ("10.0.0.7", "")
    assert sum(t.own for k in run.ticks for t in k.totals) == STEADY_J


def test_two_exporters_show_one_package_once(tmp_path):
    """Law: Kepler and node_exporter read the same counter of the kernel."""
    joules = [n * 15 * 100.0 for n in range(241)]
    kepler = 'zone="package",path="/sys/class/powercap/intel-rapl:0",node_name="n"'
    node = 'index="0",path="/sys/class/powercap/intel-rapl:0",instance="n:9100"'
    mmio = 'index="0",path="/sys/class/powercap/intel-rapl-mmio:0",instance="n:9100"'
    text = page(joules, kepler, "kepler_node_cpu_joules_total")
    text += page(joules, node, "node_rapl_package_joules_total")
    text += page(joules, mmio, "node_rapl_package_joules_total")
    runs, left = imported(tmp_path, text)
    assert sums(runs)[1] == pytest.approx(3.6e5)
    assert any("kepler shows n once more: node is taken" in said for said in left)


def test_a_package_that_wraps_is_exact(tmp_path):
    """RAPL begins again at 262,143 J; the exporter does not say so, the power does."""
    most = 262_143.328850
    joules = [(200_000 + n * 15 * 300.0) % most for n in range(721)]
    text = page(joules, 'index="0",instance="n"', "node_rapl_package_joules_total")
    runs, _ = imported(tmp_path, text)
    low, mid, high, flags = sums(runs)
    assert (low, high) == (pytest.approx(STEADY_J), pytest.approx(STEADY_J))
    assert (mid, flags) == (pytest.approx(STEADY_J), set())


def test_a_gauge_of_a_card_may_swing_between_its_samples(tmp_path):
    """Samples at equal steps: anything up to the card's limit lies between them."""
    text = page([300.0] * 241, metric="DCGM_FI_DEV_POWER_USAGE", kind="gauge")
    text += page([700.0] * 241, metric="DCGM_FI_DEV_POWER_MGMT_LIMIT", kind="gauge")
    runs, _ = imported(tmp_path, text)
    low, mid, high, flags = sums(runs)
    assert mid == pytest.approx(300 * 3600)
    assert flags == {"sampled"}
    assert (low, high) == (
        pytest.approx(0, abs=2e4),
        pytest.approx(910 * 3600, rel=0.02),
    )


def test_a_gap_of_a_gauge_is_not_a_straight_line(tmp_path):
    """Law: of an hour without samples a meter says nothing; a counter says all."""
    powers = [300.0] * 721
    powers[240:480] = [None] * 240
    text = page(powers, metric="ipmi_dcmi_power_consumption_watts", kind="gauge")
    runs, _ = imported(tmp_path, text)
    low, _, high, flags = sums(runs)
    assert flags == {"lost"}
    assert low == pytest.approx(300 * 7200, rel=0.01)
    assert high > 3 * STEADY_J
    counts = steady()
    counts[240:480] = [None] * 240
    assert sums(imported(tmp_path, page(counts))[0])[:3] == (STEADY_J,) * 3


def test_the_counter_is_believed_before_the_power_and_both_where_they_differ(tmp_path):
    """The live meter's law: a counter that says half of the power is flagged."""
    text = page(steady(150.0)) + page(
        [300.0] * 721, metric="DCGM_FI_DEV_POWER_USAGE", kind="gauge"
    )
    runs, _ = imported(tmp_path, text)
    low, mid, high, flags = sums(runs)
    assert mid == pytest.approx(STEADY_J / 2)
    assert "disagrees" in flags
    assert low <= STEADY_J / 2
    assert high >= STEADY_J * 0.99


def test_a_counter_that_never_moved_gives_way_to_the_power(tmp_path):
    """A constant is no counter; the power beside it is integrated, and it is said."""
    text = page([12_345] * 721) + page(
        [300.0] * 721, metric="DCGM_FI_DEV_POWER_USAGE", kind="gauge"
    )
    runs, left = imported(tmp_path, text)
    assert sums(runs)[1] == pytest.approx(STEADY_J)
    assert any("never moved from 12345: it is no counter" in said for said in left)


def test_labels_exemplars_escapes_and_gzip_are_read(tmp_path):
    """A page with all that the formats allow is the same energy."""
    labels = card(0, 'path="C:\\\\a, b=\\"c\\" } # x\\n"')
    lines = [
        f'{line} # {{trace_id="0af7"}} 1 {T0}' if n % 7 == 3 else f"  {line}  "
        for n, line in enumerate(page(steady(), labels).splitlines())
        if not line.startswith("#")
    ]
    text = gzip.compress(("\ufeff" + "\r\n".join(lines) + "\r\n# EOF\r\n").encode())
    (run,), left = imported(tmp_path, text)
    assert (sums([run])[1], left) == (STEADY_J, [])


BAD = [
    ("<html><body>404 page not found</body></html>", {}, "is no page of metrics"),
    ("404 page not found\n", {}, "is no page of metrics: it begins with '404 page"),
    ("", {}, "is no page of metrics"),
    ('{"status":"error"}', {}, "is no page of metrics"),
    (b"\x1f\x8b\x08\x00broken", {}, "no whole gzip file"),
    (b"\xff\xfe\x00a", {}, "no text in UTF-8"),
    (f"{ENERGY}{{{card()}}} 5\n{ENERGY}{{{card()}}} 6\n", {}, "has no times"),
    (page(steady()[:1]), {}, "has 1 readings; energy needs two"),
    (page(steady(), 'gpu="0"'), {}, "no label that names its machine"),
    (page(steady(), 'instance="n"'), {}, "no label that names its card"),
    (
        page(steady(), metric="node_load1", help_="Load."),
        {},
        "No series of energy was found",
    ),
    (
        page(steady(), metric="x_joules_total", help_="Energy in mJ"),
        {"query": "x_joules_total", "scope": "wall"},
        "is named in J and described in mJ",
    ),
    (
        page(steady(), metric="x_total", help_="Things"),
        {"query": "x_total", "scope": "wall"},
        "does not say what it counts in",
    ),
    (
        page(steady(), metric="x_joules_total", help_="Energy"),
        {"query": "x_joules_total"},
        "does not say what it sees: add --scope",
    ),
    (
        page(steady(), metric="x_joules", kind="gauge", help_="Energy"),
        {"query": "x_joules", "scope": "wall"},
        "is a gauge of energy, not a counter",
    ),
    (page(steady()), {"query": "rate(x[5m])"}, "--query is a metric with labels"),
    (page(steady()), {"query": 'x{a=~"("}'}, "--query is a metric with labels"),
    (page(steady()), {"query": ENERGY, "unit": "bananas"}, "No unit of energy"),
    (page(steady()), {"host": "node8"}, "name the machines node7: --host node8"),
]


@pytest.mark.parametrize(("text", "asked", "said"), BAD)
def test_what_is_no_page_is_refused_in_one_sentence(tmp_path, text, asked, said):
    """Bad input: what, what is allowed, what to do next."""
    with pytest.raises(InputError, match=r".") as raised:
        imported(tmp_path, text, **asked)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_lines_that_are_none_are_told_with_the_first(tmp_path):
    """Law: a bad line takes itself away alone."""
    lines = page(steady()).splitlines()
    lines[10] = "{{{ no sample"
    lines[20] = lines[20].rsplit(" ", 1)[0] + " yesterday"
    (run,), left = imported(tmp_path, "\n".join(lines))
    assert sums([run])[1] == STEADY_J
    assert any("line 11 is no sample" in s and s.endswith("(2 times)") for s in left)


def test_energy_that_is_not_imported_is_told(tmp_path):
    """Law: a counter of joules that no table knows is never passed over in silence."""
    more = page(
        steady(), 'pod_name="p"', "kepler_pod_cpu_joules_total", help_="Joules."
    )
    _, left = imported(tmp_path, page(steady()) + more)
    (said,) = left
    assert said.startswith("kepler_pod_cpu_joules_total may be energy too: --query")


def test_since_and_until_bound_what_is_imported(tmp_path):
    """By hand: one hour of three at 300 W."""
    runs, _ = imported(
        tmp_path, page(steady()), since_s=T0 + 3600.0, until_s=T0 + 7200.0
    )
    assert sums(runs)[1] == 300 * 3600


def test_what_was_imported_is_not_imported_again(tmp_path):
    """Law: the second time nothing is written, and nothing counts twice."""
    path = tmp_path / "page.prom"
    path.write_text(page(steady()))
    first = import_file(path, "openmetrics", tmp_path / "ledger")
    again = import_file(path, "openmetrics", tmp_path / "ledger", Asked())
    assert (len(first.written), again.written) == (1, ())
    assert [p.name for p in (tmp_path / "ledger").iterdir()] == [first.written[0].name]


def test_an_import_is_never_nan(tmp_path):
    """Law: no figure of a ledger is NaN, whatever a page holds."""
    values = [v if n % 2 else "NaN" for n, v in enumerate(steady())]
    runs, _ = imported(tmp_path, page(values))
    assert all(map(math.isfinite, sums(runs)[:3]))
