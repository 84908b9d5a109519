"""The layout of a service: as it is given, and for the rest as an operator chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from wattlas import facts
from wattlas.chain.architecture import Architecture
from wattlas.errors import ContradictionError, DoesNotFitError, InputError
from wattlas.estimation.engines import Engine
from wattlas.estimation.input_values import (
    check_limits,
    exact,
    input_from_quantity,
    parse_given,
)
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.layout_candidates import candidate_layouts
from wattlas.estimation.layout_choice import (
    Goal,
    Offer,
    close_offers,
    offers,
    with_needed_stages,
)
from wattlas.estimation.layouts import (
    DEGREES,
    Layout,
    Memory,
    check_given,
    does_not_fit,
    server_chips_of,
)
from wattlas.estimation.offloading import Machine, place_layers
from wattlas.estimation.prefill_layout import add_prefill
from wattlas.notes import Note
from wattlas.parameters import LayoutOptions

CHOOSES = "is what layouts are chosen by"
GROUP = "serving-layout"
"""Constants of the choice: limits of the latency, money where none is known."""
REMARKED_TPOT_S = 0.1
"""Time to the next token that few services would accept."""


def add_layout(
    inputs: Inputs,
    options: LayoutOptions,
    architecture: Architecture,
    hardware: str,
    engine: Engine,
) -> None:
    """Add how a replica is split and how many requests it runs.

    Raises
    ------
    DoesNotFitError
        If no layout holds the model and a request.
    InputError
        If a degree is no whole number.
    ContradictionError
        If the degrees that are given do not multiply to the chips.
    """
    _say_context(inputs, architecture)
    given, memory, goal, (found, eased) = _found(
        inputs, options, architecture, hardware, engine
    )
    close = close_offers(found)
    ways = [offer.inputs() for offer in close]
    if "batch" not in inputs:
        inputs.constant("running_share", GROUP)
    else:
        _queue(inputs, found[0])
        ways = [{n: v for n, v in way.items() if n != "batch_limit"} for way in ways]
    inputs.add_together(ways, _as_options(options), _NOTE)
    inputs.keep("memory_gb", "usable_memory_share", "ttft_ms", "tpot_ms")
    inputs.keep("max_sequences")
    _say_chips(inputs, _as_options(options), found[0].layout, memory)
    _say(inputs, found, eased, {o.layout for o in close})
    _say_uneven(inputs, given, architecture)
    _say_replicas(inputs, given, (architecture, memory, goal), found[0])


def find_offers(
    inputs: Inputs,
    options: LayoutOptions,
    architecture: Architecture,
    hardware: str,
    engine: Engine,
    requests_per_second: float,
) -> list[Offer]:
    """Return the layouts that keep the latency as it is asked for, cheapest first.

    No replica is filled with more than the rate of requests.

    Raises
    ------
    DoesNotFitError
        If no layout holds the model and a request.
    """
    *_, (found, eased) = _found(
        inputs, options, architecture, hardware, engine, requests_per_second
    )
    return found if eased == 1 else []


def _found(
    inputs: Inputs,
    options: LayoutOptions,
    architecture: Architecture,
    hardware: str,
    engine: Engine,
    requests_per_second: float | None = None,
) -> tuple[Mapping[str, int], Memory, Goal, tuple[list[Offer], float]]:
    given: Mapping[str, int] = _given_degrees(inputs, options)
    check_given(given, architecture)
    server = server_chips_of(hardware)
    goal = replace(
        _goal(inputs, options, engine, facts.row("hardware", hardware)["generation"]),
        requests_per_second=requests_per_second,
    )
    add_prefill(inputs, options, architecture, server)
    memory = Memory.of(inputs.mids(), architecture)
    if requests_per_second is None:
        machine = Machine(hardware, architecture, engine)
        given, memory = place_layers(inputs, options, machine, given, memory)
    layouts = candidate_layouts(architecture, server, given, memory)
    if not given.keys() & {"chips", "pipeline_parallel"}:
        layouts = with_needed_stages(layouts, memory)
    found = offers(inputs, architecture, layouts, memory, goal)
    if not found[0]:
        raise DoesNotFitError(does_not_fit(layouts, memory))
    return given, memory, goal, found


_NOTE = "the layout of the least cost per token at the latency asked for"


def _given_degrees(inputs: Inputs, options: LayoutOptions) -> dict[str, int]:
    """Return the chips and degrees that are given, as options or by their names."""
    options_of = {"chips": "chips_per_replica", **{name: name for name in DEGREES}}
    given = {}
    for name, input_name in options_of.items():
        value, by_name = getattr(options, name), inputs.set_by_name(input_name)
        if value is not None and by_name is not None:
            raise ContradictionError(
                "{input_name} is given twice: as an option and by its name.",
                input_name=input_name,
            )
        value = by_name if value is None else value
        if value is not None:
            given[name] = _whole(input_name, value)
    return given


def _as_options(options: LayoutOptions) -> set[str]:
    """Return the inputs of the chain that options give."""
    chips = options.chips is not None or options.tensor_parallel is not None
    names = {name for name in DEGREES[1:] if getattr(options, name) is not None}
    return names | ({"chips_per_replica"} if chips else set())


def _whole(name: str, value: float | int | str) -> int:
    item = input_from_quantity(name, parse_given(name, value, "1"), "1")
    check_limits(item)
    if not item.exact or item.mid != int(item.mid):
        raise InputError(
            "{name} is a whole number, got {value}. Give one layout at a time.",
            name=name,
            value=value,
        )
    return int(item.mid)


def _goal(
    inputs: Inputs, options: LayoutOptions, engine: Engine, generation: str
) -> Goal:
    for name, value in (("ttft_ms", options.ttft), ("tpot_ms", options.tpot)):
        if not inputs.give(name, value, "ms", needs_unit=True):
            own = f"{GROUP}-{generation}"
            known = facts.find_number("constants", own, name)
            inputs.constant(name, GROUP if known is None else own)
    slots = facts.number("constants", engine.group("max_sequences"), "max_sequences")
    if engine.has_slots and "batch" in inputs:
        slots = replace(slots, value=max(slots.value, inputs["batch"].high))
    inputs.give_or_take("max_sequences", options.max_sequences, exact(slots))
    return Goal(
        ttft_s=inputs.exact("ttft_ms", CHOOSES) / 1000.0,
        tpot_s=inputs.exact("tpot_ms", CHOOSES) / 1000.0,
        chip_hour_cost=_money(inputs, "chip_hour_cost"),
        price_per_kwh=_money(inputs, "price_per_kwh"),
        max_sequences=inputs.exact("max_sequences", CHOOSES),
        batch=inputs["batch"].mid if "batch" in inputs else None,
    )


def _money(inputs: Inputs, name: str) -> float:
    if name in inputs:
        return inputs[name].mid
    return facts.number("constants", GROUP, name).value


def _queue(inputs: Inputs, chosen: Offer) -> None:
    """Let requests beyond memory or the scheduler's limit wait, as engines do."""
    item = inputs["batch"]
    most = max(min(chosen.memory_limit, chosen.scheduler_limit), 1.0)
    if item.high <= most:
        return
    values = {"asked": item.high, "limit": round(most)}
    if chosen.memory_limit <= chosen.scheduler_limit:
        inputs.notes.append(Note("queued-for-memory", values))
    else:
        inputs.notes.append(Note("queued-by-scheduler", values))
    mid, low = min(item.mid, most), min(item.low, most)
    inputs.replace(replace(item, low=low, mid=mid, high=most))


