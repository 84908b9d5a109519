"""Reads an engine and its board at each tick, and says what each unit of work drew."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.errors import InputError
from wattlas.metering.clock import Clock
from wattlas.metering.parts import sum_of
from wattlas.metering.serving.board import Board
from wattlas.metering.serving.engine import (
    CACHED,
    COMPUTED,
    FLYING,
    OUTPUT,
    PROMPT,
    REQUESTS,
    Counts,
    counts_of_page,
    grown,
)
from wattlas.metering.serving.record import ServedModel, ServingMeasurement
from wattlas.metering.serving.split import Window, split_of
from wattlas.records import Range


@dataclass(frozen=True)
class Look:
    """One reading of an engine: when, and what it showed by model."""

    at_s: float
    models: Mapping[str, Counts]


class ServingMeter:
    """Reads an engine's page and a board at each tick; sums up at the end.

    A tick at which either gives nothing is lost: the next good one closes it.
    """

    def __init__(self, url: str, board: Board, clock: Clock) -> None:
        self._url, self._board, self._clock = url, board, clock
        self.looks: list[Look] = []
        self.lost = 0
        self.why: InputError | None = None

    def look(self) -> None:
        """Read both now; raise InputError where the first reading gives nothing."""
        at_s = self._clock.now()
        try:
            models = counts_of_page(self._url)
            self._board.read(at_s)
        except InputError as error:
            if not self.looks:
                raise
            self.lost, self.why = self.lost + 1, error
            return
        self.looks.append(Look(at_s, models))

    def run(self, stop: threading.Event, tick_s: float, length_s: float | None) -> None:
        """Read at each tick until the length is over or the event is set. [s]"""
        self.look()
        begin = self._clock.now()
        while True:
            left = None if length_s is None else begin + length_s - self._clock.now()
            if left is not None and left <= 0:
                return
            if self._clock.wait(stop, tick_s if left is None else min(tick_s, left)):
                self.look()
                return
            self.look()

    def measurement(self) -> ServingMeasurement:
        """Return what was served and drawn between the first and the last reading.

        Raises
        ------
        InputError
            If there are fewer than two readings.
        """
        if len(self.looks) < 2:
            raise self.why or InputError(
                "There is one reading alone; energy needs two at least."
            )
        t0, t1 = self.looks[0].at_s, self.looks[-1].at_s
        parts = self._board.parts(t0, t1)
        energy = sum_of(part.energy_j for part in parts)
        if energy is None:
            raise InputError(
                "Nothing can be metered on this machine: name the page of the board's "
                "exporter with --dcgm URL."
            )
        names = sorted({name for look in self.looks for name in look.models})
        done = {name: self._work(name) for name in names}
        active = [name for name in names if _tokens(done[name]) > 0]
        drawn = self._board.joules_at([look.at_s for look in self.looks])
        models = tuple(
            self._served(name, done, energy, drawn, is_alone=active in ([], [name]))
            for name in (active or names)
        )
        return ServingMeasurement(t0, t1, parts, models, len(self.looks), self.lost)

    def _work(self, name: str) -> dict[str, float]:
        roles = (PROMPT, OUTPUT, REQUESTS, CACHED, COMPUTED)
        return {role: grown(self._readings(name, role)).amount for role in roles}

    def _readings(self, name: str, role: str) -> list[float | None]:
        return [
            look.models[name].seen.get(role) if name in look.models else None
            for look in self.looks
        ]

    def _served(
        self,
        name: str,
        done: Mapping[str, Mapping[str, float]],
        energy: Range,
        drawn: list[float],
        *,
        is_alone: bool,
    ) -> ServedModel:
        work = done[name]
        cached = _cached(work)
        computed = work[PROMPT] - cached
        windows: list[Window] = []
        if is_alone:
            windows = self._windows(name, drawn)
        else:
            everybody = sum(map(_tokens, done.values()))
            share = _tokens(work) / everybody
            energy = Range(0.0, energy.mid * share, energy.high)
        split = split_of(energy, computed, work[OUTPUT], windows)
        requests = self._requests(name, work[REQUESTS])
        return ServedModel(
            model=name,
            requests=requests,
            prompt_tokens=work[PROMPT],
            cached_prompt_tokens=cached,
            output_tokens=work[OUTPUT],
            energy_j=energy,
            joules_per_request=_per(energy, requests),
            joules_per_prompt_token=split.prompt_j,
            joules_per_output_token=split.output_j,
            is_regressed=split.is_regressed,
            restarted=any(
                grown(self._readings(name, role)).restarted
                for role in (PROMPT, OUTPUT, REQUESTS)
            ),
        )

    def _requests(self, name: str, finished: float) -> Range:
        """Return the requests whose work lies in the time, with those in flight."""
        flying = [value or 0.0 for value in self._readings(name, FLYING)]
        return Range(max(finished - flying[0], 0.0), finished, finished + flying[-1])

    def _windows(self, name: str, drawn: list[float]) -> list[Window]:
        """Return what was drawn and computed between each two readings."""
        pairs = zip(self.looks, self.looks[1:], strict=False)
        found = []
        for number, (before, after) in enumerate(pairs):
            both = [look.models.get(name, Counts()).seen for look in (before, after)]
            work = {
                role: grown([seen.get(role) for seen in both]).amount
                for role in (PROMPT, OUTPUT, CACHED, COMPUTED)
            }
            computed = work[PROMPT] - _cached(work)
            joules = drawn[number + 1] - drawn[number]
            found.append(Window(joules, computed, work[OUTPUT]))
        return found


def _tokens(work: Mapping[str, float]) -> float:
    return work[PROMPT] - _cached(work) + work[OUTPUT]


def _cached(work: Mapping[str, float]) -> float:
    """Return the prompt tokens that were not computed, as the engine tells it.

    vLLM counts whole prompts, also where it holds their beginnings.
    """
    if work[COMPUTED] > 0:
        return max(work[PROMPT] - work[COMPUTED], 0.0)
    return min(work[CACHED], work[PROMPT])


def _per(energy: Range, count: Range) -> Range | None:
    """Return energy for each of a count that is a range; None where it may be none."""
    if count.low <= 0:
        return None
    return Range(
        energy.low / count.high, energy.mid / count.mid, energy.high / count.low
    )
