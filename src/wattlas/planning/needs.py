"""What a study must say before anything of its plan is worked out."""

from __future__ import annotations

from wattlas.errors import InputError
from wattlas.study import SiteSection, Study


def check_plannable(study: Study) -> None:
    """Raise InputError where a study lacks its year or its sites; nothing is loaded.

    >>> from wattlas.study import SiteSection, Study
    >>> check_plannable(Study(title="T", year=2030, sites=[SiteSection(use="oslo")]))
    """
    year_of(study)
    sites_of(study)


def year_of(study: Study) -> int:
    """Return the year of a plan.

    Raises
    ------
    InputError
        If the study has none.
    """
    if study.year is None:
        raise InputError("A plan needs its year: give year, such as 2027.")
    return study.year


def sites_of(study: Study) -> list[SiteSection]:
    """Return the sites of a plan.

    Raises
    ------
    InputError
        If the study has none, or one of them twice.
    """
    if not study.sites:
        raise InputError("A plan needs sites: list at least one under sites.")
    names = [s.use for s in study.sites]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                "sites: {name!r} stands there twice; a plan needs it once.",
                name=name,
            )
    return list(study.sites)
