"""What the tables hold is read by something, or is marked as documentation."""

from __future__ import annotations

import ast
import csv
import re
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

import wattlas
from wattlas.estimation.fitted import RANGE
from wattlas.facts.documentation import DOCUMENTATION, OF_EVERY_ROW, READ_WHOLE

FOLDER = resources.files("wattlas.facts")
SOURCE = Path(wattlas.__file__).parent
LEAST_WRITTEN = 5
"""Letters that a name made of parts must have written out, to name a quantity."""


@cache
def written() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return names and fields of the code, and patterns of names made of parts."""
    names, patterns = set(), set()
    for path in SOURCE.rglob("*.py"):
        if path.parent.name == "words" or path.name == "documentation.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.update(re.split(r"[\s.]+", node.value))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
            elif isinstance(node, ast.JoinedStr):
                patterns.add(_pattern(node))
    return frozenset(names), tuple(re.compile(p) for p in patterns - {""})


def _pattern(node: ast.JoinedStr) -> str:
    parts = [
        re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+"
        for p in node.values
    ]
    fixed = "".join(part for part in parts if part != ".+")
    return "".join(parts) if len(re.findall(r"[a-z]", fixed)) >= LEAST_WRITTEN else ""


def is_read(name: str) -> bool:
    """Say whether the code has a name, or makes it of parts."""
    names, patterns = written()
    if name in names or name in cells():
        return True
    starts = (n for n in names if n.endswith("_") and len(n) >= LEAST_WRITTEN)
    return any(p.fullmatch(name) for p in patterns) or name.startswith(tuple(starts))


@cache
def cells() -> frozenset[str]:
    """Return what the rows of the tables name: a quantity may stand in a cell."""
    found: set[str] = set()
    for path in (FOLDER / "wide").iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            found.update(*(row.values() for row in csv.DictReader(file)))
    return frozenset(found)


def contents(folder: str) -> dict[str, set[str]]:
    """Return by table the quantities (tidy) or columns (wide) that it has.

    The range of a fit is read by the names of a link's arguments: the tests of fitted
    links hold that each is one of these.
    """
    found = {}
    for path in (FOLDER / folder).iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        name = path.name.removesuffix(".csv")
        tidy = folder == "tidy"
        found[name] = (
            {r["quantity"] for r in rows if not r["key"].startswith(RANGE)}
            if tidy
            else set(reader.fieldnames)
        )
    return found


TABLES = {(f, t): names for f in ("tidy", "wide") for t, names in contents(f).items()}


@pytest.mark.parametrize(("folder", "table"), sorted(TABLES))
def test_what_a_table_holds_is_read_or_documentation(folder, table):
    """Law: nothing is kept among the facts that has neither a reader nor a mark."""
    if table in READ_WHOLE:
        return
    marked = DOCUMENTATION.get(table, frozenset()) | OF_EVERY_ROW
    unread = {n for n in TABLES[folder, table] - marked if not is_read(n)}
    assert unread == set()


def test_what_is_marked_is_there():
    """Law: a mark is of a quantity or column that a table has."""
    for table, names in DOCUMENTATION.items():
        both = (TABLES.get((f, table), set()) for f in ("tidy", "wide"))
        assert names <= set().union(*both), table
