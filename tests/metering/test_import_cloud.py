"""Importing bills of clouds: instance-hours, a modelled range."""

from __future__ import annotations

import csv
import io
import json

import pytest

from metric_pages import imported, sums
from wattlas.errors import InputError
from wattlas.metering.ledger.imports.cloud import watts_of

LIMIT_W, IDLE_W = 8 * 700.0, 8 * 70.0
"""Eight H100: their limit; they idle at no less than this."""


def bill(rows):
    """Rows as a CSV file."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def aws(hour=0, usage="EUW1-BoxUsage:p5.48xlarge", amount="1", **more):
    return {
        "lineItem/UsageType": usage,
        "lineItem/LineItemType": "Usage",
        "lineItem/UsageAmount": amount,
        "lineItem/UsageStartDate": f"2026-06-01T{hour:02d}:00:00Z",
        "lineItem/UsageEndDate": f"2026-06-01T{hour + 1:02d}:00:00Z",
        "lineItem/ResourceId": "i-0abc",
        "lineItem/UsageAccountId": "1234",
        **{f"lineItem/{k}": v for k, v in more.items()},
    }


def gcp(sku="A3 Instance Core running in Iowa", amount=208 * 3600, unit="seconds"):
    labels = [{"key": "compute.googleapis.com/machine_spec", "value": "a3-highgpu-8g"}]
    return {
        "sku.description": sku,
        "system_labels": json.dumps(labels),
        "usage.unit": unit,
        "usage.amount": amount,
        "usage_start_time": "2026-06-01 00:00:00 UTC",
        "usage_end_time": "2026-06-01 01:00:00 UTC",
        "resource.name": "node-1",
        "project.id": "lab",
    }


def azure(kind="Virtual Machines", quantity=1):
    return {
        "MeterCategory": kind,
        "AdditionalInfo": json.dumps({"ServiceType": "Standard_ND96isr_H100_v5"}),
        "Quantity": quantity,
        "Date": "06/01/2026" if quantity == 0 else "2026-06-01",
        "ResourceId": "/subscriptions/1/vm-1",
        "SubscriptionId": "1",
    }


@pytest.mark.parametrize("row", [aws(), gcp(), azure()], ids=["aws", "gcp", "azure"])
def test_an_hour_of_eight_h100_is_a_modelled_range(tmp_path, row):
    """By hand: the cards draw 560 to 5,600 W, so 2 to 20 MJ, and more around them."""
    (run,), _ = imported(tmp_path, bill([row]), "cloud")
    cards = [t.totals[0] for t in run.ticks]
    assert sum(t.high for t in cards) == pytest.approx(LIMIT_W * 3600)
    assert IDLE_W * 3600 * 0.5 < sum(t.low for t in cards) < LIMIT_W * 3600
    assert {d.method for d in run.header.devices} == {"model"}
    assert [d.scope for d in run.header.devices] == ["gpu", "package", "memory"]


def test_hours_add_up_by_instance(tmp_path):
    """Five hours of one machine are one run; two without a name are two machines."""
    rows = [aws(hour) for hour in range(5)]
    (run,), _ = imported(tmp_path, bill(rows), "cloud")
    assert (run.t1 - run.t0, len(run.ticks)) == (5 * 3600, 5)
    one = sums([run])[1] / 5
    nameless = [aws(amount="2", ResourceId="")]
    assert sums(imported(tmp_path, bill(nameless), "cloud")[0])[1] == pytest.approx(
        2 * one
    )


def test_lines_that_are_no_instance_are_told(tmp_path):
    """Disks, taxes and negations draw nothing here; an unknown type is named."""
    rows = [
        aws(),
        aws(usage="EBS:VolumeUsage.gp3"),
        aws(LineItemType="SavingsPlanNegation"),
        aws(usage="BoxUsage:m5.large"),
        aws(usage="BoxUsage:p9.metal"),
    ]
    (run,), left = imported(tmp_path, bill(rows), "cloud")
    assert len(run.ticks) == 1
    assert any(
        "lines of the bill are no instance" in s and "(2 times)" in s for s in left
    )
    assert any("p9.metal is not in the tables" in said for said in left)


def test_a_machine_of_google_counts_by_its_cores_alone(tmp_path):
    """Its memory and cards are lines again: parts of the same machine."""
    rows = [gcp(), gcp("A3 Instance Ram running in Iowa"), gcp("Nvidia H100 GPU")]
    (run,), _ = imported(tmp_path, bill(rows), "cloud")
    hours = [gcp(amount=208, unit="hour")]
    (other,), _ = imported(tmp_path, bill(hours), "cloud")
    assert sums([run])[:3] == sums([other])[:3]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"a": 1, "b": 2}, "is no bill of AWS"),
        (aws(amount="-1"), "must be >= 0 and finite"),
        (aws(amount="1e9"), "more than any bill has"),
        (aws(UsageStartDate="soon"), "'soon' is no time"),
        (aws(usage="BoxUsage:m5.large"), "m5.large is not in the tables"),
        (gcp(unit="bytes"), "usage.unit must be seconds or hour"),
    ],
)
def test_what_is_no_bill_is_refused(tmp_path, row, said):
    """Bad input: one sentence."""
    with pytest.raises(InputError) as raised:
        imported(tmp_path, bill([row]), "cloud")
    assert said in str(raised.value)


def test_every_instance_of_the_table_has_watts():
    """Law: its chip is in the tables, and its range is one."""
    from wattlas import facts

    for key in facts.keys("instances"):
        for watts in watts_of(key).values():
            assert 0 < watts.low < watts.mid < watts.high
