"""Nothing that a study is given is lost: it acts, is refused, or is named."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from wattlas.errors import StudyError
from wattlas.notes import Note
from wattlas.parameters import choices_of, declared
from wattlas.parameters.deployments import DeploySection
from wattlas.parameters.loads import ServeSection, TrainSection
from wattlas.parameters.sites import SiteSection
from wattlas.parameters.studies import StudyFields
from wattlas.report.paint.text import text_of
from wattlas.report.words.language import ENGLISH
from wattlas.report.words.notes import note_sentence
from wattlas.study import Study
from wattlas.workflow import deploying, running
from wattlas.workflow.unused import not_used

BASE: dict[str, Any] = {
    "title": "T",
    "model": "llama-3.1-8b",
    "sites": [{"use": "oslo"}, {"use": "dublin"}],
    "train": {"hardware": "a100-sxm4-80gb", "tokens": "1T"},
    "serve": {"hardware": "a100-sxm4-80gb", "requests_per_day": 1000},
    "deploy": {"hardware": "a100-sxm4-80gb", "requests_per_second": 10},
}
SECTIONS = {
    "site": (SiteSection, lambda d: d["sites"][0]),
    "train": (TrainSection, lambda d: d["train"]),
    "serve": (ServeSection, lambda d: d["serve"]),
    "deploy": (DeploySection, lambda d: d["deploy"]),
    "study": (StudyFields, lambda d: d),
}
LEFT = {
    "study": {"title", "note", "train", "serve", "deploy", "sites", "plan", "cases"},
    "train": {"overrides"},
    "serve": {"overrides"},
    "deploy": {"overrides"},
    "site": set(),
}
"""Words for readers, and sections with laws of their own."""
GIVEN = {
    "load": {"it_power": "10 MW"},
    "power": ["grid", "solar"],
    "tariff_file": "tariff.json",
    **dict.fromkeys(("weather", "price_series", "carbon_series"), "hours.csv"),
    **dict.fromkeys(("solar_series", "wind_series"), "hours.csv"),
}
"""Values of fields that have no example: what is not read need not exist."""


def values_of(name: str) -> dict[str, tuple[Any, ...]]:
    """Return values that differ from the default, by field of a section."""
    found = {}
    for field, item in declared(SECTIONS[name][0]).items():
        if field in LEFT[name]:
            continue
        others = [w for w in choices_of(item) if w != item.default]
        known = item.parameter.examples or tuple(others)
        known = known or ((True,) if item.type is bool else (GIVEN[field],))
        found[field] = known
    return found


def said(notes: tuple[Note, ...]) -> list[str]:
    """Return the sentences of notes."""
    return [text_of(note_sentence(note), ENGLISH) for note in notes]


def outcome(data: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """Return what the estimates of a study are asked, and what is said not to be used.

    What these in turn do not use is in their own notes.
    """
    asked: list[dict[str, Any]] = []
    study = Study.from_dict(data)
    with pytest.MonkeyPatch.context() as patched:
        seen = dict.fromkeys(running.ESTIMATES, lambda **given: asked.append(given))
        patched.setattr(running, "ESTIMATES", seen)
        patched.setattr(deploying, "deploy", lambda **given: asked.append(given))
        with pytest.raises(StudyError, match=r"^A study needs train, serve or deploy"):
            running.run(study)
    return asked, " ".join(said(not_used(study)))


@pytest.mark.parametrize("name", SECTIONS)
def test_no_field_is_ignored(name):
    """Law: another value is asked of the estimates, or the field is named."""
    before, _ = outcome(BASE)
    lost = []
    for field, values in values_of(name).items():
        for value in values:
            data = deepcopy(BASE)
            SECTIONS[name][1](data)[field] = value
            after, said = outcome(data)
            if field in said or after != before:
                break
        else:
            lost.append(field)
    assert lost == []


def test_what_only_a_plan_reads_is_named_once():
    """By hand: the whole sentence, of a study and its case."""
    data = deepcopy(BASE) | {
        "year": 2027,
        "cases": {"a": {"train": {"pausable": True}}},
    }
    data["sites"][0]["tariff"] = "local"
    notes = not_used(Study.from_dict(data))
    assert said(notes) == [
        "Given and not used, for only a plan reads it, and the study has no plan: "
        "year, sites.oslo.tariff, train.pausable."
    ]
