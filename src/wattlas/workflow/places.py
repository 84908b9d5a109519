"""The sites of a study as the places of its estimates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wattlas import facts
from wattlas.parameters import given_of
from wattlas.parameters.places import PlaceFigures
from wattlas.study import SiteSection, Study


def pinned_site(name: str | None, places: Sequence[SiteSection]) -> SiteSection | None:
    """Return the site of a study by its name, else one of that name alone."""
    if name is None:
        return None
    known = (place for place in places if place.use == name)
    return next(known, SiteSection(use=name))


def place_options(study: Study, at: SiteSection | None) -> dict[str, Any]:
    """Return a site of a study as the options of a place."""
    place: dict[str, Any] = {"currency": study.currency}
    if at is None:
        return place
    given, name = given_of(at, PlaceFigures), at.use
    country = None if facts.find("sites", name) else facts.find("countries", name)
    if country:
        return place | given | {"country": country}
    return place | given | {"site": facts.resolve("sites", name)}
