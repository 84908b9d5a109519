"""What is shown beside an outlook: its errors, the default study, crossing years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wattlas.parameters.outlook import CrossingOptions
from wattlas.projection.assumptions import assumptions
from wattlas.projection.backtest import backtest
from wattlas.projection.crossing import Crossings, crossings_beside
from wattlas.projection.places import is_place
from wattlas.projection.publishers import has_other, stands_on
from wattlas.projection.record import Outlook, OutlookContext
from wattlas.projection.run import outlook
from wattlas.records import Input


def with_context(found: Sequence[Outlook]) -> list[Outlook]:
    """Return outlooks, the first with what a page shows beside it.

    One alone has the default study and the crossing years beside it; of cases side by
    side only the errors of the methods are shown.
    """
    first, *others = found
    context = OutlookContext(backtest(seed=first.seed))
    if not others:
        context = replace(
            context, default=default_of(first), crossings=_crossings(first)
        )
    return [replace(first, context=context), *others]


def default_of(found: Outlook) -> Outlook | None:
    """Return the same study with the inputs of the tables, if any was given.

    Where publishers are left out, what has no other source stays as it was given.
    """
    if not found.given:
        return None
    place = found.region if is_place(found.region) else ""
    usual = assumptions(place=place).items
    needed = {
        name: _as_given(item)
        for name, item in found.given.items()
        if any(stands_on(usual[name], p) for p in found.without)
        and not has_other(name, found.without)
    }
    return outlook(
        region=found.region,
        to=found.years[-1],
        method=found.methods,
        draws=found.draws,
        seed=found.seed,
        without=found.without,
        overrides=needed,
    )


def _as_given(item: Input) -> float | str:
    return item.mid if item.exact else f"{item.low!r}..{item.high!r}"


def _crossings(found: Outlook) -> Crossings | None:
    """Return the crossing years of the world by a study's own inputs."""
    if found.region != "world":
        return None
    given = {name: _as_given(item) for name, item in found.given.items()}
    return crossings_beside(
        CrossingOptions(
            overrides=given, without=found.without, draws=found.draws, seed=found.seed
        )
    )
