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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wattlas import errors as errors
    from wattlas import facts as facts
    from wattlas.accuracy import Validation as Validation
    from wattlas.accuracy.validate import validate as validate
    from wattlas.claims.record import Verdict as Verdict
    from wattlas.claims.record import VerdictFile as VerdictFile
    from wattlas.estimation import estimate_requests as estimate_requests
    from wattlas.estimation.api import agent as agent
    from wattlas.estimation.api import classify as classify
    from wattlas.estimation.api import embed as embed
    from wattlas.estimation.api import finetune as finetune
    from wattlas.estimation.api import generate as generate
    from wattlas.estimation.api import rl as rl
    from wattlas.estimation.api import serve as serve
    from wattlas.estimation.api import speak as speak
    from wattlas.estimation.api import train as train
    from wattlas.estimation.api import transcribe as transcribe
    from wattlas.estimation.deployment import deploy as deploy
    from wattlas.estimation.deployment_record import Deployment as Deployment
    from wattlas.estimation.request_files.record import RequestRun as RequestRun
    from wattlas.estimation.request_files.run import (
        estimate_request_files as estimate_request_files,
    )
    from wattlas.estimation.request_log.function import (
        requests_function as requests_function,
    )
    from wattlas.estimation.request_log.totals import RequestTotals as RequestTotals
    from wattlas.estimation.server import ServerComparison as ServerComparison
    from wattlas.estimation.server import server as server
    from wattlas.estimation.side_by_side import HardwareComparison as HardwareComparison
    from wattlas.metering import Ledger as Ledger
    from wattlas.metering import meter as meter
    from wattlas.metering.parts import Measurement as Measurement
    from wattlas.planning import Plan as Plan
    from wattlas.planning import plan as plan
    from wattlas.planning.scenarios.record import Scenarios as Scenarios
    from wattlas.projection import Backtest as Backtest
    from wattlas.projection import Crossings as Crossings
    from wattlas.projection import Efficiency as Efficiency
    from wattlas.projection import Fleets as Fleets
    from wattlas.projection import Forecasts as Forecasts
    from wattlas.projection import Need as Need
    from wattlas.projection import Outlook as Outlook
    from wattlas.projection import OutlookCases as OutlookCases
    from wattlas.projection import Peak as Peak
    from wattlas.projection import Presets as Presets
    from wattlas.projection import Price as Price
    from wattlas.projection import WhatIf as WhatIf
    from wattlas.projection import outlook as outlook
    from wattlas.projection.backtest import backtest as backtest
    from wattlas.projection.crossing import crossing as crossing
    from wattlas.reconcile.bill_record import Bill as Bill
    from wattlas.reconcile.compare import Comparison as Comparison
    from wattlas.records import Estimate as Estimate
    from wattlas.report.checking import check as check
    from wattlas.report.checking import check_file as check_file
    from wattlas.report.magic import load_ipython_extension as load_ipython_extension
    from wattlas.report.saved import read_record as read_record
    from wattlas.study import Study as Study
    from wattlas.telemetry.watch import Watch as Watch
    from wattlas.telemetry.watch import watch as watch
    from wattlas.workflow import StudyResult as StudyResult
    from wattlas.workflow import run as run
    from wattlas.workflow.advice import advise as advise
    from wattlas.workflow.advice_record import Advice as Advice

__version__ = "0.2.0"

_ROOMS = {
    "train": "wattlas.estimation",
    "serve": "wattlas.estimation",
    "generate": "wattlas.estimation",
    "finetune": "wattlas.estimation",
    "rl": "wattlas.estimation",
    "agent": "wattlas.estimation",
    "embed": "wattlas.estimation",
    "classify": "wattlas.estimation",
    "transcribe": "wattlas.estimation",
    "speak": "wattlas.estimation",
    "server": "wattlas.estimation",
    "deploy": "wattlas.estimation",
    "advise": "wattlas.workflow.advice",
    "estimate_requests": "wattlas.estimation",
    "estimate_request_files": "wattlas.estimation.request_files.run",
    "requests_function": "wattlas.estimation.request_log.function",
    "Study": "wattlas.study",
    "run": "wattlas.workflow",
    "plan": "wattlas.planning",
    "validate": "wattlas.accuracy",
    "meter": "wattlas.metering",
    "Ledger": "wattlas.metering",
    "watch": "wattlas.telemetry.watch",
    "Watch": "wattlas.telemetry.watch",
    "load_ipython_extension": "wattlas.report.magic",
    "outlook": "wattlas.projection",
    "crossing": "wattlas.projection",
    "backtest": "wattlas.projection",
    "check": "wattlas.report.checking",
    "check_file": "wattlas.report.checking",
    "read_record": "wattlas.report.saved",
    "Estimate": "wattlas.records",
    "HardwareComparison": "wattlas.estimation.side_by_side",
    "ServerComparison": "wattlas.estimation.server",
    "Deployment": "wattlas.estimation.deployment_record",
    "Advice": "wattlas.workflow.advice_record",
    "RequestTotals": "wattlas.estimation.request_log.totals",
    "RequestRun": "wattlas.estimation.request_files.record",
    "StudyResult": "wattlas.workflow",
    "Plan": "wattlas.planning",
    "Scenarios": "wattlas.planning.scenarios.record",
    "Outlook": "wattlas.projection",
    "OutlookCases": "wattlas.projection",
    "Crossings": "wattlas.projection",
    "Need": "wattlas.projection",
    "Peak": "wattlas.projection",
    "Fleets": "wattlas.projection",
    "Price": "wattlas.projection",
    "WhatIf": "wattlas.projection",
    "Efficiency": "wattlas.projection",
    "Presets": "wattlas.projection",
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
