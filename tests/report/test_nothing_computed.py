"""The law of the report: records in, nothing computed."""

from __future__ import annotations

import ast

COMPUTING = (
    "accuracy",
    "chain",
    "draws",
    "estimation",
    "hours",
    "metering",
    "planning",
    "projection",
    "reconcile",
    "workflow",
)
"""Rooms whose functions compute what a record should hold."""
ALLOWED = {
    ("facts.py", "find_chip"): "a chip goes by the same names as in an estimate",
    ("facts.py", "names_file"): "a model goes by the same paths as in an estimate",
    ("facts.py", "shape_of_file"): "the table of models shows what follows from it",
    ("facts.py", "shape_of_key"): "the same",
    ("live.py", "counting"): "which of several meters see all: a rule of scopes",
    ("magic.py", "current_session"): "a notebook's meter, which measures",
    ("plan_equations.py", "add_objective"): "its docstring is the equation shown",
    ("plan_scenarios.py", "interval"): "the spread of what was drawn",
}
"""Functions that report/ still calls, with the reason."""


def calls(root):
    """Yield file and name of each function of a computing room that report/ imports."""
    for path in sorted((root / "src" / "wattlas" / "report").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            _, _, room = node.module.partition("wattlas.")
            if room.split(".")[0] in COMPUTING:
                names = (alias.name for alias in node.names)
                yield from ((path.name, n) for n in names if n.islower())


def test_the_report_calls_nothing_that_computes(root):
    """Law: of the rooms that compute, report/ imports types and constants alone."""
    assert set(calls(root)) == set(ALLOWED)
