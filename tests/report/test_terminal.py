"""Text for a terminal: nothing is cut, at whatever width."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from wattlas import generate, serve, train
from wattlas.estimation.equivalents import equivalents_of
from wattlas.estimation.server import server
from wattlas.estimation.side_by_side import compare_hardware
from wattlas.records import Range
from wattlas.report import servers
from wattlas.report.blocks import Document
from wattlas.report.comparison import comparison_document
from wattlas.report.derivation import derivation_blocks
from wattlas.report.estimates import (
    estimate_document,
    notes_blocks,
    results_table,
    stages_table,
)
from wattlas.report.paint.terminal import blocks_lines, document_lines
from wattlas.report.study import study_document
from wattlas.report.table import ABSENT, ranged
from wattlas.report.words.language import ENGLISH

NARROW, WIDE = 80, 200
NUMBER = re.compile(r"(?<![\w.-])\d[\d,]*(?:\.\d+)?(?:e-?\d+)?(?![\w-])")
"""A number of its own: not the digits in a name such as h100-sxm or sources' keys."""
HOURS = {"hardware": "h100-sxm", "chip_hours": 123_456_789}
STAGES = {"development_factor": "0.2..0.6", "idle_energy": "1.234 GWh"}
CHAT = {"model": "llama-3.1-70b", "hardware": "h100-sxm"}
VOLUME = {"requests_per_day": "123M..456M", "training_energy": "1,287 MWh"}
YUAN = {"site": "qingyang", "currency": "CNY"}


def with_equivalents(estimate):
    known = tuple(equivalents_of(estimate.results))
    return estimate_document(replace(estimate, equivalents=known))


def side_by_side():
    chips = ("a100-sxm4-80gb", "h100-sxm", "b200-sxm")
    runs = [train(**{**HOURS, "hardware": chip}) for chip in chips]
    return comparison_document(compare_hardware(runs))


PAGES = {
    "a run": lambda: with_equivalents(train(**HOURS, **STAGES, **YUAN)),
    "a run without a place": lambda: with_equivalents(train(**HOURS)),
    "a service": lambda: with_equivalents(serve(**CHAT, **VOLUME, **YUAN)),
    "a request": lambda: estimate_document(serve(**CHAT, country="us")),
    "a video": lambda: estimate_document(
        generate(model="wan-2.1-14b", hardware="h100-sxm", items_per_day=1e6, **YUAN)
    ),
    "chips side by side": side_by_side,
    "servers": lambda: servers.servers_document(
        server(server="dgx-h100", against="two-socket-2024")
    ),
}


STUDIES = ("bloom", "bloom-serving", "east-data-west-compute")


@pytest.fixture(scope="module", params=[*PAGES, *STUDIES])
def page(request, result_of):
    name = request.param
    page = study_document(result_of(name)) if name in STUDIES else PAGES[name]()
    if isinstance(page, Document):
        page = document_lines(page, ENGLISH)
    return list(page)


def shown(*blocks, width: int = NARROW) -> str:
    return printed(blocks_lines(blocks, ENGLISH), width)


def printed(blocks, width: int) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False)
    for block in blocks:
        console.print(block)
        console.print()
    return out.getvalue()


def test_no_number_is_cut_where_the_terminal_is_narrow(page):
    """Law: every number of the 200 columns stands at 80 columns as well."""
    wide, narrow = (NUMBER.findall(printed(page, w)) for w in (WIDE, NARROW))
    assert wide
    missing = {n for n in wide if wide.count(n) > narrow.count(n)}
    assert not missing


def test_no_line_is_longer_than_the_terminal(page):
    """Law: nothing runs past the edge."""
    for width in (NARROW, WIDE):
        assert max(len(line) for line in printed(page, width).splitlines()) <= width


def test_nothing_is_shortened(page):
    """Law: no ellipsis stands for what had no room."""
    assert "…" not in printed(page, NARROW)


def test_missing_is_not_zero():
    """Law: a stage without a figure at a boundary has a dash."""
    bill = train(energy="1 GWh", boundary="facility", idle_energy="1 MWh")
    text = shown(stages_table(bill))
    row = next(line for line in text.splitlines() if line.startswith("training"))
    assert row.split() == ["training", ABSENT, "1"]


def test_a_result_is_shown_with_range_and_unit():
    """By hand: 433,196 kWh at PUE 1.2 is 520 MWh, exact."""
    run = train(energy="433,196 kWh", boundary="it", pue=1.2)
    lines = shown(results_table(run)).splitlines()
    cells = (re.split(r"\s{2,}", line.strip()) for line in lines)
    named = {name: values for name, *values in cells}
    assert named["IT energy"] == ["433", "433", "433", "MWh"]
    assert named["facility energy"] == ["520", "520", "520", "MWh"]


@pytest.mark.parametrize(
    ("value", "unit", "cells"),
    [
        (Range(1000, 2000, 4000), "kWh", (1, 2, 4, "MWh")),
        (Range(0, 0, 4000), "kWh", (0, 0, 4, "MWh")),
        (Range(1, 2, 3, "CNY", "2026"), "", (1, 2, 3, "CNY2026")),
        (
            Range(1e6, 2e6, 3e6, "USD", "2024-2026"),
            "",
            (1, 2, 3, "million USD2024-2026"),
        ),
        (Range(1, 2, 3, "USD", ""), "", (1, 2, 3, "USD")),
    ],
)
def test_a_range_in_a_cell(value, unit, cells):
    """By hand: one unit for the three; money with currency and year or years."""
    number = ranged(value, unit)
    assert (number.low, number.value, number.high, number.unit) == cells


def test_absent_results_say_why():
    """Law: each reason once, with the names of what it makes absent."""
    text = shown(*notes_blocks([train(**HOURS)]), width=WIDE)
    (line,) = [row for row in text.splitlines() if "--country" in row]
    for name in ("electricity cost", "carbon of electricity", "water on site"):
        assert name in line
    assert "--idle-energy" in text
    assert "--development-factor" in text


def test_given_and_assumed_are_apart():
    """Law: what the user gave stands under Given with [given], the rest below."""
    text = printed(
        document_lines(estimate_document(train(**HOURS, pue=1.25)), ENGLISH), WIDE
    )
    given, assumed = text.partition("Defaults")[::2]
    assert re.search(r"(?m)^pue +1\.25 +given", given)
    assert "given" not in assumed
    assert "host_power_share@h100-sxm" in assumed


def test_a_derivation_says_formula_value_and_source():
    """Law: each result with its equation, each leaf with its source in brackets."""
    run = train(energy="1 GWh", boundary="it", pue=1.25)
    text = shown(*derivation_blocks(run.derivation), width=WIDE)
    assert "facility_energy_kwh = 1,250,000 kWh   <- it_energy_kwh * pue" in text
    assert "pue = 1.25  [given]" in text
