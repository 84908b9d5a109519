"""The ways in which a piece of work may be done otherwise: which parameters change.

Each way proposes; what a proposal saves, and whether it fits, an estimate of it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation.chip_inputs import precisions_of
from wattlas.estimation.engine_chips import engine_on, engines_of
from wattlas.estimation.engines import engine_of
from wattlas.estimation.own_chips import find_chip
from wattlas.estimation.serve import service_offers
from wattlas.parameters import ServeOptions
from wattlas.parameters.declaration import declared
from wattlas.records import Estimate, Fact
from wattlas.workflow.better_places import better_hours, better_places
from wattlas.workflow.model_families import FAMILIES, smaller_of_family
from wattlas.workflow.other_chips import chips_like

Changes: TypeAlias = Mapping[str, str]
"""Parameters with their values as text; '' where one is no longer given."""
BATCHES = (2.0, 4.0, 16.0, 64.0)
"""How many times the batch is tried."""
CAPS = (0.8, 0.65)
"""Shares of a chip's limit that are tried: far below them chips slow down more."""
DRAFTED = 3
"""Tokens that are drafted for a step, in the proposal of speculative decoding."""
MOST_LAYOUTS = 3
RATE = 1e9
"""Requests a second that no layout serves: each is filled as far as it goes."""
DEGREES = ("chips", "tensor_parallel", "pipeline_parallel", "data_parallel")
TRAINED_IN = frozenset({"bf16", "fp16", "fp8"})
"""Formats whose products models are trained with."""
TRAINING = frozenset({"train", "finetune", "rl"})
TRAINED = "train"
"""The kind of work whose outcome is the model itself: a smaller one is another."""
FIXED = ("energy", "chip_hours", "hours", "power_per_chip")
"""What is metered or counted of the work as it is: other ways take other hours."""


@dataclass(frozen=True)
class Work:
    """Work as it was asked: its options, with one chip, and its estimate.

    `other_chips` are those that were named beside the first.
    """

    options: Any
    first: Estimate
    other_chips: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """Say whether the verb has a parameter."""
        return name in declared(type(self.options))

    def asked(self, name: str) -> Any:
        """Return what was given for a parameter, or None."""
        return getattr(self.options, name, None)

    @cached_property
    def mids(self) -> Mapping[str, float]:
        """The central values of the inputs of its estimate."""
        return central(self.first)

    def used(self, name: str) -> float | None:
        """Return the central value of an input of the estimate, or None."""
        return self.mids.get(name)

    @property
    def is_counted(self) -> bool:
        """Whether its energy or chip-hours are given: they follow from no other way."""
        return any(self.asked(name) is not None for name in FIXED)

    @cached_property
    def chip(self) -> str | None:
        """The key of its chip, where it was given."""
        return find_chip(self.options.hardware) if self.options.hardware else None


@dataclass(frozen=True)
class Way:
    """One way: the parameter without which a verb does not have it, and proposals."""

    needs: str
    proposals: Callable[[Work], Iterable[Changes]]
    answers_change: bool = False
    """Whether the answers are others: fewer bits, a smaller model."""
    same_work: bool = False
    """Whether the chips do the same, and only place or hours differ."""


def central(estimate: Estimate) -> dict[str, float]:
    """Return the central values of the inputs of an estimate, by name."""
    return {item.name: item.mid for item in estimate.inputs}


def _precisions(work: Work) -> Iterator[Changes]:
    """Yield narrower formats of which the chip has products, each size once."""
    if work.chip is None:
        return
    now = work.first.subject.get("precision")
    size = _bytes(now or "bf16")
    dense = work.used("experts") is None
    seen = set()
    for key in precisions_of(work.chip):
        kind = (_bytes(key), facts.row("precisions", key)["peak_quantity"])
        of_experts = facts.row("precisions", key)["applies_to"] == "experts"
        if work.first.kind in TRAINING and key not in TRAINED_IN:
            continue
        if kind[0] < size and kind not in seen and not (dense and of_experts):
            seen.add(kind)
            yield {"precision": key}


def _bytes(precision: str) -> float:
    key = facts.resolve("precisions", precision)
    return facts.number("precisions", key, "bytes_per_weight").value


def _batches(work: Work) -> Iterator[Changes]:
    """Yield larger batches; of a service that chooses its own, a batch over night."""
    chooses = isinstance(work.options, ServeOptions)
    batch = work.used("batch")
    if batch is not None:
        yield from ({"batch": f"{times * batch:g}"} for times in BATCHES)
        if chooses and work.asked("batch") is not None:
            yield {"batch": ""}
    if chooses and work.asked("drive") is None and work.asked("engine") in _BY_BATCH:
        yield {"drive": "offline"}


_BY_BATCH = (None, "vllm", "sglang", "tensorrt-llm")
"""Engines that may be driven without a server before them."""


def _layouts(work: Work) -> Iterator[Changes]:
    """Yield the layouts of least energy that keep the latency."""
    if not isinstance(work.options, ServeOptions) or work.chip is None:
        return
    offers = service_offers(work.options, RATE)
    kept = [n for n in DEGREES if work.asked(n) is not None]
    now = work.used("chips_per_replica")
    others = [o for o in offers if kept or o.layout.chips != now]
    others.sort(key=lambda offer: offer.energy_kwh_per_token)
    for offer in others[:MOST_LAYOUTS]:
        yield {name: f"{getattr(offer.layout, name)}" for name in DEGREES}


