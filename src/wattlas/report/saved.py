"""Any saved record as a document, without computing anything anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from wattlas.errors import InputError
from wattlas.plain import Plain, json_data, shortened
from wattlas.report.codes import check_codes

if TYPE_CHECKING:
    from wattlas.report.blocks import Document


@dataclass(frozen=True)
class Kind:
    """How a kind of record is read and shown: module and name of each, loaded late."""

    record: tuple[str, str]
    document: tuple[str, str]


def _kind_of(module: str, record: str, report: str, document: str) -> Kind:
    return Kind((f"wattlas.{module}", record), (f"wattlas.report.{report}", document))


_ESTIMATE = _kind_of("records", "Estimate", "estimates", "estimate_document")
KINDS: Mapping[str, Kind] = {
    "train": _ESTIMATE,
    "serve": _ESTIMATE,
    "generate": _ESTIMATE,
    "metered": _ESTIMATE,
    "finetune": _ESTIMATE,
    "rl": _ESTIMATE,
    "agent": _ESTIMATE,
    "embed": _ESTIMATE,
    "classify": _ESTIMATE,
    "transcribe": _ESTIMATE,
    "speak": _ESTIMATE,
    "hardware-comparison": _kind_of(
        "estimation.side_by_side",
        "HardwareComparison",
        "comparison",
        "comparison_document",
    ),
    "advice": _kind_of("workflow.advice_record", "Advice", "advice", "advice_document"),
    "server": _kind_of(
        "estimation.server", "ServerComparison", "servers", "servers_document"
    ),
    "deploy": _kind_of(
        "estimation.deployment_record",
        "Deployment",
        "deployments",
        "deployment_document",
    ),
    "requests": _kind_of(
        "estimation.request_log.totals",
        "RequestTotals",
        "requests",
        "requests_document",
    ),
    "request-run": _kind_of(
        "estimation.request_files.record",
        "RequestRun",
        "request_runs",
        "run_document",
    ),
    "study": _kind_of("workflow.records", "StudyResult", "study", "study_document"),
    "plan": _kind_of("planning.answer.record", "Plan", "study", "plan_document"),
    "plan-cases": _kind_of(
        "planning.cases", "PlanCases", "plan_cases", "cases_document"
    ),
    "scenarios": _kind_of(
        "planning.scenarios.record",
        "Scenarios",
        "plan_scenarios",
        "scenarios_document",
    ),
    "outlook": _kind_of("projection.record", "Outlook", "outlook", "outlook_document"),
    "outlook-cases": _kind_of(
        "projection.record", "OutlookCases", "outlook", "saved_cases_document"
    ),
    "outlook-inputs": _kind_of(
        "projection.record", "OutlookInputs", "outlook", "inputs_document"
    ),
    "crossing": _kind_of(
        "projection.crossing", "Crossings", "crossing", "crossing_document"
    ),
    "need": _kind_of("projection.need", "Need", "need", "need_document"),
    "outlook-peak": _kind_of("projection.peak", "Peak", "peak", "peak_document"),
    "outlook-price": _kind_of("projection.price", "Price", "price", "price_document"),
    "outlook-fleets": _kind_of(
        "projection.fleets", "Fleets", "fleets", "fleets_document"
    ),
    "outlook-compare": _kind_of(
        "projection.compare", "Compared", "compare", "compared_document"
    ),
    "outlook-what-if": _kind_of(
        "projection.what_if", "WhatIf", "changes", "what_if_document"
    ),
    "outlook-efficiency": _kind_of(
        "projection.efficiency", "Efficiency", "changes", "efficiency_document"
    ),
    "outlook-presets": _kind_of(
        "projection.presets", "Presets", "changes", "presets_document"
    ),
    "forecasts": _kind_of(
        "projection.forecasts", "Forecasts", "forecasts", "forecasts_document"
    ),
    "backtest": _kind_of(
        "projection.backtest", "Backtest", "backtest", "backtest_document"
    ),
    "check": _kind_of("claims.record", "Verdict", "claims", "claim_document"),
    "check-file": _kind_of("claims.record", "VerdictFile", "claims", "file_document"),
    "measurement": _kind_of(
        "metering.parts", "Measurement", "metering", "measurement_document"
    ),
    "serving-measurement": _kind_of(
        "metering.serving.record",
        "ServingMeasurement",
        "serving_meter",
        "serving_document",
    ),
    "doctor": _kind_of("metering.machine", "Findings", "doctor", "doctor_document"),
    "ledger": _kind_of("reconcile.bill", "Bill", "ledger", "bill_document"),
    "runs": _kind_of("reconcile.runs", "RunList", "ledger", "runs_document"),
    "ledger-query": _kind_of("reconcile.runs", "Answer", "ledger", "answer_document"),
    "comparison": _kind_of(
        "reconcile.compare", "Comparison", "prediction", "prediction_document"
    ),
    "validate": _kind_of(
        "accuracy.validate", "Validation", "accuracy", "validation_document"
    ),
}
"""Every kind of record that a verb prints, and how it is read and shown."""


SCHEMAS: Mapping[str, tuple[str, ...]] = {
    "estimate": ("train",),
    "hardware-comparison": ("hardware-comparison",),
    "advice": ("advice",),
    "server": ("server",),
    "deploy": ("deploy",),
    "requests": ("requests", "request-run"),
    "result": ("study",),
    "plan": ("plan", "plan-cases"),
    "scenarios": ("scenarios",),
    "outlook": ("outlook", "outlook-cases", "crossing"),
    "outlook-inputs": ("outlook-inputs",),
    "need": ("need",),
    "outlook-peak": ("outlook-peak",),
    "outlook-price": ("outlook-price",),
    "outlook-compare": ("outlook-compare",),
    "outlook-fleets": ("outlook-fleets",),
    "outlook-changes": ("outlook-what-if", "outlook-efficiency", "outlook-presets"),
    "forecasts": ("forecasts",),
    "backtest": ("backtest",),
    "check": ("check", "check-file"),
    "measurement": ("measurement", "serving-measurement"),
    "doctor": ("doctor",),
    "ledger": ("ledger", "runs", "ledger-query"),
    "comparison": ("comparison",),
    "validate": ("validate",),
}
"""The published JSON Schemas by name, and the kinds of records that each is of."""


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of every kind of record, by the name of its file."""
    from wattlas.plain.schema import schema_of

    return {
        name: schema_of(
            f"Wattlas: {', '.join(kinds)}", *(_load(KINDS[k].record) for k in kinds)
        )
        for name, kinds in SCHEMAS.items()
    }


