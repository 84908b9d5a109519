"""The names of the package: the same when it runs and where types are checked."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import wattlas
from wattlas.errors import UnknownOptionError


def names_for_types() -> set[str]:
    """The names that the package imports where only types are checked."""
    tree = ast.parse(Path(wattlas.__file__).read_text(encoding="utf-8"))
    guarded = [
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    imports = [n for g in guarded for n in g.body if isinstance(n, ast.ImportFrom)]
    return {alias.asname or alias.name for node in imports for alias in node.names}


def test_every_public_name_has_its_type():
    """Law: `__all__` and the imports for type checkers are one list."""
    assert names_for_types() == set(wattlas.__all__) - {"__version__"}


@pytest.mark.parametrize("name", ["train", "serve", "generate", "outlook", "crossing"])
def test_signature_and_help_name_every_parameter(name):
    """Law: what completion and `help()` show are the declared parameters."""
    function = getattr(wattlas, name)
    parameters = inspect.signature(function).parameters
    assert {"draws", "seed", "overrides"} <= set(parameters)
    for parameter in parameters:
        assert f"\n    {parameter}\n" in function.__doc__


def test_an_unknown_name_is_answered_by_the_nearest():
    """Bad input: as a TypeError, which Python gives for such a call, and ours."""
    with pytest.raises(UnknownOptionError, match="Did you mean 'tokens'"):
        wattlas.train(tokns=1)
    with pytest.raises(TypeError, match="takes keyword arguments"):
        wattlas.train("bloom")
