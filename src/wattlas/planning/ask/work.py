"""What training and serving take, as the estimates have it: chips of the problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation import serve, train
from wattlas.estimation.inputs import refuse_unused
from wattlas.parameters import declared, given_of
from wattlas.parameters.serving import Service
from wattlas.parameters.training import TrainingRun
from wattlas.parameters.use_time import UseOptions
from wattlas.planning.problem import Chip
from wattlas.records import Estimate
from wattlas.study import Study
from wattlas.units import W_PER_KW

DRAWS = 16
"""The load is taken at the central inputs; few draws are enough."""
PLACEHOLDER_PRICE = 1.0
"""Price with which an estimate is asked, so that it tells the cost of its chips."""


@dataclass(frozen=True)
class Work:
    """The estimates of a study's training and serving, one for each kind of chip."""

    training: tuple[Estimate, ...] = ()
    serving: tuple[Estimate, ...] = ()

    @property
    def by_section(self) -> Mapping[str, tuple[Estimate, ...]]:
        """The estimates that there are, by the section of the study."""
        both = {"train": self.training, "serve": self.serving}
        return {name: found for name, found in both.items() if found}

    @property
    def training_chips(self) -> tuple[Chip, ...]:
        """What the run takes on each kind of chip."""
        return tuple(map(_training_chip, self.training))

    @property
    def serving_chips(self) -> tuple[Chip, ...]:
        """What a request takes on each kind of chip."""
        return tuple(map(_serving_chip, self.serving))

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What training and serving take."""
        return self.training_chips + self.serving_chips

    @property
    def output_tokens(self) -> float:
        """The tokens of an answer, 0 where they are not known."""
        inputs = (i for e in self.serving[:1] for i in e.inputs)
        return next((i.mid for i in inputs if i.name == "output_tokens"), 0.0)


def work_of(study: Study, currency: str) -> Work:
    """Return the estimates of a study's training and serving.

    Raises
    ------
    InputError
        If chips or their hours are not known, or a figure cannot be.
    """
    return Work(
        tuple(_trained(study, kind, currency) for kind in _kinds(study)),
        tuple(_served(study, kind, currency) for kind in _serving_kinds(study)),
    )


def _kinds(study: Study) -> list[str]:
    return [] if study.train is None else study.train.hardware or [""]


def _serving_kinds(study: Study) -> list[str]:
    if study.serve is None:
        return []
    if not study.serve.hardware:
        raise InputError(
            "A plan of serving needs its chips: give hardware under serve, such as "
            "h100-sxm, or give its energy as a load."
        )
    return study.serve.hardware


def _served(study: Study, chip: str, currency: str) -> Estimate:
    given = given_of(study.serve, Service) if study.serve else {}
    if study.serve is not None:
        refuse_unused(study.serve, declared(UseOptions), "in a plan")
    given |= {"hardware": chip, "years": 1}
    price = f"{PLACEHOLDER_PRICE} {currency}/kWh"
    estimate = serve(
        model=study.model,
        accept_unread=study.accept_unread,
        **given,
        price=price,
        currency=currency,
        draws=DRAWS,
    )
    if "chip_hours" not in estimate.per["request"]:
        raise InputError(
            "A plan of serving needs the chip-hours of a request: give model, hardware "
            "and tokens under serve, or give the metered energy as a load."
        )
    return estimate


def _trained(study: Study, kind: str, currency: str) -> Estimate:
    given = given_of(study.train, TrainingRun) if study.train else {}
    # A plan chooses how long the run takes: chips alone do not fix the hours.
    given |= {"hardware": kind or None}
    price = f"{PLACEHOLDER_PRICE} {currency}/kWh"
    estimate = train(
        model=study.model,
        accept_unread=study.accept_unread,
        **given,
        price=price,
        currency=currency,
        draws=DRAWS,
    )
    results = estimate.results
    if "chip_hours" not in results or not results["chip_hours"].mid:
        raise InputError(
            "A plan of training needs its chip-hours: give hardware and tokens, or "
            "chip_hours, under train."
        )
    return estimate


def _serving_chip(estimate: Estimate) -> Chip:
    request, idle = estimate.per["request"], estimate.stages.get("idle", {})
    kind = str(estimate.subject["hardware"])
    waiting = _waiting_it_kw(kind)
    if idle and idle["chip_hours"].mid:
        waiting = idle["it_energy_kwh"].mid / idle["chip_hours"].mid
    return Chip(
        key=kind,
        it_energy_kwh=request["it_energy_kwh"].mid,
        chip_hours=request["chip_hours"].mid,
        chip_hour_cost=_chip_hour_cost(estimate),
        waiting_it_kw=waiting,
    )


def _training_chip(estimate: Estimate) -> Chip:
    results, kind = estimate.results, estimate.subject["hardware"]
    return Chip(
        key=str(kind or "chips"),
        it_energy_kwh=results["it_energy_kwh"].mid,
        chip_hours=results["chip_hours"].mid,
        chip_hour_cost=_chip_hour_cost(estimate),
        waiting_it_kw=_waiting_it_kw(str(kind)) if kind else 0.0,
    )


def _chip_hour_cost(estimate: Estimate) -> float:
    results = estimate.results
    if "total_cost" not in results:
        return 0.0
    chips = results["total_cost"].mid - results["electricity_cost"].mid
    return chips / results["chip_hours"].mid


def _waiting_it_kw(kind: str) -> float:
    """Return what a held chip draws while a run pauses, at the servers. [kW]"""
    key = facts.resolve("hardware", kind)
    idle = facts.find_number("hardware", key, "idle_power_w")
    overhead = facts.number("constants", "hosts", "idle_it_overhead")
    return 0.0 if idle is None else idle.value * overhead.value / W_PER_KW
