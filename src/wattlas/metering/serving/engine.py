"""What an engine's page says of its work: requests, tokens, what is in flight.

vLLM's names of all its versions, SGLang's and TGI's; engines and replicas of one page
add up by model.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wattlas.errors import InputError
from wattlas.metering.ledger.imports.asked import LeftOut, shown
from wattlas.metering.ledger.imports.content import fetched
from wattlas.metering.ledger.imports.exposition import series_of_page
from wattlas.metering.ledger.imports.series import Series

PROMPT, OUTPUT, REQUESTS = "prompt", "output", "requests"
CACHED, COMPUTED, FLYING = "cached", "computed", "flying"
NAMES = {
    PROMPT: r"(vllm|sglang)_prompt_tokens|tgi_request_input_length_sum",
    OUTPUT: r"(vllm|sglang)_generation_tokens|tgi_request_generated_tokens_sum",
    REQUESTS: r"vllm_request_success|sglang_num_requests|tgi_request_success",
    CACHED: r"vllm_prompt_tokens_cached|sglang_cached_tokens"
    r"|vllm_(gpu_)?prefix_cache_hits",
    COMPUTED: r"vllm_prompt_tokens_by_source|sglang_realtime_tokens",
    FLYING: r"vllm_num_requests_(running|waiting)|sglang_num_(running|queue)_reqs"
    r"|tgi_(batch_current|queue)_size",
}
OF_COMPUTED = {"source": "local_compute", "mode": "prefill_compute"}
COUNTED = (PROMPT, OUTPUT, REQUESTS)
MODELS = ("model_name", "model")


@dataclass
class Counts:
    """What one model's counters show at a moment; absent ones are not in it."""

    seen: dict[str, float] = field(default_factory=dict)

    def add(self, role: str, value: float) -> None:
        """Add an engine's or a replica's count."""
        self.seen[role] = self.seen.get(role, 0.0) + value


@dataclass(frozen=True)
class Grown:
    """What was done between readings, and whether a counter began again meanwhile."""

    amount: float
    restarted: bool = False


def counts_of_page(url: str) -> Mapping[str, Counts]:
    """Return what a page shows by model.

    Raises
    ------
    InputError
        If the page cannot be read, or shows no tokens.
    """
    text = fetched(url).decode("utf-8", "replace")
    found = counts_of(series_of_page(text, url, LeftOut()))
    if not any(OUTPUT in counts.seen for counts in found.values()):
        raise InputError(
            "{url} shows no tokens of vLLM, SGLang or TGI: it begins with {text!r}.",
            url=url,
            text=shown(text),
        )
    return found


def counts_of(series: Iterable[Series]) -> dict[str, Counts]:
    """Return what series show by model, '' where they name none."""
    found: dict[str, Counts] = {}
    hits: dict[str, set[str]] = {}
    for item in series:
        role = role_of(item)
        value = item.values[-1]
        if role is None or not math.isfinite(value) or value < 0:
            continue
        model = next((item.labels[n] for n in MODELS if item.labels.get(n)), "")
        if role == CACHED:
            # Two metrics count the same hits: the first that a page has is taken.
            names = hits.setdefault(model, set())
            names.add(item.metric)
            if len(names) > 1:
                continue
        found.setdefault(model, Counts()).add(role, value)
    return found


def role_of(series: Series) -> str | None:
    """Return what a series counts, None where it is nothing of these.

    >>> role_of(Series("vllm:generation_tokens_total", {}))
    'output'
    """
    name = series.metric.replace(":", "_").removesuffix("_total")
    role = next((r for r, names in NAMES.items() if re.fullmatch(names, name)), None)
    if role == COMPUTED and not any(
        series.labels.get(label) == value for label, value in OF_COMPUTED.items()
    ):
        return None
    return role


def grown(readings: Iterable[float | None]) -> Grown:
    """Return by how much a counter grew; at a fall it began again at nothing.

    What it had counted between its last reading and the fall is lost.

    >>> grown([5.0, 7.0, None, 1.0])
    Grown(amount=3.0, restarted=True)
    """
    amount, before, restarted = 0.0, None, False
    for value in readings:
        if value is None:
            continue
        if before is not None:
            restarted |= value < before
            amount += value - before if value >= before else value
        before = value
    return Grown(amount, restarted)
