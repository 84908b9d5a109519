"""The ledger now and today: each joule of the last minute, by project."""

from __future__ import annotations

import pytest

from ledger_runs import exact, run_of, write_run
from wattlas.metering import Ledger
from wattlas.service.web import live
from wattlas.service.web.live import LiveTask, bill_since

NOW_S = 1_800_000_000.0
"""A Friday in January 2027, 08:00 UTC."""


@pytest.fixture
def ledger(tmp_path):
    """Two projects: 600 J and 300 J in the last minute, 3.6 MJ two hours before."""
    for name, begin, joules in (
        ("llama", NOW_S - 30, 600.0),
        ("gpt", NOW_S - 60, 300.0),
        ("llama", NOW_S - 7200, 3.6e6),
    ):
        ticks = [(begin, begin + 30, [exact(joules, joules)])]
        key = f"GPU-{begin:.0f}"
        run = run_of(f"r{begin:.0f}", ticks, devices=(key,), t=begin, project=name)
        write_run(tmp_path, run)
    return Ledger(tmp_path)


def test_now_is_the_mean_of_the_last_minute(ledger):
    """By hand: 900 J in 60 s are 15 W, of which 10 W are llama's."""
    bill = bill_since("1m", "UTC", ledger, NOW_S)
    cards = list(live._cards(bill, live._watts))
    shown = {getattr(c.label, "text", c.label): c.value.value for c in cards}
    assert shown["llama"] == pytest.approx(10.0)
    assert shown["gpt"] == pytest.approx(5.0)
    assert next(iter(shown.values())) == pytest.approx(15.0)


def test_today_begins_at_midnight_of_the_zone(ledger):
    """By hand: at 08:00 UTC it is 03:00 in New York; a day later nothing is left."""
    energy = bill_since("today", "America/New_York", ledger, NOW_S).metered_j.mid
    assert energy == pytest.approx(3.6e6 + 900)
    assert bill_since("today", "UTC", ledger, NOW_S + 86_400) is None


def test_nothing_is_said_of_nothing(tmp_path, monkeypatch):
    """Law: an empty ledger is no error, and a zone that is none is one sentence."""
    monkeypatch.setenv("WATTLAS_LEDGER", str(tmp_path))
    empty = LiveTask().reply(print)
    assert empty.status == 200
    assert b"wattlas measure" in empty.body
    wrong = LiveTask("en", "Mars/Olympus").reply(print)
    assert wrong.status == 400
    assert b"Mars/Olympus" in wrong.body


def test_the_watts_need_the_token(client, bearer):
    assert client.get("/measure/live").status_code == 401
    found = client.get("/measure/live", params={"language": "zh"}, headers=bearer)
    assert found.status_code == 200
    assert "此刻" in found.text
