"""Chinese beside Latin: what stands in a sentence is set apart by a space."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from wattlas.errors import Message, Several
from wattlas.report.paint.text import said, text_of
from wattlas.report.table import Word, joined
from wattlas.report.words.language import beside, filled, language

ZH = language("zh")
MEETS = re.compile(r"[A-Za-z0-9%][\u3400-\u9fff]|[\u3400-\u9fff][A-Za-z0-9]")
DATES = "%"
"""What begins the form of a date, in which no space stands."""


@pytest.fixture(scope="module")
def sentences():
    """Return every English message and its Chinese, but for forms of dates."""
    pairs = ZH.catalogue._catalog.items()
    return {k: v for k, v in pairs if k and v and not v.startswith(DATES)}


def test_no_sentence_of_the_catalogue_joins_them(sentences):
    """Law: over all that is written."""
    assert [v for v in sentences.values() if MEETS.search(v)] == []


@pytest.mark.parametrize("value", ["PJM", "12", "9 %", "AI"])
def test_a_latin_value_is_set_apart_in_every_sentence(sentences, value):
    """Law: whatever place it stands in, at either side."""
    wrong = []
    for text in sentences.values():
        parsed = [part[1:3] for part in Formatter().parse(text)]
        places = {(name, form) for name, form in parsed if name is not None}
        if all(name.isidentifier() and not form for name, form in places):
            shown = filled(text, {name: value for name, _ in places})
            wrong += [shown] if MEETS.search(shown) else []
    assert wrong == []


def test_chinese_values_stand_as_they_are():
    """By hand: no space where Chinese meets Chinese, nor within what a user wrote."""
    assert filled("{place}的用电", {"place": "贵州"}) == "贵州的用电"
    assert filled("名为 {name}。", {"name": "我的AI项目"}) == "名为 我的AI项目。"
    assert filled("x{name}", {"name": "y"}) == "xy"


def test_words_messages_and_joined_pieces_alike():
    """By hand: the three ways in which a text comes about."""
    assert beside(("用", "GPU", "算")) == "用 GPU 算"
    assert text_of(joined((Word("AI"), "用电"), ""), ZH) == "AI 用电"
    names = Several(["serve"])
    assert (
        MEETS.search(said(Message("{names} are not options.", names=names), ZH)) is None
    )
    assert filled("{n:.2f}倍", {"n": 2}) == "2.00 倍"
