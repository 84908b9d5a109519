"""One group of a request log: the estimate of serving at the medians of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from wattlas.chain.types import Value
from wattlas.estimation.request_log.grouping import Configuration
from wattlas.estimation.request_log.row_chain import (
    ROW_INPUTS,
    GroupReplica,
    Medians,
    RowChain,
)
from wattlas.estimation.serve import estimate_service
from wattlas.estimation.served_models import find_served_model
from wattlas.parameters import ServeOptions
from wattlas.records import Estimate

OF_ROWS = frozenset({*ROW_INPUTS, "requests"})


@dataclass(frozen=True)
class Settings:
    """How groups are estimated: currency of the costs, draws and their seed."""

    currency: str | None
    draws: int
    seed: int


@dataclass(frozen=True)
class RequestGroup:
    """One group: how many rows, their medians, and the estimate at the medians."""

    configuration: Configuration
    replica: GroupReplica = field(repr=False)
    chain: RowChain = field(repr=False)
    rows: int
    medians: Mapping[str, float | None]
    estimate: Estimate

    def of_rows(self, rows: int) -> RequestGroup:
        """Return the group with a number of rows."""
        return replace(self, rows=rows)

    @property
    def factors(self) -> dict[str, tuple[float, float]]:
        """Low and high of each result, over its mid."""
        return {
            name: (r.low / r.mid, r.high / r.mid) if r.mid else (1.0, 1.0)
            for name, r in self.estimate.results.items()
        }

    def ratios(self, name: str) -> Value:
        """Return the draws of a result, over its mid."""
        mid = self.estimate.results[name].mid
        return self.estimate.samples[name] / mid if mid else 1.0


def group_at(
    configuration: Configuration,
    medians: Mapping[str, float | None],
    settings: Settings,
) -> RequestGroup:
    """Return a group without rows, estimated at the medians of those that it gets.

    It is made once for the same ones, as batch after batch asks for it.
    """
    return _group_at(configuration, tuple(medians.items()), settings)


MOST_KNOWN = 256
"""Groups that are kept: what comes from outside must not fill the memory."""


@lru_cache(MOST_KNOWN)
def _group_at(
    configuration: Configuration,
    items: tuple[tuple[str, float | None], ...],
    settings: Settings,
) -> RequestGroup:
    medians = dict(items)
    model = find_served_model(configuration.model)
    estimate = estimate_service(_options(configuration, medians, settings), model)
    replica = GroupReplica.of(estimate, model.architecture)
    chain = RowChain(replica, estimate)
    return RequestGroup(configuration, replica, chain, 0, medians, estimate)


def _options(
    configuration: Configuration, medians: Medians, settings: Settings
) -> ServeOptions:
    # Serving is asked for an answer; the ratios hardly depend on its length.
    answer = max(medians["output_tokens"] or 0.0, 1.0)
    has_place = configuration.site or configuration.country
    return ServeOptions(
        model=configuration.model,
        hardware=configuration.hardware,
        prompt_tokens=medians["prompt_tokens"],
        cached_prompt_tokens=medians["cached_prompt_tokens"],
        output_tokens=answer,
        batch=medians["batch"],
        precision=configuration.precision,
        site=configuration.site,
        country=configuration.country,
        currency=settings.currency if has_place else None,
        draws=settings.draws,
        seed=settings.seed,
    )
