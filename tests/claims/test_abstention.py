"""What is not bound is not judged: laws over things, places, qualifiers and years."""

from __future__ import annotations

import pytest

from wattlas import check
from wattlas.claims.verdict import RIGHT, confidence, whole

OURS = {
    "The world's data centres": "used 416 TWh in 2024.",
    "Google's data centres": "used 24 TWh in 2023.",
}
"""Things with a published figure, and that figure: right as they stand."""
NARROWER = (
    "Tokyo data centres", "Hyperscale data centres", "Equinix data centres",
    "Some data centres", "Data centres in Ohio", "Data centres owned by Equinix",
    "Large data centres", "Solar-powered data centres", "Data centres near Dublin",
    "Google's Iowa data centre", "Google's data centres in Finland",
    "Data centres that mine bitcoin", "Northern Virginia data centres",
)  # fmt: skip
NARROWER_ZH = (
    "东京数据中心", "大型数据中心", "贵州的数据中心", "部分数据中心", "某数据中心",
    "新建数据中心", "自建数据中心", "内蒙古的数据中心",
)  # fmt: skip


@pytest.mark.parametrize(("thing", "figure"), OURS.items())
def test_the_whole_is_judged(thing: str, figure: str) -> None:
    """The figures are rows of the tables."""
    found = check(f"{thing} {figure}")
    assert found.verdict in RIGHT
    assert (found.judged, found.numbers) == (1, 1)


@pytest.mark.parametrize("thing", NARROWER)
@pytest.mark.parametrize("figure", ["416 TWh in 2024", "24 TWh in 2023", "5 TWh"])
def test_a_part_is_not_judged_by_the_figure_of_the_whole(thing: str, figure: str):
    """Law: what narrows a thing and is not known takes the verdict away."""
    found = check(f"{thing} used {figure}.")
    assert found.verdict == "unsupported", found
    assert found.confidence == "low"
    assert found.judged == 0


@pytest.mark.parametrize("thing", NARROWER_ZH)
@pytest.mark.parametrize("figure", ["2024年用电4160亿度", "2023年用电240亿度"])
def test_the_same_in_chinese(thing: str, figure: str) -> None:
    """Law: as above."""
    assert check(f"{thing}{figure}。").verdict == "unsupported"


@pytest.mark.parametrize("year", [1999, 2007, 2013, 2016])
@pytest.mark.parametrize("energy", ["24 TWh", "2.4 TWh", "240 TWh"])
def test_a_figure_of_another_year_does_not_judge(year: int, energy: str) -> None:
    """Law: a year without a figure near it is said, not judged by another one."""
    found = check(f"Google's data centres used {energy} in {year}.")
    assert found.verdict == "unsupported"
    assert found.parts[0].notes[0].code == "other-year"


@pytest.mark.parametrize("more", ["on 384 chips", "(5 of 9)"])
def test_right_is_never_said_of_a_sentence_with_an_unread_number(more: str) -> None:
    """Law: a number that no relation has used is named, and the whole is not right."""
    found = check(f"GPT-3 took 1,287 MWh to train {more}.")
    assert found.verdict == "partly_judged"
    assert found.judged < found.numbers
    assert found.not_understood
    assert found.parts[0].verdict == "right"


def test_a_supposition_is_not_judged() -> None:
    """Law: what would be, if, is compared with no figure of what is."""
    found = check("If all searches used AI, Google would use 29 TWh a year.")
    assert found.verdict in ("unsupported", "partly_judged")


def test_what_was_left_caps_the_confidence() -> None:
    """By hand: of four numbers one; then three of four; then all."""
    parts = check("US data centres used 176 TWh in 2023.").parts
    assert whole(parts, is_complete=False) == "partly_judged"
    assert [confidence("right", parts, s) for s in (0.25, 0.75, 1.0)] == [
        "low",
        "medium",
        "high",
    ]


@pytest.mark.parametrize("sign", ["-", "−"])
@pytest.mark.parametrize(
    "text", ["Training GPT-3 took {}1,287 MWh.", "GPT-3 ({}1,287 MWh)"]
)
def test_a_number_below_nought_is_not_the_one_above(text: str, sign: str) -> None:
    """Law: a sign is no part of the text that may be left out."""
    found = check(text.format(sign))
    assert found.verdict not in RIGHT
    assert found.not_understood == ("1,287",)


MANY = ("Google used {} TWh in 20{:02d}", "{} homes use {} MWh", "数据中心用电{}亿度")


@pytest.mark.parametrize("form", MANY)
def test_a_statement_of_very_many_numbers_is_not_judged_as_one(form: str) -> None:
    """Law: it is said how many there are and how many may be, at once; no silence."""
    text = ", ".join(form.format(n + 3, n % 25) for n in range(100))
    found = check(text)
    assert found.verdict == "unsupported"
    assert found.parts[0].notes[0].code == "too-many-numbers"
    assert found.numbers >= 100
    assert found.judged == 0
