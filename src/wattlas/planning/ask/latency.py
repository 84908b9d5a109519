"""Where requests may be served: within the latency limit and the law of their data."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from wattlas import facts
from wattlas.errors import InputError, Message
from wattlas.planning.ask.money import amount
from wattlas.study import Study

EARTH_RADIUS_KM = 6371.0


def routes(
    study: Study, origins: tuple[str, ...], hosts: list[str]
) -> tuple[tuple[str, str], ...]:
    """Return the pairs (origin, site) that latency and data law allow.

    Raises
    ------
    InputError
        If an origin has no site left; the message says which is the nearest.
    """
    limit = _limit_ms(study)
    allowed: list[tuple[str, str]] = []
    for origin in origins:
        legal = [s for s in hosts if _may_go(study, origin, s)]
        near = [s for s in legal if limit is None or round_trip_ms(origin, s) <= limit]
        if not near:
            raise InputError(_no_site(origin, legal, limit))
        allowed += [(origin, s) for s in near]
    return tuple(allowed)


def round_trip_ms(origin: str, site: str) -> float:
    """Return the time of light in fibre there and back, detours included. [ms]

    ``round_trip_ms = 2 * distance_km * detour / fibre_km_per_ms``

    >>> round_trip_ms("shanghai", "shanghai")
    0.0
    """
    if origin == site:
        return 0.0
    detour = facts.number("constants", "network", "detour").value
    speed = facts.number("constants", "network", "km_per_ms").value
    return 2.0 * distance_km(_position(origin), _position(site)) * detour / speed


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two positions in degrees, on a sphere. [km]

    >>> round(distance_km((31.23, 121.47), (35.71, 107.64)))
    1375
    """
    (lat, lon), (lat2, lon2) = one, other
    a = sin(radians(lat2 - lat) / 2) ** 2
    b = cos(radians(lat)) * cos(radians(lat2)) * sin(radians(lon2 - lon) / 2) ** 2
    return 2.0 * EARTH_RADIUS_KM * asin(sqrt(a + b))


def _limit_ms(study: Study) -> float | None:
    for section in (study.serve, study.plan):
        if section is not None and section.latency_ms is not None:
            return amount(section, "latency_ms")
    return None


def _may_go(study: Study, origin: str, site: str) -> bool:
    allowed = study.serve.may_leave if study.serve else None
    if allowed is None or site == origin:
        return True
    places = {site, _country(site)}
    return any(name in places or name.lower() in places for name in allowed)


def _country(site: str) -> str:
    key = facts.find("sites", site)
    return str(facts.row("sites", key)["country"]) if key else site


def _position(place: str) -> tuple[float, float]:
    key = facts.find("sites", place)
    row = facts.row("sites", key) if key else {}
    if not row.get("latitude"):
        raise InputError(
            "The latency to {place!r} is not known: it is no site of the tables. List "
            "them: wattlas facts sites.",
            place=place,
        )
    return float(row["latitude"]), float(row["longitude"])


def _no_site(origin: str, legal: list[str], limit: float | None) -> Message:
    if not legal:
        return Message(
            "Requests of {origin} may be served nowhere: may_leave allows "
            "none of the study's sites. Add one, or a site in {origin}.",
            origin=origin,
        )
    nearest = min(legal, key=lambda s: round_trip_ms(origin, s))
    return Message(
        "No site is within {limit:g} ms of {origin}: the nearest is {nearest} "
        "at {round_trip_ms:.0f} ms. Allow that much, or add a site.",
        limit=limit,
        origin=origin,
        nearest=nearest,
        round_trip_ms=round_trip_ms(origin, nearest),
    )
