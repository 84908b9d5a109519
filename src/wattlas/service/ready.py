"""What a process loads before the first question, so that none waits for it."""

from __future__ import annotations

import gc
from importlib import import_module

MODULES = (
    "wattlas.claims",
    "wattlas.estimation.side_by_side",
    "wattlas.facts",
    "wattlas.projection",
    "wattlas.report.charts.causes",
    "wattlas.report.saved",
    "wattlas.report.study",
    "wattlas.workflow",
)
"""Modules that most answers need."""


def load() -> None:
    """Import them, and read the tables that an estimate rests on.

    What stays is not looked through again for what can be freed: with all the tables
    that took 40 ms at once, in the middle of somebody's question.
    """
    from wattlas import estimation

    for name in MODULES:
        import_module(name)
    estimation.serve(model="llama-3.1-8b", hardware="h100-sxm", country="fr", draws=16)
    gc.collect()
    gc.freeze()
