"""A cell magic for Jupyter: ``%load_ext wattlas``, then ``%%meter NAME``."""

from __future__ import annotations

import sys
from typing import Any

from wattlas.metering.api import current_session
from wattlas.metering.parts import Measurement
from wattlas.metering.window import Window

WIDTH = 100


def load_ipython_extension(ipython: Any) -> None:
    """Add the cell magic ``%%meter NAME`` to a notebook."""

    def meter(line: str, cell: str) -> None:
        """Run a cell and print what it drew."""
        with Window(line.strip() or "cell", current_session) as window:
            result = ipython.run_cell(cell)
        sys.stdout.write(measurement_text(window.measurement))
        result.raise_error()

    ipython.register_magic_function(meter, magic_kind="cell", magic_name="meter")


def measurement_text(found: Measurement) -> str:
    """Return a measurement as text, as the command prints it."""
    from io import StringIO

    from rich.console import Console

    from wattlas.report.metering import measurement_document
    from wattlas.report.paint.terminal import document_lines
    from wattlas.report.words.language import ENGLISH

    text = StringIO()
    console = Console(file=text, width=WIDTH, highlight=False)
    for line in document_lines(measurement_document(found), ENGLISH):
        console.print(line)
        console.print()
    return text.getvalue()
