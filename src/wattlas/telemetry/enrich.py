"""Requests of OTLP with energy on their spans, and what they came to by model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from wattlas.estimation.request_log.otlp import attributes_of, spans_of
from wattlas.telemetry.spans import PREFIXES, PROBLEM, START, Added, SpanEnergy

OTHERS = "others"
MOST_MODELS = 512
"""Models that are counted apart: names come from outside, and the memory is bounded."""


@dataclass
class Count:
    """What the spans of one model came to. [1], [Wh]"""

    spans: int = 0
    energy_wh: float = 0.0
    low_wh: float = 0.0
    high_wh: float = 0.0


@dataclass
class Counts:
    """What all spans came to, by model and architecture; safe in several threads."""

    spans: int = 0
    problems: int = 0
    rejected: int = 0
    models: dict[tuple[str, str], Count] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def add(self, spans: int, added: Sequence[Added], rejected: int = 0) -> None:
        """Count spans that were taken, and what was added to those of generative AI.

        Of the spans so many were `rejected` by the next receiver.
        """
        with self._lock:
            self.spans += spans
            self.rejected += rejected
            for one in added:
                self._add(one)

    def _add(self, one: Added) -> None:
        if PROBLEM in one:
            self.problems += 1
        if "wattlas.energy_wh" not in one:
            return
        key = str(one["wattlas.model"]), str(one["wattlas.architecture"])
        if key not in self.models and len(self.models) >= MOST_MODELS:
            key = OTHERS, key[1]
        count = self.models.setdefault(key, Count())
        count.spans += 1
        count.energy_wh += float(one["wattlas.energy_wh"])
        count.low_wh += float(one["wattlas.energy_wh.low"])
        count.high_wh += float(one["wattlas.energy_wh.high"])

    def snapshot(self) -> tuple[int, int, int, dict[tuple[str, str], Count]]:
        """Return spans, problems, rejected ones and counts at this moment."""
        with self._lock:
            models = {key: Count(**vars(count)) for key, count in self.models.items()}
            return self.spans, self.problems, self.rejected, models


def enrich(request: Any, energy: SpanEnergy) -> tuple[int, list[Added]]:
    """Add to the spans of a request what they took; return how many, and what."""
    spans = list(spans_of(request))
    of_ai = [span for span in spans if _is_of_ai(span)]
    added = energy.attributes(
        [{**attributes_of(span), START: span.start_time_unix_nano} for span in of_ai]
    )
    for span, one in zip(of_ai, added, strict=True):
        for name, value in one.items():
            pair = span.attributes.add(key=name)
            if isinstance(value, str):
                pair.value.string_value = value
            else:
                pair.value.double_value = value
    return len(spans), added


def _is_of_ai(span: Any) -> bool:
    return any(pair.key.startswith(PREFIXES) for pair in span.attributes)
