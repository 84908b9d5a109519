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
    wanted = len(outlooks) == 1 and (files.has_page or not form.json)
    default = _default_of(outlooks[0]) if wanted else None
    files.write(outlooks, default, _record(outlooks))
    _show(outlooks, default, form)


def _outlooks(scenario: Path | None, given: dict[str, Any]) -> list[Outlook]:
    from wattlas import projection

    if scenario is None:
        return [projection.outlook(**given)]
    return projection.scenarios(scenario, **given)


def _record(outlooks: list[Outlook]) -> dict[str, Any]:
    from wattlas.cli.showing import marked

    records = [o.to_dict() for o in outlooks]
    return records[0] if len(records) == 1 else marked("cases", {"cases": records})


def _show(
    outlooks: list[Outlook], default: Outlook | None, form: OutlookOutput
) -> None:
    from wattlas.cli import output as out
    from wattlas.report import derivation, scenarios
    from wattlas.report import outlook as report

    if form.json:
        out.print_json(_record(outlooks))
    elif len(outlooks) > 1:
        out.print_blocks(scenarios.blocks(outlooks))
    else:
        out.print_blocks(report.blocks(outlooks[0], default))
    if form.explain:
        for item in outlooks:
            out.print_blocks(derivation.derivation_trees(item.derivation))


def _default_of(outlook: Outlook) -> Outlook | None:
    """Return the same study with the inputs of the tables, if any was given."""
    from wattlas import projection

    if not outlook.given:
        return None
    return projection.outlook(
        region=outlook.region,
        to=outlook.years[-1],
        method=outlook.methods,
        draws=outlook.draws,
        seed=outlook.seed,
    )


@verb(CrossingOptions, CurveOutput)
def cross(options: CrossingOptions, form: CurveOutput) -> None:
    """Show when AI would take 5, 10, 25, 100 % of all electricity.

    wattlas outlook cross --growth 1.3,2.1 --world-growth 1.03
    """
    from wattlas import projection
    from wattlas.cli import output as out
    from wattlas.cli.outlook_files import CURVE_ENDINGS, OutlookFiles
    from wattlas.parameters import given_of
    from wattlas.report import crossing as report

    words = ("outlook", "cross")
    files = OutlookFiles.checked(words, (options,), form, endings=CURVE_ENDINGS)
    crossings = projection.crossing(**given_of(options))
    files.write_curve(crossings)
    if form.json:
        out.print_json(crossings.to_dict())
    else:
        out.print_blocks(report.blocks(crossings))


@verb(NeedOptions, RecordOutput)
def need(options: NeedOptions, form: RecordOutput) -> None:
    """Show what must be true for so many TWh by a year.

    wattlas outlook need --twh 1000 --by 2030
    """
    from wattlas import projection
    from wattlas.cli.showing import record_files, show
    from wattlas.parameters import given_of
    from wattlas.report import need as report

    files = record_files(form)
    result = projection.need(**given_of(options))
    show(form, files, result.to_dict(), lambda: report.blocks(result))


@verb(ForecastsOptions, RecordOutput)
def forecasts(options: ForecastsOptions, form: RecordOutput) -> None:
    """Show published forecasts on one scope, in TWh, beside ours.

    wattlas outlook forecasts --scope ai
    """
    from wattlas import projection
    from wattlas.cli.showing import record_files, show
    from wattlas.parameters import given_of
    from wattlas.report import forecasts as report

    files = record_files(form)
    result = projection.forecasts(**given_of(options))
    place = "world" if options.region == "any" else options.region
    show(
        form,
        files,
        result.to_dict(),
        lambda: report.blocks(result, projection.outlook(region=place, to=2030)),
    )


@verb(BacktestOptions, RecordOutput)
def backtest(options: BacktestOptions, form: RecordOutput) -> None:
    """Show how wrong methods and past forecasts would have been.

    wattlas outlook backtest
    """
    from wattlas import projection
    from wattlas.cli.showing import record_files, show
    from wattlas.report import backtest as report

    files = record_files(form)
    result = projection.backtest(seed=options.seed)
    show(form, files, result.to_dict(), lambda: report.blocks(result))


@verb(OutlookInputsOptions, RecordOutput)
def inputs(options: OutlookInputsOptions, form: RecordOutput) -> None:
    """List every input with its range, source and reason.

    wattlas outlook inputs --find rebound
    """
    from wattlas.cli.showing import marked, record_files, show
    from wattlas.projection.assumptions import assumptions
    from wattlas.report import outlook as report

    files = record_files(form)
    items, wanted = assumptions().items.values(), options.find.lower()
    shown = [i for i in items if wanted in f"{i.name} {i.note}".lower()]
    record = marked("outlook-inputs", {"inputs": {i.name: i.to_dict() for i in shown}})
    show(form, files, record, lambda: [report.inputs_table(shown)])


def _listed(attribute: str, line: str) -> Lazy:
    return Lazy(__name__, attribute, line)


outlook = study.group(
    "outlook",
    {
        "cross": _listed(
            "cross", "Show when AI would take 5, 10, 25, 100 % of all electricity."
        ),
        "need": _listed("need", "Show what must be true for so many TWh by a year."),
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
