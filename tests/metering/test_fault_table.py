"""The table of docs/faults.md: each case is run, and says what the page says."""

from __future__ import annotations

import importlib.util
import re
import sys

import pytest


def _cases(root):
    """Return the module of benchmarks/ that has the cases."""
    path = root / "benchmarks" / "faults.py"
    spec = importlib.util.spec_from_file_location("faults", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["faults"] = module  # its records are looked up by it
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def faults(root):
    yield _cases(root)
    del sys.modules["faults"]


def test_no_case_is_silently_wrong(faults):
    """Law: the truth is in the range, and what is off by a tenth has a flag."""
    for case in faults.CASES:
        low, mid, high, flags = faults.measured(case)
        assert low <= case.truth_j <= high, case.name
        assert flags or abs(mid - case.truth_j) <= 0.1 * case.truth_j, case.name


def test_the_page_has_the_table_that_is_printed(faults, root):
    """Law: `python benchmarks/faults.py` prints what the page shows."""
    page = (root / "docs" / "faults.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"<!-- faults -->\n(.*)\n<!-- end -->", page, re.DOTALL)
    assert shown.splitlines() == list(faults.table())


def test_the_tests_that_the_page_names_are_there(root):
    """Law: each case of a ledger names a test that runs it."""
    page = (root / "docs" / "faults.md").read_text(encoding="utf-8")
    tests = "".join(
        path.read_text(encoding="utf-8") for path in (root / "tests").rglob("test_*.py")
    )
    named = set(re.findall(r"`(test_\w+)`", page))
    assert len(named) > 10
    assert {name for name in named if f"def {name}(" not in tests} == set()
