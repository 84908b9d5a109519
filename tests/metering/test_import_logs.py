"""Importing logs of ipmitool, freeipmi and Redfish: power with times."""

from __future__ import annotations

import json

import pytest

from metric_pages import T0, imported, sums
from wattlas.errors import InputError

DCMI = """
    Instantaneous power reading:                   {watts} Watts
    Minimum during sampling period:                 10 Watts
    Maximum during sampling period:                900 Watts
    Average power reading over sample period:      205 Watts
    IPMI timestamp:                           {when}
    Sampling period:                          00000001 Seconds.
    Power reading state is:                   activated

"""
"""What ipmitool dcmi power reading prints."""
FREEIPMI = """Current Power                        : {watts} Watts
Minimum Power over sampling duration : 10 watts
Maximum Power over sampling duration : 900 watts
Average Power over sampling duration : 205 watts
Time Stamp                           : 01/01/2026 - 00:{minute:02d}:00
Statistics reporting time period     : 1000 milliseconds
Power Measurement                    : Active

"""
SDR = """{at}
PS1 Input Power  | 0x78 | ok  | 10.1 | {watts} Watts
PS2 Input Power  | 0x79 | ok  | 10.2 | {watts} Watts
PS1 Temperature  | 0x80 | ok  | 10.1 | 40 degrees C
CPU Power        | 0x81 | ok  |  3.1 | 150 Watts
"""


def log(line, minutes=61):
    """A line for each minute of an hour at 300 W."""
    return "".join(line(T0 + 60 * n, n) for n in range(minutes))


def hour(watts=300.0):
    return watts * 3600


LOGS = {
    "dcmi": log(
        lambda at, n: DCMI.format(
            watts=300, when=f"Thu Jan  1 {n // 60:02d}:{n % 60:02d}:00 UTC 2026"
        )
    ),
    "dcmi after date": log(
        lambda at, n: f"{at}\n{DCMI.format(watts=300, when='Thu Jan  1 00:00:00 1970')}"
    ),
    "alone": log(lambda at, n: f"{at}\n300 W\n"),
    "sdr": log(lambda at, n: SDR.format(at=at, watts=150)),
    "dell": log(lambda at, n: f"{at}\nPwr Consumption | 300 Watts | ok\n"),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_of_ipmi_is_an_hour_at_300_w(tmp_path, name):
    """By hand: 300 W for an hour, however it was printed and dated."""
    runs, left = imported(tmp_path, LOGS[name], "ipmi", host="n7")
    low, mid, high, flags = sums(runs)
    assert (low, mid, high) == (hour(), hour(), hour())
    assert (flags, left) == (set(), [])
    assert runs[0].header.host == "n7"


def test_freeipmis_statistics_carry_their_time(tmp_path):
    """Month, day, year, as it writes them."""
    from datetime import UTC

    text = log(lambda at, n: FREEIPMI.format(watts=300, minute=n), 60)
    (run,), _ = imported(tmp_path, text, "ipmi", host="n7", zone=UTC)
    assert (run.t0, run.t1) == (T0, T0 + 59 * 60)
    assert sums([run])[1] == 300 * 59 * 60


def control(watts, **more):
    return {"PowerControl": [{"MemberId": "0", "PowerConsumedWatts": watts, **more}]}


def supply(number, watts, kwh):
    return {
        "@odata.id": f"/redfish/v1/Chassis/1/PowerSupplies/{number}/Metrics",
        "InputPowerWatts": {"Reading": watts},
        "EnergykWh": {"Reading": 0.1, "LifetimeReading": kwh},
    }


ANSWERS = {
    "old": lambda at, n: {"timestamp": at, "host": "n7", "body": control(300)},
    "power metrics": lambda at, n: {
        "time": at,
        **control(300, PowerMetrics={"AverageConsumedWatts": 900}),
    },
    "environment": lambda at, n: {
        "time": at,
        "PowerWatts": {"Reading": 300, "DataSourceUri": "/redfish/v1/s/1"},
    },
    "lifetime": lambda at, n: {
        "time": at,
        "EnergykWh": {"Reading": 0.0, "LifetimeReading": 900 + 0.3 * n / 60},
    },
    "two supplies": lambda at, n: {
        "time": at,
        "all": [supply(k, 150, 500 + 0.15 * n / 60) for k in (1, 2)],
    },
    "report": lambda at, n: {
        "MetricValues": [
            {
                "MetricId": "SystemPowerConsumption",
                "MetricValue": "300",
                "Timestamp": f"2026-01-01T{n // 60:02d}:{n % 60:02d}:00Z",
            },
            {"MetricId": "FanSpeed", "MetricValue": "9000", "Timestamp": "never"},
        ]
    },
}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ANSWERS)
def test_a_log_of_redfish_is_an_hour_at_300_w(tmp_path, name, indent):
    """By hand, old and new models, one answer a line or printed over several."""
    text = log(lambda at, n: json.dumps(ANSWERS[name](at, n), indent=indent) + "\n")
    runs, left = imported(tmp_path, text, "redfish", host="n7")
    assert sums(runs)[1] == pytest.approx(hour(), rel=1e-6), left


