"""What is not known says what would make it known."""

from __future__ import annotations

import re

import pytest

import wattlas
from wattlas import facts
from wattlas.cli.measure import measure_alone
from wattlas.cli.measure_serve import serve as measure_serve
from wattlas.errors import UnknownNameError
from wattlas.estimation.absence import OTHERWISE, known_key

UNKNOWN = "qqqqqq-zzzz"
ASKED = {
    "serve": {"hardware": "h100-sxm"},
    "train": {"hardware": "h100-sxm", "tokens": "1T"},
    "finetune": {"hardware": "h100-sxm", "samples": 9},
    "rl": {"hardware": "h100-sxm", "prompts": 9},
    "agent": {"hardware": "h100-sxm", "calls": 9},
    "embed": {"hardware": "l4", "items": 9},
    "classify": {"hardware": "l4", "items": 9},
    "transcribe": {"hardware": "l4", "audio": "9 h"},
    "speak": {"hardware": "l4", "audio": "9 h"},
    "generate": {"hardware": "l4"},
}
KNOWN = {
    **dict.fromkeys(ASKED, "llama-3.1-8b"),
    **{"embed": "bge-m3", "classify": "bert-base", "transcribe": "whisper"},
    **{"speak": "kokoro", "generate": "sdxl"},
}


@pytest.mark.parametrize("verb", ASKED)
@pytest.mark.parametrize("what", ["model", "hardware"])
def test_what_is_not_known_says_how_it_would_be_measured(verb, what):
    """Law: of every verb, an unknown model or chip names the command that measures."""
    given = {**ASKED[verb], "model": KNOWN[verb], what: UNKNOWN}
    with pytest.raises(
        UnknownNameError, match=r"wattlas measure .*-- python|--template"
    ):
        getattr(wattlas, verb)(**given)


@pytest.mark.parametrize("table", OTHERWISE)
def test_a_slip_of_the_pen_is_answered_by_the_nearest(table):
    """Law: what looks like a name is no new workload."""
    name = facts.keys(table)[0]
    with pytest.raises(UnknownNameError, match="Did you mean") as refused:
        known_key(table, f"{name}x")
    assert "measure" not in str(refused.value)


def test_the_commands_exist():
    """Law: each flag of a command that is named is one of the verb's."""
    flags = {
        flag
        for verb in (measure_alone, measure_serve)
        for parameter in verb.parameters()
        for flag in parameter.opts
    } | {"--template"}
    for sentence in OTHERWISE.values():
        assert set(re.findall(r"--[a-z]+", sentence)) <= flags
