"""How the service of a study should be deployed, for each case and place."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.errors import InputError
from wattlas.estimation import deploy
from wattlas.estimation.deployment_record import Deployment
from wattlas.parameters import given_of
from wattlas.parameters.deployments import DeployedService, DeploySection
from wattlas.study import SiteSection, Study
from wattlas.workflow.places import pinned_site, place_options
from wattlas.workflow.records import Deployed


def deployed(study: Study) -> tuple[Deployed, ...]:
    """Return the layouts worth deploying, for each case of a study at each place.

    Raises
    ------
    InputError
        If what is asked cannot be; the message names the case.
    """
    return tuple(
        Deployed(case, deployment)
        for case, variant in study.variants().items()
        if variant.deploy is not None
        for deployment in _named(case, variant, variant.deploy)
    )


def _named(case: str, study: Study, section: DeploySection) -> Iterator[Deployment]:
    try:
        for at in _places(study, section):
            yield _deployment(study, section, at)
    except InputError as error:
        where = f"{case}: " if case else ""
        raise type(error)("{where}{error}", where=where, error=error) from error


def _places(study: Study, section: DeploySection) -> list[SiteSection | None]:
    """Return where to deploy: at its site, else at each of the study, or nowhere."""
    if section.site is not None or not study.sites:
        return [pinned_site(section.site, study.sites)]
    return list(study.sites)


def _deployment(
    study: Study, section: DeploySection, at: SiteSection | None
) -> Deployment:
    return deploy(
        model=study.model,
        accept_unread=study.accept_unread,
        hardware=",".join(section.hardware) or None,
        **given_of(section, DeployedService),
        **place_options(study, at),
    )
