"""Reads a printed formula back, as a person would: with the inputs beside it."""

from __future__ import annotations

import ast
import math
from functools import cache

import pytest

WORDS = {
    "min": min,
    "max": max,
    "clip": lambda value, low, high: min(max(value, low), high),
    "ln": math.log,
    "log2": math.log2,
    "exp": math.exp,
    "expm1": math.expm1,
    "sqrt": math.sqrt,
    "hypot": math.hypot,
    "ceil": math.ceil,
    "mean": lambda values: sum(values) / len(values),
    "inf": math.inf,
}
"""The functions that a formula may use: docs/method.md names them."""


def value_of_formula(formula: str, symbols: dict) -> float:
    """Return the value of a printed formula, its named parts worked out first."""
    expression, _, parts = formula.partition(", where ")
    known = dict(symbols)
    for part in reversed(parts.split("; ") if parts else []):
        name, _, text = part.partition(" = ")
        known[name] = lambda text=text: value_of(text, known)
    return value_of(expression, known)


@cache
def compiled(text: str):
    """Return the code of an expression; `architecture.layers` is one name in it."""

    class Joined(ast.NodeTransformer):
        def visit_Attribute(self, node):
            return ast.Name(id=ast.unparse(node).replace(".", "__"), ctx=ast.Load())

    tree = ast.fix_missing_locations(Joined().visit(ast.parse(text, mode="eval")))
    return compile(tree, text, "eval")


def value_of(text: str, known: dict) -> float:
    """Return the value of one expression; a part is worked out where it is used."""

    class Scope(dict):
        def __missing__(self, name):
            value = known[name.replace("__", ".")]
            return value() if callable(value) else value

    return eval(compiled(text), {**WORDS, "__builtins__": {}}, Scope())


@pytest.fixture(scope="session")
def evaluated():
    """Return the function that works a printed formula out."""
    return value_of_formula
