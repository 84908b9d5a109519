"""No module imports itself through others: each can be read, and moved, alone."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """What each module imports, at its top and in its functions."""
    graph = grimp.build_graph(
        "wattlas", cache_dir=None, exclude_type_checking_imports=True
    )
    return {m: graph.find_modules_directly_imported_by(m) for m in graph.modules}


def circle(imports: Mapping[str, set[str]]) -> list[str]:
    """Return the modules of a circle of imports, none where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_imports_itself_through_others(imports):
    """Law: also where an import stands in a function, which hides a circle."""
    assert circle(imports) == []


def test_a_circle_would_be_found(imports):
    """Law: what imports the floor's lowest file, imported by it, is a circle."""
    assert "wattlas.errors" in imports["wattlas.draws"]
    back = imports | {"wattlas.errors": {"wattlas.draws"}}
    assert {"wattlas.errors", "wattlas.draws"} <= set(circle(back))
