"""`wattlas outlook`: AI against the world's supply over decades."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wattlas.cli.options import Language, overrides, refuse_options_before
from wattlas.cli.outlook_files import CURVE_ENDINGS, OutlookFiles

if TYPE_CHECKING:
    from wattlas.projection import Outlook

app = typer.Typer(
    help="AI against the world's electricity, to 2050.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="Any input by name: growth.training=4; repeatable."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the record as JSON.")]
Draws = Annotated[int, typer.Option(help="Draws for the ranges.")]
Seed = Annotated[int, typer.Option(help="Seed of the draws.")]
Files = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--output",
        help="A page: .html, a chart: .svg .png, or data: .csv .parquet .nc "
        ".iamc.csv; repeatable.",
    ),
]


@app.callback()
def study(
    context: typer.Context,
    region: Annotated[
        str | None, typer.Option(help="world, us, china, europe ...")
    ] = None,
    to: Annotated[int | None, typer.Option(help="Last year, up to 2100.")] = None,
    method: Annotated[
        str | None, typer.Option(help="stock, compute, adoption, or several: a,b")
    ] = None,
    scenario: Annotated[
        Path | None, typer.Option(help="A scenario file: docs/outlook.md.")
    ] = None,
    settings: Set = None,
    output: Files = None,
    json: Json = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print how each method comes about.")
    ] = False,
    draws: Draws = 4096,
    seed: Seed = 20260101,
    language: Language = None,
) -> None:
    """Show what AI asks of the world's electricity to 2050, and what it gets.

    wattlas outlook --region us --to 2040 --set growth.shipments=1.2..1.4
    """
    if context.invoked_subcommand is not None:
        refuse_options_before(context)
        return
    asked: dict[str, Any] = {"region": region, "to": to, "draws": draws, "seed": seed}
    asked["method"] = method.split(",") if method else None
    asked["overrides"] = overrides(settings)
    given = {name: value for name, value in asked.items() if value not in (None, {})}
    files = OutlookFiles.checked(output, context, scenario)
    found = _studies(scenario, given)
    wanted = len(found) == 1 and (files.has_page or not json)
    default = _default_of(found[0]) if wanted else None
    files.write(found, default)
    _show(found, default, json)
    if explain:
        _explain(found)


def _studies(scenario: Path | None, given: dict[str, Any]) -> list[Outlook]:
    from wattlas import projection

    if scenario is None:
        return [projection.outlook(**given)]
    return projection.scenarios(scenario, **given)


def _show(found: list[Outlook], default: Outlook | None, json: bool) -> None:
    from wattlas.cli import output as out
    from wattlas.report import outlook as report

    if json:
        records = [o.to_dict() for o in found]
        out.print_json(records[0] if len(records) == 1 else {"cases": records})
    elif len(found) > 1:
        out.print_document(report.cases_document(found))
    else:
        beside = report.Beside(default=default)
        out.print_document(report.outlook_document(found[0], beside))


def _default_of(found: Outlook) -> Outlook | None:
    """Return the same study with the inputs of the tables, if any was given."""
    from wattlas import projection

    if not found.given:
        return None
    return projection.outlook(
        region=found.region,
        to=found.years[-1],
        method=found.methods,
        draws=found.draws,
        seed=found.seed,
    )


def _explain(found: list[Outlook]) -> None:
    from wattlas.cli import output as out
    from wattlas.report import derivation

    for item in found:
        out.print_blocks(derivation.derivation_blocks(item.derivation))


@app.command()
def cross(
    context: typer.Context,
    growth: Annotated[
        str | None,
        typer.Option(help="Growth a year as a factor, or several: 1.3,1.5,2"),
    ] = None,
    scope: Annotated[str, typer.Option(help="ai or data-centres.")] = "ai",
    base: Annotated[
        str | None, typer.Option(help="Energy of 2025 in TWh, such as 60..120.")
    ] = None,
    world_growth: Annotated[
        str | None, typer.Option(help="Growth of the world's generation: 1.02..1.035.")
    ] = None,
    settings: Set = None,
    output: Files = None,
    json: Json = False,
    draws: Draws = 4096,
    seed: Seed = 20260101,
    language: Language = None,
) -> None:
    """Show when AI would take 5, 10, 25, 100 % of all electricity.

    wattlas outlook cross --growth 1.3,2.1 --world-growth 1.03
    """
    from wattlas import projection
    from wattlas.cli import output as out
    from wattlas.report.crossing import crossing_document

    given = {"growth": _numbers(growth)} if growth else {}
    files = OutlookFiles.checked(output, context, endings=CURVE_ENDINGS)
    found = projection.crossing(
        **given,
        scope=scope,
        base_twh=base,
        world_growth=world_growth,
        overrides=overrides(settings),
        draws=draws,
        seed=seed,
    )
    files.write_curve(found)
    if json:
        out.print_json(found.to_dict())
    else:
        out.print_document(crossing_document(found))


def _numbers(text: str) -> list[float]:
    from wattlas import quantity

    return [quantity.parse(part, "1").low for part in text.split(",")]


@app.command()
def need(
    twh: Annotated[str, typer.Option(help="Energy of that year: 1000, or '1.5 PWh'.")],
    by: Annotated[int, typer.Option(help="The year.")],
    scope: Annotated[str, typer.Option(help="ai or data-centres.")] = "ai",
    settings: Set = None,
    json: Json = False,
    draws: Draws = 4096,
    seed: Seed = 20260101,
    language: Language = None,
) -> None:
    """Show what must be true for so many TWh by a year.

    wattlas outlook need --twh 1000 --by 2030
    """
    from wattlas import projection
    from wattlas.cli import output as out
    from wattlas.report.need import need_document

    found = projection.need(
        twh=twh,
        by=by,
        scope=scope,
        overrides=overrides(settings),
        draws=draws,
        seed=seed,
    )
    if json:
        out.print_json(found.to_dict())
    else:
        out.print_document(need_document(found))


@app.command()
def forecasts(
    scope: Annotated[str, typer.Option(help="all data centres, or ai.")] = "all",
    region: Annotated[
        str, typer.Option(help="world, us, china, europe or any.")
    ] = "world",
    json: Json = False,
    language: Language = None,
) -> None:
    """Show published forecasts on one scope, in TWh, beside ours.

    wattlas outlook forecasts --scope ai
    """
    from wattlas import projection
    from wattlas.cli import output as out
    from wattlas.report.forecasts import forecasts_document

    found = projection.forecasts(scope=scope, region=region)
    if json:
        out.print_json(found.to_dict())
    else:
        place = "world" if region == "any" else region
        ours = projection.outlook(region=place, to=2030)
        out.print_document(forecasts_document(found, ours))


@app.command()
def backtest(
    json: Json = False, seed: Seed = 20260101, language: Language = None
) -> None:
    """Show how wrong methods and past forecasts would have been.

    wattlas outlook backtest
    """
    from wattlas import projection
    from wattlas.cli import output as out
    from wattlas.report.backtest import backtest_document

    found = projection.backtest(seed=seed)
    if json:
        out.print_json(found.to_dict())
    else:
        out.print_document(backtest_document(found))


@app.command()
def inputs(
    find: Annotated[str, typer.Option(help="Only names or notes with this text.")] = "",
    json: Json = False,
    language: Language = None,
) -> None:
    """List every input with its range, source and reason.

    wattlas outlook inputs --find rebound
    """
    from wattlas.cli import output as out
    from wattlas.projection.assumptions import assumptions
    from wattlas.report.outlook_tables import inputs_table

    items = assumptions().items.values()
    shown = [i for i in items if find.lower() in f"{i.name} {i.note}".lower()]
    if json:
        out.print_json({"inputs": {i.name: i.to_dict() for i in shown}})
    else:
        out.print_blocks([inputs_table("", shown)])
