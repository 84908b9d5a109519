"""Puts numbers, helpers and plain words in the place of what a function calls them."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from wattlas.estimation.formula.body import (
    Body,
    NoFormulaError,
    body_of,
    names_in,
    replaced,
)

WORDS = {
    "minimum": "min",
    "maximum": "max",
    "min": "min",
    "max": "max",
    "clip": "clip",
    "log": "ln",
    "log2": "log2",
    "exp": "exp",
    "expm1": "expm1",
    "sqrt": "sqrt",
    "hypot": "hypot",
    "ceil": "ceil",
    "mean": "mean",
}
"""What a formula calls the functions that a link may use."""
CASTS = {"float", "asarray"}
"""Functions that change the kind of a number and not its value."""
SHORT = 60
"""Up to this length a helper is written out where it is called. [characters]"""
LONGEST = 120
"""Longer formulas name their parts. [characters]"""


@dataclass(frozen=True)
class Expression:
    """A formula: what a link returns, with parts that have names of their own."""

    result: ast.expr
    parts: Mapping[str, ast.expr]

    @property
    def whole(self) -> ast.expr:
        """The result with every part written out."""
        return _written_out(self.result, self.parts)


@cache
def expression_of(function: Callable[..., Any]) -> Expression:
    """Return the formula of a function, its constants and helpers put in.

    >>> from wattlas.chain.hardware import chip_energy_kwh
    >>> ast.unparse(expression_of(chip_energy_kwh).result)
    'chip_power_w * chip_hours / 1000.0'
    """
    body = body_of(function)
    resolver = _Resolver(body)
    own = {n: resolver.visit(deepcopy(value)) for n, value in body.locals.items()}
    result = resolver.visit(deepcopy(body.result))
    parts = {**resolver.parts, **own}
    while isinstance(result, ast.Name) and result.id in parts:
        result = parts[result.id]
    plain = {n: v for n, v in parts.items() if _is_plain(v)}
    kept = {n: _written_out(v, plain) for n, v in parts.items() if n not in plain}
    return Expression(_written_out(result, plain), kept)


def _is_plain(node: ast.expr) -> bool:
    """Say whether a local is only another name of something."""
    return isinstance(node, ast.Name | ast.Constant | ast.Attribute | ast.Tuple)


def _written_out(node: ast.expr, parts: Mapping[str, ast.expr]) -> ast.expr:
    used = set(names_in(node)) & parts.keys()
    if not used:
        chosen: ast.expr = _Chosen().visit(node)
        return chosen
    return _written_out(replaced(node, {n: parts[n] for n in used}), parts)


class _Chosen(ast.NodeTransformer):
    """Takes the element that is asked for out of a pair."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.value, ast.Tuple) and isinstance(node.slice, ast.Constant):
            return node.value.elts[int(str(node.slice.value))]
        return node


class _Resolver(ast.NodeTransformer):
    """Resolves the names of one function; helpers that are long become parts."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._own = {*body.parameters, *body.locals}
        self.parts: dict[str, ast.expr] = {}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self._own:
            return node
        return _number(self._value(node))

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if isinstance(node.value, ast.Name) and node.value.id in self._own:
            return node
        return _number(self._value(node))

    def visit_Call(self, node: ast.Call) -> ast.expr:
        method = node.func
        if isinstance(method, ast.Attribute) and self._is_own(method.value):
            arguments = [self.visit(method.value), *map(self.visit, node.args)]
            return _call(method.attr, arguments)
        arguments = [self.visit(a) for given in node.args for a in self._spread(given)]
        target = self._value(node.func)
        if isinstance(target, FunctionType) and target.__module__.startswith("wattlas"):
            named = {str(k.arg): self.visit(k.value) for k in node.keywords}
            return self._helper(target, arguments, named)
        return _call(target.__name__, arguments)

    def _is_own(self, node: ast.expr) -> bool:
        """Say whether an expression is made of what the function has itself."""
        return bool(self._own & set(names_in(node)))

    def _spread(self, node: ast.expr) -> list[ast.expr]:
        """Return the arguments that a starred constant stands for."""
        if not isinstance(node, ast.Starred):
            return [node]
        return [ast.Constant(number) for number in self._value(node.value)]

    def _value(self, node: ast.expr) -> Any:
        """Return what a name stands for outside the function."""
        if isinstance(node, ast.Attribute):
            owner = self._value(node.value)
            if isinstance(owner, ModuleType):
                return getattr(owner, node.attr)
        if isinstance(node, ast.Name):
            for scope in (self._body.names, vars(builtins)):
                if node.id in scope:
                    return scope[node.id]
        raise NoFormulaError(f"{ast.unparse(node)} cannot be written in a formula.")

    def _helper(
        self,
        function: Callable[..., Any],
        arguments: list[ast.expr],
        named: dict[str, ast.expr],
    ) -> ast.expr:
        """Write a helper out, or give it a name where it is long."""
        body, inner = body_of(function), expression_of(function)
        given = {**dict(zip(body.parameters, arguments, strict=False)), **named}
        values = {**body.defaults, **given}
        whole = _written_out(replaced(inner.whole, values), {})
        length = len(ast.unparse(whole))
        if length <= SHORT or isinstance(whole, ast.Tuple):
            return whole
        name = function.__name__.lstrip("_")
        parts = {n: replaced(part, values) for n, part in inner.parts.items()}
        apart = {**parts, name: replaced(inner.result, values)}
        if not (length > LONGEST and self._add(apart)) and not self._add({name: whole}):
            return whole
        return ast.Name(id=name, ctx=ast.Load())

    def _add(self, parts: Mapping[str, ast.expr]) -> bool:
        """Name parts of a helper; return False where a name stands for another."""
        for name, part in parts.items():
            same = name in self.parts and ast.dump(self.parts[name]) == ast.dump(part)
            if not same and (name in self._own or name in self.parts):
                return False
        self.parts.update(parts)
        return True


def _number(value: Any) -> ast.expr:
    """Return a constant of a module as a number."""
    if not isinstance(value, int | float):
        raise NoFormulaError(f"{value!r} is no number.")
    if value == float("inf"):
        return ast.Name(id="inf", ctx=ast.Load())
    return ast.Constant(value)


def _call(name: str, arguments: list[ast.expr]) -> ast.expr:
    """Return a call in the words of a formula."""
    if name in CASTS:
        return arguments[0]
    if name == "where":
        test, then, otherwise = arguments
        return ast.IfExp(test=test, body=then, orelse=otherwise)
    if name not in WORDS:
        raise NoFormulaError(f"{name} has no word in a formula.")
    word = ast.Name(id=WORDS[name], ctx=ast.Load())
    return ast.Call(func=word, args=arguments, keywords=[])
