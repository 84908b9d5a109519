"""`wattlas outlook`: AI against the world's supply over decades."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.cli.command import Lazy, fields_typed, verb
from wattlas.parameters.outlook import (
    BacktestOptions,
    CrossingOptions,
    ForecastsOptions,
    NeedOptions,
    OutlookInputsOptions,
    OutlookOptions,
    ScenarioFile,
)
from wattlas.parameters.output import CurveOutput, OutlookOutput, RecordOutput

if TYPE_CHECKING:
    from wattlas.projection import Outlook


@verb(ScenarioFile, OutlookOptions, OutlookOutput)
def study(file: ScenarioFile, options: OutlookOptions, form: OutlookOutput) -> None:
    """Show AI against the world's electricity, to 2050.

    What AI asks of it by three methods, and what supply can serve.

    wattlas outlook --region us --to 2040 --set growth.shipments=1.2..1.4
    """
    from wattlas.cli.outlook_files import OutlookFiles

    files = OutlookFiles.checked(("outlook",), (file, options), form)
    outlooks = _outlooks(file.scenario, fields_typed(options))
    record = _record(outlooks)
    files.write(outlooks, record)
    _show(outlooks, record, form)


def _outlooks(scenario: Path | None, given: dict[str, Any]) -> list[Outlook]:
    """Return the study, or each case, the first with what is shown beside it."""
    from wattlas import projection

    if scenario is None:
        outlooks = [projection.outlook(**given)]
    else:
        outlooks = projection.scenarios(scenario, **given)
    return projection.with_context(outlooks)


def _record(outlooks: list[Outlook]) -> dict[str, Any]:
    from wattlas.projection import OutlookCases

    if len(outlooks) == 1:
        return outlooks[0].to_dict()
    return OutlookCases(tuple(outlooks)).to_dict()


def _show(outlooks: list[Outlook], record: dict[str, Any], form: OutlookOutput) -> None:
    from wattlas.cli import output as out
    from wattlas.report import outlook as report
    from wattlas.report.derivation import derivation_blocks

    if form.json:
        out.print_json(record)
        return
    if len(outlooks) > 1:
        out.print_shown([report.cases_document(outlooks)])
    else:
        out.print_shown([report.outlook_document(outlooks[0])])
    for item in outlooks if form.explain else ():
        out.print_shown(derivation_blocks(item.derivation))


@verb(CrossingOptions, CurveOutput)
def cross(options: CrossingOptions, form: CurveOutput) -> None:
    """Show when AI would take 5, 10, 25, 100 % of all electricity.

    wattlas outlook cross --growth 1.3,2.1 --world-growth 1.03
    """
    from wattlas import projection
    from wattlas.cli import output as out
    from wattlas.cli.outlook_files import CURVE_ENDINGS, OutlookFiles
    from wattlas.parameters import given_of
    from wattlas.report.crossing import crossing_document

    words = ("outlook", "cross")
    files = OutlookFiles.checked(words, (options,), form, endings=CURVE_ENDINGS)
    crossings = projection.crossing(**given_of(options))
    files.write_curve(crossings)
    if form.json:
        out.print_json(crossings.to_dict())
    else:
        out.print_shown([crossing_document(crossings)])


@verb(NeedOptions, RecordOutput)
def need(options: NeedOptions, form: RecordOutput) -> None:
    """Show what must be true for so many TWh by a year.

    wattlas outlook need --twh 1000 --by 2030
    """
    from wattlas import projection
    from wattlas.cli.showing import record_files, show
    from wattlas.parameters import given_of
    from wattlas.report.need import need_document

    files = record_files(form)
    result = projection.need(**given_of(options))
    show(form, files, result.to_dict(), lambda: [need_document(result)])


@verb(ForecastsOptions, RecordOutput)
def forecasts(options: ForecastsOptions, form: RecordOutput) -> None:
    """Show published forecasts on one scope, in TWh, beside ours.

    wattlas outlook forecasts --scope ai
    """
    from wattlas import projection
    from wattlas.cli.showing import record_files, show
    from wattlas.parameters import given_of
    from wattlas.report.forecasts import forecasts_document

    files = record_files(form)
    result = projection.forecasts(**given_of(options))
    show(form, files, result.to_dict(), lambda: [forecasts_document(result)])


@verb(BacktestOptions, RecordOutput)
def backtest(options: BacktestOptions, form: RecordOutput) -> None:
    """Show how wrong methods and past forecasts would have been.

    wattlas outlook backtest
    """
    from wattlas import projection
    from wattlas.cli.showing import record_files, show
    from wattlas.report.backtest import backtest_document

    files = record_files(form)
    result = projection.backtest(seed=options.seed)
    show(form, files, result.to_dict(), lambda: [backtest_document(result)])


@verb(OutlookInputsOptions, RecordOutput)
def inputs(options: OutlookInputsOptions, form: RecordOutput) -> None:
    """List every input with its range, source and reason.

    wattlas outlook inputs --find rebound
    """
    from wattlas.cli.showing import record_files, show
    from wattlas.projection.listing import inputs_with
    from wattlas.report.outlook import inputs_document

    files = record_files(form)
    listed = inputs_with(options.find)
    show(form, files, listed.to_dict(), lambda: [inputs_document(listed)])


def _listed(attribute: str, line: str) -> Lazy:
    return Lazy(__name__, attribute, line)


def _asked(attribute: str, line: str) -> Lazy:
    return Lazy("wattlas.cli.outlook_questions", attribute, line)


outlook = study.group(
    "outlook",
    {
        "cross": _listed(
            "cross", "Show when AI would take 5, 10, 25, 100 % of all electricity."
        ),
        "need": _listed("need", "Show what must be true for so many TWh by a year."),
        "peak": _asked("peak", "Show a grid's highest hour, and what is firm in it."),
        "price": _asked("price", "Show what data centres do to load and price."),
        "fleets": _asked("fleets", "Show electricity of AI by maker, company, kind."),
        "compare": _asked("compare", "Set scenarios of an IAMC file beside ours."),
        "what-if": _asked("what_if", "Show what a change of inputs does to a year."),
        "efficiency": _asked(
            "efficiency", "Show what a faster gain in efficiency saves."
        ),
        "presets": _asked(
            "presets", "Show assumptions of published studies in our model."
        ),
        "forecasts": _listed(
            "forecasts", "Show published forecasts on one scope, in TWh, beside ours."
        ),
        "backtest": _listed(
            "backtest", "Show how wrong methods and past forecasts would have been."
        ),
        "inputs": _listed(
            "inputs", "List every input with its range, source and reason."
        ),
    },
)
