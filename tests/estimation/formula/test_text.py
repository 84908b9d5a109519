"""Formulas from functions: branches, locals, helpers, defaults, and none at all."""

from __future__ import annotations

import inspect
import math
import pkgutil
from importlib import import_module

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from wattlas import chain, facts, units
from wattlas.chain import engine_step, hardware, training
from wattlas.estimation.formula import body, clipped, formula_text, resolve
from wattlas.estimation.lookup import architecture_of

NO_LINKS = {
    "architecture",
    "architecture_rows",
    "cells",
    "huggingface",
    "image_rules",
    "layer_rows",
    "layers",
}
BY_ITERATION = {"busiest_board_load", "wet_bulb_c", "with_mean_below"}
"""Links that no expression says. The list may only shrink."""
MOST_BY_ITERATION = 3
OF_ARRAYS = {"with_mean"}
"""Links whose result is a series by all of its hours."""
BOOKKEEPING = {"sum_of_stages"}


def links():
    """Return every public function of the chain, by name of module and of itself."""
    rooms = [
        import_module(f"wattlas.chain.{m.name}")
        for m in pkgutil.iter_modules(chain.__path__)
        if m.name not in NO_LINKS
    ]
    return {
        f"{room.__name__.rpartition('.')[2]}.{name}": function
        for room in rooms
        for name, function in inspect.getmembers(room, inspect.isfunction)
        if function.__module__ == room.__name__
        and not name.startswith("_")
        and name not in BOOKKEEPING
    }


LINKS = links()
DRAWN = {
    name: link
    for name, link in LINKS.items()
    if link.__name__ not in BY_ITERATION | OF_ARRAYS
}


def early(x):
    """Return early, or not."""
    if x > 2.0:
        return 2.0
    doubled = 2 * x
    return doubled + 1


def chosen(x, y=1.0):
    """Assign on one side, and again."""
    size = x
    if y > 1:
        size = x / y
    size = size + 1
    return size * early(x) * y


def looped(x):
    """Loop."""
    for _ in range(3):
        x = x / 2
    return x


def test_a_branch_that_returns_becomes_a_condition():
    """By hand: 2 above 2, else 2 x + 1."""
    assert formula_text(early) == "2 if x > 2 else 2 * x + 1"


def test_locals_and_branches_that_assign_are_put_in():
    """By hand: `size` was made before it was made anew; a helper is written out."""
    printed = "((x / y if y > 1 else x) + 1) * early(x) * y"
    with pytest.raises(body.NoFormulaError):  # a helper outside the program
        resolve.expression_of(chosen)
    early.__module__ = "wattlas.tests"
    resolve.expression_of.cache_clear()
    inner = "(2 if x > 2 else 2 * x + 1)"
    assert formula_text.__wrapped__(chosen) == printed.replace("early(x)", inner)


def test_what_a_call_leaves_out_has_its_default():
    """By hand: a factor of one is left out; a default of another value stands."""
    given_two = frozenset({"training_flop", "peak_tflops", "step_mfu", "goodput"})
    assert (
        formula_text(hardware.chip_hours, given_two)
        == "training_flop / (peak_tflops * 1e12 * step_mfu * goodput) / 3600"
    )
    assert formula_text(hardware.chip_hours).endswith("* hours_error")


def test_constants_and_helpers_of_the_program_are_numbers():
    """By hand: 1,000 W in a kW; a range that is written with a star has two ends."""
    printed = formula_text(hardware.chip_energy_kwh)
    assert printed == f"chip_power_w * chip_hours / {units.W_PER_KW:.0f}"
    assert "0.8, 2.1)" in formula_text(training.balance_factor)


def test_a_long_formula_names_its_parts():
    """By hand: over 120 characters the function's own locals are named."""
    printed = formula_text(engine_step.dense_flop)
    expression, _, parts = printed.partition(", where ")
    assert expression == "(body + prompt + head) / chips_per_replica"
    named = [p.partition(" = ")[0] for p in parts.split("; ")]
    assert named == ["head", "body", "prompt"]


def test_what_iterates_has_no_formula():
    """Law: '' and no error, so that words can stand in its place."""
    assert formula_text(looped) == ""


def test_without_sources_there_are_words(monkeypatch):
    """A frozen program has no source files: no formula, and no error."""

    def none(_):
        raise OSError("could not get source code")

    monkeypatch.setattr(inspect, "getsource", none)
    body.body_of.cache_clear()
    resolve.expression_of.cache_clear()
    try:
        assert formula_text.__wrapped__(hardware.chip_energy_kwh) == ""
        assert clipped(training.balance_factor) == {}
    finally:
        body.body_of.cache_clear()
        resolve.expression_of.cache_clear()


def test_only_the_links_of_the_list_have_no_formula():
    """Law: what iterates is named here, and the list only gets shorter."""
    without = {link.__name__ for link in LINKS.values() if not formula_text(link)}
    assert without == BY_ITERATION
    assert len(BY_ITERATION) <= MOST_BY_ITERATION


def test_no_docstring_says_an_equation_beside_the_code():
    """Law: the equation is the code's; only what iterates has one in words."""
    says = {
        name
        for name, link in DRAWN.items()
        if f"``{link.__name__} =" in (inspect.getdoc(link) or "")
    }
    assert says == set()


SHAPES = [architecture_of(key) for key in facts.keys("models")]
NUMBERS = st.floats(-9, 15).map(lambda power: 10.0**power)
"""Positive numbers over 24 orders of magnitude: inside and outside of every clamp."""


GUARDED = [
    name
    for name, link in DRAWN.items()
    if any(word in formula_text(link) for word in ("min(", "max(", "clip(", " if "))
]


@pytest.mark.parametrize("name", GUARDED)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_guarded_expression_is_its_function(name, evaluated, data):
    """Law: for any inputs, in and out of each range, the two give the same number."""
    assert_same(DRAWN[name], evaluated, data)


@pytest.mark.parametrize("name", [name for name in DRAWN if name not in GUARDED])
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_plain_expression_is_its_function(name, evaluated, data):
    """Law: the same, with fewer draws where nothing bounds the result."""
    assert_same(DRAWN[name], evaluated, data)


def assert_same(link, evaluated, data):
    """Draw inputs of a link, and compare the function with its printed formula."""
    shaped = "architecture" in inspect.signature(link).parameters
    symbols = {
        parameter: data.draw(st.sampled_from(SHAPES) if one_is_shape else NUMBERS)
        for parameter in inspect.signature(link).parameters
        if (one_is_shape := parameter == "architecture") or True
    }
    numbers = {n: v for n, v in symbols.items() if n != "architecture"}
    if shaped:
        shape = symbols["architecture"]
        parts = [n for n in dir(shape) if not n.startswith("_")]
        numbers |= {f"architecture.{n}": getattr(shape, n) for n in parts}
    with np.errstate(all="ignore"):
        try:
            value = link(**symbols)
        except (ArithmeticError, ValueError, TypeError):  # a root of what is negative
            assume(False)
    if isinstance(value, tuple):
        assert evaluated(formula_text(link), numbers) == value
        return
    assume(not isinstance(value, complex) and math.isfinite(float(value)))
    try:
        printed = evaluated(formula_text(link), numbers)
    except (ArithmeticError, ValueError):
        assume(False)
    assert float(printed) == pytest.approx(float(value), rel=1e-9)
