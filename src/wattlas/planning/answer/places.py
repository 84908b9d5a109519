"""Where a plan's sites and users are, and who is served from where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wattlas import facts
from wattlas.planning.answer.parts import Position, Route
from wattlas.planning.ask.latency import routes
from wattlas.study import Study

TRACE = 1e-4
"""Shares of requests below this are dust of the solver."""
ROUNDS = 200


def origins_of(study: Study, home: str) -> dict[str, float]:
    """Return the share of all requests by the place of the users; home without any."""
    if study.serve is None:
        return {}
    given = study.serve.origins or {home: 1.0}
    total = sum(given.values())
    return {place: part / total for place, part in given.items()}


def routes_of(
    study: Study, users: Mapping[str, float], serving_share: Mapping[str, float]
) -> tuple[Route, ...]:
    """Return who is served from where, as shares of all requests.

    With one origin, or one site, the plan says it. Else a plan fixes only the sums: its
    cost does not depend on whose requests a site serves. They are then split in
    proportion over the routes that latency and law allow, so that the sums of origins
    and sites hold.
    """
    served = {s: share for s, share in serving_share.items() if share > TRACE}
    if not users or not served:
        return ()
    allowed = routes(study, tuple(users), list(served))
    parts = dict.fromkeys(allowed, 1.0)
    for _ in range(ROUNDS):
        parts = _fitted(_fitted(parts, users, 0), served, 1)
    exact = 1 in (len(users), len(served))
    return tuple(Route(o, s, share, exact) for (o, s), share in parts.items())


def _fitted(
    parts: Mapping[tuple[str, str], float], wanted: Mapping[str, float], end: int
) -> dict[tuple[str, str], float]:
    """Return parts scaled so that they add up to what is wanted at one end."""
    sums = dict.fromkeys(wanted, 0.0)
    for pair, part in parts.items():
        sums[pair[end]] += part
    return {
        pair: part * wanted[pair[end]] / sums[pair[end]] if part else 0.0
        for pair, part in parts.items()
    }


def positions_of(places: Iterable[str]) -> dict[str, Position]:
    """Return where places lie, as far as the tables know them."""
    found = {place: facts.find("sites", place) for place in dict.fromkeys(places)}
    rows = {p: facts.row("sites", key) for p, key in found.items() if key is not None}
    return {
        place: Position(
            float(row["latitude"]), float(row["longitude"]), row["timezone"]
        )
        for place, row in rows.items()
    }
