"""The printed tree of a derivation: every symbol of a formula stands under it."""

from __future__ import annotations

import re

import pytest
from rich.console import Console

from wattlas import serve, train
from wattlas.records import Step, walk
from wattlas.report.derivation import derivation_blocks
from wattlas.report.paint.terminal import blocks_lines
from wattlas.report.words.language import ENGLISH

ESTIMATES = {
    "run": lambda: train(model="deepseek-v3", hardware="h20", draws=16),
    "service": lambda: serve(model="deepseek-v3", hardware="h200-sxm", draws=16),
}
WORDS = {"min", "max", "clip", "ln", "log2", "exp", "sqrt", "hypot", "if", "else"}
SYMBOL = re.compile(r"(?<![\w.])[a-z_][a-z0-9_]*(?:\.[a-z_]+)?")


def printed(steps) -> str:
    """Return the trees as text, one line for each entry."""
    console = Console(width=100_000, no_color=True)
    with console.capture() as capture:
        for line in blocks_lines(derivation_blocks(steps), ENGLISH):
            console.print(line)
    return capture.get()


@pytest.mark.parametrize("name", ESTIMATES)
def test_every_symbol_of_a_formula_stands_under_it(name):
    """Law: an input is printed by the name that the formula has for it."""
    record = ESTIMATES[name]()
    entries = {
        word.partition("@")[0]
        for line in printed(record.derivation).splitlines()
        for word in line.partition("   <- ")[0].strip("│├└─ ").split(" = ")
    }
    for root in record.derivation:
        for step in walk(root):
            formula = step.formula.replace(", where ", "; ")
            own = {p.partition(" = ")[0] for p in formula.split("; ")[1:]}
            symbols = set(SYMBOL.findall(formula))
            # Of a shape only what the branch that was taken reads is an input.
            symbols = {s for s in symbols if not s.startswith("architecture.")}
            missing = symbols - WORDS - own - entries - {"not"}
            assert missing == set(), (step.name, missing)


def test_without_a_formula_the_words_of_the_link_are_printed():
    """A frozen program has no sources: what the link gives is said in words."""
    step = Step(
        "pue", "", "Energy of the building over that of its servers. [1]", 1.2, ()
    )
    line = printed([step]).strip()
    assert line == "pue = 1.2   <- Energy of the building over that of its servers."
