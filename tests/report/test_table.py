"""Tables: whatever a name holds, each painter shows it as text and in its column."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from wattlas.records import Range
from wattlas.report.paint import comma, html, markdown, terminal
from wattlas.report.paint.text import number_text, text_of
from wattlas.report.table import (
    ABSENT,
    Column,
    Number,
    Row,
    Table,
    Word,
    handy,
    joined,
    ranged,
    share,
    word,
)
from wattlas.report.words.language import ENGLISH, language

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
ODD = ["[x]", "[bold]", "a|b", "a\nb", "\x1b[31mred", "{place}", "%s", "南京", "\u202e"]


def named(name: str) -> Table:
    columns = (
        Column("site", "place", kind="word"),
        Column("power", "power", unit="MW"),
        Column("energy", "energy", spread=True),
    )
    row = (name, Number(1.0), Number(433.2, "MWh", 400.0, 450.0))
    return Table("sizes", name, columns, (Row(row), Row((ABSENT, None, None))))


def printed(table: Table, width: int = 120, say=ENGLISH) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False)
    for line in terminal.blocks_lines([table], say):
        console.print(line)
    return out.getvalue()


@given(NAMES)
def test_names_are_text_on_a_terminal(name):
    """Law: no name acts: no markup, no escape, no line of its own."""
    text = printed(named(name), width=200)
    assert len(text.splitlines()) == 4
    assert all(unicodedata.category(c) not in ("Cc", "Cf") or c == "\n" for c in text)


@pytest.mark.parametrize("name", ODD)
def test_odd_names_stand_in_every_painting(name):
    """Law: the letters of a name survive; what acts in a format is escaped."""
    table, shown = named(name), text_of(name, ENGLISH)
    assert shown in printed(table)
    rows = [r for r in markdown.blocks_markdown([table], ENGLISH).splitlines() if r]
    cells = re.split(r"(?<!\\)\|", rows[3])
    assert len(cells) == 8
    assert cells[1].strip().replace("\\", "") == shown.replace("\\", "")
    assert list(csv.reader(io.StringIO(comma.table_csv(table))))[1][0] == shown


@pytest.mark.parametrize("name", ["南京", "Oslo"])
def test_wide_letters_align(name):
    """By hand: figures end in one column, where a Chinese letter takes two."""
    columns = (Column("site", "place", kind="word"), Column("power", "power"))
    table = Table(
        "t", "", columns, (Row((name, Number(1))), Row(("longer", Number(2))))
    )
    lines = printed(table).splitlines()

    def width(line: str) -> int:
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)

    assert len({width(line.rstrip()) for line in lines}) == 1


def test_csv_has_keys_and_unrounded_figures():
    """By hand: keys as heads, range and unit in columns, what is absent is empty."""
    text = comma.table_csv(named("oslo"))
    head, first, second = csv.reader(io.StringIO(text))
    assert head == ["site", "power_mw", "energy_low", "energy", *head[4:]]
    assert head[4:] == ["energy_high", "energy_unit"]
    assert first == ["oslo", "1.0", "400.0", "433.2", "450.0", "MWh"]
    assert second == [""] * 6


def test_a_message_is_translated_before_it_is_filled():
    """Law: a name that is also a message stays a name, a word beside it is said."""
    zh = language("zh")
    said = text_of(word("{low} to {high}", low="training", high=Word("training")), zh)
    assert "training" in said
    assert "训练" in said
    assert text_of(Word(""), zh) == ""


def test_figures_are_read_by_their_form():
    """By hand."""
    assert number_text(Number(0.456, form="share"), ENGLISH) == "46 %"
    assert number_text(share(0.00456, fine=True), ENGLISH) == "0.46 %"
    assert number_text(Number(1234.6, form="count"), ENGLISH) == "1,235"
    assert number_text(Number(2030.0, form="year"), ENGLISH) == "2030"
    assert number_text(Number(3.2, signed=True), ENGLISH) == "+3.2"
    assert number_text(handy(433_196, "kWh"), ENGLISH) == "433 MWh"
    money = ranged(Range(1e6, 2e6, 3e6, "USD", "2024"), "")
    assert number_text(money, ENGLISH) == "2 (1-3) million USD2024"
    assert text_of(joined(["a", "", "b"], "; "), ENGLISH) == "a; b"


def test_columns_are_of_their_surfaces():
    """By hand: a column for pages alone is not on a terminal."""
    columns = (
        Column("a", "a", kind="word"),
        Column("b", "b", kind="word", surfaces=frozenset({"page"})),
    )
    table = Table("t", "", columns, (Row(("x", "y")),))
    assert "y" not in printed(table)
    assert "y" in html.blocks_html("", [table], ENGLISH)
