"""Layouts worth deploying: the front of energy, cost and latency on each chip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError, Message, Several, WattlasError
from wattlas.estimation.deployment_front import affordable, thinned, unbeaten
from wattlas.estimation.deployment_record import Deployment, DeployOption
from wattlas.estimation.evaluate import sources_of
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.layout_choice import Offer
from wattlas.estimation.layouts import DEGREES
from wattlas.estimation.own_chips import find_chip
from wattlas.estimation.serve import estimate_serving, service_offers
from wattlas.estimation.service_layout import CHOOSES, GROUP
from wattlas.notes import Note
from wattlas.parameters import ServeOptions, given_of, keywords
from wattlas.parameters.deployments import DeployOptions
from wattlas.parameters.several import each_once
from wattlas.records import Estimate
from wattlas.units import HOURS_PER_DAY, SECONDS_PER_HOUR

SPEEDS = (1.0, 0.7, 0.5, 0.35)
"""Shares of the longest time to a token at which layouts are tried."""
BY_NAME = "busy_share"
"""The input that says for how much of the time replicas have requests."""
FEWEST_DRAWS = 16
"""Draws of an estimate of which the central values alone are read."""
NEAR_LIMIT = 0.88
"""Share of a limit beyond which the next larger batch would break it."""
RESULTS = (
    "chip_energy_kwh",
    "it_energy_kwh",
    "facility_energy_kwh",
    "electricity_cost",
    "total_cost",
    "facility_carbon_kgco2e",
    "lifecycle_carbon_kgco2e",
)
"""What is said of a request, where it is known."""


@keywords(DeployOptions)
@finite_arithmetic()
def deploy(options: DeployOptions) -> Deployment:
    """Return the layouts on the front of energy, cost and latency, for each chip.

    Every layout that holds the model is tried at several speeds up to the latency that
    is asked for; those stay that no other on the same chip beats in energy, cost and
    time to a token at once. Replicas are those that keep up with the mean rate at the
    usual busy share of a service.

    Raises
    ------
    InputError
        If model, hardware or the rate is missing, or no chip keeps the latency.

    Examples
    --------
    >>> found = deploy(
    ...     model="llama-3.1-8b", hardware="h100-sxm", requests_per_second=50, draws=64
    ... )
    >>> found.options[0].layout, found.options[0].replicas > 0
    ('one chip', True)
    """
    _check(options)
    named = (name.strip() for name in str(options.hardware).split(","))
    known = (find_chip(name) for name in named if name)
    chips = each_once("hardware", known)
    if not chips:
        raise InputError("hardware must name a chip, or several: h100-sxm,b200-sxm.")
    found: list[tuple[DeployOption, Estimate]] = []
    refused: dict[str, Message] = {}
    service = ServeOptions()
    for name in chips:
        service = _service(options, name)
        try:
            found += _of_chip(service)
        except WattlasError as error:
            refused[str(service.hardware)] = error.message
    if not found:
        raise InputError(next(iter(refused.values())))
    return _deployment(service, found, refused)


def _deployment(
    service: ServeOptions,
    found: Sequence[tuple[DeployOption, Estimate]],
    refused: Mapping[str, Message],
) -> Deployment:
    inputs = {i.name: i.mid for i in found[0][1].inputs}
    used = [i for _, estimate in found for i in estimate.inputs]
    return Deployment(
        model=str(found[0][1].subject["model"]),
        requests_per_second=inputs["requests_per_day"] / _SECONDS_PER_DAY,
        prompt_tokens=inputs["prompt_tokens"],
        output_tokens=inputs["output_tokens"],
        ttft_s=_longest(service, "ttft_ms") / 1000.0,
        tpot_s=_longest(service, "tpot_ms") / 1000.0,
        place=service.site or service.country,
        options=_with_best([option for option, _ in found]),
        refused={chip: str(why) for chip, why in refused.items()},
        sources=sources_of(used),
        notes=_notes(service, (estimate for _, estimate in found)),
    )


OF_A_LAYOUT = frozenset(
    {
        "layout",
        "next-layout",
        "replicas-not-shards",
        "latency-eased",
        "outside-fit",
        "held-at",
        "draws-outside-fit",
    }
)
"""Notes that differ from layout to layout: the options say what they say."""


OF_WATER = frozenset({"wue", "wue_l_per_kwh", "grid_water", "grid_water_l_per_kwh"})
"""Options and inputs of water, of which no layout says a figure."""


def _notes(service: ServeOptions, estimates: Iterable[Estimate]) -> tuple[Note, ...]:
    """Return what the estimates say of the question, each once."""
    every = [n for e in estimates for n in e.notes if n.code not in OF_A_LAYOUT]
    said = [*given_of(service), *(service.overrides or {})]
    of_water = (name for name in said if name in OF_WATER)
    every += [Note("not-used", {"name": name}) for name in of_water]
    return tuple(n for i, n in enumerate(every) if n not in every[:i])


_SECONDS_PER_DAY = HOURS_PER_DAY * SECONDS_PER_HOUR


def _check(options: DeployOptions) -> None:
    names = ("model", "hardware", "requests_per_second")
    missing = [name for name in names if getattr(options, name) is None]
    if missing:
        raise InputError(
            "A deployment needs {names}: give {missing}.",
            names=", ".join(names),
            missing=Several(missing, " and "),
        )


def _service(options: DeployOptions, hardware: str) -> ServeOptions:
    """Return the service of a deployment on one chip, its rate as a daily volume."""
    inputs = Inputs()
    inputs.give("requests_per_second", options.requests_per_second, "1")
    same = {
        name: value
        for name, value in vars(options).items()
        if name not in ("hardware", "requests_per_second")
    }
    rate = inputs.exact("requests_per_second", CHOOSES)
    return ServeOptions(
        **same, hardware=hardware, requests_per_day=rate * _SECONDS_PER_DAY
    )


def _longest(service: ServeOptions, name: str) -> float:
    inputs = Inputs()
    value = service.ttft if name == "ttft_ms" else service.tpot
    if not inputs.give(name, value, "ms", needs_unit=True):
        inputs.constant(name, GROUP)
    return inputs.exact(name, CHOOSES)


def _of_chip(service: ServeOptions) -> list[tuple[DeployOption, Estimate]]:
    """Return the options of one chip with their estimates, the cheapest first."""
    longest = _longest(service, "tpot_ms")
    rate = float(service.requests_per_day or 0.0) / _SECONDS_PER_DAY
    tried = [
        (offer, speed)
        for speed in SPEEDS
        for offer in service_offers(_at_speed(service, longest * speed), rate)
    ]
    if not tried:
        raise InputError(
            "No layout on {hardware} keeps {longest:g} ms a token and the time to the "
            "first token. Allow more time (tpot, ttft), or give another chip.",
            hardware=service.hardware,
            longest=longest,
        )
    found = []
    for offer, speed in thinned(affordable(unbeaten(tried, _figures_of_offer))):
        degrees: dict[str, Any] = {n: getattr(offer.layout, n) for n in DEGREES[:3]}
        batch = {**(service.overrides or {}), "batch_limit": offer.batch}
        asked = replace(_at_speed(service, longest * speed), overrides=batch, **degrees)
        estimate = _of_whole_replicas(asked)
        found.append((_option(offer, estimate, _limit(offer, asked)), estimate))
    return unbeaten(found, _figures_of_option)


def _of_whole_replicas(asked: ServeOptions) -> Estimate:
    """Return the estimate of a service on the whole replicas that keep up.

    They wait for more of the time than the usual busy share leaves. How many they are
    follows from the central values, which no draw changes.
    """
    if BY_NAME in (asked.overrides or {}):
        return estimate_serving(asked)
    central = estimate_serving(replace(asked, draws=FEWEST_DRAWS))
    return estimate_serving(replace(asked, replicas=ceil(_replicas(central))))


def _replicas(estimate: Estimate) -> float:
    """Return the replicas that keep up at the usual busy share: no whole number."""
    mids = {i.name: i.mid for i in estimate.inputs}
    per_hour = mids["requests_per_day"] / HOURS_PER_DAY
    chips = per_hour * estimate.per["request"]["chip_hours"].mid
    return chips / _set_of_chips(estimate)


def _set_of_chips(estimate: Estimate) -> float:
    """Return the chips of a replica, and of those of prompts that keep up with it."""
    mids = {i.name: i.mid for i in estimate.inputs}
    prompts = estimate.extras.get("prefill_replicas")
    apart = 0.0 if prompts is None else mids["prefill_chips"] * prompts.mid
    return mids["chips_per_replica"] + apart


def _at_speed(service: ServeOptions, tpot_ms: float) -> ServeOptions:
    return replace(service, tpot=f"{tpot_ms!r} ms")


def _figures_of_offer(tried: tuple[Offer, float]) -> tuple[float, ...]:
    offer, _ = tried
    return offer.cost_per_token, offer.energy_kwh_per_token, offer.tpot_s


def _figures_of_option(found: tuple[DeployOption, Estimate]) -> tuple[float, ...]:
    option, estimate = found
    request = estimate.per["request"]
    cost = request.get("total_cost") or request["chip_hours"]
    return cost.mid, request["facility_energy_kwh"].mid, option.tpot_s


def _limit(offer: Offer, asked: ServeOptions) -> str:
    """Return what keeps the batch of an offer from being larger."""
    room = {"memory": offer.memory_limit, "scheduler": offer.scheduler_limit}
    name, most = min(room.items(), key=lambda item: item[1])
    if offer.batch >= NEAR_LIMIT * most:
        return name
    rate = float(asked.requests_per_day or 0.0) / _SECONDS_PER_DAY
    if offer.requests_per_second >= NEAR_LIMIT * rate:
        return "rate"
    ttft = offer.ttft_s * 1000 / _longest(asked, "ttft_ms")
    return "ttft" if ttft > offer.tpot_s * 1000 / _longest(asked, "tpot_ms") else "tpot"


def _option(offer: Offer, estimate: Estimate, limit: str) -> DeployOption:
    request = estimate.per["request"]
    mids = {i.name: i.mid for i in estimate.inputs}
    per_hour = mids["requests_per_day"] / HOURS_PER_DAY
    prompts = estimate.extras.get("prefill_replicas")
    replicas = _replicas(estimate)
    return DeployOption(
        hardware=str(estimate.subject["hardware"]),
        precision=str(estimate.subject["precision"]),
        layout=offer.layout.name,
        chips=offer.layout.chips,
        batch=offer.batch,
        replicas=round(mids.get("replicas", ceil(replicas))),
        limit=limit,
        ttft_s=estimate.extras["first_token_s"].mid,
        tpot_s=estimate.extras["token_s"].mid,
        it_power_kw=per_hour * request["it_energy_kwh"].mid,
        best=(),
        per_request={name: request[name] for name in RESULTS if name in request},
        prefill_chips=None if prompts is None else int(mids["prefill_chips"]),
        prefill_replicas=None if prompts is None else ceil(replicas * prompts.mid),
    )


def _with_best(options: Sequence[DeployOption]) -> tuple[DeployOption, ...]:
    """Return the options, each with what it is the best of all at."""
    figures: dict[str, Callable[[DeployOption], float]] = {
        "energy": lambda o: o.per_request["facility_energy_kwh"].mid,
        "latency": lambda o: o.tpot_s,
    }
    if all("total_cost" in o.per_request for o in options):
        figures["cost"] = lambda o: o.per_request["total_cost"].mid
    least = {n: min(figure(o) for o in options) for n, figure in figures.items()}
    return tuple(
        replace(o, best=tuple(n for n, f in figures.items() if f(o) == least[n]))
        for o in options
    )
