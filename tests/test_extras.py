"""Optional libraries are imported in one way, which names the command for each."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

import wattlas

SOURCE = Path(wattlas.__file__).parent
NAME = re.compile(r"[A-Za-z0-9._-]+")


@pytest.fixture(scope="module")
def project(root) -> dict:
    """The section `project` of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(lines: list[str]) -> set[str]:
    """Return the names of distributions that requirements ask for."""
    return {normal(NAME.match(line)[0]) for line in lines}


brought = cache(packages_distributions)


def distributions(module: str) -> set[str]:
    """Return the distributions that bring a module; its own name if none is there."""
    return {normal(d) for d in brought().get(module, [module])}


def pinned(names: set[str]) -> set[str]:
    """Return distributions with those of which they bring one version: their parts."""
    lines = [line for name in names for line in requires(name) or ()]
    always = [line for line in lines if ";" not in line]
    return names | required([line for line in always if "==" in line])


def imports(node: ast.AST, extra: str | None = None) -> Iterator[tuple[str, int, str]]:
    """Yield each import that runs: its module, its line, the extra of its block."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        inside = extra
        if isinstance(child, ast.With):
            calls = [i.context_expr for i in child.items]
            named = [c for c in calls if ast.unparse(c).startswith("needs_extra(")]
            inside = named[0].args[1].value if named else extra
        names = []
        if isinstance(child, ast.Import):
            names = [alias.name for alias in child.names]
        elif isinstance(child, ast.ImportFrom):
            names = [child.module]
        yield from ((name.partition(".")[0], child.lineno, inside) for name in names)
        yield from imports(child, inside)


def stray(path: Path, project: dict) -> Iterator[str]:
    """Yield the imports of a module that no installation is sure to have."""
    base = pinned(required(project["dependencies"]))
    extras = project["optional-dependencies"]
    own = sys.stdlib_module_names | {"wattlas"}
    for module, line, extra in imports(ast.parse(path.read_text(encoding="utf-8"))):
        if module in own or distributions(module) & base:
            continue
        if not distributions(module) & required(extras.get(extra, [])):
            yield f"{path.relative_to(SOURCE)}:{line}: {module} by {extra}"


def test_optional_libraries_are_imported_by_their_extra(project):
    """Law: an import is of Python, of Wattlas, of what every installation has by name
    or as the pinned part of that, or it stands in a block that names the extra which
    brings it."""
    modules = sorted(SOURCE.rglob("*.py"))
    assert [fault for path in modules for fault in stray(path, project)] == []


def test_a_stray_import_would_be_found(project, tmp_path, monkeypatch):
    """By hand: bare, and by an extra that does not bring it; not one for types."""
    monkeypatch.setitem(globals(), "SOURCE", tmp_path)
    path = tmp_path / "stray.py"
    path.write_text(
        "import altair, numpy, json\n"
        "if TYPE_CHECKING:\n    import duckdb\n"
        "with needs_extra('A chart', 'plan'):\n    import altair\n"
        "with needs_extra('A chart', 'report'):\n    import altair\n",
        encoding="utf-8",
    )
    found = ["stray.py:1: altair by None", "stray.py:5: altair by plan"]
    assert list(stray(path, project)) == found
