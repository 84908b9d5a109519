"""Reads a function as one expression: its locals, and what it returns, branches merged.

An early return and a branch that assigns become conditional expressions. What cannot be
written so (loops, arrays filled in place) has no formula.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any


class NoFormulaError(Exception):
    """A function that no expression says: it iterates, or its source is not there."""


@dataclass(frozen=True)
class Body:
    """A function as an expression: nodes of Python's syntax tree.

    `locals` are in the order of their assignment; `result` and later locals use them by
    name. `names` are the function's globals.
    """

    parameters: tuple[str, ...]
    defaults: Mapping[str, ast.expr]
    locals: Mapping[str, ast.expr]
    result: ast.expr
    names: Mapping[str, Any]


@cache
def body_of(function: Callable[..., Any]) -> Body:
    """Return a function as one expression.

    Raises
    ------
    NoFormulaError
        If it cannot be written so, or a frozen program carries no sources.

    Examples
    --------
    >>> from wattlas.chain.serving import prompt_tokens_in_step
    >>> body = body_of(prompt_tokens_in_step)
    >>> ast.unparse(body.result)
    'uncached_prompt_tokens * admitted / prompt_step_share'
    >>> ast.unparse(body.locals["admitted"])
    'batch / np.maximum(output_tokens, 1.0)'
    """
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError) as error:
        raise NoFormulaError(f"{function} has no source.") from error
    definition = ast.parse(source).body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise NoFormulaError(f"{function} is no plain function.")
    parameters = [p.arg for p in definition.args.args]
    defaults = definition.args.defaults
    assigned: dict[str, ast.expr] = {}
    result = _returned(definition.body, assigned)
    if result is None or assigned.keys() & set(parameters):
        raise NoFormulaError(f"{function} returns nothing, or assigns a parameter.")
    return Body(
        parameters=tuple(parameters),
        defaults=dict(
            zip(parameters[len(parameters) - len(defaults) :], defaults, strict=True)
        ),
        locals=assigned,
        result=result,
        names=function.__globals__,
    )


class Replaced(ast.NodeTransformer):
    """Puts expressions in the place of names."""

    def __init__(self, by: Mapping[str, ast.expr]) -> None:
        self._by = by

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return the expression of a name, or the name."""
        return deepcopy(self._by.get(node.id, node))


def replaced(node: ast.expr, by: Mapping[str, ast.expr]) -> ast.expr:
    """Return an expression with expressions in the place of names."""
    changed: ast.expr = Replaced(by).visit(deepcopy(node))
    return changed


def names_in(node: ast.expr) -> list[str]:
    """Return the names that an expression uses, in their order."""
    return [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]


def _returned(
    statements: list[ast.stmt], assigned: dict[str, ast.expr]
) -> ast.expr | None:
    """Return what the statements return; None where they only assign."""
    for at, statement in enumerate(statements):
        if isinstance(statement, ast.Return):
            return statement.value
        if isinstance(statement, ast.With):
            inner = [*statement.body, *statements[at + 1 :]]
            return _returned(inner, assigned)
        if isinstance(statement, ast.If):
            rest = statements[at + 1 :]
            chosen = _branch(statement, rest, assigned)
            if chosen is not None:
                return chosen
        elif not _is_docstring(statement):
            _assign(statement, assigned)
    return None


def _branch(
    statement: ast.If, rest: list[ast.stmt], assigned: dict[str, ast.expr]
) -> ast.expr | None:
    """Merge the two sides of a branch: what they return, or what they assign."""
    then, otherwise = dict(assigned), dict(assigned)
    returned = _returned(statement.body, then)
    if returned is not None:
        other = _returned([*statement.orelse, *rest], otherwise)
        if other is None:
            raise NoFormulaError("One side of a branch returns nothing.")
        # Names of one side are only used there, and never stand for two values.
        assigned.update({**then, **otherwise})
        return ast.IfExp(test=statement.test, body=returned, orelse=other)
    if _returned(statement.orelse, otherwise) is not None:
        raise NoFormulaError("Only the second side of a branch returns.")
    for name in then.keys() | otherwise.keys():
        if then.get(name) is otherwise.get(name):
            continue
        if name not in then or name not in otherwise:
            raise NoFormulaError(f"{name} is assigned on one side of a branch only.")
        value = ast.IfExp(test=statement.test, body=then[name], orelse=otherwise[name])
        assigned[name] = value
    return None


def _assign(statement: ast.stmt, assigned: dict[str, ast.expr]) -> None:
    """Note the locals that a statement assigns."""
    for target, value in _pairs(statement):
        if not isinstance(target, ast.Name):
            raise NoFormulaError("Only names may be assigned.")
        before = assigned.pop(target.id, None)
        if before is None:
            assigned[target.id] = value
            continue
        # Whatever was made with the value before keeps it.
        for name, other in assigned.items():
            if target.id in names_in(other):
                assigned[name] = replaced(other, {target.id: before})
        assigned[target.id] = replaced(value, {target.id: before})


def _pairs(statement: ast.stmt) -> list[tuple[ast.expr, ast.expr]]:
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        return [(statement.target, statement.value)]
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        raise NoFormulaError(f"A formula has no {type(statement).__name__}.")
    target, value = statement.targets[0], statement.value
    if not isinstance(target, ast.Tuple):
        return [(target, value)]
    parts = [
        ast.Subscript(value=value, slice=ast.Constant(i), ctx=ast.Load())
        for i in range(len(target.elts))
    ]
    return list(zip(target.elts, parts, strict=True))


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
