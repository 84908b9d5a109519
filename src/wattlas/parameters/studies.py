"""What a study as a whole may say: model, work, places, power, plan, cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from wattlas.parameters.declaration import Parameter, Section
from wattlas.parameters.deployments import DeploySection
from wattlas.parameters.loads import LoadSection, ServeSection, TrainSection
from wattlas.parameters.models import AcceptUnread
from wattlas.parameters.places import Currency
from wattlas.parameters.plans import PlanSection
from wattlas.parameters.power import PowerSection
from wattlas.parameters.shorthands import as_list, as_option, as_site
from wattlas.parameters.sites import SiteSection


@dataclass(frozen=True, kw_only=True)
class StudyFields(Section):
    """A study: a model, its training and service, places, power, plan, variants."""

    title: Annotated[str, Parameter(help="What the study is about.")]
    note: Annotated[str, Parameter(help="A sentence for its readers.")] = ""
    model: Annotated[
        str | None,
        Parameter(
            help="A model or a config.json.",
            table="models",
            path=True,
            examples=("llama-3.1-8b", "llama-3.1-70b"),
        ),
    ] = None
    accept_unread: AcceptUnread = False
    currency: Currency = None
    train: Annotated[
        TrainSection | None, Parameter(help="What is known of the training run.")
    ] = None
    serve: Annotated[
        ServeSection | None, Parameter(help="What is known of the service.")
    ] = None
    deploy: Annotated[
        DeploySection | None,
        Parameter(help="A service whose layouts are sought; a plan powers one."),
    ] = None
    load: Annotated[
        list[LoadSection], Parameter(help="Loads that are given.", before=as_list)
    ] = field(default_factory=list)
    sites: Annotated[
        list[Annotated[SiteSection, Parameter(help="A place.", before=as_site)]],
        Parameter(help="The places compared."),
    ] = field(default_factory=list)
    year: Annotated[
        int | None,
        Parameter(help="Year of the plan.", quantity="year", examples=(2026, 2030)),
    ] = None
    power: Annotated[
        list[Annotated[PowerSection, Parameter(help="An option.", before=as_option)]],
        Parameter(help="Power options; without: the grid."),
    ] = field(default_factory=list)
    plan: Annotated[PlanSection | None, Parameter(help="What the plan must keep.")] = (
        None
    )
    cases: Annotated[
        dict[str, dict[str, Any]], Parameter(help="Variants side by side.")
    ] = field(default_factory=dict)
