"""Say to a notebook's shell how our records are shown, without loading them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from wattlas.errors import MissingExtraError
from wattlas.report.saved import KINDS

SHOWN = {
    ("wattlas.records", "Estimate"): "estimate_html",
    ("wattlas.workflow.records", "StudyResult"): "study_html",
    ("wattlas.claims.record", "Verdict"): "checked_html",
    ("wattlas.claims.record", "VerdictFile"): "checked_file_html",
}
"""Module and name of a record, and the function of `notebook` that shows it; the
others show the blocks of their verb."""


def register(shell: Any) -> None:
    """Let a notebook's shell show our records as tables and charts."""
    formatter = shell.display_formatter.formatters["text/html"]
    others = dict.fromkeys((kind.record for kind in KINDS.values()), "record_html")
    for (module, name), function in (others | SHOWN).items():
        formatter.for_type_by_name(module, name, _shown_by(function))


def _shown_by(function: str) -> Callable[[Any], str | None]:
    def html(record: Any) -> str | None:
        try:
            show = getattr(import_module("wattlas.report.notebook"), function)
            return str(show(record))
        except MissingExtraError:
            # Without the extra for reports a notebook shows the record's text.
            return None

    return html