def read_record(data: Mapping[str, Any]) -> Plain:
    """Return the record of any kind that wrote the data.

    Raises
    ------
    InputError
        If the kind is unknown, or the data are not what a record of it writes.
    """
    if not isinstance(data, Mapping):
        raise InputError(
            "A record is an object, got {shortened}.",
            shortened=shortened(data),
        )
    record: Plain = _load(_kind(data.get("kind")).record).from_dict(data)
    check_codes(record)
    _check_told(record)
    return record


def _check_told(record: Plain) -> None:
    """Refuse a checked claim whose sentences were changed."""
    if record.KINDS not in (("check",), ("check-file",)):
        return
    from wattlas.claims import Verdict, VerdictFile
    from wattlas.report.checking import check_told

    if isinstance(record, Verdict):
        check_told(record, "Verdict")
    elif isinstance(record, VerdictFile):
        for number, claim in enumerate(record.claims):
            check_told(claim, f"VerdictFile.claims[{number}]")


def read_saved(text: str) -> Plain:
    """Return the record of any kind that wrote a JSON text.

    Raises
    ------
    InputError
        If the text is no JSON, its kind unknown, or its schema another.
    """
    return read_record(json_data(text))


def saved_document(record: Plain) -> Document:
    """Return a record as a document."""
    name = getattr(record, "kind", None) or next(iter(record.KINDS), None)
    document: Document = _load(_kind(name).document)(record)
    return document


def _kind(name: object) -> Kind:
    if not isinstance(name, str) or name not in KINDS:
        raise InputError(
            "kind must be one of {kinds}, got {name!r}: the file is no record. Write "
            "one with --json.",
            kinds=", ".join(KINDS),
            name=name,
        )
    return KINDS[name]


def _load(place: tuple[str, str]) -> Any:
    module, name = place
    return getattr(import_module(module), name)
