"""A deployment as a document: the layouts of each chip side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wattlas.estimation.deployment_record import Deployment, DeployOption
from wattlas.records import Range
from wattlas.report.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    Prose,
    sections_of,
)
from wattlas.report.charts.deployments import deployment_chart
from wattlas.report.format import significant
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    ABSENT,
    Cell,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    ranged,
    word,
)
from wattlas.report.words import deployments as words
from wattlas.report.words.notes import note_sentence
from wattlas.report.words.parts_page import SECTIONS
from wattlas.units import G_PER_KG, WH_PER_KWH

PER_THOUSAND = 1000.0


def deployment_document(deployment: Deployment) -> Document:
    """Return the options of a deployment, what was kept, and what was refused."""
    title = word(
        words.TITLE,
        model=deployment.model,
        rate=significant(deployment.requests_per_second),
        prompt=significant(deployment.prompt_tokens),
        output=significant(deployment.output_tokens),
    )
    built: dict[str, list[Block]] = {
        "results": [
            options_table(deployment),
            requests_table(deployment),
            Figure("deployment", partial(deployment_chart, deployment)),
            Prose(tuple(_remarks(deployment))),
        ],
        "sources": source_blocks(s.key for s in deployment.sources),
    }
    answer = deployment_answer(deployment)
    return Document(title, sections_of(SECTIONS, built), answer=answer)


def deployment_answer(deployment: Deployment) -> Word:
    """Return the sentence of the layout that costs least, or takes least energy."""
    best = next(
        option
        for name in ("cost", "energy")
        for option in deployment.options
        if name in option.best
    )
    return word(
        words.ANSWERS["cost" if "cost" in best.best else "energy"],
        model=deployment.model,
        rate=significant(deployment.requests_per_second),
        layout=best.layout,
        hardware=best.hardware,
        chips=Number(best.all_chips, form="count"),
        energy=ranged(best.per_request["facility_energy_kwh"], "kWh"),
    )


def deployment_blocks(
    deployment: Deployment, key: str, title: Piece | None
) -> list[Block]:
    """Return the layouts of one case and place of a study, and their chart.

    `key` names the chart; a `title` stands over the blocks of one among several.
    """
    return [
        *([Heading(title)] if title is not None else []),
        options_table(deployment),
        requests_table(deployment),
        Figure(key, partial(deployment_chart, deployment)),
        Prose(tuple(_remarks(deployment))),
    ]


def options_table(deployment: Deployment) -> Table:
    """Return how each layout runs: replicas, batch, latency, power and its limit."""
    columns = (
        Column("hardware", Word("chip"), kind="word"),
        Column("layout", Word(words.LAYOUT_HEAD), kind="word"),
        Column("chips", Word(words.CHIPS_HEAD)),
        Column("batch", Word(words.BATCH_HEAD)),
        Column("replicas", Word(words.REPLICAS_HEAD)),
        Column("prefill_chips", Word(words.PREFILL_CHIPS_HEAD)),
        Column("prefill_replicas", Word(words.PREFILL_HEAD)),
        Column("first_token", Word(words.FIRST_HEAD), "s"),
        Column("token", Word(words.TOKEN_HEAD), "ms"),
        Column("power", Word(words.POWER_HEAD), "kW"),
        Column("limit", Word(words.LIMIT_HEAD), kind="word"),
        Column("best", Word(words.BEST_HEAD), kind="word"),
    )
    rows = tuple(_row(option) for option in deployment.options)
    return Table("options", Word(words.OPTIONS_TITLE), columns, rows).without_empty()


def requests_table(deployment: Deployment) -> Table:
    """Return what a request takes on each layout; money of 1,000 requests."""
    columns = (
        Column("hardware", Word("chip"), kind="word"),
        Column("layout", Word(words.LAYOUT_HEAD), kind="word"),
        Column("energy", Word(words.ENERGY_HEAD), "Wh"),
        Column("cost", Word(words.COST_HEAD), _currency(deployment)),
        Column("carbon", Word(words.CARBON_HEAD), "gCO2e"),
    )
    rows = tuple(_request_row(option) for option in deployment.options)
    return Table("requests", Word(words.REQUESTS_TITLE), columns, rows).without_empty()


def _request_row(option: DeployOption) -> Row:
    request = option.per_request
    carbon = request.get("lifecycle_carbon_kgco2e") or request.get(
        "facility_carbon_kgco2e"
    )
    return Row(
        (
            option.hardware,
            option.layout,
            _scaled(request.get("facility_energy_kwh"), WH_PER_KWH),
            _scaled(request.get("total_cost"), PER_THOUSAND),
            _scaled(carbon, G_PER_KG),
        )
    )


def _row(option: DeployOption) -> Row:
    best = [Word(words.BEST[name]) for name in option.best]
    return Row(
        (
            option.hardware,
            option.layout,
            Number(option.chips, form="count"),
            Number(option.batch),
            Number(option.replicas, form="count"),
            _counted(option.prefill_chips),
            _counted(option.prefill_replicas),
            Number(option.ttft_s),
            Number(option.tpot_s * 1000.0),
            Number(option.it_power_kw),
            Word(words.LIMITS[option.limit]),
            joined(best) if best else ABSENT,
        )
    )


def _counted(count: int | None) -> Cell:
    return None if count is None else Number(count, form="count")


def _scaled(value: Range | None, factor: float) -> Cell:
    if value is None:
        return ABSENT
    return Number(value.mid * factor, low=value.low * factor, high=value.high * factor)


def _currency(deployment: Deployment) -> str:
    costs = (o.per_request.get("total_cost") for o in deployment.options)
    return next((c.currency for c in costs if c is not None), "")


def _remarks(deployment: Deployment) -> Iterator[Piece]:
    yield word(
        words.LATENCY,
        first=significant(deployment.ttft_s),
        token=significant(deployment.tpot_s * 1000.0),
    )
    yield Word(words.COLUMNS)
    if not _currency(deployment):
        yield Word(words.NO_MONEY)
    yield from map(note_sentence, deployment.notes)
    for hardware, reason in deployment.refused.items():
        yield word(words.REFUSED, hardware=hardware, reason=reason)
