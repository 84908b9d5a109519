"""A derivation as a tree: each result with its formula, inputs, values and sources."""

from __future__ import annotations

from collections.abc import Iterable

from rich.tree import Tree

from wattlas.records import Input, Step
from wattlas.report.format import significant


def derivation_trees(steps: Iterable[Step]) -> Iterable[Tree]:
    """Yield one tree for each result that no other result is made of."""
    shown: set[int] = set()
    for step in steps:
        if id(step) in shown:
            continue
        tree = Tree(_head(step))
        _grow(tree, step, shown)
        yield tree


def _grow(tree: Tree, step: Step, shown: set[int]) -> None:
    shown.add(id(step))
    for name, value, origin in step.inputs:
        if isinstance(origin, Step):
            if id(origin) in shown:
                tree.add(f"{name} = {_value(value)}  (above)", highlight=False)
                continue
            head = f"{_alias(name, origin.name)}{_head(origin)}"
            _grow(tree.add(head, highlight=False), origin, shown)
        else:
            tree.add(_leaf(name, value, origin), highlight=False)


def _alias(symbol: str, name: str) -> str:
    """Return what a formula calls an input, where that is not its name."""
    return "" if symbol == name else f"{symbol} = "


def _head(step: Step) -> str:
    words, _, unit = step.meaning.rstrip("]").partition(" [")
    unit = f" {unit}" if unit not in ("", "1") else ""
    return f"{step.name} = {_value(step.value)}{unit}   <- {step.formula or words}"


def _leaf(name: str, value: float | str, origin: Input | None) -> str:
    if origin is None:
        return f"{name} = {_value(value)}"
    unit = "" if origin.unit == "1" else f" {origin.unit}"
    width = "" if origin.exact else f" ({_value(origin.low)}..{_value(origin.high)})"
    source = origin.source
    note = f": {origin.note}" if origin.note else ""
    alias = _alias(name, origin.name)
    return f"{alias}{origin.label} = {_value(value)}{unit}{width}  \\[{source}]{note}"


def _value(value: float | str) -> str:
    return value if isinstance(value, str) else significant(value, 4)
