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


def decision_year(study: Study) -> int | None:
    """Return the year in which it is decided to build, None where it is not given.

    Raises
    ------
    InputError
        If it is after the last year that is planned.
    """
    plan = study.plan
    if plan is None or plan.decided is None:
        return None
    last = year_of(study) if plan.path is None else plan.path.last
    if plan.decided > last:
        raise InputError(
            "plan.decided {decided} is after {last}, the last year that is planned: "
            "give the year in which it is decided to build, such as {year}.",
            decided=plan.decided,
            last=last,
            year=last - 2,
        )
    return plan.decided


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
