"""Chinese of all that the program says: errors, refusals, help, names of inputs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import messages as said
import wattlas
from wattlas import facts
from wattlas.estimation.fitted import RANGE
from wattlas.parameters import declared
from wattlas.parameters.kinds import must_be
from wattlas.parameters.verbs import VERBS
from wattlas.report.words import inputs
from wattlas.report.words.language import language

ENGLISH = re.compile("[A-Za-z]{2}")
SAID = {
    "errors": said.of_errors,
    "help": said.of_help,
    "quantities": said.of_quantities,
    "parameters": said.of_parameters,
    "reasons": lambda: (
        (table, facts.row(table, key)["reason"].rstrip("."))
        for table in ("undisclosed",)
        for key in facts.keys(table)
    ),
    "inputs": lambda: inputs.INPUT_NAMES.items(),
    "fitted": lambda: inputs.FITTED.items(),
}
"""What gathers each kind of sentence, with where it stands."""


def wordless(text: str) -> bool:
    """Say whether nothing but places, numbers and signs stands in a text."""
    return not ENGLISH.search(re.sub("{[^}]*}", "", text))


@pytest.mark.parametrize("kind", SAID)
def test_all_that_is_said_is_in_the_catalogue(kind, messages):
    """Law: no sentence of the source lacks its Chinese."""
    lacking = {
        (where, text)
        for where, text in SAID[kind]()
        if text and not wordless(text) and text not in messages
    }
    assert lacking == set()


@pytest.mark.parametrize("kind", SAID)
def test_the_chinese_has_the_same_places(kind):
    """Law: what stands in a sentence stands in its Chinese, formatted alike."""
    zh = language("zh")
    for _, text in SAID[kind]():
        assert places(zh.translated(text)) == places(text), text


def places(text: str) -> list[str]:
    """Return the places of a sentence with how they are written."""
    return sorted(re.findall(r"(?<!{){[a-z_\d]+(?:!r)?(?::[^}]*)?}", text))


def test_no_error_is_an_f_string():
    """Law: a sentence that is filled in before it is translated cannot be said.

    So is what stands in its places: a sentence in a sentence is a message too.
    """
    for name, module in said.modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and said.is_said(node):
                first = node.args[0] if node.args else None
                assert not isinstance(first, ast.JoinedStr), (name, node.lineno)
                for inner in (k.value for k in node.keywords):
                    parts = getattr(inner, "values", [])
                    text = "".join(str(getattr(p, "value", "")) for p in parts)
                    glued = isinstance(inner, ast.JoinedStr) and " " in text.strip()
                    assert not glued, (name, node.lineno, ast.unparse(inner))


LABELS = {"charges.py"}
"""Modules that join with a word what nobody reads: a dimension of the program."""


def test_no_names_are_joined_by_an_english_word():
    """Law: what stands between names is said in a language, as `Several` says it."""
    joins = {
        (name, node.lineno)
        for name, module in said.modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and isinstance(node.func.value, ast.Constant)
        and re.search("[a-z]{2}", str(node.func.value.value))
    }
    assert {at for at in joins if Path(at[0]).name not in LABELS} == set()


def test_what_a_value_must_be_is_said_in_chinese():
    """Law: the kinds of values that a refusal names have their Chinese."""
    zh = language("zh")
    kinds = {
        words
        for options in VERBS.values()
        for item in declared(options).values()
        for words in map(str, must_be(item.type).names)
    }
    assert len(kinds) > 3
    assert {words for words in kinds if zh.translated(words) == words} == set()


def test_fitted_inputs_have_names():
    """Law: what a note on a fit names has words."""
    seen = {
        name
        for key in facts.keys("constants")
        if key.startswith(RANGE)
        for name in facts.numbers("constants", key)
    }
    assert seen - inputs.INPUT_NAMES.keys() == set()


def test_inputs_of_estimates_have_names():
    """Law: the inputs that the range of an estimate can come from have words."""
    few = {"draws": 32}
    served = {"hardware": "h200-sxm", "site": "oslo", "requests_per_day": 1e6, **few}
    estimates = [
        wattlas.train(model="llama-3.1-8b", hardware="h100-sxm", chips=8, **few),
        wattlas.train(chip_hours=1e6, hardware="h100-sxm", currency="CNY", **few),
        wattlas.serve(model="deepseek-v3", years=2, **served),
        wattlas.serve(model="jamba-1.5-large", replicas=1000, **served),
        wattlas.generate(model="sdxl", hardware="h100-sxm", **few),
        wattlas.generate(model="wan-2.1-1.3b", hardware="h100-sxm", chips=2, **few),
    ]
    found = {item.name for estimate in estimates for item in estimate.inputs}
    assert found - inputs.INPUT_NAMES.keys() == set()
