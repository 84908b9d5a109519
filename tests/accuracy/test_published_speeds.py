"""Speeds of chips that sell speed, as published, lie in what is printed.

The rows of 8B, 70B and gpt-oss-120b on Cerebras and Groq, and of 8B on SambaNova, set
the latency of a layer; the others had no part in it. Whether a service drafts is seldom
said: where a dense model is faster than its weights can be read, drafts are given.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wattlas import estimation, facts
from wattlas.estimation.engines import Engine

with Path(__file__).with_name("published_speeds.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


def speeds(row, batch):
    """Return low, middle and high tokens a second of one user."""
    given = {n: row[n] for n in ("model", "hardware", "precision") if row[n]}
    if row["tensor_parallel"]:
        given["tensor_parallel"] = int(row["tensor_parallel"])
    if row["drafts"]:
        given |= {"draft_tokens": 4, "accepted_draft_tokens": row["drafts"]}
    if row["tokens"]:
        given |= {"prompt_tokens": row["tokens"], "output_tokens": row["tokens"]}
    if batch:
        given["batch"] = batch
    token = estimation.serve(**given, draws=1000).extras["token_s"]
    return 1 / token.high, 1 / token.mid, 1 / token.low


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['hardware']} {r['model']}")
def test_a_published_speed_of_one_user_is_in_the_range(row):
    """Reference: published tokens a second, of a user alone or the batch of the row."""
    low, mid, high = speeds(row, int(row["batch"] or 1))
    published = float(row["tokens_per_s"])
    assert low <= published <= high
    assert mid / 3 <= published <= mid * 3


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if not row["batch"]],
    ids=lambda r: f"{r['hardware']} {r['model']}",
)
def test_a_service_as_it_is_sold_holds_the_speed(row):
    """Reference: without a batch, the latency is that of services that sell speed."""
    low, _, high = speeds(row, None)
    assert low <= float(row["tokens_per_s"]) <= high


def test_no_speed_makes_a_chip_a_measured_one():
    """Law: a constant set with published speeds in view leaves the chip unseen."""
    for chip in {row["hardware"] for row in ROWS}:
        generation = facts.row("hardware", chip)["generation"]
        assert not Engine("maker").knows(generation)
        found = estimation.serve(model="llama-3.2-1b", hardware=chip, draws=40)
        assert "unseen-chip" in {note.code for note in found.notes}
