"""What was sent to break the service: each kind is refused, and nothing is lost."""

from __future__ import annotations

import json
from itertools import cycle

import pytest

from wattlas.errors import InputError
from wattlas.report.words.language import language
from wattlas.service.given import DEEPEST, read_json
from wattlas.service.problems import Problem
from wattlas.service.questions import QUESTIONS
from wattlas.service.tasks import answered
from wattlas.service.web.tasks import study_of


@pytest.mark.parametrize("levels", [DEEPEST, 400, 900, 50_000])
@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
def test_what_is_nested_too_deep_is_refused(levels, opens, closes):
    """Law: before it is handed on, for what hands it on has a limit too."""
    inner = opens * levels + "1" + closes * levels
    with pytest.raises(InputError, match="nested too deep"):
        read_json(f'{{"study": {inner}}}'.encode())


def test_what_is_nested_as_deep_as_records_is_read():
    """Law: no more is refused than must be."""
    data = 1
    for _ in range(DEEPEST - 1):
        data = [data]
    assert read_json(json.dumps({"study": data}).encode()) == {"study": data}


def test_figures_of_a_place_are_not_lost_without_one():
    """Law: a study file holds what its page shows, or says why it cannot."""
    given = {"model": "llama-3.1-8b", "hardware": "h100", "pue": "2"}
    with pytest.raises(InputError, match="A study has pue at a place"):
        study_of("serve", dict(given), "")
    assert study_of("serve", given, "oslo")["sites"] == [{"use": "oslo", "pue": "2"}]


LONG = "x" * 100_000
SENT = {
    "text": LONG,
    "digits": "1" * 100_000,
    "list": [LONG],
    "names": ",".join(["x1"] * 50_000),
    "object": {LONG: LONG},
}
KINDS = cycle(SENT.values())


@pytest.mark.parametrize("verb", QUESTIONS)
def test_a_refusal_is_short_whatever_is_sent(verb):
    """Law: no refusal grows with what was sent, in no field and no language."""
    fields = [*QUESTIONS[verb].fields, LONG]
    for given in ({name: next(KINDS)} for name in fields):
        found = answered(verb, given, (), str)
        if isinstance(found, Problem):
            for code in ("en", "zh"):
                text = json.dumps(found.to_dict(language(code)), ensure_ascii=False)
                assert len(text) < 3_000, (next(iter(given))[:30], text[:300])
