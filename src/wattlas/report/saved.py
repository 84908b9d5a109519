"""Any saved record as a page, as Markdown or for the terminal; nothing is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from wattlas.errors import InputError
from wattlas.plain import Plain
from wattlas.report.words.language import Language

if TYPE_CHECKING:
    from rich.console import RenderableType

    from wattlas.report.page.blocks import Page
    from wattlas.report.page.parts import Made

Blocks = Iterable["RenderableType"]


@dataclass(frozen=True)
class View:
    """How a kind of record is shown: its type, its blocks, its page if it has one.

    Each is a module and a name of it, loaded when it is needed. `speaks` says whether
    the blocks take a language.
    """

    record: tuple[str, str]
    blocks: tuple[str, str]
    page: tuple[str, str] | None = None
    speaks: bool = False


_HERE = "wattlas.report.saved"
_ESTIMATE = View(
    ("wattlas.records", "Estimate"), ("wattlas.report.terminal", "estimate_blocks")
)
VIEWS: Mapping[str, View] = {
    "train": _ESTIMATE,
    "serve": _ESTIMATE,
    "generate": _ESTIMATE,
    "metered": _ESTIMATE,
    "hardware-comparison": View(
        ("wattlas.estimation.side_by_side", "HardwareComparison"),
        (_HERE, "_comparison_blocks"),
    ),
    "server": View(
        ("wattlas.estimation.server", "ServerComparison"),
        ("wattlas.report.servers", "blocks"),
    ),
    "requests": View(
        ("wattlas.estimation.request_log.totals", "RequestTotals"),
        ("wattlas.report.requests", "blocks"),
    ),
    "study": View(
        ("wattlas.workflow.records", "StudyResult"),
        (_HERE, "_study_blocks"),
        ("wattlas.report.page.study", "study_page"),
    ),
    "plan": View(
        ("wattlas.planning.answer.record", "Plan"),
        ("wattlas.report.plan", "plan_blocks"),
        (_HERE, "_plan_page"),
    ),
    "scenarios": View(
        ("wattlas.planning.scenarios.record", "Scenarios"),
        ("wattlas.report.plan_scenarios", "scenarios_blocks"),
    ),
    "outlook": View(
        ("wattlas.projection.record", "Outlook"),
        (_HERE, "_outlook_blocks"),
        ("wattlas.report.page.outlook", "outlook_page"),
    ),
    "outlook-cases": View(
        ("wattlas.projection.record", "OutlookCases"),
        (_HERE, "_cases_blocks"),
        (_HERE, "_cases_page"),
    ),
    "outlook-inputs": View(
        ("wattlas.projection.record", "OutlookInputs"), (_HERE, "_inputs_blocks")
    ),
    "crossing": View(
        ("wattlas.projection.crossing", "Crossings"),
        ("wattlas.report.crossing", "blocks"),
        ("wattlas.report.page.crossing", "crossing_page"),
    ),
    "need": View(
        ("wattlas.projection.need", "Need"), ("wattlas.report.need", "blocks")
    ),
    "forecasts": View(
        ("wattlas.projection.forecasts", "Forecasts"),
        ("wattlas.report.forecasts", "blocks"),
    ),
    "backtest": View(
        ("wattlas.projection.backtest", "Backtest"),
        ("wattlas.report.backtest", "blocks"),
    ),
    "check": View(
        ("wattlas.claims.record", "Verdict"),
        ("wattlas.report.claims", "blocks"),
        ("wattlas.report.page.claims", "claim_page"),
        speaks=True,
    ),
    "check-file": View(
        ("wattlas.claims.record", "VerdictFile"),
        ("wattlas.report.claims", "file_blocks"),
        ("wattlas.report.page.claims", "file_page"),
        speaks=True,
    ),
    "measurement": View(
        ("wattlas.metering.parts", "Measurement"),
        ("wattlas.report.metering", "measurement_blocks"),
    ),
    "doctor": View(
        ("wattlas.metering.machine", "Findings"),
        ("wattlas.report.doctor", "doctor_blocks"),
    ),
    "ledger": View(
        ("wattlas.reconcile.bill", "Bill"), ("wattlas.report.ledger", "bill_blocks")
    ),
    "runs": View(("wattlas.reconcile.runs", "RunList"), (_HERE, "_runs_blocks")),
    "ledger-query": View(
        ("wattlas.reconcile.runs", "Answer"), (_HERE, "_answer_blocks")
    ),
    "comparison": View(
        ("wattlas.reconcile.compare", "Comparison"),
        ("wattlas.report.prediction", "comparison_blocks"),
    ),
    "validate": View(
        ("wattlas.accuracy.validate", "Validation"),
        ("wattlas.report.accuracy", "blocks"),
    ),
}
"""Every kind of record that a verb prints, and how it is shown."""


SCHEMAS: Mapping[str, tuple[str, ...]] = {
    "estimate": ("train",),
    "hardware-comparison": ("hardware-comparison",),
    "server": ("server",),
    "requests": ("requests",),
    "result": ("study",),
    "plan": ("plan",),
    "scenarios": ("scenarios",),
    "outlook": ("outlook", "outlook-cases", "crossing"),
    "outlook-inputs": ("outlook-inputs",),
    "need": ("need",),
    "forecasts": ("forecasts",),
    "backtest": ("backtest",),
    "check": ("check", "check-file"),
    "measurement": ("measurement",),
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
            f"Wattlas: {', '.join(kinds)}", *(_load(VIEWS[k].record) for k in kinds)
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
    record: Plain = _load(_view(data.get("kind")).record).from_dict(data)
    return record


def terminal_blocks(record: Plain, say: Language) -> Blocks:
    """Return the blocks of a record for the terminal."""
    view = _view_of(record)
    show = _load(view.blocks)
    blocks: Blocks = show(record, say) if view.speaks else show(record)
    return blocks


def page(record: Plain, made: Made, say: Language) -> Page:
    """Return the page of a record; of one without its own, the blocks it has."""
    view = _view_of(record)
    if view.page is not None:
        own: Page = _load(view.page)(record, made, say)
        return own
    return _plain_page(record, made, say)


def markdown(record: Plain, say: Language) -> str:
    """Return a record as Markdown."""
    from wattlas.report import converted

    return converted.markdown(terminal_blocks(record, say))


def _view(kind: object) -> View:
    if not isinstance(kind, str) or kind not in VIEWS:
        raise InputError(
            f"kind must be one of {', '.join(VIEWS)}, got {kind!r}: the file is no "
            "record. Write one with --json."
        )
    return VIEWS[kind]


def _view_of(record: Plain) -> View:
    return _view(getattr(record, "kind", None) or next(iter(record.KINDS), None))


def _load(place: tuple[str, str]) -> Any:
    module, name = place
    return getattr(import_module(module), name)


def _plain_page(record: Plain, made: Made, say: Language) -> Page:
    from wattlas.report import converted
    from wattlas.report.page.blocks import Block, Prose
    from wattlas.report.page.parts import Head, cited, page_of

    blocks: list[Block] = list(converted.page_blocks(terminal_blocks(record, say)))
    first = blocks[0] if blocks else None
    title = first.paragraphs[0] if isinstance(first, Prose) else ""
    shown = blocks[1:] if title else blocks
    built = {"glance": shown, "cite": list(cited(title, made, say))}
    return page_of(Head(title, "", "", ()), built, made, say)


def _comparison_blocks(record: Any) -> Blocks:
    from wattlas.report import comparison, terminal

    yield from comparison.blocks(record)
    for estimate in record.estimates:
        yield terminal.title(estimate)
        yield terminal.results_table(estimate)


def _study_blocks(record: Any) -> Blocks:
    from wattlas.report.study import study_blocks

    if record.placements:
        yield from study_blocks(record)
    if record.plan is not None:
        from wattlas.report.plan import plan_blocks

        yield from plan_blocks(record.plan)


def _plan_page(record: Any, made: Made, say: Language) -> Page:
    from wattlas.report.page.study import study_page
    from wattlas.workflow import StudyResult

    alone = StudyResult(record.title, record.note, "study", (), record)
    return study_page(alone, made, say)


def _outlook_blocks(record: Any) -> Blocks:
    from wattlas.report import outlook

    return outlook.blocks(record, record.context.default if record.context else None)


def _cases_blocks(record: Any) -> Blocks:
    from wattlas.report import scenarios

    return scenarios.blocks(record.cases)


def _cases_page(record: Any, made: Made, say: Language) -> Page:
    from wattlas.report.page.outlook import cases_page

    return cases_page(record.cases, made, say)


def _inputs_blocks(record: Any) -> Blocks:
    from wattlas.report import outlook

    return [outlook.inputs_table(record.inputs)]


def _runs_blocks(record: Any) -> Blocks:
    from wattlas.report import ledger

    return [ledger.runs_table(record.runs)]


def _answer_blocks(record: Any) -> Blocks:
    from wattlas.report import ledger

    return [ledger.answer_table(record.columns, record.rows)]