def _say_context(inputs: Inputs, architecture: Architecture) -> None:
    tokens = inputs["prompt_tokens"].mid + inputs["output_tokens"].mid
    if 0 < architecture.context_tokens < tokens:
        values = {"tokens": round(tokens), "limit": architecture.context_tokens}
        inputs.notes.append(Note("beyond-context", values))


def _say(
    inputs: Inputs, found: Sequence[Offer], eased: float, close: set[Layout]
) -> None:
    first = found[0]
    token_ms = first.tpot_s * 1000
    values = _named_layout(first.layout)
    values |= {"batch": round(first.batch), "token_ms": token_ms}
    inputs.notes.append(Note("layout", values))
    if len(found) > 1:
        more = max(found[1].cost_per_token / first.cost_per_token - 1, 0.0)
        values = _named_layout(found[1].layout) | {"more": more, "close": len(close)}
        inputs.notes.append(Note("next-layout", values))
    if eased > 1:
        values = {"first_s": first.ttft_s, "token_ms": token_ms}
        inputs.notes.append(Note("latency-eased", values))
    if first.tpot_s > REMARKED_TPOT_S:
        inputs.notes.append(Note("slow-step", {"token_ms": token_ms}))


def _say_chips(inputs: Inputs, given: Set[str], layout: Layout, memory: Memory) -> None:
    """Say that several chips are taken though nobody gave how many, and why."""
    if layout.chips == 1 or given or inputs.set_by_name("chips_per_replica"):
        return
    smaller = (2**n for n in range(layout.chips.bit_length()) if 2**n < layout.chips)
    holding = (n for n in smaller if memory.room(Layout(n)) >= 1.0)
    fewest = next(holding, layout.chips)
    if layout.chips == fewest:
        inputs.notes.append(Note("chips-needed", {"chips": layout.chips}))
    else:
        said = {"chips": layout.chips, "fewest": fewest}
        inputs.notes.append(Note("chips-chosen", said))


def _say_uneven(
    inputs: Inputs, given: Mapping[str, int], architecture: Architecture
) -> None:
    """Say where heads or experts do not divide over the chips that are given."""
    chips, heads = given.get("tensor_parallel", 1), architecture.query_heads
    if heads % chips:
        inputs.notes.append(Note("uneven-heads", {"count": heads, "chips": chips}))
    chips, experts = given.get("expert_parallel", 1), architecture.experts
    if experts % chips:
        inputs.notes.append(Note("uneven-experts", {"count": experts, "chips": chips}))


def _named_layout(layout: Layout) -> dict[str, Any]:
    return {"layout": layout.name, "chips": layout.chips}


def _say_replicas(
    inputs: Inputs,
    given: Mapping[str, int],
    of: tuple[Architecture, Memory, Goal],
    chosen: Offer,
) -> None:
    """Say where many small replicas would do the work of one large one for less."""
    architecture, memory, goal = of
    if memory.host_share or not given.keys() & {"chips", *DEGREES[:3]}:
        return
    free = candidate_layouts(architecture, chosen.layout.tensor_parallel, {})
    smaller = [x for x in free if chosen.layout.chips % x.chips == 0]
    best = offers(inputs, architecture, smaller, memory, goal)[0][:1]
    if not best or best[0].layout.chips >= chosen.layout.chips:
        return
    ratio = chosen.cost_per_token / best[0].cost_per_token
    if ratio > 1.5:
        chips, each = chosen.layout.chips, best[0].layout.chips
        values = {"chips": chips, "ratio": ratio, "count": chips // each, "each": each}
        inputs.notes.append(Note("replicas-not-shards", values))
