"""Of every file of hours: its other year, and what of it was filled, are said."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wattlas.planning.ask import ask
from wattlas.study import Study

GAP = 100
HEADS = {
    "price_series": ("price [USD/MWh]", 40.0),
    "export_price_series": ("price [USD/MWh]", 20.0),
    "carbon_series": ("carbon [g/kWh]", 300.0),
}
SITE = (
    "price_series",
    "carbon_series",
    "solar_series",
    "wind_series",
    "clean_share_series",
)
SECTIONS = (*(("sites", f) for f in SITE), ("power", "export_price_series"))
PATHS = (("power", "shape"), ("load", "shape"), ("serve", "peak_hours"))
STUDY: dict[str, Any] = {
    "title": "T",
    "year": 2027,
    "currency": "USD",
    "model": "llama-3.1-70b",
    "sites": [{"use": "dublin", "pue": 1.2}],
    "power": [{"use": "solar-ppa"}, {"use": "grid"}],
    "load": [{"it_power": "10 MW"}],
    "serve": {"hardware": "h100-sxm", "requests_per_day": "1M"},
}


@pytest.fixture(scope="module")
def file_of(tmp_path_factory):
    """Return a maker of files of a field and year, with a gap of 3 h or none."""
    folder = tmp_path_factory.mktemp("series")

    def make(field: str, year: int, gap: bool) -> str:
        head, value = HEADS.get(field, ("share", 0.4))
        start = np.datetime64(f"{year}-01-01T00")
        stamps = np.arange(start, np.datetime64(f"{year + 1}-01-01T00"))
        rows = [f"{s}:00Z,{value}" for s in stamps]
        rows = rows[:GAP] + rows[GAP + 3 :] if gap else rows
        path = Path(folder / f"{field}-{year}-{gap}.csv")
        path.write_text("\n".join([f"time,{head}", *rows]))
        return str(path)

    return make


def notes(section: str, field: str, value: Any) -> dict[str, dict[str, Any]]:
    """Return the notes of a study with a field of its first section of a kind."""
    data = deepcopy(STUDY)
    at = data[section]
    (at[0] if isinstance(at, list) else at)[field] = value
    return {n.code: dict(n.values) for n in ask(Study.from_dict(data)).notes}


@pytest.mark.parametrize(("section", "field"), SECTIONS)
def test_what_was_filled_is_said_of_every_file(file_of, section, field):
    """Law: the hours that were filled are said; a fill of a file without gap, too."""
    said = notes(
        section, field, {"file": file_of(field, 2027, True), "fill": "previous"}
    )
    assert said["filled"]["hours"] == 3.0
    assert "unused-no-gap" not in said
    whole = {"file": file_of(field, 2027, False), "fill": "previous"}
    said = notes(section, field, whole)
    assert "filled" not in said
    assert said["unused-no-gap"]["names"][0].endswith(f"{field}.fill")


@pytest.mark.parametrize(("section", "field"), [*SECTIONS, *PATHS])
def test_another_year_is_said_of_every_file(file_of, section, field):
    """Law: hours of another year are named with it, those of the plan's year not."""
    said = notes(section, field, file_of(field, 2026, False))
    assert said["other-year"]["year"] == 2026
    assert "other-year" not in notes(section, field, file_of(field, 2027, False))
