"""The load of a deployment: the servers of the layout that a plan powers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wattlas.errors import InputError, Several
from wattlas.estimation import deploy
from wattlas.estimation.deployment_record import Deployment, DeployOption
from wattlas.notes import Note
from wattlas.parameters import given_of
from wattlas.parameters.deployments import DeployedService, DeploySection
from wattlas.study import LoadSection, Study

OF_MONEY = ("life_years",)
"""Options that move no figure of a load."""
DRAWS = 16
"""The load is taken at the central inputs; few draws are enough."""


def with_deployment(study: Study) -> tuple[Study, tuple[Note, ...]]:
    """Return a study with the power of its deployment as a load, and what it is.

    The layout of the least cost is that of the least chips: a plan finds the price of
    the power.

    Raises
    ------
    InputError
        If no layout keeps the latency, or what is asked cannot be.
    """
    section = study.deploy
    if section is None:
        return study, ()
    _refuse_nowhere(study, section)
    found = _found(study, section)
    option = _powered(found, section)
    load = LoadSection(
        it_power=f"{option.it_power_kw!r} kW",
        shape=section.shape,
        site=section.site,
        place=section.place,
    )
    said = {
        "layout": option.layout,
        "hardware": option.hardware,
        "replicas": option.replicas,
        "chips": option.all_chips,
        "power_kw": option.it_power_kw,
    }
    notes = (Note("deployed", said), *_not_used(found, section))
    return replace(study, load=[*study.load, load]), notes


def _refuse_nowhere(study: Study, section: DeploySection) -> None:
    """Refuse a deployment that may stand at several sites without a word on which."""
    sites = [site.use for site in study.sites]
    if len(sites) > 1 and section.site is None and section.place is None:
        raise InputError(
            "deploy: it may stand at {sites}, and the study does not say which. Add to "
            "deploy place: one-of, for the best of them; place: split, over them; or "
            "site: {site}.",
            sites=Several(sites, " or "),
            site=sites[0],
        )


def _not_used(found: Deployment, section: DeploySection) -> Iterator[Note]:
    """Yield what the deployment does not use, or that moves no power."""
    names = [n.values["name"] for n in found.notes if n.code == "not-used"]
    # A plan takes the layout of the fewest chips, whatever they cost.
    names += [name for name in OF_MONEY if getattr(section, name) is not None]
    if names:
        said = tuple(f"deploy.{name}" for name in dict.fromkeys(names))
        yield Note("unused-not-in-plan", {"names": said})


def _found(study: Study, section: DeploySection) -> Deployment:
    try:
        return deploy(
            model=study.model,
            accept_unread=study.accept_unread,
            hardware=",".join(section.hardware) or None,
            **given_of(section, DeployedService),
            draws=DRAWS,
        )
    except InputError as error:
        raise type(error)("deploy: {error}", error=error) from error


def _powered(deployment: Deployment, section: DeploySection) -> DeployOption:
    """Return the option that has the least of what the section names."""
    if section.least == "cost":
        return min(deployment.options, key=lambda option: option.all_chips)
    return next(o for o in deployment.options if section.least in o.best)
