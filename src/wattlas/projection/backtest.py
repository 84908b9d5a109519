"""How wrong it would have been: methods run from old inputs, old forecasts scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from wattlas import draws, facts
from wattlas.chain import growth
from wattlas.chain.types import Value
from wattlas.parameters import keywords
from wattlas.parameters.outlook import BacktestOptions
from wattlas.plain import Plain, coded
from wattlas.projection.assumptions import Assumptions, assumptions
from wattlas.projection.demand import long_run
from wattlas.projection.hindcast import (
    Coverage,
    Foreseen,
    count_sources,
    coverages,
    hindcast,
)
from wattlas.projection.history import region_history
from wattlas.projection.scoring import Scored, Summary, score_forecasts, summaries
from wattlas.projection.trend import (
    PERCENTILE_95,
    Trend,
    compute_trend,
    largest_flop,
    record_above,
)
from wattlas.records import Input, Range, Source

STARTS = (2010, 2015, 2018, 2020)
DRAWS = 4096
LAST_GENERATION = 2025
WINDOW = 5
SLOWING = {"stock": "shipments", "compute": "training"}


@dataclass(frozen=True)
class Run(Plain):
    """One method run from one year, against what came; or the reason why it cannot.

    `slowing` says whether growth slows as the outlook assumes, or is kept.
    """

    SHOWN: ClassVar[tuple[str, ...]] = (
        "ratio",
        "inside",
    )

    method: str = field(metadata=coded("methods"))
    start: int
    slowing: bool
    quantity: str = field(metadata=coded("backtest-quantities"))
    unit: str
    year: int
    predicted: Range | None
    outturn: Range | None
    reason: str = field(default="", metadata=coded("not-runnable", name="not_runnable"))

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield a run that says why it could not run, and what it predicted."""
        if (self.predicted is None) != bool(self.reason):
            yield "not_runnable", "must be given where there is no predicted, and only"
        for name in ("predicted", "outturn"):
            value = getattr(self, name)
            if value is not None and value.low <= 0:
                yield f"{name}.low", f"must be > 0 {self.unit}, got {value.low:g}"

    @property
    def ratio(self) -> float | None:
        """Predicted over what came, or None where it could not run."""
        if self.predicted is None or self.outturn is None:
            return None
        return self.predicted.mid / self.outturn.mid

    @property
    def inside(self) -> bool | None:
        """Whether what came lies in the predicted range."""
        if self.predicted is None or self.outturn is None:
            return None
        return self.predicted.contains(self.outturn.mid)


@dataclass(frozen=True)
class Backtest(Plain):
    """Runs of the methods, scores of published forecasts, and both in short."""

    KINDS: ClassVar[tuple[str, ...]] = ("backtest",)
    ROWS: ClassVar[str] = "runs"

    runs: tuple[Run, ...]
    forecasts: tuple[Scored, ...]
    summaries: tuple[Summary, ...]
    foreseen: tuple[Foreseen, ...]
    coverages: tuple[Coverage, ...]
    sources: tuple[Source, ...]

    @property
    def nowcasts(self) -> tuple[Foreseen, ...]:
        """Of each series the last count, as foreseen from the one before."""
        found: dict[str, Foreseen] = {}
        for point in self.foreseen:
            last = found.get(point.series)
            if last is None or (point.year, point.start) > (last.year, last.start):
                found[point.series] = point
        return tuple(found.values())


@keywords(BacktestOptions)
def backtest(options: BacktestOptions) -> Backtest:
    """Run each method from 2010, 2015, 2018 and 2020, and score old forecasts.

    A method runs only on inputs that were published by its start; where there were none
    the run is listed with the reason. Published forecasts of all data centres are moved
    along their own growth to the last year whose outturn is known: predicted ranges
    beside what came, ratios, and coverage.

    Examples
    --------
    >>> found = backtest()
    >>> flat = next(r for r in found.runs if (r.start, r.year) == (2018, 2024))
    >>> flat.ratio < 0.7
    True
    """
    inputs = assumptions()
    v = inputs.draw(DRAWS, options.seed)
    runs = tuple(_runs(inputs, v, options.seed))
    scored = score_forecasts()
    foreseen = hindcast(inputs, options.seed)
    keys = [f.source for f in scored] + _vintage_sources() + count_sources()
    return Backtest(
        runs,
        scored,
        summaries(runs, scored),
        foreseen,
        coverages(foreseen),
        tuple(map(facts.source, dict.fromkeys(keys))),
    )


def _vintage_sources() -> list[str]:
    rows = (facts.numbers("vintages", k) for k in facts.keys("vintages"))
    mine = [fact.source for row in rows for fact in row.values()]
    return [*mine, "epoch-models2026", "owid-ember2026"]


def _runs(inputs: Assumptions, v: dict[str, Value], seed: int) -> Iterator[Run]:
    for start in STARTS:
        yield from _stock_runs(start, v, seed)
    for start in STARTS:
        yield from _compute_runs(start, v, seed)
    for start in STARTS:
        yield Run(
            "adoption", start, True, "messages", "billion/day", 2025, None, None,
            "no-users-counted",
        )  # fmt: skip
    yield _adoption_run(v, seed)
    for start in STARTS:
        yield _generation_run(start, seed)


