"""Prints the formula of a link, short or with its parts named after it."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from wattlas.estimation.formula.body import (
    NoFormulaError,
    body_of,
    names_in,
    replaced,
)
from wattlas.estimation.formula.resolve import LONGEST, Expression, expression_of

OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
FOLDED = 8
"""Digits up to which a product of constants is printed as one number."""
LARGEST_WHOLE = 1e6
"""Whole numbers from here on are printed with an exponent."""


@cache
def formula_text(
    function: Callable[..., Any], given: frozenset[str] | None = None
) -> str:
    """Return the expression that a link computes; '' where it iterates.

    Symbols are the link's parameters; `min`, `max`, `clip`, `ln`, `log2`, `exp`,
    `sqrt`, `ceil` and `hypot` are what they say. A long one ends in ``, where y = ...;
    z = ...``. `given` are the parameters that a call gives: the others have their
    default. Without source files (a frozen program) every formula is ''.

    >>> from wattlas.chain.facility import facility_energy_kwh
    >>> formula_text(facility_energy_kwh)
    'it_energy_kwh * pue'
    """
    try:
        return _text(_called(function, given))
    except NoFormulaError:
        return ""


def clipped(function: Callable[..., Any]) -> dict[str, tuple[float, float]]:
    """Return the limits at which a link holds its parameters, by parameter.

    >>> from wattlas.chain.training import balance_factor
    >>> sorted(clipped(balance_factor))
    ['chip_balance']
    """
    try:
        whole = expression_of(function).whole
    except NoFormulaError:
        return {}
    held = {}
    for node in ast.walk(whole):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "clip":
            inner, low, high = node.args
            if isinstance(inner, ast.Name):
                held[inner.id] = (ast.literal_eval(low), ast.literal_eval(high))
    return held


def _called(function: Callable[..., Any], given: frozenset[str] | None) -> Expression:
    """Return the formula of a call: what it does not give has its default."""
    expression = expression_of(function)
    defaults = body_of(function).defaults
    left = {n: v for n, v in defaults.items() if given is not None and n not in given}
    parts = {n: replaced(v, left) for n, v in expression.parts.items()}
    return Expression(replaced(expression.result, left), parts)


def _text(expression: Expression) -> str:
    whole = _plain(expression.whole)
    if len(whole) <= LONGEST or not expression.parts:
        return whole
    named = {n: _plain(v) for n, v in _in_order(expression).items()}
    where = "; ".join(f"{name} = {text}" for name, text in named.items())
    return f"{_plain(expression.result)}, where {where}"


def _in_order(expression: Expression) -> dict[str, ast.expr]:
    """Return the parts that are used, each after what uses it first."""
    ordered: dict[str, ast.expr] = {}

    def add(node: ast.expr, parts: Mapping[str, ast.expr]) -> None:
        for name in names_in(node):
            if name in parts and name not in ordered:
                ordered[name] = parts[name]
                add(parts[name], parts)

    add(expression.result, expression.parts)
    return ordered


def _plain(node: ast.expr) -> str:
    return ast.unparse(_Printed().visit(_Folded().visit(replaced(node, {}))))


class _Folded(ast.NodeTransformer):
    """Multiplies constants that make a short number, and leaves out factors of one."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        left, right = node.left, node.right
        joined = OPERATORS.get(type(node.op))
        if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
            value = joined(left.value, right.value) if joined else None
            short = value is not None and len(_digits(value)) <= FOLDED
            return ast.Constant(value) if short else node
        if _is_one(right) and isinstance(node.op, ast.Mult | ast.Div | ast.Pow):
            return left
        if _is_one(left) and isinstance(node.op, ast.Mult):
            return right
        return node


class _Printed(ast.NodeTransformer):
    """Prints numbers as people write them: 8760 and 1e12."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, int | float):
            return ast.Name(id=_digits(node.value), ctx=ast.Load())
        return node


def _digits(value: float) -> str:
    """Return a number as short as it can be read back.

    >>> _digits(8760.0), _digits(1e12), _digits(989.4)
    ('8760', '1e12', '989.4')
    """
    if value == int(value) and abs(value) < LARGEST_WHOLE:
        return str(int(value))
    text = f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return text.replace("e+", "e").replace("e0", "e").replace("e-0", "e-")


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1
