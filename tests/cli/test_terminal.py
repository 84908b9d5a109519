"""Every command at 80 and at 200 columns, in a pipe, and while it works."""

from __future__ import annotations

import io
import re
import sys
import time

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from wattlas.cli.main import app
from wattlas.cli.waiting import waiting

WIDTHS = (80, 200)
FEW = ("--draws", "32")
METERED = ("estimate", "train", "--energy", "433 MWh", "--boundary", "chip")
SERVED = ("estimate", "serve", "--model", "deepseek-v3", "--hardware", "h100-sxm")
SERVED = (*SERVED, "--requests-per-day", "50M")
CHEAP = (
    ("facts",),
    ("facts", "hardware"),
    ("facts", "hardware", "h100-sxm"),
    ("facts", "constants"),
    ("facts", "sources"),
    ("facts", "deals"),
    ("check", "BLOOM took 433,000 kWh to train, what 117 Chinese homes use in a year"),
    ("check", "ChatGPT 每天回答 2 亿个问题，每次耗电 3 瓦时，一天 6000 万度"),
    ("check", "examples/claims/ai-electricity-2023.yaml"),
    ("check", "examples/claims/ai-electricity-2023.yaml", "--language", "zh"),
    ("estimate", "train", "--model", "bloom", "--hardware", "a100", *FEW),
    (*METERED, "--country", "fr", "--equivalents", "--explain", *FEW),
    (*SERVED, "--years", "2", "--site", "shanghai", *FEW),
    ("estimate", "image", "--model", "sdxl", "--hardware", "h100-sxm", *FEW),
    ("estimate", "server", "dgx-h100"),
    ("outlook", "--to", "2032", *FEW),
    ("outlook", "--scenario", "examples/outlook-boom.yaml", *FEW),
    ("outlook", "cross", *FEW),
    ("outlook", "what-if", "chips=12", "smr=20", *FEW),
    ("outlook", "efficiency", "--rate", "1.2", *FEW),
    ("outlook", "presets", *FEW),
    ("outlook", "price", "--region", "pjm", *FEW),
    ("outlook", "fleets", *FEW),
    ("outlook", "compare", "tests/projection/scenarios.iamc.csv", *FEW),
    ("outlook", "peak", "--region", "pjm", *FEW),
    ("outlook", "need", "--twh", "1000", "--by", "2030", *FEW),
    ("outlook", "forecasts"),
    ("outlook", "backtest"),
    ("outlook", "inputs", "--find", "growth"),
    ("doctor", "--simulate", "two-gpus"),
)
"""Commands that take no more than a moment: every renderer once."""


@pytest.fixture
def shown(monkeypatch, root):
    """What a command prints in a pipe, at a width."""
    monkeypatch.chdir(root)
    monkeypatch.delenv("NO_COLOR", raising=False)

    def show(words: tuple[str, ...], width: int) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == 0, result.output
        return result.output

    return show


@pytest.mark.parametrize("words", CHEAP, ids=lambda words: " ".join(words)[:50])
def test_no_line_is_longer_than_the_terminal(shown, words):
    """Law: at either width; nothing is cut, and a pipe gets no escape code."""
    for width in WIDTHS:
        text = shown(words, width)
        assert "\x1b" not in text
        assert "…" not in text
        assert [x for x in text.splitlines() if cell_len(x.rstrip()) > width] == []


def test_keys_of_sources_and_inputs_stay_whole_where_labels_can_wrap(shown):
    """At 80 columns a key can be copied: it was cut to `[iea-energy-ai202`."""
    forecasts = shown(("outlook", "forecasts"), 80)
    assert "iea-digitalization2017" in forecasts
    assert "halving_years.training" in shown(("outlook", "--to", "2032", *FEW), 80)


def test_figures_are_never_broken(shown):
    """Law: a range stands on one line, as its brackets say."""
    for words in CHEAP:
        if words[0] == "outlook":
            for line in shown(words, 80).splitlines():
                assert not re.search(r"\(\d[\d.,]*-\s*$|^\s*\)\s*$", line), line


@pytest.mark.parametrize(
    "words", [(), ("estimate",), ("outlook",), ("ledger",)], ids=" ".join
)
def test_a_list_of_commands_cuts_no_sentence(shown, words):
    """Law: each command is said in one line that ends."""
    text = shown((*words, "--help"), 80)
    listed = text.partition("Commands:")[2].splitlines()
    assert [line for line in listed if line.endswith("...")] == []


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_line_says_on_a_terminal_that_work_goes_on(monkeypatch):
    """Law: on stderr alone, cleared before anything else is written, and at the end."""
    screen, paper = Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", paper)
    with waiting(0.01):
        while "Working: 0 s" not in screen.getvalue():
            time.sleep(0.005)
        sys.stdout.write("the result\n")
    assert paper.getvalue() == "the result\n"
    line = "\rWorking: 0 s"
    assert screen.getvalue().startswith(line)
    assert screen.getvalue().endswith(f"\r{' ' * (len(line) - 1)}\r")
    assert sys.stderr is screen


def test_nothing_is_said_in_a_pipe_nor_of_quick_work(monkeypatch):
    """Law: a file gets no line, a terminal none in the first second."""
    for stream, period_s in ((io.StringIO(), 0.001), (Terminal(), 1.0)):
        monkeypatch.setattr(sys, "stderr", stream)
        with waiting(period_s):
            time.sleep(0.02)
        assert stream.getvalue() == ""
