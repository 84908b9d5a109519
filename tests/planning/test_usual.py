"""Figures and series outside the usual: said in words, with the unit that was meant."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas.errors import StudyError
from wattlas.estimation.remarks import outside_usual
from wattlas.notes import Note
from wattlas.parameters import quantity
from wattlas.planning.ask import ask
from wattlas.report.paint.text import text_of
from wattlas.report.words.language import ENGLISH, Language, language
from wattlas.report.words.notes import note_sentence
from wattlas.study import Study

STUDY = {
    "title": "T",
    "year": 2027,
    "currency": "USD",
    "load": {"it_power": "10 MW"},
    "power": ["grid"],
    "plan": {"decided": 2026},
}


def said(note: Note, say: Language = ENGLISH) -> str:
    """Return the sentence of a note."""
    return text_of(note_sentence(note), say)


def notes(**site) -> list[str]:
    """Return what is said of a plan at one site that has no weather."""
    study = STUDY | {"sites": [{"use": "us", "pue": 1.0} | site]}
    asked = ask(Study.from_dict(study))
    return [said(n) for n in asked.notes if n.code.startswith("unusual")]


def test_a_price_a_thousand_times_too_high():
    """By hand: 2,000 USD/MWh are 2 USD/kWh, the end of the usual."""
    assert notes(price="2000 USD/kWh") == [
        "sites.0.price of 2,000 USD/kWh is unusual: usual is -1 to 2 USD/kWh. Was 2000 "
        "USD/MWh meant?"
    ]
    assert notes(price="0.08 USD/kWh") == []


def test_a_series_whose_mean_is_not_usual(tmp_path):
    """By hand: the mean of 40 and 80 USD/kWh is 60."""
    hours = np.arange("2027-01-01T00", "2028-01-01T00", dtype="datetime64[h]")
    rows = [f"{hour}:00Z,{40 + i % 2 * 40}" for i, hour in enumerate(hours)]
    path = tmp_path / "prices.csv"
    path.write_text("\n".join(["time,price [USD/kWh]", *rows]))
    assert notes(price_series=str(path)) == [
        "sites.us.price_series of 60 USD/kWh is unusual: usual is -1 to 2 USD/kWh. Was "
        "60 USD/MWh meant?"
    ]


def test_a_note_in_chinese():
    """Law: the catalogue has the sentence, and the values stand in it."""
    note = outside_usual("price", 60.0, "USD/kWh", quantity("price_per_kwh"))
    assert said(note, language("zh")) == (
        "price 为 60 USD/kWh，不常见：通常在 -1 至 2 USD/kWh 之间。"
        "是否应为 60 USD/MWh？"
    )


def test_what_cannot_be_is_refused_all_at_once():
    """Bad input: every field that is wrong, with the unit that was meant."""
    with pytest.raises(StudyError) as error:
        notes(intensity=390, pue=9)
    assert str(error.value) == (
        "study: sites.0.pue must be 1 to 5 (facility energy over IT energy), got 9.\n"
        "study: sites.0.intensity must be 0 to 3 (carbon per kWh), got 390 kgCO2e/kWh. "
        "Did you mean '390 g/kWh'?"
    )
