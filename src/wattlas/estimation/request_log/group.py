"""One group of a request log: an estimate with draws, and its rows at central inputs.

The estimate is that of serving at the medians of the rows; each row runs through the
same links, many rows at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from wattlas.chain import cache
from wattlas.chain.architecture import Architecture
from wattlas.chain.footprint import sum_of_stages
from wattlas.chain.types import Value
from wattlas.estimation.layouts import Layout, Memory
from wattlas.estimation.recorder import plain_step
from wattlas.estimation.request_log.columns import Floats
from wattlas.estimation.request_log.grouping import Configuration, Rows
from wattlas.estimation.serve import estimate_service
from wattlas.estimation.served_models import find_served_model
from wattlas.estimation.serving_chain import serving_chain, with_batch
from wattlas.parameters import ServeOptions
from wattlas.records import Estimate

CHUNK_ROWS = 16_384
"""Rows computed at once: their arrays stay in the processor's cache."""
ROW_INPUTS = ("prompt_tokens", "cached_prompt_tokens", "output_tokens", "batch")
OF_ROWS = frozenset({*ROW_INPUTS, "requests"})


Medians: TypeAlias = dict[str, float | None]


@dataclass(frozen=True)
class Settings:
    """How groups are estimated: currency of the costs, draws and their seed."""

    currency: str | None
    draws: int
    seed: int


@dataclass(frozen=True)
class RowInputs:
    """What differs from row to row; `batch` is None where it is not given."""

    prompt_tokens: Floats
    cached_prompt_tokens: Floats
    output_tokens: Floats
    batch: Floats | None

    @classmethod
    def of(
        cls, numbers: Mapping[str, Floats], rows: Rows, batch_given: bool
    ) -> RowInputs:
        """Return the inputs of some rows of a log."""
        prompt, cached, output, batch = (numbers[name] for name in ROW_INPUTS)
        given = batch[rows] if batch_given else None
        return cls(prompt[rows], cached[rows], output[rows], given)

    @property
    def context(self) -> Floats:
        """Tokens that a request holds at its end."""
        return np.asarray(self.prompt_tokens + self.output_tokens)

    def medians(self) -> Medians:
        """Return the median of each input, by name: of an even number the lower one.

        A mean of the two in the middle may be of no row, nor near to any.
        """
        return {
            name: None if values is None else float(_lower_median(values))
            for name, values in vars(self).items()
        }


def _lower_median(values: Floats) -> np.float64:
    middle = (len(values) - 1) // 2
    return np.float64(np.partition(values, middle)[middle])


@dataclass(frozen=True)
class GroupReplica:
    """The replica that serves a group, whatever the row: layout, memory, scheduler."""

    architecture: Architecture
    layout: Layout
    memory: Memory
    bytes_per_kv_element: float
    scheduler_limit: float
    usual_batch: float

    @classmethod
    def of(cls, estimate: Estimate, architecture: Architecture) -> GroupReplica:
        """Return the replica of a group from its estimate at the medians of rows."""
        mids = {i.name: i.mid for i in estimate.inputs}
        groups = int(mids["data_parallel"])
        stages = int(mids["pipeline_parallel"])
        layout = Layout(
            int(mids["chips_per_replica"]) // groups // stages, stages, groups
        )
        return cls(
            architecture=architecture,
            layout=layout,
            memory=Memory.of(mids, architecture),
            bytes_per_kv_element=mids["bytes_per_kv_element"],
            scheduler_limit=mids["max_sequences"] * groups,
            usual_batch=float(with_batch(plain_step, mids)["batch"]),
        )

    def room(self, rows: RowInputs) -> Floats:
        """Return how many requests like each row fit beside the weights."""
        elements = np.asarray(cache.kv_elements(self.architecture, rows.context))
        memory = replace(
            self.memory, cache_per_request=elements * self.bytes_per_kv_element
        )
        return np.asarray(memory.room(self.layout))

    def batch(self, rows: RowInputs) -> Floats:
        """Return the batch of each row, given or usual: what has no room waits."""
        asked = self.usual_batch if rows.batch is None else rows.batch
        most = np.maximum(np.minimum(self.room(rows), self.scheduler_limit), 1.0)
        return np.asarray(np.minimum(asked, most))


@dataclass(frozen=True)
class RequestGroup:
    """One group: how many rows, their medians, and the estimate at the medians."""

    configuration: Configuration
    replica: GroupReplica = field(repr=False)
    rows: int
    medians: Mapping[str, float | None]
    estimate: Estimate

    @classmethod
    def of(
        cls, configuration: Configuration, medians: Medians, estimate: Estimate
    ) -> RequestGroup:
        """Return a group without rows, with the replica of its estimate."""
        architecture = find_served_model(configuration.model).architecture
        replica = GroupReplica.of(estimate, architecture)
        return cls(configuration, replica, 0, medians, estimate)

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


def estimate_at(
    configuration: Configuration,
    medians: Mapping[str, float | None],
    settings: Settings,
) -> Estimate:
    """Return the estimate of serving a configuration at the medians of its rows.

    It is made once for the same ones, as batch after batch asks for it.
    """
    return _estimate_at(configuration, tuple(medians.items()), settings)


MOST_KNOWN = 256
"""Estimates that are kept: what comes from outside must not fill the memory."""


@lru_cache(MOST_KNOWN)
def _estimate_at(
    configuration: Configuration,
    items: tuple[tuple[str, float | None], ...],
    settings: Settings,
) -> Estimate:
    medians = dict(items)
    # Serving is asked for an answer; the ratios hardly depend on its length.
    answer = max(medians["output_tokens"] or 0.0, 1.0)
    has_place = configuration.site or configuration.country
    options = ServeOptions(
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
    return estimate_service(options, find_served_model(configuration.model))


def row_results(
    group: RequestGroup, numbers: Mapping[str, Floats], rows: Rows
) -> Iterator[tuple[Rows, dict[str, Value]]]:
    """Yield the central results of a group's rows, for one request each, in parts."""
    shared = {i.name: i.mid for i in group.estimate.inputs}
    for start in range(0, len(rows), CHUNK_ROWS):
        part = rows[start : start + CHUNK_ROWS]
        inputs = RowInputs.of(numbers, part, group.configuration.batch_given)
        yield part, _results(group.replica, shared, inputs)


def _results(
    replica: GroupReplica, shared: Mapping[str, float], inputs: RowInputs
) -> dict[str, Value]:
    # A request without an answer has no results for a token: these divide by zero.
    with np.errstate(divide="ignore"):
        rows: dict[str, Value] = {
            "prompt_tokens": inputs.prompt_tokens,
            "cached_prompt_tokens": inputs.cached_prompt_tokens,
            "output_tokens": inputs.output_tokens,
            "batch": replica.batch(inputs),
            "requests": 1.0,
        }
        outcome = serving_chain(plain_step, {**shared, **rows}, replica.architecture)
    return sum_of_stages(outcome.stages.values())
