"""*Not 21 %* beside what is stated: the one is judged, the other is none: laws."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT

ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")
STATED = (
    ("Data centers use {} of the world's electricity", "1.5%", ("21%", "15%", "0.15%")),
    ("Training GPT-3 took {}", "1,287 MWh", ("1,287 GWh", "12,870 MWh", "12.87 MWh")),
    ("Data centers used {} in 2024", "415 TWh", ("4,150 TWh", "41.5 TWh")),
    ("数据中心的用电占全球的{}", "1.5%", ("21%", "15%")),
    ("訓練GPT-3用電{}", "1287兆瓦時", ("12870兆瓦時", "1287吉瓦時")),
)
ENGLISH = ("{}, not {}.", "{} rather than {}.", "{}, not {} as some reports claim.",
           "{}, and not {}.")  # fmt: skip
CHINESE = ("{}，而不是{}。", "{}，而非{}。", "{}，并非{}。")


@pytest.mark.parametrize(("statement", "true", "others"), STATED)
def test_of_two_numbers_the_one_that_is_not_denied_is_judged(
    statement: str, true: str, others: tuple[str, ...]
) -> None:
    """Law: right with the true one stated, wrong with it denied, in every wording."""
    for other in others:
        for said in ENGLISH if statement.isascii() else CHINESE:
            right = said.format(statement.format(true), other)
            turned = said.format(statement.format(other), true)
            assert check(right).verdict in RIGHT, right
            assert check(turned).verdict in ACCUSED, turned


@pytest.mark.parametrize("statement", [
    "Data centers used 415 TWh in 2024, not 412 TWh.",
    "Training GPT-3 did not take 1,287 MWh.",
    "Google's data centers used 24 TWh in 2023, not in 2024.",
])  # fmt: skip
def test_what_is_denied_otherwise_is_not_called_right(statement: str) -> None:
    assert check(statement).verdict not in RIGHT
