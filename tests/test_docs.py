"""The pages say what the program says."""

from __future__ import annotations

import re

import pytest

from wattlas import facts

SHOWN = re.compile(r"<!-- ([\w.-]+\.txt) -->\n```\n(.*?)\n```\n", re.DOTALL)


def _plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_texts_in_the_readme_are_the_golden_ones(root):
    """`make docs` copies them: a page cannot show what is no longer printed."""
    shown = SHOWN.findall((root / "README.md").read_text(encoding="utf-8"))
    assert shown
    for name, text in shown:
        golden = (root / "tests" / "golden" / name).read_text(encoding="utf-8")
        assert _plain(text) == _plain(golden), name


@pytest.mark.parametrize(
    ("words", "table"),
    [
        ("models", "models"),
        ("chips", "hardware"),
        ("servers", "servers"),
        ("countries and grid regions", "countries"),
        ("sites", "sites"),
    ],
)
def test_counts_in_the_readme_are_those_of_the_tables(root, words, table):
    """The README names how many rows each table has."""
    text = " ".join((root / "README.md").read_text(encoding="utf-8").split())
    assert f"{len(facts.keys(table))} {words}" in text


def test_every_verb_and_option_of_the_readme_exists(root, run):
    """Each `wattlas ...` line of the README's list runs with --help of its verb."""
    text = (root / "README.md").read_text(encoding="utf-8")
    verbs = {
        tuple(re.findall(r"wattlas ((?:estimate )?\w+)", line)[0].split())
        for line in text.splitlines()
        if line.startswith("wattlas ")
    }
    for verb in verbs:
        assert run(*verb, "--help").returncode == 0, verb
