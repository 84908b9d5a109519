"""Pages of metrics as exporters write them, for tests of imports.

Names, labels and help are those of dcgm-exporter's own pages (its issues 222 and 250),
Kepler, node_exporter and others; the values are made up, so that the truth is known.
"""

from __future__ import annotations

from wattlas.metering.ledger import Ledger
from wattlas.metering.ledger.imports import Asked, import_file

T0 = 1_767_225_600
"""2026-01-01 UTC."""
LIFETIME_MJ = 99_241_899_000
"""What a card's counter shows after half a year."""
ENERGY = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"
UUIDS = (
    "GPU-6bf47ca9-ad3e-15db-beed-1079a7d74116",
    "GPU-a6158b59-2c1e-1e63-0068-9178c4298abd",
)


def card(number=0, more=""):
    """The labels of a card as dcgm-exporter 4 has them."""
    return (
        f'gpu="{number}",UUID="{UUIDS[number]}",pci_bus_id="00000000:B1:00.0",'
        f'device="nvidia{number}",modelName="NVIDIA H100 80GB HBM3",Hostname="node7"'
        f"{',' if more else ''}{more}"
    )


def page(values, labels=None, metric=ENERGY, step=15, t0=T0, kind="counter", help_=""):
    """A page with the times of each sample [s]; a value of None is no sample."""
    labels = card() if labels is None else labels
    about = help_ or "Total energy consumption since boot (in mJ)."
    lines = [f"# HELP {metric} {about}", f"# TYPE {metric} {kind}"]
    lines += [
        f"{metric}{{{labels}}} {value} {t0 + number * step}"
        for number, value in enumerate(values)
        if value is not None
    ]
    return "\n".join(lines) + "\n"


def steady(watts=300.0, hours=3.0, step=15, begin=LIFETIME_MJ, per_j=1e3):
    """The values of a counter of a steady load, by default in mJ."""
    count = round(hours * 3600 / step) + 1
    return [round(begin + n * step * watts * per_j, 3) for n in range(count)]


def imported(tmp_path, text, kind="openmetrics", **asked):
    """Import a text; return its runs and what was left out."""
    path = tmp_path / f"source-{abs(hash(text))}.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    folder = tmp_path / f"ledger-{abs(hash((text, *asked)))}"
    done = import_file(path, kind, folder, Asked(**asked))
    return Ledger(folder).runs(), [str(said) for said in done.refused]


def sums(runs):
    """The energy of runs: low, mid and high [J], and every flag."""
    totals = [t for run in runs for tick in run.ticks for t in tick.totals if t]
    assert not [p for run in runs for p in run.problems]
    return (
        sum(t.low for t in totals),
        sum(t.joules for t in totals),
        sum(t.high for t in totals),
        {flag for t in totals for flag in t.flags},
    )
