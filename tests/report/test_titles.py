"""Titles of estimates: on how many chips, and why where nobody said how many."""

from __future__ import annotations

import pytest

import wattlas
from wattlas.report.estimates import estimate_title
from wattlas.report.paint.text import text_of
from wattlas.report.words.language import ENGLISH

SERVED = {"model": "llama-3.1-70b", "hardware": "h100", "draws": 16}
TUNED = {"model": "llama-3.1-8b", "hardware": "rtx-4090", "samples": 100, "draws": 16}
TITLES = [
    (wattlas.serve, SERVED, "on 4 x h100-sxm, of the least cost:"),
    (wattlas.serve, SERVED | {"hardware": "h200"}, "on "),
    (wattlas.serve, SERVED | {"chips": 8}, "on 8 x h100-sxm:"),
    (wattlas.serve, SERVED | {"tensor_parallel": 8}, "on 8 x h100-sxm:"),
    (wattlas.serve, SERVED | {"model": "llama-3.1-8b"}, "on h100-sxm:"),
    (wattlas.serve, SERVED | {"model": "llama-3.1-405b", "hardware": "h200"}, "fewest"),
    (wattlas.finetune, TUNED, "on 6 x rtx-4090, the fewest that hold it:"),
    (wattlas.finetune, TUNED | {"chips": 8}, "on 8 x rtx-4090:"),
    (wattlas.finetune, TUNED | {"method": "lora"}, "on rtx-4090:"),
]


@pytest.mark.parametrize(("verb", "given", "said"), TITLES)
def test_a_title_says_on_how_many_chips(verb, given, said):
    """Law: chips that nobody gave are said in the title, with why they are so many."""
    assert said in text_of(estimate_title(verb(**given)), ENGLISH)
