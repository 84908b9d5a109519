"""The chart of checked claims: what it shows is what the record says."""

from __future__ import annotations

import pytest

from wattlas import check, check_file
from wattlas.report.charts.verdicts import stated_term, verdict_chart, verdict_rows
from wattlas.report.notebook import checked_file_html, checked_html
from wattlas.report.words.language import language

HOMES = "BLOOM took 433,000 kWh to train, as much as 117 Chinese homes use in a year"
CARS = "OpenAI 每训练一次,相当于 3000 辆特斯拉同时跑 32 公里"


def test_a_figure_stands_over_the_known_one():
    """By hand: 9,060 MWh is 5 times 1,812, the nearer of two figures without range."""
    (row,) = verdict_rows([check("Training GPT-3 took 9,060 MWh")])
    assert row["low"] == row["stated"] == row["high"] == pytest.approx(5.0)
    assert (row["known_low"], row["known_high"]) == (None, None)
    assert (row["verdict"], row["right"]) == ("contradicted", False)
    assert row["text"] == "9.06 GWh; known: 1.81 GWh: contradicted"


def test_a_comparison_stands_by_what_it_implies():
    """By hand: 433,000 / 117 = 3,700.9 kWh for a home, over 2,705 (2,300 to 3,100)."""
    claim = check(HOMES)
    rows = list(verdict_rows([claim]))
    assert len(rows) == 2
    assert rows[1]["stated"] == pytest.approx(3700.8547 / 2705)
    assert rows[1]["known_low"] == pytest.approx(2300 / 2705)
    assert rows[1]["known_high"] == pytest.approx(3100 / 2705)
    assert [r["verdict"] for r in rows] == [p.verdict for p in claim.parts]


def test_a_stated_range_is_an_interval():
    """By hand: 20 to 30 % over a known 22 %, as the claim states and the table has."""
    claim = check("AI is 10 to 30 % of the electricity of data centres")
    (part,) = claim.parts
    (row,) = verdict_rows([claim])
    assert part.known is not None
    assert row["low"] == pytest.approx(0.1 / part.known.value)
    assert row["high"] == pytest.approx(0.3 / part.known.value)


def test_what_has_no_known_figure_is_named(root):
    """By hand: C25 has no number; a sentence without any has no chart."""
    file = check_file(root / "examples" / "claims" / "ai-electricity-2023.yaml")
    drawing = verdict_chart(file.claims, file.title)
    assert drawing.title == file.title
    left = drawing.caption.partition("known one: ")[2].partition(".")[0].split(", ")
    assert {"C14", "C25"} <= set(left)
    assert {r["claim"] for r in drawing.rows}.isdisjoint(left)
    assert {r["claim"] for r in drawing.rows} | set(left) == {c.id for c in file.claims}
    assert verdict_chart([check("reactors are safe")]) is None


def test_every_row_has_the_verdict_of_its_part(root):
    """Law: in order, the parts with a stated and a known figure, none else."""
    file = check_file(root / "examples" / "claims" / "claims-2023-2026.yaml")
    parts = [p for c in file.claims for p in c.parts if stated_term(p)]
    rows = list(verdict_rows(file.claims))
    assert [r["verdict"] for r in rows] == [p.verdict for p in parts]
    assert len(rows) > 20


def test_a_chart_of_a_chinese_statement_is_chinese():
    """By the words of the verdicts: title, rows and caption."""
    drawing = verdict_chart([check(CARS)], "", language("zh"))
    assert drawing.title == "与数据不符"
    assert drawing.rows[0]["text"].endswith("：与数据不符")
    assert "灰：已知数字的区间" in drawing.caption


def test_a_notebook_shows_the_recomputation_and_the_chart(root):
    """Law: verdict, figures with sources, and a picture."""
    html = checked_html(check(HOMES))
    assert "<svg" in html
    assert "partly right" in html
    assert "luccioni2023" in html
    name = root / "examples" / "claims" / "ai-electricity-2023.yaml"
    html = checked_file_html(check_file(name))
    assert "<svg" in html
    assert html.count("<tr") == 28


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_chart_is_drawn(tmp_path, suffix):
    """Law: a picture that is not empty."""
    path = tmp_path / f"verdict{suffix}"
    verdict_chart([check(HOMES)]).save(path)
    assert path.stat().st_size > 4_000
