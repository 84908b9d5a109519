"""Optional libraries are imported in one way, which names the command for each."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
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


def distributions(module: str) -> set[str]:
    """Return the distributions that bring a module; its own name if none is there."""
    return {normal(d) for d in packages_distributions().get(module, [module])}


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


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: p.stem)
def test_optional_libraries_are_imported_by_their_extra(path, project):
    """Law: an import is of Python, of Wattlas, of what every installation has, or it
    stands in a block that names the extra which brings it."""
    base = required(project["dependencies"])
    extras = project["optional-dependencies"]
    own = sys.stdlib_module_names | {"wattlas"}
    for module, line, extra in imports(ast.parse(path.read_text(encoding="utf-8"))):
        if module in own or distributions(module) & base:
            continue
        assert extra in extras, f"{path}:{line}: {module} stands in no needs_extra"
        known = required(extras[extra])
        assert distributions(module) & known, f"{line}: {extra} brings no {module}"
