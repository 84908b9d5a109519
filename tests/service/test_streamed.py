"""Requests as they come: lines in, lines out, wherever the stream is cut."""

from __future__ import annotations

import json

import pytest

from wattlas.service import streamed

PATH = "/api/v1/estimate/requests/rows"
ASKED = {"model": "llama-3.1-8b", "hardware": "h100", "draws": "64"}
KIND = {"content-type": "application/x-ndjson"}
ROWS = [{"prompt_tokens": 100 * n, "output_tokens": 10 * n} for n in range(1, 8)]


def sent(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def post(client, content, **asked):
    headers = KIND
    return client.post(PATH, params=ASKED | asked, content=content, headers=headers)


def lines(found):
    assert found.status_code == 200, found.text
    return [json.loads(line) for line in found.text.splitlines()]


def test_a_line_comes_back_with_what_it_took(client):
    """Law: as many lines as were sent, in their order, each with low, mid and high."""
    found = lines(post(client, sent(ROWS)))
    assert [row["prompt_tokens"] for row in found] == [r["prompt_tokens"] for r in ROWS]
    for row in found:
        low, mid, high = (
            row[f"facility_energy_kwh{end}"] for end in ("_low", "", "_high")
        )
        assert 0 < low < mid < high


def test_it_does_not_matter_where_it_is_cut(client, monkeypatch):
    """Law: the same rows in batches of two and three, cut in the middle of a line."""
    whole = lines(post(client, sent(ROWS)))
    text = sent(ROWS).encode()

    def pieces():
        for at in range(0, len(text), 17):
            yield text[at : at + 17]

    for count in (2, 3):
        monkeypatch.setattr(streamed, "BATCH", count)
        found = lines(post(client, pieces()))
        energies = [row["facility_energy_kwh"] for row in found]
        assert energies == pytest.approx([r["facility_energy_kwh"] for r in whole])


def test_a_wrong_line_is_a_problem_of_its_own(client, monkeypatch):
    rows = [ROWS[0], {"prompt_tokens": "x", "output_tokens": 1}, ROWS[1]]
    found = lines(post(client, sent(rows)))
    assert [row["problem"] is None for row in found] == [True, False, True]
    monkeypatch.setattr(streamed, "BATCH", 1)
    found = lines(post(client, sent(rows)))
    assert len(found) == 3
    assert "problem" in found[1]


@pytest.mark.parametrize(
    ("content", "asked", "status"),
    [
        ("", {}, 400),
        ("\n\n", {}, 400),
        ("no json\n", {}, 400),
        (sent(ROWS), {"model": "lama"}, 400),
        (sent(ROWS), {"nothing": "1"}, 400),
        (sent(ROWS), {"table": "/etc/passwd"}, 400),
        ("x" * (streamed.LONGEST_LINE + 2), {}, 413),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(client, content, asked, status):
    found = post(client, content, **asked)
    assert found.status_code == status
    assert found.json()["detail"]


def test_the_end_of_a_stream_is_said(client, monkeypatch):
    """Law: what came before a line that is too long is answered, and that is said."""
    monkeypatch.setattr(streamed, "LONGEST_LINE", 1000)
    found = lines(post(client, sent(ROWS[:2]) + "x" * 2000))
    assert [row.get("problem") is None for row in found] == [True, True, False]


def test_lines_are_said_to_be_lines(client):
    assert client.post(PATH, params=ASKED, content=sent(ROWS)).status_code == 415