def test_dated_answers_without_a_time_of_their_own(tmp_path):
    """A line with the time before each document, as a loop of date and curl writes."""
    text = log(lambda at, n: f"{at}\n{json.dumps(control(300))}\n")
    runs, _ = imported(tmp_path, text, "redfish", host="n7")
    assert sums(runs)[1] == hour()


def test_an_hour_without_answers_is_a_range(tmp_path):
    """Law: what was not read is not drawn as a straight line."""
    lines = LOGS["alone"].splitlines(keepends=True)
    text = "".join(lines[:20] + lines[100:])
    low, _, high, flags = sums(imported(tmp_path, text, "ipmi", host="n7")[0])
    assert flags == {"lost"}
    assert low < hour() < high


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("300 W\n", "ipmi", "it has no time: log one before each"),
        (
            LOGS["alone"].replace("300 W", "no power"),
            "ipmi",
            "prints no number of watts",
        ),
        (
            LOGS["dcmi"].replace("activated", "deactivated"),
            "ipmi",
            "does not measure power now",
        ),
        ("<html>", "redfish", "has no PowerControl"),
        (json.dumps(control(300)), "redfish", "it has no time"),
        (json.dumps({"time": T0, "x": 1}), "redfish", "has no PowerControl"),
        (
            json.dumps({"time": T0, "PowerControl": [{"Name": "A"}, {"Name": "B"}]}),
            "redfish",
            "PowerControl has A, B: say with --query",
        ),
        (
            log(lambda at, n: json.dumps({"time": at, **control("much")}) + "\n"),
            "redfish",
            "'much' is no number",
        ),
        (LOGS["alone"].replace("300 W", "NaN"), "ipmi", "which is no power"),
    ],
)
def test_what_is_no_log_is_refused_with_what_was_read(tmp_path, text, kind, said):
    """Bad input: one sentence."""
    with pytest.raises(InputError) as raised:
        imported(tmp_path, text, kind, host="n7")
    assert said in str(raised.value)


def test_a_log_without_a_machine_is_asked_for_one(tmp_path):
    """Two logs of two machines must not be taken for one's."""
    with pytest.raises(InputError, match="--host"):
        imported(tmp_path, LOGS["alone"], "ipmi")


@pytest.mark.parametrize("query", ["(", "[", "*", "a|b", "\\", "."])
def test_a_query_is_words_and_no_pattern(tmp_path, query):
    """Law: whatever is asked for ends in a reading of that name or a sentence."""
    report = {"MetricValues": [{"MetricId": "PowerWatts", "MetricValue": "210"}]}
    with pytest.raises(InputError):
        imported(tmp_path, json.dumps({"time": T0} | report), "redfish", query=query)
