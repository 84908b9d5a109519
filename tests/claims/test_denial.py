"""A statement that denies is not judged as if it had stated."""

from __future__ import annotations

import pytest

from wattlas import check


@pytest.mark.parametrize(
    "statement",
    [
        "Training GPT-4 did not use 50 GWh of electricity",
        "Training GPT-3 didn't take 1,287 MWh",
        "Training GPT-3 never took 1,287 MWh",
        "训练GPT-3并没有用掉1287兆瓦时的电",
    ],
)
def test_a_denial_is_unsupported_and_its_parts_are_shown(statement: str) -> None:
    """The parts are judged as if they were stated; the whole is not."""
    found = check(statement)
    assert found.verdict == "unsupported"
    assert found.parts[0].relation == "denial"
    assert found.parts[1].verdict in ("right", "right_within_range")


def test_a_contrast_is_left_out_and_said() -> None:
    """`not training` sets one thing against another."""
    found = check("In AI most of the electricity goes into inference, not training.")
    assert found.verdict == "partly_right"
    assert "not" in found.not_understood
