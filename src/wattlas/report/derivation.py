"""A derivation as trees: each result with its formula, inputs, values and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wattlas.records import Input, Step
from wattlas.report.blocks import Block, Node, Tree
from wattlas.report.table import Number, Piece, joined, word
from wattlas.report.words import en

DIGITS = 4


def derivation_blocks(steps: Iterable[Step]) -> list[Block]:
    """Return one tree for each result that no other result is made of."""
    return list(_trees(steps))


def _trees(steps: Iterable[Step]) -> Iterator[Block]:
    shown: set[int] = set()
    for step in steps:
        if id(step) not in shown:
            yield Tree(_node(step, step.name, shown))


def _node(step: Step, symbol: str, shown: set[int]) -> Node:
    """Return a step under the symbol by which a formula calls it."""
    shown.add(id(step))
    children = []
    for name, value, origin in step.inputs:
        if not isinstance(origin, Step):
            children.append(Node(_leaf(name, value, origin)))
        elif id(origin) in shown:
            children.append(Node(word(en.ABOVE, name=name, value=_value(value))))
        else:
            children.append(_node(origin, name, shown))
    return Node(_head(step, symbol), tuple(children))


def _head(step: Step, symbol: str) -> Piece:
    """Return a step with its expression, or what it says where it iterates."""
    words, _, unit = step.meaning.rstrip("]").partition(" [")
    value = _value(step.value, "" if unit == "1" else unit)
    name = _named(symbol, step.name)
    return _line(name, value, f"  <- {step.formula or words}")


def _named(symbol: str, name: str) -> str:
    """Return a name behind what a formula calls it, where that is another."""
    return name if symbol == name else f"{symbol} = {name}"


def _leaf(name: str, value: float | str, origin: Input | None) -> Piece:
    if origin is None:
        return _line(name, _value(value))
    unit = "" if origin.unit == "1" else origin.unit
    said = _value(value, unit)
    note = f": {origin.note}" if origin.note else ""
    parts: list[Piece] = [said]
    if not origin.exact:
        low, high = _value(origin.low), _value(origin.high)
        parts.append(joined(("(", low, "..", high, ")"), ""))
    parts.append(f" [{origin.source}]{note}")
    label = origin.label if name == origin.name else f"{name} = {origin.label}"
    return _line(label, *parts)


def _line(name: str, *parts: Piece) -> Piece:
    return joined((name, "=", *parts), " ")


def _value(value: float | str, unit: str = "") -> Number | str:
    if isinstance(value, str):
        return value
    return Number(value, unit, digits=DIGITS)
