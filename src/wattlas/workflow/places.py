"""The sites of a study as the places of its estimates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wattlas import facts
from wattlas.errors import InputError, Several
from wattlas.parameters import given_of
from wattlas.parameters.places import PlaceFigures
from wattlas.study import SiteSection, Study


def pinned_site(name: str | None, places: Sequence[SiteSection]) -> SiteSection | None:
    """Return the site of a study by its name; of a study without sites that name alone.

    Raises
    ------
    InputError
        If the study has sites, and none of that name.
    """
    if name is None:
        return None
    known = next((place for place in places if place.use == name), None)
    if known is None and not facts.find("countries", name):
        facts.resolve("sites", name)
    if known is None and places:
        raise InputError(
            "{site} is none of the study's sites ({known}): add it to them, or leave "
            "it out.",
            site=name,
            known=Several([place.use for place in places], ", "),
        )
    return known or SiteSection(use=name)


def check_once(places: Sequence[SiteSection]) -> None:
    """Raise InputError where a place stands twice with the same figures."""
    for number, place in enumerate(places):
        if place in places[:number]:
            raise InputError(
                "sites names {site} twice with the same figures: give it once.",
                site=place.use,
            )


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
