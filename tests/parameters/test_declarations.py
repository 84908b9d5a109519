"""Every declaration is complete: help that reads, a known quantity, a known table."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from typing import get_args, get_origin

import pytest

import wattlas
from wattlas import facts, parameters
from wattlas.parameters import QUANTITIES, declared
from wattlas.parameters.planning import PlanOptions
from wattlas.parameters.verbs import VERBS

MACHINERY = ("declaration", "limits", "quantities")
"""What declarations are made with."""


def _kinds():
    """Yield every class of options of the room."""
    for module in pkgutil.iter_modules(parameters.__path__):
        if module.name in MACHINERY:
            continue
        room = import_module(f"wattlas.parameters.{module.name}")
        for name, value in vars(room).items():
            own = getattr(value, "__module__", "") == room.__name__
            if own and hasattr(value, "__dataclass_fields__") and declared(value):
                yield pytest.param(value, id=name)


KINDS = list(_kinds())


@pytest.mark.parametrize("kind", KINDS)
def test_each_help_is_a_sentence(kind):
    """Law: it begins with a capital or a name, and ends with a stop or its unit."""
    for name, item in declared(kind).items():
        help_text = item.parameter.help
        assert help_text, f"{kind.__name__}.{name} has no help"
        assert help_text[0].isupper() or help_text.startswith("wattlas"), help_text
        assert help_text.endswith((".", "]", "...")), f"{name}: {help_text}"


@pytest.mark.parametrize("kind", KINDS)
def test_each_number_has_a_quantity_and_each_table_is_there(kind):
    """Law: limits and unit are in quantities.py; keys are of a table of facts."""
    for name, item in declared(kind).items():
        numeric = {int, float} & {item.type, *get_args(item.type)}
        if numeric and get_origin(item.type) is not dict:
            assert item.quantity, f"{kind.__name__}.{name} has no quantity"
        if item.quantity:
            assert item.quantity in QUANTITIES, item.quantity
        if item.parameter.table:
            assert facts.keys(item.parameter.table)


def test_the_signature_of_plan_is_its_declaration():
    """Law: names and defaults; `on` and `say` are of Python, the study is first."""
    signature = inspect.signature(wattlas.plan).parameters
    items = declared(PlanOptions)
    assert set(signature) == {*items, "on", "say"}
    for name, item in items.items():
        if name != "study":
            assert signature[name].default == item.default, name


@pytest.mark.parametrize(
    ("function", "verb"),
    [
        ("train", "estimate train"),
        ("serve", "estimate serve"),
        ("server", "estimate server"),
        ("outlook", "outlook"),
        ("crossing", "outlook cross"),
        ("backtest", "outlook backtest"),
    ],
)
def test_signatures_are_the_declarations(function, verb):
    """Law: every field is a keyword with its default, in `help()` too."""
    value = getattr(wattlas, function)
    signature = inspect.signature(value).parameters
    items = declared(VERBS[verb])
    assert list(signature) == list(items)
    for name, item in items.items():
        empty = inspect.Parameter.empty
        assert signature[name].default == (empty if item.required else item.default)
        assert item.parameter.help in inspect.getdoc(value)


def test_every_share_is_also_known_in_per_cent():
    """Law: a share at 90 times its highest was meant in per cent, and is asked so."""
    shares = {
        name: known
        for name, known in QUANTITIES.items()
        if known.unit == "1" and known.high <= 1 and "share" in known.meaning
    }
    assert "service_availability" in shares
    for name, known in shares.items():
        value = 90 * known.high
        assert known.meant(value) == f"{value:g} %", name
