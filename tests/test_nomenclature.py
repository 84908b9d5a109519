"""The field's words: what is printed, and what is written down of it."""

from __future__ import annotations

import importlib.util
import re
from importlib import resources

import pytest
from babel.messages.pofile import read_po

from wattlas.parameters import declared
from wattlas.parameters.verbs import VERBS

REPLACED = (
    r"\blevers?\b",
    r"\bwith chips\b",
    r"\btaken by default\b",
    r"\bsold or spilt\b",
    r"\boutgrows?\b",
    r"\blast tonne\b",
    r"\bwhat may not come\b",
    r"\bleast cost to least carbon\b",
    r"\bserved late\b",
    r"\bAI, asked for\b",
    r"\bone more kWh costs\b",
    r"\bblocks? of\b",
    r"4,096",
)
"""Words that the field does not use, or figures that a later fit moves."""


@pytest.fixture(scope="module")
def nomenclature(root):
    path = root / "docs" / "nomenclature.py"
    spec = importlib.util.spec_from_file_location("nomenclature", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def messages() -> list[str]:
    """Every sentence that can be printed, in English."""
    path = resources.files("wattlas.report.words") / "zh.po"
    with path.open("rb") as file:
        return [str(m.id) for m in read_po(file, locale="zh") if m.id]


def test_the_page_is_that_of_the_program(root, nomenclature):
    """Law: the page is written by `make docs`."""
    written = (root / "docs" / "nomenclature.md").read_text(encoding="utf-8")
    assert written == nomenclature.nomenclature_page()


def test_every_parameter_is_listed(root):
    """Law: what a verb takes stands in the page."""
    page = (root / "docs" / "nomenclature.md").read_text(encoding="utf-8")
    names = {name for options in VERBS.values() for name in declared(options)}
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []


def test_every_term_is_printed(nomenclature, messages):
    """Law: a term of the page is said somewhere; one that is not is no term of ours."""
    said = "\n".join(messages).lower()
    assert [term for term in nomenclature.TERMS if term.lower() not in said] == []


@pytest.mark.parametrize("pattern", REPLACED)
def test_no_word_of_our_own_is_printed(pattern, messages):
    """Law: where the field has a word, no other is printed."""
    assert [m for m in messages if re.search(pattern, m, re.IGNORECASE)] == []
