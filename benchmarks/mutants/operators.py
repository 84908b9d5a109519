"""Which changes are made: those of cosmic-ray that may pass for right, and our own."""

from __future__ import annotations

from collections.abc import Iterator

import parso
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

KINDS = (
    ("Add", "Sub", "Mul", "Div"),
    ("Eq", "NotEq", "Lt", "LtE", "Gt", "GtE"),
    ("Is", "IsNot"),
)
"""What an operator is changed to: its like, which may pass for right. A shift of bits
in a formula fails at once: it would flatter the tests."""
LEFT_OUT = ("NumberReplacer", "NoOp", "VariableInserter", "VariableReplacer")
SMALL = 10
FACTORS = (0.8, 1.25)
TWINS = {
    "max": "min", "maximum": "minimum", "any": "all", "ceil": "floor",
    "round": "int", "argmax": "argmin", "mean": "sum", "first": "last",
    "low": "high",
}  # fmt: skip
"""Names that are mistaken for each other."""


def operators() -> Iterator[tuple[str, Operator]]:
    """Return every operator with its name."""
    for name in operator_names():
        short = name.rpartition("/")[2]
        if not short.startswith(LEFT_OUT) and _is_of_a_kind(short):
            yield short, get_operator(name)()
    yield "Number", Number()
    yield "Twin", Twin()


def _is_of_a_kind(name: str) -> bool:
    """Say whether an operator is replaced by its like; other changes always are."""
    kind, *ends = name.split("_")
    if kind == "ReplaceComparisonOperator":
        return any(set(ends) <= set(like) for like in KINDS)
    return kind != "ReplaceBinaryOperator" or ends[1] in KINDS[0]


class Number(Operator):
    """A small whole number is one more or less, another number a quarter off."""

    def mutation_positions(self, node):
        """Yield the place of each number twice: up and down."""
        if node.type == "number":
            yield from ((node.start_pos, node.end_pos),) * 2

    def mutate(self, node, index):
        """Return the node with another number."""
        text = node.value.replace("_", "")
        if text.isdigit() and int(text) < SMALL:
            value = str(int(text) + (-1, 1)[index])
        else:
            value = repr(float(text) * FACTORS[index]) if float(text) else "0.25"
        value = value if "." in text or "e" in text else value.removesuffix(".0")
        return parso.python.tree.Number(value, node.start_pos, node.prefix)

    @classmethod
    def examples(cls):
        """Return none: cosmic-ray reads them for its own tests only."""
        return ()


class Twin(Operator):
    """A name is that of its opposite: max and min, round and int."""

    _OTHER = TWINS | {v: k for k, v in TWINS.items()}

    def mutation_positions(self, node):
        """Yield the place of each name that is used and has an opposite."""
        if node.type == "name" and node.value in self._OTHER and self._is_used(node):
            yield (node.start_pos, node.end_pos)

    def mutate(self, node, index):
        """Return the node with the name of its opposite."""
        node.value = self._OTHER[node.value]
        return node

    @staticmethod
    def _is_used(node) -> bool:
        """Say whether a name is called or read from something."""
        before, after = node.get_previous_leaf(), node.get_next_leaf()
        return after.value == "(" or before.value == "."

    @classmethod
    def examples(cls):
        """Return none, as above."""
        return ()