def _stock_runs(start: int, v: dict[str, Value], seed: int) -> Iterator[Run]:
    """All data centres of the world from the stock and growth that were published."""
    vintage = facts.numbers("vintages", f"stock-{start}")
    base, pace = vintage["base_twh"], vintage["growth"]
    names = [f"{q}@{start}" for q in ("base", "growth")]
    items = [
        Input(name, f.value, f.low, f.high, f.shape, f.unit, f.source)
        for name, f in zip(names, (base, pace), strict=True)
    ]
    drawn = draws.draw(items, DRAWS, seed)
    level, now = drawn[names[0]], drawn[names[1]]
    for slowing in (False, True):
        for year in (2020, 2024):
            outturn = _outturn(year)
            if year > start and outturn:
                ahead = float(year - int(base.year))
                index = _index(now, v, ("stock", slowing), ahead)
                yield Run(
                    "stock", start, slowing, "data_centres", "TWh", year,
                    _range(level * index), outturn,
                )  # fmt: skip


def _compute_runs(start: int, v: dict[str, Value], seed: int) -> Iterator[Run]:
    """Compute of the largest training run, from the runs that were out by then."""
    trend = compute_trend(float(start))
    if trend is None:
        yield Run(
            "compute", start, False, "largest_run", "FLOP", 2024, None, None,
            "too-few-runs",
        )  # fmt: skip
        return
    pace, record = _trend_draws(trend, start, seed)
    for slowing in (False, True):
        for year in (2020, 2024):
            if year > start:
                ahead = float(year - start + 1)
                index = _index(pace, v, ("compute", slowing), ahead)
                came = largest_flop(year)
                yield Run(
                    "compute", start, slowing, "largest_run", "FLOP", year,
                    _range(record * index), Range(came, came, came),
                )  # fmt: skip


def _trend_draws(
    trend: Trend, start: int, seed: int
) -> tuple[draws.Array, draws.Array]:
    """Return draws of the trend's growth, and of the largest run at the start."""
    low, high = trend.growth_range()
    mean, scatter = record_above(trend, start)
    level = trend.log_at(float(start)) + mean
    ends = PERCENTILE_95 * scatter
    source = "epoch-models2026"
    pace = Input("pace", trend.growth, low, high, "lognormal", "1", source)
    top = Input("top", level, level - ends, level + ends, "normal", "1", source)
    drawn = draws.draw([pace, top], DRAWS, seed)
    return drawn["pace"], np.exp(drawn["top"])


def _index(
    now: Value, v: dict[str, Value], how: tuple[str, bool], ahead: float
) -> Value:
    method, slowing = how
    if not slowing:
        return now**ahead
    use, energy = long_run(v)
    later = np.ravel(np.asarray(energy if method == "stock" else use))
    halving = np.ravel(np.asarray(v[f"halving_years.{SLOWING[method]}"]))
    return growth.growth_index(now, later, halving, ahead)


def _adoption_run(v: dict[str, Value], seed: int) -> Run:
    """Messages a day of one assistant, a year after the first count."""
    vintage = facts.numbers("vintages", "adoption-2024")
    base, pace = vintage["messages_billion_per_day"], vintage["growth"]
    item = Input("users", pace.value, pace.low, pace.high, pace.shape, "1", pace.source)
    users = draws.draw([item], DRAWS, seed)["users"]
    per_user = np.ravel(np.asarray(v["growth.requests"]))
    came = facts.number("ai_trends", "chatgpt-2025", "messages_billion_per_day")
    return Run(
        "adoption", 2024, False, "messages", "billion/day", 2025,
        _range(base.value * users * per_user),
        Range(came.low, came.value, came.high),
    )  # fmt: skip


def _generation_run(start: int, seed: int) -> Run:
    """The world's generation of 2025, from its own history up to the start."""
    levels = {y: i.generation_twh for y, i in region_history("world").items()}
    paces = [
        (levels[y] / levels[y - WINDOW]) ** (1 / WINDOW)
        for y in range(min(levels) + WINDOW, start)
    ]
    mid = (levels[start - 1] / levels[min(levels)]) ** (1 / (start - 1 - min(levels)))
    pace = Input(
        "pace",
        mid,
        min(*paces, mid),
        max(*paces, mid),
        "lognormal",
        "1",
        "owid-ember2026",
    )
    drawn = draws.draw([pace], DRAWS, seed)["pace"]
    came = levels[LAST_GENERATION]
    return Run(
        "generation", start, False, "generation", "TWh", LAST_GENERATION,
        _range(levels[start - 1] * drawn ** (LAST_GENERATION - start + 1)),
        Range(came, came, came),
    )  # fmt: skip


def _outturn(year: int) -> Range | None:
    fact = facts.find_number("data_centre_history", f"world@{year}", "data_centre_twh")
    return Range(fact.low, fact.value, fact.high) if fact else None


def _range(values: Value) -> Range:
    array = np.ravel(np.asarray(values, dtype=float))
    low, high = draws.interval(array)
    return Range(low, float(np.median(array)), high)
