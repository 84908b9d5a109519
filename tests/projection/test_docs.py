"""The page on the outlook says what the program says."""

from __future__ import annotations

import re

import pytest

from wattlas import facts
from wattlas.projection.assumptions import assumptions, inputs_of

SHOWN = re.compile(r"<!-- ([\w.-]+\.txt) -->\n```\n(.*?)\n```\n", re.DOTALL)
NAME = re.compile(r"\b([a-z_]+)\.([a-z0-9-]*[a-z0-9])")


@pytest.fixture(scope="module")
def page(root):
    """The page on the outlook."""
    return (root / "docs" / "outlook.md").read_text(encoding="utf-8")


def plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_texts_in_the_page_are_the_golden_ones(root, page):
    """`make docs` copies them: the page cannot show what is no longer printed."""
    shown = SHOWN.findall(page)
    assert len(shown) == 9
    for name, text in shown:
        golden = (root / "tests" / "golden" / name).read_text(encoding="utf-8")
        assert plain(text) == plain(golden), name


def test_inputs_named_in_the_page_exist(page):
    """Law: each `name.key` of the page is an input."""
    inputs = dict(assumptions().items)
    for place in facts.keys("outlook_places"):
        inputs |= inputs_of("outlook_places", place)
    quantities = {name.partition(".")[0] for name in inputs}
    named = {f"{q}.{key}" for q, key in NAME.findall(page) if q in quantities}
    assert len(named) >= 10
    assert named <= inputs.keys()


def test_every_input_of_the_tables_is_named_once():
    """Law: names are unique over the tables of inputs, regions and options."""
    names = [
        f"{fact.quantity}.{key}"
        for table in ("outlook", "outlook_regions", "power_options")
        for key in facts.keys(table)
        for fact in facts.numbers(table, key).values()
    ]
    assert len(set(names)) == len(names)


def test_pictures_of_the_page_are_there(root, page):
    """Law: each picture is drawn by `make docs`."""
    for path in re.findall(r"\((images/[\w.-]+)\)", page):
        assert (root / "docs" / path).is_file(), path
