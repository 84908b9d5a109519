"""The rows of a group: what differs from row to row, their replica, their chain.

Each row runs through the links of serving at central inputs, many rows at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, TypeAlias, cast

import numpy as np

from wattlas.chain import cache
from wattlas.chain.architecture import Architecture
from wattlas.chain.footprint import sum_of_stages
from wattlas.chain.types import Value
from wattlas.estimation.layouts import Layout, Memory
from wattlas.estimation.recorder import plain_step
from wattlas.estimation.request_log.columns import Floats, is_alike, values_at
from wattlas.estimation.request_log.grouping import Rows
from wattlas.estimation.request_log.program import Program
from wattlas.estimation.serving_chain import serving_chain, with_batch
from wattlas.records import Estimate

ROW_INPUTS = ("prompt_tokens", "cached_prompt_tokens", "output_tokens", "batch")
LONGEST_CONTEXT = 1 << 40
"""More tokens than any request has."""
Medians: TypeAlias = dict[str, float | None]


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
        return cls(
            values_at(prompt, rows),
            values_at(cached, rows),
            values_at(output, rows),
            values_at(batch, rows) if batch_given else None,
        )

    @property
    def context(self) -> Floats:
        """Tokens that a request holds at its end."""
        return self.prompt_tokens + self.output_tokens

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
        elements = cache.kv_elements(self.architecture, rows.context)
        memory = replace(
            self.memory, cache_per_request=elements * self.bytes_per_kv_element
        )
        return cast(Floats, memory.room(self.layout))

    @cached_property
    def usual_context(self) -> int:
        """The longest request that runs in the usual batch: -1 where none does."""
        nothing = np.zeros(1)
        longest, too_long = -1, LONGEST_CONTEXT
        while too_long - longest > 1:
            middle = (longest + too_long) // 2
            rows = RowInputs(np.array([float(middle)]), nothing, nothing, None)
            if self.batch(rows)[0] == self.usual_batch:
                longest = middle
            else:
                too_long = middle
        return longest

    def batch(self, rows: RowInputs) -> Floats:
        """Return the batch of each row, given or usual: what has no room waits."""
        asked = self.usual_batch if rows.batch is None else rows.batch
        most = np.maximum(np.minimum(self.room(rows), self.scheduler_limit), 1.0)
        return cast(Floats, np.minimum(asked, most))


class RowChain:
    """The chain of a group's rows, for one request each, made when rows come."""

    def __init__(self, replica: GroupReplica, estimate: Estimate) -> None:
        self._replica = replica
        self._shared = {i.name: i.mid for i in estimate.inputs}
        self._programs: dict[tuple[tuple[str, ...], bool], Program] = {}

    def results(
        self, numbers: Mapping[str, Floats], rows: Rows, batch_given: bool
    ) -> Iterator[tuple[Rows, dict[str, Value]]]:
        """Yield the central results of rows in parts: the next part takes its place."""
        absent = {
            "batch": not batch_given,
            "cached_prompt_tokens": _is_nothing(numbers["cached_prompt_tokens"]),
        }
        names = tuple(name for name in ROW_INPUTS if not absent.get(name))
        for is_usual, its in self._split(numbers, rows, batch_given):
            if not len(its):
                continue
            kind = names, is_usual
            if kind not in self._programs:
                chain = partial(self._chain, is_usual=is_usual)
                self._programs[kind] = Program(chain, names)
            yield from self._programs[kind].over(numbers, its)

    def _split(
        self, numbers: Mapping[str, Floats], rows: Rows, batch_given: bool
    ) -> Iterator[tuple[bool, Rows]]:
        """Yield rows in the usual batch, a number, and those in one of their own.

        Each row is of one kind whatever stands beside it.
        """
        if batch_given:
            yield False, rows
            return
        context = RowInputs.of(numbers, rows, batch_given=False).context
        usual = context <= self._replica.usual_context
        if usual.all():
            yield True, rows
            return
        yield True, rows[usual]
        yield False, rows[~usual]

    def _chain(
        self, step: Callable[..., Any], rows: Mapping[str, Any], *, is_usual: bool
    ) -> Mapping[str, Any]:
        inputs = RowInputs(
            rows["prompt_tokens"],
            rows.get("cached_prompt_tokens", 0.0),
            rows["output_tokens"],
            rows.get("batch"),
        )
        replica = self._replica
        batch = replica.usual_batch if is_usual else replica.batch(inputs)
        own = {**vars(inputs), "batch": batch, "requests": 1.0}
        outcome = serving_chain(
            step, {**self._shared, **own}, self._replica.architecture
        )
        return sum_of_stages(outcome.stages.values())


def _is_nothing(values: Floats) -> bool:
    return is_alike(values) and not values[:1].any()
