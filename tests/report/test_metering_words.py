"""Words of metering: every code of the readers has a sentence, none is left over."""

from __future__ import annotations

import ast
import itertools
import string
from pathlib import Path

import pytest

import wattlas
from wattlas.metering import channel
from wattlas.metering.accumulate.energy import FLAGS
from wattlas.metering.simulated import SCENARIOS
from wattlas.report.words import ledger
from wattlas.report.words import metering as words

READERS = Path(wattlas.__file__).parent / "metering" / "readers"
MACHINE = READERS.parent / "machine.py"


def literals(*folders: Path) -> set[str]:
    """Return every text in the files of folders."""
    found = set()
    for folder in folders:
        for path in [folder] if folder.is_file() else folder.glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    return found


def codes_of_findings() -> set[str]:
    """Return every literal code that follows a status in a call of a reader."""
    found = set()
    for path in READERS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                texts = [getattr(a, "value", None) for a in node.args]
                pairs = itertools.pairwise(texts)
                found |= {code for status, code in pairs if status in words.STATUS}
    return {code for code in found if isinstance(code, str)}


def test_every_finding_has_words_and_none_is_left_over():
    """Law: the codes that the readers give are those that have sentences."""
    formed = {"card-counter", "card-integrated"}
    assert set(words.FINDINGS) <= literals(READERS, MACHINE) | formed
    assert codes_of_findings() <= set(words.FINDINGS)


def test_every_scenario_has_words():
    """Law: the list of scenarios says what each shows."""
    assert set(words.SCENARIOS) == set(SCENARIOS)


def test_mends_are_of_findings():
    """Law: a command that mends belongs to a code; what it gives to a reader."""
    assert set(words.MENDS) <= set(words.FINDINGS)
    assert set(words.GIVES) <= literals(READERS)


def test_methods_flags_and_verdicts_have_words():
    """Law: the codes of records, each with its words."""
    assert tuple(words.METHODS) == channel.METHODS
    assert set(words.FLAGS) == set(FLAGS)
    assert set(ledger.VERDICTS) == {"inside", "below", "above"}
    assert set(words.HEADLINE) == {"components", *channel.WHOLE_SCOPES}


@pytest.mark.parametrize("code", sorted(words.FINDINGS))
def test_sentences_take_values_by_name(code):
    """Law: a place in a sentence has a name."""
    fields = [f for _, f, _, _ in string.Formatter().parse(words.FINDINGS[code]) if f]
    assert set(fields) <= {"error", "scope", "name", "gb"}
