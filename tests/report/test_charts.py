"""The chart of stages: what it shows is what the record says."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from wattlas import run
from wattlas.records import BOUNDARIES
from wattlas.report.charts.stages import chart_rows, stages_chart
from wattlas.report.charts.theme import source_names
from wattlas.report.names import distinct_names
from wattlas.report.words import en
from wattlas.report.words.language import ENGLISH
from wattlas.study import Study

HOURS = {"hardware": "h100-sxm", "chip_hours": 1000, "development_factor": 0.5}
CHAT = {"hardware": "h100-sxm", "requests_per_day": "1M"}
METERED = {"energy": "914 kWh", "boundary": "it", "requests": 230_768}
POWERS = {"idle_power": 1294, "mean_power": 1667}
MODEL = {"model": "llama-3.1-8b"}
SHOWN = {"it": "IT"}

STUDIES = {
    "a run": {"train": HOURS},
    "a run with idle nodes": {
        "train": {**HOURS, "idle_energy": "100 kWh"},
        "sites": ["oslo", "dublin"],
    },
    "a service": {"serve": CHAT, **MODEL},
    "both": {"train": HOURS, "serve": CHAT, **MODEL, "sites": ["oslo", "dublin"]},
    "a meter beside chips": {
        **MODEL,
        "train": {"energy": "1 MWh", "boundary": "it"},
        "serve": CHAT,
    },
    "by the request": {
        **MODEL,
        "cases": {
            "metered": {"serve": METERED | POWERS},
            "by the chain": {"serve": CHAT},
        },
    },
    "a bill": {"train": {"energy": "828 MWh", "boundary": "facility"}},
    "a site twice": {"train": HOURS, "sites": ["oslo", {"use": "oslo", "pue": 1.3}]},
}


@pytest.fixture(scope="module", params=STUDIES)
def result(request):
    return run(Study.from_dict({"title": request.param, **STUDIES[request.param]}))


def split(result):
    rows = chart_rows(result)
    return [r for r in rows if "stage" in r], [r for r in rows if "total" in r]


def test_totals_are_those_of_the_record(result):
    """Law: one row for each case and boundary, with its low, mid and high in kWh."""
    _, totals = split(result)
    names = distinct_names(result.placements)
    shown = {
        (t["case"], t["boundary"]): (t["low"], t["total"], t["high"]) for t in totals
    }
    said = {
        (names[id(p)], SHOWN.get(b, b)): (value.low, value.mid, value.high)
        for p in result.placements
        for b in BOUNDARIES
        if (value := p.total.get(f"{b}_energy_kwh"))
    }
    assert shown == said
    assert len(totals) == len(said)


def test_bars_stack_up_to_the_total(result):
    """Law: each bar starts where the one before ends; the last ends at the total."""
    bars, totals = split(result)
    for total in totals:
        mine = [b for b in bars if all(b[k] == total[k] for k in ("case", "boundary"))]
        assert mine[0]["start"] == 0
        for one, other in pairwise(mine):
            assert other["start"] == one["end"]
        assert mine[-1]["end"] == pytest.approx(total["total"])
        assert all(b["end"] >= b["start"] for b in mine)


def test_every_bar_has_its_total(result):
    """Law: no bar stands at a boundary that the record does not add up."""
    bars, totals = split(result)
    assert {(b["case"], b["boundary"]) for b in bars} == {
        (t["case"], t["boundary"]) for t in totals
    }


def test_every_stage_is_shown(result):
    """Law: each stage that has an energy at a total's boundary has a bar."""
    bars, _ = split(result)
    names = distinct_names(result.placements)
    said = {
        (names[id(p)], en.STAGES[stage], SHOWN.get(b, b))
        for p in result.placements
        for e in p.estimates
        for stage, results in e.stages.items()
        for b in BOUNDARIES
        if f"{b}_energy_kwh" in results and f"{b}_energy_kwh" in p.total
    }
    assert {(b["case"], b["stage"], b["boundary"]) for b in bars} == said


def test_serving_stacks_on_top_of_training():
    """By hand: training, development, then serving and its idle replicas above."""
    fields = {"title": "T", **MODEL, "train": HOURS, "serve": CHAT}
    bars, _ = split(run(Study.from_dict(fields)))
    mine = [b for b in bars if b["boundary"] == "facility"]
    assert [b["stage"] for b in mine] == ["training", "development", "serving", "idle"]
    starts = [b["start"] for b in mine]
    assert starts == sorted(starts)
    assert starts[2] == mine[1]["end"] > mine[0]["end"]


def test_by_the_request_bars_are_of_one_request():
    """By hand: 914 kWh at 230,768 requests are 3.96 Wh each, 78 % of it idle."""
    result = run(Study.from_dict({"title": "T", **STUDIES["by the request"]}))
    bars, _ = split(result)
    mine = {
        b["stage"]: b["end"] - b["start"]
        for b in bars
        if (b["case"], b["boundary"]) == ("metered", "IT")
    }
    assert sum(mine.values()) == pytest.approx(914 / 230_768)
    assert mine["idle"] / sum(mine.values()) == pytest.approx(1294 / 1667)


def test_bloom_shows_its_published_figures(root):
    """Luccioni et al. 2022: 433 MWh of chips, 690 with idle nodes, x 1.2: 828."""
    _, totals = split(run(root / "examples" / "bloom.yaml"))
    found = {t["boundary"]: t["total"] for t in totals if t["case"] == "published"}
    assert found["chip"] == pytest.approx(433_196)
    assert found["IT"] == pytest.approx(689_842)
    assert found["facility"] == pytest.approx(827_810, abs=1)


def test_the_drawing_holds_the_rows(result):
    """Law: the chart's own data are the rows, in one unit; the axis names it."""
    spec = stages_chart(result).chart().to_dict()
    (text,), rows = spec["datasets"].values(), chart_rows(result)
    drawn = json.loads(text)
    assert len(drawn) == len(rows)
    sizes = {
        round(row[key] / shape[key], 9)
        for row, shape in zip(rows, drawn, strict=True)
        for key in ("end", "high")
        if key in row
    }
    assert len(sizes) == 1
    assert "energy [" in str(spec)
    assert result.title in str(spec)


def test_the_caption_names_the_sources_of_energy_alone():
    """Law: a source of prices or carbon does not stand under a chart of energy."""
    result = run(Study.from_dict({"title": "T", "train": HOURS, "sites": ["dublin"]}))
    text = str(stages_chart(result).chart().to_dict())
    used = {i.name: i.source for i in result.placements[0].training.inputs}
    assert source_names([used["pue"]], ENGLISH) in text
    assert source_names([used["price_per_kwh"]], ENGLISH) not in text
    assert source_names([used["chip_hour_cost"]], ENGLISH) not in text


@pytest.mark.parametrize(("name", "start"), [("c.svg", b"<svg"), ("c.png", b"\x89PNG")])
def test_a_chart_is_written_by_its_ending(tmp_path, name, start):
    """Law: SVG or PNG, as the path says."""
    result = run(Study.from_dict({"title": "T", "train": HOURS}))
    stages_chart(result).save(tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)
