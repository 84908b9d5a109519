"""The electricity of AI, from a token to the grid.

>>> import wattlas
>>> run = wattlas.train(
...     energy="433 MWh", boundary="chip", it_overhead=1, pue=1.2, country="fr"
... )
>>> round(run.results["facility_energy_kwh"].mid)
519600
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_ROOMS = {
    "train": "wattlas.estimation",
    "serve": "wattlas.estimation",
    "generate": "wattlas.estimation",
    "server": "wattlas.estimation",
    "estimate_requests": "wattlas.estimation",
    "Study": "wattlas.study",
    "run": "wattlas.workflow",
    "plan": "wattlas.planning",
    "validate": "wattlas.accuracy",
    "meter": "wattlas.metering",
    "Ledger": "wattlas.metering",
    "load_ipython_extension": "wattlas.report.magic",
    "outlook": "wattlas.projection",
    "crossing": "wattlas.projection",
    "backtest": "wattlas.projection",
    "check": "wattlas.claims",
    "check_file": "wattlas.claims",
    "read_record": "wattlas.report.saved",
    "Estimate": "wattlas.records",
    "HardwareComparison": "wattlas.estimation.side_by_side",
    "ServerComparison": "wattlas.estimation.server",
    "RequestTotals": "wattlas.estimation.request_log.totals",
    "StudyResult": "wattlas.workflow",
    "Plan": "wattlas.planning",
    "Scenarios": "wattlas.planning.scenarios.record",
    "Outlook": "wattlas.projection",
    "OutlookCases": "wattlas.projection",
    "Crossings": "wattlas.projection",
    "Need": "wattlas.projection",
    "Forecasts": "wattlas.projection",
    "Backtest": "wattlas.projection",
    "Verdict": "wattlas.claims.record",
    "VerdictFile": "wattlas.claims.record",
    "Measurement": "wattlas.metering.parts",
    "Bill": "wattlas.reconcile.bill",
    "Comparison": "wattlas.reconcile.compare",
    "Validation": "wattlas.accuracy",
    "facts": "wattlas",
    "errors": "wattlas",
}
"""Public names, with the room that each is loaded from when first used."""

__all__ = [*_ROOMS, "__version__"]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"wattlas has no {name!r}; it has {', '.join(_ROOMS)}.")
    room = _ROOMS[name]
    value = (
        import_module(f"wattlas.{name}")
        if room == "wattlas"
        else getattr(import_module(room), name)
    )
    globals()[name] = value
    _show_in_notebooks()
    return value


def _show_in_notebooks() -> None:
    """Let a running notebook show results as tables and charts."""
    shells = sys.modules.get("IPython")
    shell = shells.get_ipython() if shells else None
    if shell is not None and "notebook" not in _REGISTERED:
        _REGISTERED.add("notebook")
        import_module("wattlas.report.display").register(shell)


_REGISTERED: set[str] = set()


def __dir__() -> list[str]:
    return sorted(__all__)
