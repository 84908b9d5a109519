"""Chinese: every verb, with good and bad words, says nothing in English sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import StringIO

import click
import pytest

from wattlas import facts
from wattlas.cli import main
from wattlas.cli.command import Group
from wattlas.cli.option import Argument
from wattlas.parameters.output import LANGUAGE_VARIABLE
from wattlas.report.facts import View, source_line, view
from wattlas.report.paint.markdown import document_markdown
from wattlas.report.words import facts as words_of_facts
from wattlas.report.words.language import language

NAME = r"[A-Za-z][A-Za-z'’-]*"
SENTENCE = re.compile(rf"(?<![-/.\w]){NAME}(?: {NAME}){{2,}}(?![/\w])")
"""Three words of Latin letters or more in a row."""
COMMAND = re.compile(r"wattlas(?: [a-z][\w-]*)+(?: [^一-鿿。，：；]*)?")
QUOTED = re.compile(r"""(["'`“]).*?(["'`”])""")
KEY = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
"""A key of a table or of a program: snake_case."""


@pytest.fixture(autouse=True)
def chinese(monkeypatch, tmp_path):
    """Ask for Chinese in the environment, in an empty folder."""
    monkeypatch.setenv(LANGUAGE_VARIABLE, "zh")
    monkeypatch.setenv("WATTLAS_LEDGER", str(tmp_path / "ledger"))
    monkeypatch.chdir(tmp_path)


def called(words: list[str], monkeypatch) -> str:
    """Return all that the command line prints, of both streams, in this process."""
    printed = StringIO()
    monkeypatch.setattr("sys.stdout", printed)
    monkeypatch.setattr("sys.stderr", printed)
    main._run(words)
    return printed.getvalue()


def english(text: str) -> list[str]:
    """Return what of a text is an English sentence: no name, command or quotation."""
    plain = COMMAND.sub("", text)
    return [
        match[0]
        for line in plain.splitlines()
        for match in SENTENCE.finditer(QUOTED.sub("", line))
        if not is_name(match[0])
    ]


JOINING = re.compile(
    r"(?<![-/.\w])(?:an?|and|are|as|be|for|has|in|is|must|not|number|of|or"
    r"|than|the|with)(?![-/\w])"
)
"""Words that stand in English sentences and are no names: `to`, `by` and `from` are."""


def mixed(text: str) -> list[str]:
    """Return what of a Chinese text is said with an English word within."""
    plain = QUOTED.sub("", COMMAND.sub("", text))
    found = [line for line in plain.splitlines() if JOINING.search(line)]
    return [line for line in found if re.search("[一-鿿]", line)]


def is_name(words: str) -> bool:
    """Say whether words are a name: each begins with a capital, or a table has it."""
    capitals = all(w[:1].isupper() for w in words.split())
    return capitals or any(words in name for name in names())


@cache
def names() -> set[str]:
    """Return the names that the tables of facts hold, which stay as they are."""
    return {
        cell
        for table in ("sources", "models", "hardware", "servers", "sites")
        for key in facts.keys(table)
        for cell in facts.row(table, key).values()
    }


def verbs(group=None, path=()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command by its words, groups too."""
    for name, lazy in (main.app.listed if group is None else group).items():
        command = lazy.command(name)
        yield (*path, name), command
        if isinstance(command, Group):
            yield from verbs(command.listed, (*path, name))


OWN_WORDS = ("facts", "outlook inputs", "validate")
"""Verbs that print cells of tables, which stay in the words of their sources."""
EVERY = {" ".join(words): command for words, command in verbs()}


def test_the_scan_finds_english():
    """By hand: a sentence is found; a command, a name and a quotation are not."""
    assert english("错误：the model does not fit。") == ["the model does not fit"]
    assert english("查看：wattlas facts models") == []
    assert english("Intel Xeon Platinum，'no such name here'") == []


@pytest.mark.parametrize("name", ["", *EVERY])
def test_help_is_chinese(name, monkeypatch):
    """Law: what a verb does, and each option, is said in Chinese."""
    text = called([*name.split(), "--help"], monkeypatch)
    assert "用法：" in text
    assert "选项" in text
    assert english(text) == []


def wrong(name: str, command: click.Command) -> Iterator[list[str]]:
    """Yield words that a verb cannot use: too many, unknown, and each option's."""
    words = name.split()
    yield [*words, "--no-such-option"]
    yield [*words, *(["zzz9"] * 6)]
    if isinstance(command, Group):
        yield [*words, "no-such-verb"]
    for parameter in command.params:
        if isinstance(parameter, Argument) or parameter.name in ("help", "language"):
            continue
        if getattr(parameter, "is_flag", False) or "measure" in words:
            continue
        for value in ("zzz9", "-3", ""):
            yield [*words, f"{parameter.opts[0]}={value}"]


@pytest.mark.parametrize("name", [n for n in EVERY if n not in OWN_WORDS])
def test_refusals_are_chinese(name, monkeypatch):
    """Law: whatever is wrong with the words, it is said in Chinese."""
    if name == "web":  # what is right would be served until somebody ends it
        uvicorn = pytest.importorskip("uvicorn", reason="needs the extra web")
        monkeypatch.setattr(uvicorn.Server, "run", lambda *_, **__: None)
        monkeypatch.setattr("wattlas.service.running.application", lambda *_: None)
        monkeypatch.setattr("webbrowser.open", lambda *_: True)
    for words in wrong(name, EVERY[name]):
        text = called(words, monkeypatch)
        assert english(text) == [], (words, text)
        assert mixed(text) == [], (words, text)


@pytest.mark.parametrize("table", [None, "sources", *facts.TABLES])
def test_facts_are_chinese_beside_what_the_tables_hold(table):
    """Law: heads and counts are Chinese, and notes in English are said to be so."""
    say = language("zh")
    keys = [] if table in (None, "sources") else facts.keys(table)[:1]
    for shown in (view(table), *(view(table, key) for key in keys)):
        text = re.sub(r"\\(?=\W)", "", document_markdown(shown.document(say), say))
        untold = [n for n in shown.notes() if say.translated(n) == n]
        assert (say(words_of_facts.NOTES_IN_ENGLISH) in text) == bool(untold)
        for cell in sorted(held(shown), key=len, reverse=True):
            text = text.replace(cell, "")
        assert english(text) == []


def held(shown: View) -> set[str]:
    """Return the texts of the tables and the sources that a view shows."""
    cells = {v for row in shown.rows for v in row.values() if isinstance(v, str)}
    ours = {*facts.TABLES.values(), words_of_facts.SOURCES}
    names = shown.record.get("names", {}).values()
    return {*(cells - ours), *names, *map(source_line, shown.sources)} - {""}


def test_the_template_of_a_machine_is_chinese(monkeypatch):
    """Law: each comment is; the names of the fields are keys."""
    text = called(["facts", "hardware", "--template"], monkeypatch)
    comments = [line.rpartition("# ")[2] for line in text.splitlines() if "# " in line]
    assert all(re.search("[一-鿿]", comment) for comment in comments)
    assert english(text) == []


CHIPS = ["--hardware", "h100", "--draws", "64"]
SERVED = ["--model", "llama-3.1-8b", *CHIPS]
GOOD = (
    ["estimate", "train", "--model", "bloom", "--chips", "8", *CHIPS],
    ["estimate", "train", "--model", "llama-3.1-8b", "--hardware", "h20,h100"],
    ["estimate", "train", "--energy", "1 GWh", "--boundary", "it", "--equivalents"],
    ["estimate", "train", "--chip-hours", "1e6", *CHIPS, "--price", "60 USD/kWh"],
    ["estimate", "serve", *SERVED, "--requests-per-day", "1M", "--years", "2"],
    ["estimate", "serve", *SERVED, "--engine-year", "2024", "--batch", "8..128"],
    ["estimate", "serve", *SERVED, "--chips", "64"],
    ["estimate", "serve", "--energy", "1 kWh", "--boundary", "it", "--requests", "5"],
    ["estimate", "image", "--model", "sdxl", *CHIPS],
    ["estimate", "video", "--model", "wan-2.1-1.3b", *CHIPS],
    ["estimate", "server", "4 x 1800 W", "--against", "two-socket-2024"],
    ["estimate", "deploy", *SERVED, "--requests-per-second", "9"],
    ["estimate", "advise", *SERVED, "--batch", "8", "--country", "us"],
    ["outlook", "--draws", "64"],
    ["outlook", "cross", "--draws", "64"],
    ["outlook", "what-if", "chips=12", "smr=20", "--draws", "64"],
    ["outlook", "efficiency", "--rate", "1.2", "--draws", "64"],
    ["outlook", "presets", "--draws", "64"],
    ["outlook", "price", "--region", "pjm", "--draws", "64"],
    ["outlook", "fleets", "--draws", "64"],
    ["outlook", "peak", "--region", "pjm", "--draws", "64"],
    ["outlook", "need", "--twh", "1000", "--by", "2030"],
    ["outlook", "backtest"],
    ["check", "Training GPT-3 took 1,287 MWh"],
    ["check", "训练 GPT-3 用电 1287 MWh"],
    ["doctor", "--simulate", "two-gpus"],
    ["ledger", "list"],
    ["ledger", "sum"],
    ["parameters", "train"],
    ["parameters", "study"],
)
"""Words that give a result, at once."""
CLAUSE = re.compile("[一-鿿].*[，。；：]|[，。；：].*[一-鿿]")
SOURCES = re.compile("来源（wattlas facts sources.*", re.DOTALL)
"""The keys of the sources that an estimate ends with, which are a list of keys."""


@pytest.mark.parametrize("words", GOOD, ids=" ".join)
def test_results_are_chinese(words, monkeypatch):
    """Law: no sentence of a result is English, and none holds a raw key."""
    text = SOURCES.sub("", called(words, monkeypatch))
    assert english(text) == []
    sentences = [line for line in text.splitlines() if CLAUSE.search(line)]
    if words[0] != "parameters":  # names of parameters are its rows
        assert [s for s in sentences if KEY.search(plain(s))] == []


def plain(text: str) -> str:
    """Return a text without commands, paths and what is typed as NAME=VALUE."""
    return re.sub(r"\S*/\S*|[a-z_\d]+(?:\.[a-z_*\d]+)+", "", COMMAND.sub("", text))
