"""Request shapes: mean 1, daylight saving, weekends, zones, files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from wattlas import errors, facts
from wattlas.hours import Clock, request_shape


@pytest.mark.parametrize("name", ["flat", *facts.keys("request_shapes")])
def test_a_shape_has_mean_1(name):
    """Law: requests are moved in time, not made."""
    for year in (2027, 2028):
        shape = request_shape(name, year, "Europe/Berlin")
        assert len(shape) == Clock(year).hours
        assert shape.mean() == pytest.approx(1)
        assert shape.min() > 0 or name == "flat"


def test_a_local_day_keeps_its_hours_over_daylight_saving():
    """Law: the busiest local hour is the same in winter and summer."""
    shape = request_shape("local", 2027, "Europe/Berlin")
    local = Clock(2027).local("Europe/Berlin")
    for month in (1, 7):
        of_month = (local.month == month) & (local.weekday < 5)
        means = [shape[of_month & (local.hour == h)].mean() for h in range(24)]
        assert int(np.argmax(means)) == 15


def test_weekends_are_quieter():
    """Law: fewer requests on Saturday and Sunday than on working days."""
    shape = request_shape("east-asia", 2027)
    local = Clock(2027).local("Asia/Shanghai")
    weekend = shape[local.weekday >= 5].mean()
    assert 0.5 < weekend / shape[local.weekday < 5].mean() < 0.9


def test_the_world_never_sleeps_as_one_zone_does():
    """Law: the more zones, the flatter."""
    spread = [
        request_shape(name, 2027, "Asia/Shanghai").std()
        for name in ("local", "north-america", "world")
    ]
    assert spread == sorted(spread, reverse=True)


def test_zones_of_a_region_add_up():
    """Law: the shares of a region's zones sum to 1."""
    for key in facts.keys("request_shapes"):
        zones = facts.row("request_shapes", key)["timezones"]
        shares = [float(z.partition("=")[2]) for z in zones.split(";") if z]
        assert not shares or sum(shares) == pytest.approx(1), key


def test_a_file_of_requests(tmp_path):
    """By hand: twice the requests in the second half of the year."""
    first = datetime(2027, 1, 1, tzinfo=UTC)
    rows = [
        f"{(first + timedelta(hours=h)).isoformat()},{1 + (h >= 4380)}"
        for h in range(8760)
    ]
    path = tmp_path / "requests.csv"
    path.write_text("time,requests\n" + "\n".join(rows))
    shape = request_shape(str(path), 2027)
    assert shape[0] == pytest.approx(2 / 3)
    assert shape[-1] == pytest.approx(4 / 3)
    path.write_text(path.read_text().replace(",1\n", ",0\n").replace(",2", ",0"))
    with pytest.raises(errors.InputError, match="has no requests in any hour"):
        request_shape(str(path), 2027)


def test_an_unknown_shape():
    """Bad input: the whole sentence."""
    with pytest.raises(errors.UnknownNameError) as error:
        request_shape("east-asa", 2027)
    assert str(error.value) == (
        "No request shape named 'east-asa'. Did you mean 'east-asia' or 'south-asia'? "
        "List all: wattlas facts request_shapes."
    )
