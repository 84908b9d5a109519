"""`wattlas estimate`: training, serving, images, videos, servers, request logs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wattlas.cli.options import (
    CHIPS,
    FRAMES,
    GENERATION,
    OUTPUT,
    PLACE,
    Language,
    with_options,
)

app = typer.Typer(
    help="Estimate electricity, money, carbon and water, with ranges.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Words = str | None
Hardware = Annotated[
    str, typer.Option(help="A chip, or several with commas: wattlas facts hardware.")
]
Generator = Annotated[str, typer.Option(help="A model: wattlas facts generators.")]


@app.command()
@with_options(CHIPS, PLACE, OUTPUT)
def train(
    model: Annotated[
        Words, typer.Option(help="A model (wattlas facts models) or a config.json.")
    ] = None,
    tokens: Annotated[
        Words, typer.Option(help="Training tokens, such as 15T; else as published.")
    ] = None,
    hardware: Annotated[
        Words, typer.Option(help="A chip, or several with commas.")
    ] = None,
    chips: Annotated[Words, typer.Option(help="Chips that ran.")] = None,
    hours: Annotated[
        Words, typer.Option(help="Wall-clock hours that they ran.")
    ] = None,
    chip_hours: Annotated[Words, typer.Option(help="Chips x hours.")] = None,
    energy: Annotated[
        Words, typer.Option(help="Metered energy, such as '433 MWh'.")
    ] = None,
    boundary: Annotated[
        Words, typer.Option(help="Where it was metered: chip, it or facility.")
    ] = None,
    power_per_chip: Annotated[
        Words, typer.Option(help="Mean power for one chip. [W]")
    ] = None,
    power_scope: Annotated[
        Words, typer.Option(help="What that power covers: chip or it.")
    ] = None,
    idle_energy: Annotated[
        Words, typer.Option(help="Energy of reserved, idle nodes, with unit.")
    ] = None,
    idle_boundary: Annotated[
        Words, typer.Option(help="Where that was metered: chip, it or facility.")
    ] = None,
    idle_share: Annotated[
        Words, typer.Option(help="Idle energy as a share of the training's.")
    ] = None,
    development_factor: Annotated[
        Words, typer.Option(help="Failed and trial runs as a share of the final run.")
    ] = None,
    precision: Annotated[
        Words, typer.Option(help="Number format of the arithmetic: bf16, fp8 ...")
    ] = None,
    step_mfu: Annotated[
        Words, typer.Option("--mfu", "--step-mfu", help="Share of the peak rate.")
    ] = None,
    goodput: Annotated[
        Words, typer.Option(help="Share of the billed hours that is kept.")
    ] = None,
    recompute_factor: Annotated[
        Words, typer.Option(help="Executed over model FLOP, 1 to 1.34.")
    ] = None,
    sequence_tokens: Annotated[Words, typer.Option(help="Training context.")] = None,
    it_overhead: Annotated[
        Words, typer.Option(help="IT over chip energy, in place of the host model.")
    ] = None,
    **shared: Any,
) -> None:
    """Estimate a training run.

    Give what you know: a metered energy; chip-hours; or model, tokens and hardware.

    wattlas estimate train --model bloom --hardware a100 --site orsay-jean-zay
    """
    from wattlas.cli.estimating import show_estimates

    given = {k: v for k, v in locals().items() if k not in ("shared", "show_estimates")}
    show_estimates("train", given, shared)


@app.command()
@with_options(CHIPS, PLACE, OUTPUT)
def serve(
    model: Annotated[
        Words, typer.Option(help="A model (wattlas facts models) or a config.json.")
    ] = None,
    hardware: Annotated[
        Words, typer.Option(help="A chip, or several with commas.")
    ] = None,
    prompt_tokens: Annotated[
        Words, typer.Option(help="Tokens of the whole prompt.")
    ] = None,
    cached_prompt_tokens: Annotated[
        Words, typer.Option(help="Tokens of it that a prefix cache holds.")
    ] = None,
    output_tokens: Annotated[
        Words, typer.Option(help="Tokens of the answer, reasoning included.")
    ] = None,
    batch: Annotated[
        Words,
        typer.Option("--batch", "--concurrency", help="Requests at once on a replica."),
    ] = None,
    chips: Annotated[
        Words, typer.Option(help="Chips of a replica; else the fewest that fit.")
    ] = None,
    precision: Annotated[
        Words, typer.Option(help="Number format of the weights: bf16, fp8, int4 ...")
    ] = None,
    engine: Annotated[
        Words, typer.Option(help="Vintage of the serving engine: 2025, 2024, 2023.")
    ] = None,
    busy_share: Annotated[
        Words, typer.Option(help="Share of the time in which a replica has requests.")
    ] = None,
    requests_per_day: Annotated[
        Words, typer.Option(help="Volume, such as 50M.")
    ] = None,
    years: Annotated[Words, typer.Option(help="Years of service.")] = None,
    training_energy: Annotated[
        Words, typer.Option(help="Facility energy of training, for the break-even.")
    ] = None,
    energy: Annotated[
        Words, typer.Option(help="Metered energy, such as '914 kWh'.")
    ] = None,
    boundary: Annotated[
        Words, typer.Option(help="Where it was metered: chip, it or facility.")
    ] = None,
    requests: Annotated[
        Words, typer.Option(help="Requests served while it was metered.")
    ] = None,
    idle_power: Annotated[
        Words, typer.Option(help="Power without requests. [W]")
    ] = None,
    mean_power: Annotated[
        Words, typer.Option(help="Mean power while metered. [W]")
    ] = None,
    **shared: Any,
) -> None:
    """Estimate serving a language model: per token, request, year.

    wattlas estimate serve --model llama-3.1-70b --hardware h100 --batch 64
    """
    from wattlas.cli.estimating import show_estimates

    given = {k: v for k, v in locals().items() if k not in ("shared", "show_estimates")}
    show_estimates("serve", given, shared)


@app.command()
@with_options(GENERATION, CHIPS, PLACE, OUTPUT)
def image(model: Generator, hardware: Hardware, **shared: Any) -> None:
    """Estimate making images: per image, day and year.

    wattlas estimate image --model flux.1-dev --hardware h100
    """
    _generation("image", model, hardware, shared)


@app.command()
@with_options(GENERATION, FRAMES, CHIPS, PLACE, OUTPUT)
def video(model: Generator, hardware: Hardware, **shared: Any) -> None:
    """Estimate making videos: per video, second of it, day, year.

    wattlas estimate video --model hunyuanvideo --hardware h100
    """
    _generation("video", model, hardware, shared)


def _generation(kind: str, model: str, hardware: str, shared: dict[str, Any]) -> None:
    from wattlas.cli.estimating import show_estimates

    given = {"kind": kind, "model": model, "hardware": hardware}
    show_estimates("generate", given, shared)


@app.command()
def server(
    server: Annotated[
        str | None, typer.Argument(help="A server: wattlas facts servers.")
    ] = None,
    against: Annotated[Words, typer.Option(help="The server beside it.")] = None,
    supplies: Annotated[
        Words, typer.Option(help="Power supplies, of a server that is not listed.")
    ] = None,
    supply_w: Annotated[
        Words, typer.Option(help="Rating of each, such as 800..1200. [W]")
    ] = None,
    against_supplies: Annotated[
        Words, typer.Option(help="Power supplies of the server beside it.")
    ] = None,
    against_supply_w: Annotated[
        Words, typer.Option(help="Rating of each of those. [W]")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    language: Language = None,
) -> None:
    """Compare an AI server with an ordinary one, by what both draw.

    wattlas estimate server dgx-h100 --against two-socket-2024
    """
    from wattlas import estimation
    from wattlas.cli import output
    from wattlas.report.servers import servers_document

    result = estimation.server(
        server=server,
        against=against,
        supplies=supplies,
        supply_w=supply_w,
        against_supplies=against_supplies,
        against_supply_w=against_supply_w,
    )
    if json:
        output.print_json(result.to_dict())
    else:
        output.print_document(servers_document(result))


@app.command()
def requests(
    log: Annotated[Path, typer.Argument(help="A .csv, .jsonl or .parquet file.")],
    model: Annotated[Words, typer.Option(help="Model, if no column says.")] = None,
    hardware: Annotated[Words, typer.Option(help="Chip, if no column says.")] = None,
    batch: Annotated[Words, typer.Option(help="Requests at once on a replica.")] = None,
    precision: Annotated[Words, typer.Option(help="Weights: bf16, fp8 ...")] = None,
    site: Annotated[Words, typer.Option(help="Site, if no column says.")] = None,
    country: Annotated[Words, typer.Option(help="Country, if no column says.")] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Go on without rows that are wrong.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Write each row to .csv, .jsonl, .parquet."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the totals.")] = False,
    language: Language = None,
) -> None:
    """Estimate a log of requests: each row, and the total.

    wattlas estimate requests log.csv --model llama-3.1-8b --hardware h100
    """
    from wattlas.cli.requesting import show_requests

    given = {
        name: value
        for name, value in locals().items()
        if name not in ("log", "output", "json", "language", "show_requests")
    }
    show_requests(log, given, output, json)
