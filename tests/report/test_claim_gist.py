"""What is right of a claim, in a sentence: the figure that fits, and no arithmetic."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.report.claim_tables import gist
from wattlas.report.paint.text import text_of
from wattlas.report.words.language import ENGLISH


@pytest.mark.parametrize("claim", [
    "In Ireland, data centres take 22% of electricity.",
    "Data centres used 415 TWh in 2024.", "Training GPT-3 took 1,287 MWh.",
])  # fmt: skip
def test_what_is_right_is_the_figure_that_fits(claim: str) -> None:
    """Law: the figure beside a right claim is the one it was found right by."""
    found = check(claim)
    part = next(p for p in found.parts if p.known is not None)
    fitting = next(x for x in part.lines if x.result.value == part.known.value)
    assert f"{fitting.values['year']}: " in text_of(gist(found), ENGLISH)


def test_arithmetic_is_not_told_of_a_claim_that_was_judged() -> None:
    """Law: what a source bears out is not said to be borne out by nothing."""
    claim = (
        "Training GPT-3 took 1,287 MWh, which is what 120 American homes use in a year."
    )
    assert "nothing here says" not in text_of(gist(check(claim)), ENGLISH)
