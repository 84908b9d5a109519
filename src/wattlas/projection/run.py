"""The outlook: every method over draws, years and regions, and what drives it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from wattlas import facts
from wattlas.chain.types import Array
from wattlas.draws import finite_arithmetic
from wattlas.errors import (
    InputError,
    Message,
    Several,
    UnknownNameError,
    unknown_name,
)
from wattlas.estimation.recorder import Recorder, TrackedInputs, step_of
from wattlas.parameters import keywords
from wattlas.parameters.outlook import METHODS, OutlookOptions
from wattlas.parameters.several import each_once
from wattlas.projection.agreement import check_agreement, check_finite
from wattlas.projection.assumptions import Assumptions, assumptions
from wattlas.projection.base import base_estimates
from wattlas.projection.demand import WORLD
from wattlas.projection.history import BASE_YEAR
from wattlas.projection.own_limits import DEMAND, SERVED, has_own
from wattlas.projection.places import TABLE as PLACES
from wattlas.projection.places import is_place, region_of
from wattlas.projection.queues import queues_of
from wattlas.projection.record import ALL, SCENARIOS, Outlook, Path
from wattlas.projection.sample import (
    Block,
    Frame,
    blocks,
    by_method,
    of_region,
    percentiles,
    with_highest_hour,
)
from wattlas.projection.settings import enough_draws, last_year
from wattlas.projection.swings import SWING_YEAR, swings
from wattlas.records import Source, Step

LEAST_SHORT = 1e-6
"""What lacks of demand and is no rounding. [1]"""
REBOUND = "rebound.elasticity"
"""What is least known of the far future: half of the variance of 2050."""


@keywords(OutlookOptions)
@finite_arithmetic()
def outlook(options: OutlookOptions) -> Outlook:
    """Electricity that AI asks for and gets to 2050, by three methods, with ranges.

    Energy in TWh a year at the facility; demand, and what supply can serve of it.
    Inputs by name, such as ``{"growth.training": "3..4"}``: ``wattlas outlook inputs``.

    Raises
    ------
    InputError
        If a name, a year or a value is not possible.

    Examples
    --------
    >>> study = outlook(to=2030, draws=64)
    >>> found = study.at("ai_served_twh", 2030)
    >>> 100 < found.low < found.mid < found.high < 2000
    True
    """
    last = last_year("to", options.to)
    years = tuple(range(BASE_YEAR, last + 1))
    draws = enough_draws(options.draws)
    place = find_region(options.region)
    frame = Frame(_methods(options.method), years, draws, options.seed, place)
    inputs = assumptions(
        options.overrides, options.without, place if is_place(place) else ""
    )
    check_agreement(inputs, frame.years[-1])
    several = (with_highest_hour(part, place) for part in blocks(inputs, frame))
    first = next(several)
    asked = Several(frame.methods, " and ")
    of = Message("what AI asks for and gets by {asked}", asked=asked)
    inputs.refuse_unread(first.values, of)
    parts = []
    for part in chain([first], several):
        check_finite(part.samples)
        parts.append((part.size, _percentiles(part, place)))
    return _record(place, inputs, frame, first, parts, options.without)


THE = "the "
"""The article before a name of a place."""


def find_region(name: str) -> str:
    """Return the key of a region of the outlook, or of a place within one.

    >>> find_region("United States"), find_region("cn"), find_region("Texas")
    ('us', 'china', 'texas')
    """
    if not isinstance(name, str):
        raise InputError(
            "A region must be a name, got {name!r}.",
            name=name,
        )
    name = name.strip()
    if name.lower().startswith(THE):
        name = name[len(THE) :].lstrip()
    country = facts.find("countries", name)
    if "world" in (name.lower(), country):
        return "world"
    by_country = {
        facts.row("outlook_regions", k)["country"]: k
        for k in facts.keys("outlook_regions")
    }
    found = facts.find("outlook_regions", name)
    found = found or (by_country.get(country) if country else None)
    found = found or facts.find(PLACES, name) or _place_of(country)
    if found is None and country:
        raise InputError(
            "No count of the data centres of {name} is at hand, so it has no outlook "
            "of its own.{hint} {count} places have one: wattlas facts {table}; or "
            "take its region: wattlas facts outlook_regions.",
            name=name,
            hint=_namesakes(country),
            count=len(facts.keys(PLACES)),
            table=PLACES,
        )
    if found is None:
        regions = ["world", *facts.keys("outlook_regions")]
        known = [*regions, *facts.keys(PLACES)]
        listing = Message(
            "wattlas facts outlook_regions ({names}) and, for places that are counted, "
            "wattlas facts {table}",
            names=", ".join(regions),
            table=PLACES,
        )
        raise UnknownNameError(unknown_name("region", name, known, listing))
    return found


def _namesakes(country: str) -> Message | str:
    """Return the question whether a counted place of the same name is meant."""
    name = f"{facts.row('countries', country)['name_en']} ("
    rows = {key: facts.row(PLACES, key)["name_en"] for key in facts.keys(PLACES)}
    near = [repr(key) for key, own in rows.items() if own.startswith(name)]
    return Message(" Did you mean {near}?", near=Several(near, " or ")) if near else ""


def _place_of(country: str | None) -> str | None:
    """Return the place that a country is by its name, however it was asked for."""
    if country is None:
        return None
    row = facts.row("countries", country)
    return facts.find(PLACES, row["name_en"])


def _methods(method: str | Sequence[str]) -> tuple[str, ...]:
    asked = (method,) if isinstance(method, str) else tuple(method)
    for name in asked:
        if name not in METHODS:
            listing = Message("the methods are {names}", names=", ".join(METHODS))
            raise UnknownNameError(unknown_name("method", name, METHODS, listing))
    if not asked:
        raise InputError(
            "Give at least one method of {methods}.",
            methods=", ".join(METHODS),
        )
    return each_once("method", asked)


def _percentiles(part: Block, region: str) -> dict[str, dict[str, Array]]:
    found = {
        method: {name: percentiles(values) for name, values in quantities.items()}
        for method, quantities in by_method(part, region).items()
    }
    return found | {
        "regions": _regions(part, region),
        "options": _options(part),
        "scenarios": _scenarios(part, region),
    }


def _scenarios(part: Block, region: str) -> dict[str, Array]:
    """Return what AI is served in each third of the draws by rebound."""
    rebound = np.ravel(part.values[REBOUND])
    if rebound.size == 1:
        return {}
    third = np.argsort(np.argsort(rebound)) * len(SCENARIOS) // rebound.size
    served = [of_region(s, region)["ai_served_twh"] for s in part.samples.values()]
    return {
        name: percentiles(np.concatenate([twh[third == i] for twh in served]))
        for i, name in enumerate(SCENARIOS)
    }


def _regions(part: Block, place: str) -> dict[str, Array]:
    """Return the served energy of AI of each region, or of one place alone."""
    served = np.concatenate(
        [np.asarray(s["ai_served_twh"]) for s in part.samples.values()]
    )
    keys = [place] if is_place(place) else facts.keys("outlook_regions")
    return {k: percentiles(served[..., i]) for i, k in enumerate(keys)}


def _options(part: Block) -> dict[str, Array]:
    """Return what each option adds to the world in a year."""
    count = next(iter(part.samples.values()))["ai_demand_twh"].shape[1]  # type: ignore[union-attr]
    return {
        key: percentiles(np.sum(np.asarray(added)[:, :count], axis=-1))
        for key, added in part.limits.added_twh.items()
    }


def _record(
    region: str,
    inputs: Assumptions,
    frame: Frame,
    first: Block,
    parts: list[tuple[int, dict[str, dict[str, Array]]]],
    without: str | Sequence[str],
) -> Outlook:
    mean = _mean(parts, frame.years)
    regions, options = mean.pop("regions"), mean.pop("options")
    scenarios = mean.pop("scenarios")
    used = tuple(inputs.items.values())
    years = sorted({y for y in (SWING_YEAR, frame.years[-1]) if y <= frame.years[-1]})
    return Outlook(
        region=region,
        years=frame.years,
        methods=frame.methods,
        draws=frame.draws,
        seed=frame.seed,
        paths=mean,
        regions=regions,
        swings={y: swings(inputs, frame, first, (region, y)) for y in years},
        base=base_estimates(first.values),
        grid_binds=_grid_binds(first, frame, region),
        short=_short(first, frame, region),
        queues=queues_of(region),
        options=options,
        scenarios=scenarios,
        inputs=used,
        without=(without,) if isinstance(without, str) else tuple(without),
        sources=_sources(inputs),
        derivation=derivation(inputs, frame),
        samples=first.samples,
    )


def _mean(
    parts: list[tuple[int, dict[str, dict[str, Array]]]], years: tuple[int, ...]
) -> dict[str, dict[str, Path]]:
    """Return the percentiles as paths; those of several blocks are averaged."""
    total = sum(size for size, _ in parts)
    return {
        method: {
            name: Path(
                years,
                sum(size / total * found[method][name] for size, found in parts),  # type: ignore[arg-type]
            )
            for name in quantities
        }
        for method, quantities in parts[0][1].items()
    }


def _grid_binds(first: Block, frame: Frame, region: str) -> dict[int, float]:
    """Return by year how often connections are the tighter limit, by draws. [1]"""
    binds = np.asarray(first.limits.grid_binds)
    keys = facts.keys("outlook_regions")
    if region == "world":
        weight = np.asarray(first.limits.connected_twh)
        share = np.sum(binds * weight, axis=(0, 2)) / np.maximum(
            np.sum(weight, axis=(0, 2)), 1e-12
        )
    else:
        at = 0 if has_own(region, first.values) else keys.index(region_of(region))
        share = binds[..., at].mean(axis=0)
    return {y: float(share[i]) for i, y in enumerate(frame.years) if i}


def _short(first: Block, frame: Frame, region: str) -> dict[int, float]:
    """Return by year how often less is served than asked for, by draws. [1]"""
    found = by_method(first, region)[ALL]
    lacks = found[DEMAND] - found[SERVED] > LEAST_SHORT * found[DEMAND]
    share = lacks.mean(axis=0)
    return {y: float(share[i]) for i, y in enumerate(frame.years) if i}


def derivation(inputs: Assumptions, frame: Frame) -> tuple[Step, ...]:
    """Return how each method alone comes to the world's demand of a year, at mid.

    Before it is set on the common base, bent by spending and scaled by further gains.
    """
    year = float(min(SWING_YEAR, frame.years[-1]))
    values = TrackedInputs(inputs.items.values())
    found = (step_of(WORLD[m](values, year, Recorder())) for m in frame.methods)
    return tuple(s for s in found if s is not None)


def _sources(inputs: Assumptions) -> tuple[Source, ...]:
    keys = dict.fromkeys(i.source for i in inputs.items.values() if not i.given)
    return tuple(facts.source(k) for k in keys)
