"""One group of a request log: an estimate with draws, and its rows at central inputs.

The estimate is that of serving at the medians of the rows; each row runs through the
same links, many rows at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wattlas.chain import cache
from wattlas.chain.architecture import Architecture
from wattlas.chain.footprint import sum_of_stages
from wattlas.chain.types import Value
from wattlas.estimation import lookup, replica
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.recorder import plain_step
from wattlas.estimation.request_log.columns import Floats
from wattlas.estimation.request_log.grouping import Configuration, Rows
from wattlas.estimation.serve import (
    estimate_serving,
    serving_chain,
    serving_precision,
)
from wattlas.parameters import ServeOptions
from wattlas.records import Estimate

CHUNK_ROWS = 16_384
"""Rows computed at once: their arrays stay in the processor's cache."""
ROW_INPUTS = ("prompt_tokens", "cached_prompt_tokens", "output_tokens", "batch")
OF_ROWS = frozenset({*ROW_INPUTS, "chips_per_replica", "requests"})
_SIZES = np.array(
    [2.0**n for n in range(replica.LARGEST_REPLICA.bit_length())] + [np.nan]
)
"""Chips of a replica: powers of two, and none beyond the largest."""


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

    def largest(self) -> RowInputs:
        """Return the largest value of each input, as one row."""
        tops = (
            None if v is None else v.max(keepdims=True) for v in vars(self).values()
        )
        return RowInputs(*tops)  # type: ignore[arg-type]

    def medians(self) -> dict[str, float | None]:
        """Return the median of each input, by name."""
        return {
            name: None if values is None else float(np.median(values))
            for name, values in vars(self).items()
        }


@dataclass(frozen=True)
class ReplicaSizes:
    """Sizes of the replicas that serve a group, whatever the row."""

    architecture: Architecture
    weights_bytes: float
    bytes_per_kv_element: float
    usable_bytes_per_chip: float
    usual_batch: float

    @classmethod
    def of(cls, configuration: Configuration) -> ReplicaSizes:
        """Return the sizes for a configuration, from the inputs that serving uses."""
        model = lookup.find_model(configuration.model)
        hardware = configuration.hardware
        precision = serving_precision(model, hardware, configuration.precision)
        inputs = Inputs()
        for name in ("prompt_tokens", "output_tokens", "batch"):
            inputs.constant(name, "serving")
        replica.add_replica(inputs, model, hardware, precision)
        return cls(
            architecture=model.architecture,
            weights_bytes=replica.replica_memory(inputs, model.architecture).weights,
            bytes_per_kv_element=inputs["bytes_per_kv_element"].mid,
            usable_bytes_per_chip=replica.usable_bytes_per_chip(inputs),
            usual_batch=inputs["batch"].mid,
        )

    def batch(self, rows: RowInputs) -> Floats | float:
        """Return the batch of each row: given, or the usual one."""
        return self.usual_batch if rows.batch is None else rows.batch

    def chips(self, rows: RowInputs) -> Floats:
        """Return the chips of each row's replica, NaN where none is large enough.

        The fewest that hold the weights and the batch, as for `serve`.
        """
        needed = self.weights_bytes + self.batch(rows) * self._bytes_per_request(rows)
        capacities = self.usable_bytes_per_chip * _SIZES[:-1]
        return _SIZES[np.searchsorted(capacities, needed)]

    def _bytes_per_request(self, rows: RowInputs) -> Floats:
        context = rows.prompt_tokens + rows.output_tokens
        elements = cache.kv_elements(self.architecture, context)
        state = cache.state_bytes_per_sequence(self.architecture)
        return np.asarray(elements * self.bytes_per_kv_element + state)


@dataclass(frozen=True)
class RequestGroup:
    """One group: how many rows, their medians, and the estimate at the medians."""

    configuration: Configuration
    sizes: ReplicaSizes = field(repr=False)
    rows: int
    medians: Mapping[str, float | None]
    estimate: Estimate

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


def rows_that_fit(sizes: ReplicaSizes, inputs: RowInputs) -> NDArray[np.bool_]:
    """Return which rows have a replica that is large enough for them."""
    if not np.isnan(sizes.chips(inputs.largest())).any():
        return np.ones(len(inputs.prompt_tokens), np.bool_)
    fits: NDArray[np.bool_] = ~np.isnan(sizes.chips(inputs))
    return fits


def estimate_at(
    configuration: Configuration,
    medians: Mapping[str, float | None],
    settings: Settings,
) -> Estimate:
    """Return the estimate of serving a configuration at the medians of its rows."""
    # Serving is asked for an answer; the ratios hardly depend on its length.
    answer = max(medians["output_tokens"] or 0.0, 1.0)
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
        currency=settings.currency,
        draws=settings.draws,
        seed=settings.seed,
    )
    return estimate_serving(options)


def row_results(
    group: RequestGroup, numbers: Mapping[str, Floats], rows: Rows
) -> Iterator[tuple[Rows, dict[str, Value]]]:
    """Yield the central results of a group's rows, for one request each, in parts."""
    shared = {i.name: i.mid for i in group.estimate.inputs}
    for start in range(0, len(rows), CHUNK_ROWS):
        part = rows[start : start + CHUNK_ROWS]
        inputs = RowInputs.of(numbers, part, group.configuration.batch_given)
        yield part, _results(group.sizes, shared, inputs)


def _results(
    sizes: ReplicaSizes, shared: Mapping[str, float], inputs: RowInputs
) -> dict[str, Value]:
    # A request without an answer has no results for a token: these divide by zero.
    with np.errstate(divide="ignore"):
        rows: dict[str, Value] = {
            "prompt_tokens": inputs.prompt_tokens,
            "cached_prompt_tokens": inputs.cached_prompt_tokens,
            "output_tokens": inputs.output_tokens,
            "batch": sizes.batch(inputs),
            "chips_per_replica": sizes.chips(inputs),
            "requests": 1.0,
        }
        outcome = serving_chain(plain_step, {**shared, **rows}, sizes.architecture)
    return sum_of_stages(outcome.stages.values())
