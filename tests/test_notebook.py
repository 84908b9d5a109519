"""The notebook in docs is the one its script writes, and its cells run."""

from __future__ import annotations

import importlib.util
import json

import pytest

import wattlas
from wattlas.report.display import SHOWN, register
from wattlas.report.saved import KINDS


@pytest.fixture(scope="module")
def script(root):
    spec = importlib.util.spec_from_file_location(
        "notebook", root / "docs" / "notebook.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cells(root):
    path = root / "docs" / "notebooks" / "first-steps.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def test_the_notebook_is_what_the_script_writes(script, cells):
    """Law: kinds and sources of the cells are those of the script: `make notebook`."""
    written = [(c["cell_type"], "".join(c["source"])) for c in cells]
    assert written == [script.source(cell) for cell in script.CELLS]


def test_the_cells_run(script):
    """Law: the code of the notebook runs, in its order, in one namespace."""
    names = {}
    for cell in script.CELLS:
        kind, text = script.source(cell)
        if kind == "code":
            exec(compile(text, "cell", "exec"), names)
    assert names["request"].mid > 0


def test_results_were_shown_as_tables_and_charts(cells):
    """Law: no output is an error; each record has HTML, charts are in it."""
    outputs = [o for c in cells if c["cell_type"] == "code" for o in c["outputs"]]
    assert all(o["output_type"] != "error" for o in outputs)
    pages = ["".join(o["data"]["text/html"]) for o in outputs if "data" in o]
    assert len(pages) == 3
    assert all("<table>" in page or "<svg" in page for page in pages)


class Formatter(dict):
    """A stand-in for a notebook's formatter of HTML."""

    def for_type_by_name(self, module, name, function):
        self[module, name] = function


class Shell:
    """A stand-in for a notebook's shell."""

    def __init__(self):
        self.html = Formatter()
        self.display_formatter = self
        self.formatters = {"text/html": self.html}


def test_a_shell_shows_our_records():
    """Law: every record that is named is shown by a function that there is."""
    shell = Shell()
    register(shell)
    assert set(shell.html) == set(SHOWN) | {kind.record for kind in KINDS.values()}
    run = wattlas.train(energy="433 MWh", boundary="facility")
    html = shell.html["wattlas.records", "Estimate"](run)
    assert "433" in html
    assert ">MWh</td>" in html
    assert repr(run).startswith("<Estimate train")
