"""Hourly carbon and prices joined with what was metered in each hour."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_runs import exact, run_of
from wattlas import reconcile
from wattlas.errors import InputError
from wattlas.estimation.place import Place
from wattlas.metering.ledger.cells import US_PER_S
from wattlas.reconcile.bill_record import Bill
from wattlas.reconcile.hourly import SeriesFiles, mean_of
from wattlas.reconcile.selection import When
from wattlas.records import Range

HOUR = 3600
NAMES = {"carbon": "intensity [g/kWh]", "price": "price [EUR/MWh]"}


def series(folder, kind, figures, name="", start_h=0, step_min=60):
    """Write a file of one figure a step, from 1970-01-01 on."""
    path = folder / f"{name or kind}.csv"
    rows = [f"time_utc,{NAMES[kind]}"]
    for number, value in enumerate(figures):
        minutes = start_h * 60 + number * step_min
        day, rest = divmod(minutes, 1440)
        rows.append(f"1970-01-{day + 1:02}T{rest // 60:02}:{rest % 60:02}:00Z,{value}")
    path.write_text("\n".join(rows) + "\n")
    return path


def run_with(energies_kwh):
    """Return a run of a server that draws so much in each hour."""
    ticks = [
        (i * HOUR, (i + 1) * HOUR, [exact(kwh * 3.6e6)])
        for i, kwh in enumerate(energies_kwh)
    ]
    return run_of("a", ticks, ["n/wall"], ["wall"])


def test_each_hour_has_its_own_carbon_and_price(tmp_path):
    """By hand: 1, 3 and 0 kWh at 100, 500 and 900 g/kWh: 400 g/kWh; 40 and 80
    EUR/MWh: 0.07; at a PUE of 1 and without a network, 1.6 kg and 0.28 EUR."""
    files = SeriesFiles(
        carbon=series(tmp_path, "carbon", [100, 500, 900, 900]),
        market_carbon=series(tmp_path, "carbon", [0, 200, 900, 900], "bought"),
        price=series(tmp_path, "price", [40, 80, 1000, 1000]),
    )
    found = reconcile.bill(
        [run_with([1.0, 3.0, 0.0])],
        Place(pue=1.0),
        overrides={"network_share": 0.0},
        series=files,
    )
    location, market, price = found.joined
    assert location.mean.mid == pytest.approx(0.4)
    assert market.mean.mid == pytest.approx(0.15)
    assert price.mean.mid == pytest.approx(0.07)
    assert price.currency == "EUR"
    assert (location.steps, location.file) == (3, "carbon.csv")
    assert location.total.mid == pytest.approx(1.6)
    assert market.total.mid == pytest.approx(0.6)
    results = found.estimate.results
    assert results["facility_carbon_kgco2e"].mid == pytest.approx(1.6)
    assert results["electricity_cost"].mid == pytest.approx(0.28)
    assert Bill.from_json(found.to_json()) == found


def test_quarters_of_an_hour_and_a_window_are_joined_too(tmp_path):
    """By hand: 4 kWh evenly over an hour, of which the middle half is meant."""
    files = SeriesFiles(price=series(tmp_path, "price", [10, 20, 30, 40], step_min=15))
    when = When((900 * US_PER_S, 2700 * US_PER_S))
    run = run_of(
        "a",
        [(i * 60, i * 60 + 60, [exact(240_000.0)]) for i in range(60)],
        ["n/wall"],
        ["wall"],
    )
    found = reconcile.bill([run], Place(pue=1.0), when=when, series=files)
    (price,) = found.joined
    assert price.mean.mid == pytest.approx(0.025)
    assert price.steps == 2
    assert found.metered_j.mid == pytest.approx(7.2e6)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_the_range_of_a_mean_holds_every_way_the_energies_may_be(data):
    """Law: any energies within their ranges give a mean within its range, and the
    ends are reached."""
    count = data.draw(st.integers(1, 6))
    values = data.draw(st.lists(st.floats(0, 10), min_size=count, max_size=count))
    ends = st.tuples(*[st.floats(0.1, 5)] * 3).map(sorted)
    weights = [Range(*data.draw(ends)) for _ in values]
    found = mean_of(values, weights)
    means = []
    for corner in product(("low", "high"), repeat=count):
        its = [getattr(w, end) for w, end in zip(weights, corner, strict=True)]
        dot = sum(w * x for w, x in zip(its, values, strict=True))
        means.append(dot / sum(its))
    assert found.low == pytest.approx(min(means), abs=1e-9)
    assert found.high == pytest.approx(max(means), abs=1e-9)


def test_a_series_that_lacks_an_hour_is_refused(tmp_path):
    """Bad input: the whole sentence; no hour is filled in or left out in silence."""
    path = series(tmp_path, "carbon", [100, 500])
    with pytest.raises(InputError) as caught:
        reconcile.bill([run_with([1.0, 1.0, 1.0])], series=SeriesFiles(carbon=path))
    assert str(caught.value) == (
        f"{path}: has no figure at 1970-01-01 02:00+00:00, when energy was metered: it "
        f"goes from 1970-01-01 00:00+00:00 to 1970-01-01 02:00+00:00. Give a file of "
        f"that time, or --since and --until within it."
    )


@pytest.mark.parametrize(
    ("place", "kind"),
    [(Place(intensity=0.4), "carbon"), (Place(price="1 EUR/kWh"), "price")],
)
def test_a_figure_is_not_given_twice(tmp_path, place, kind):
    """Bad input: neither wins in silence."""
    files = SeriesFiles(**{kind: series(tmp_path, kind, [100, 500])})
    with pytest.raises(InputError, match=r"say the same figure\. Give one"):
        reconcile.bill([run_with([1.0])], place, series=files)


def test_a_negative_price_of_an_hour_counts(tmp_path):
    """By hand: 1 kWh at -50 and 3 kWh at 100 EUR/MWh: 0.0625 EUR/kWh."""
    files = SeriesFiles(price=series(tmp_path, "price", [-50, 100]))
    found = reconcile.bill([run_with([1.0, 3.0])], series=files)
    assert found.joined[0].mean.mid == pytest.approx(0.0625)