def _engines(work: Work) -> Iterator[Changes]:
    if work.takes("software"):
        if work.asked("software") == "pytorch":
            yield {"software": "compiled"}
        return
    if work.asked("engine_year") is not None:
        yield {"engine_year": ""}
    if work.chip is None:
        return
    now = engine_on(work.chip, work.asked("engine"))
    for name in engines_of(work.chip):
        if name != now:
            yield {"engine": name, **_slots(work, now, name)}


def _slots(work: Work, now: str, other: str) -> Changes:
    """Return the slots of the engine that runs now, where the other would run more.

    How many ask such an engine at once is its user's doing, whatever would run more.
    """
    if not engine_of(now).has_slots or work.asked("max_sequences") is not None:
        return {}
    slots = work.mids["max_sequences"]
    group = engine_of(other).group("max_sequences")
    own = facts.number("constants", group, "max_sequences").value
    return {"max_sequences": f"{slots:g}"} if own > slots else {}


def _speculation(work: Work) -> Iterator[Changes]:
    if work.asked("draft_tokens") is None and work.chip is not None:
        accepted = _ranged(facts.number("constants", "advice", "accepted_draft_tokens"))
        yield {"draft_tokens": f"{DRAFTED}", "accepted_draft_tokens": accepted}


def _caches(work: Work) -> Iterator[Changes]:
    given = ("prefix_cache_share", "cached_prompt_tokens")
    if all(work.asked(name) is None for name in given):
        share = facts.number("constants", "advice", "prefix_cache_share")
        yield {"prefix_cache_share": _ranged(share)}


def _ranged(fact: Fact) -> str:
    return f"{fact.low:g}..{fact.value:g}..{fact.high:g}"


def _smaller(work: Work) -> Iterator[Changes]:
    if work.first.kind == TRAINED:
        return
    key = str(work.first.subject.get("model"))
    table = next((t for t in FAMILIES if key in facts.keys(t)), None)
    if table is not None:
        yield from ({"model": other} for other in smaller_of_family(table, key))


def _caps(work: Work) -> Iterator[Changes]:
    if work.chip is None or work.asked("power_cap") or work.asked("clock_lock"):
        return
    limit_w = facts.number("hardware", work.chip, "power_limit_w").value
    yield from ({"power_cap": f"{share * limit_w:.0f} W"} for share in CAPS)


def _methods(work: Work) -> Iterator[Changes]:
    if work.asked("method") in (None, "full", "continued"):
        yield {"method": "lora"}
    if work.asked("packing") != "yes":
        yield {"packing": "yes"}
    if work.asked("recompute") != "no":
        yield {"recompute": "no"}


def _places(work: Work) -> Iterator[Changes]:
    return better_places(work.options)


def _hours(work: Work) -> Iterator[Changes]:
    return better_hours(work.options, work.first)


def _chips(work: Work) -> Iterator[Changes]:
    if work.chip is None:
        return
    trains = work.first.kind in TRAINING
    found = work.other_chips or chips_like(work.chip, trains)
    yield from ({"hardware": key} for key in found if key != work.chip)


ALL_WAYS: Mapping[str, Way] = {
    "precision": Way("precision", _precisions, answers_change=True),
    "batch": Way("batch", _batches),
    "layout": Way("tensor_parallel", _layouts),
    "engine": Way("engine", _engines),
    "speculative-decoding": Way("draft_tokens", _speculation),
    "cache": Way("prefix_cache_share", _caches),
    "smaller-model": Way("model", _smaller, answers_change=True),
    "power-cap": Way("power_cap", _caps),
    "method": Way("method", _methods, answers_change=True),
    "hours": Way("site", _hours, same_work=True),
    "place": Way("country", _places, same_work=True),
    "hardware": Way("hardware", _chips),
}
"""By the name of a way, in the order in which they are tried."""
ALSO = {"engine": "software"}
"""Ways that another parameter stands for, where a verb has that one."""


def ways_of(options: type) -> tuple[str, ...]:
    """Return the ways that a verb with a class of options has.

    >>> from wattlas.parameters.networks import EmbedOptions
    >>> "engine" in ways_of(EmbedOptions), "power-cap" in ways_of(EmbedOptions)
    (True, False)
    """
    has = declared(options)
    return tuple(
        name
        for name, way in ALL_WAYS.items()
        if way.needs in has or ALSO.get(name) in has
    )


def proposals(name: str, work: Work) -> list[Changes]:
    """Return what a way proposes for a piece of work.

    Raises
    ------
    InputError
        If nothing can be proposed, as where no layout keeps the latency.
    """
    way = ALL_WAYS[name]
    if work.is_counted and not way.same_work:
        raise InputError("Of what is metered or counted only the place can differ.")
    found = list(way.proposals(work))
    if not found:
        raise InputError("Nothing else of this kind is known for the work.")
    return found
