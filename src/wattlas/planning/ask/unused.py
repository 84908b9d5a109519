"""What a study gives that its plan does not read, and why: one table of rules.

`applies` says which fields a power option has at all; these rules say when a field of
a section has nothing to act on. A rule is a code, whose sentence the reports have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from wattlas.errors import InputError
from wattlas.hours import technology
from wattlas.notes import Note
from wattlas.parameters import declared, given_of
from wattlas.parameters.plans import MatchingSection
from wattlas.planning.ask.acting import Given
from wattlas.planning.ask.applies import GRID
from wattlas.planning.ask.money import amount
from wattlas.planning.ask.work import Work, work_of
from wattlas.planning.ask.yields import SERIES
from wattlas.study import PowerSection, SiteSection, Study


@dataclass(frozen=True)
class Rule:
    """Fields of a section that are not used where something holds."""

    code: str
    fields: tuple[str, ...]
    holds: Callable[[Given], bool]


_BOUGHT = (
    "price",
    "price_basis",
    "tariff",
    "price_series",
    "demand_charge",
    "demand_ratchet",
    "yearly_demand_charge",
    "fixed_charge",
    "electricity_tax",
    "standby_charge",
    "tariff_file",
    "queue",
    "connection",
)
_OF_GRID = (
    "intensity",
    "grid_water",
    "carbon_series",
    "carbon_kind",
    "clean_share",
    "clean_share_series",
    "residual_intensity",
)
SITES = (
    Rule(
        "unused-no-grid",
        (*_BOUGHT, *_OF_GRID),
        lambda g: g.problem.grid(g.section.use) is None,
    ),
    Rule(
        "unused-no-charge",
        ("price_basis",),
        lambda g: not g.hours[g.section.use].demand_charge_per_kw_month,
    ),
    Rule("unused-no-export", ("export_limit",), lambda g: not g.sells),
    Rule(
        "unused-no-export-price",
        ("export_limit",),
        lambda g: g.sells and not g.is_paid_for_export,
    ),
    Rule("unused-no-standby", ("standby_charge",), lambda g: not g.sells),
    Rule(
        "unused-carbon-series", ("intensity",), lambda g: bool(g.section.carbon_series)
    ),
    Rule("unused-no-series", ("carbon_kind",), lambda g: not g.section.carbon_series),
    Rule(
        "unused-no-work",
        ("hosts", "chips"),
        lambda g: g.problem.training is None and g.problem.serving is None,
    ),
    Rule("unused-no-plant", ("solar_series",), lambda g: not g.follows("solar")),
    Rule("unused-no-plant", ("wind_series",), lambda g: not g.follows("wind")),
    Rule("unused-no-plant", ("weather",), lambda g: g.is_flat and not _uses_weather(g)),
    Rule("unused-idle", tuple(declared(SiteSection)), lambda g: g.is_idle),
    Rule(
        "unused-no-weather",
        ("cooling",),
        lambda g: g.is_flat and g.section.pue is not None,
    ),
)
POWER = (
    Rule("unused-start-given", ("lead_time_years",), lambda g: _starts(g.section)),
    Rule("unused-no-decision", ("lead_time_years",), lambda g: g.plan.decided is None),
)
GRID_OPTION = (
    Rule(
        "unused-no-sale",
        ("export_price", "export_price_series"),
        lambda g: not g.is_sold_to,
    ),
)
TRAIN = (
    Rule("unused-not-in-plan", ("life_years",), lambda _: True),
    Rule("unused-not-pausable", ("minimum_run",), lambda g: not g.section.pausable),
)
SERVE = (Rule("unused-not-in-plan", ("life_years", "years"), lambda _: True),)
LOAD = (
    Rule("unused-one-site", ("place",), lambda g: len(g.study.sites) == 1),
    Rule("unused-not-shed", ("shed_cost",), lambda g: not g.section.flexible),
)
MATCHING = (
    Rule(
        "unused-no-share",
        tuple(declared(MatchingSection)),
        lambda g: not amount(g.section, "share", "matching"),
    ),
)
RELIABILITY = (
    Rule(
        "unused-no-demand",
        ("backup",),
        lambda g: not (g.section.availability or g.section.n_minus),
    ),
)
FINANCE = (
    Rule(
        "unused-no-credit",
        ("credit_years",),
        lambda g: not g.section.production_credits,
    ),
)
PLAN = (
    Rule("unused-no-serving", ("latency_ms",), lambda g: g.problem.serving is None),
    Rule(
        "unused-serve-latency",
        ("latency_ms",),
        lambda g: g.study.serve is not None and g.study.serve.latency_ms is not None,
    ),
    Rule("unused-nothing-built", ("budget",), lambda g: not g.is_built),
    Rule("unused-no-option", ("decided",), lambda g: not _decided_on(g.study)),
)
STUDY = (
    Rule(
        "unused-no-work",
        ("model", "accept_unread"),
        lambda g: (
            g.problem.training is None
            and g.problem.serving is None
            and g.study.deploy is None
        ),
    ),
)


def not_used(at: Given, work: Work) -> tuple[Note, ...]:
    """Return a note for each reason for which something given is not used."""
    names: dict[str, dict[str, None]] = {}
    for code, name in (*_by_rule(at), *_by_estimate(work), *_overrides(at, work)):
        names.setdefault(code, {})[name] = None
    return tuple(Note(code, {"names": tuple(found)}) for code, found in names.items())


def _by_rule(at: Given) -> Iterator[tuple[str, str]]:
    """Yield code and name of each field that is given and that a rule is of."""
    for start, section, rules in _sections(at):
        given = given_of(section)
        here = replace(at, section=section)
        for rule in rules:
            fields = [field for field in rule.fields if field in given]
            if fields and rule.holds(here):
                yield from ((rule.code, f"{start}{field}") for field in fields)


def _sections(at: Given) -> Iterator[tuple[str, Any, tuple[Rule, ...]]]:
    """Yield the name, the fields and the rules of each section of a study."""
    study, plan = at.study, at.plan
    yield from ((f"sites.{s.use}.", s, SITES) for s in study.sites)
    for option in study.power:
        rules = GRID_OPTION if option.use == GRID else POWER
        yield f"power.{option.use}.", option, rules
    yield from (("load.", s, LOAD) for s in study.load)
    for name, section, rules in (
        ("", study, STUDY),
        ("train.", study.train, TRAIN),
        ("serve.", study.serve, SERVE),
        ("plan.", study.plan, PLAN),
        ("plan.matching.", plan.matching, MATCHING),
        ("plan.finance.", plan.finance, FINANCE),
        ("plan.reliability.", plan.reliability, RELIABILITY),
    ):
        if section is not None:
            yield name, section, rules


def _by_estimate(work: Work) -> Iterator[tuple[str, str]]:
    """Yield what the estimates of training and serving say that they do not use."""
    for name, estimates in work.by_section.items():
        for note in (n for e in estimates[:1] for n in e.notes):
            if note.code == "not-used":
                yield "unused-by-way", f"{name}.{note.values['name']}"
            elif note.code == "name-only":
                yield "unused-name-only", note.values["name"]


def _overrides(at: Given, work: Work) -> Iterator[tuple[str, str]]:
    """Yield the overrides without which training and serving take the same."""
    for section in work.by_section:
        given = getattr(at.study, section).overrides or {}
        for name in given:
            rest = {n: v for n, v in given.items() if n != name}
            changed = replace(getattr(at.study, section), overrides=rest)
            study = replace(at.study, **{section: changed})
            if _same(work, study, at.problem.currency):
                yield "unused-not-in-plan", f"{section}.overrides.{name}"


def _same(work: Work, study: Study, currency: str) -> bool:
    try:
        return work_of(study, currency).chips == work.chips
    except InputError:
        return False


def _uses_weather(at: Given) -> bool:
    """Say whether an option follows a series that is made of the weather."""
    own = {"solar": at.section.solar_series, "wind": at.section.wind_series}
    return at.follows(*(shape for shape in SERIES if not own.get(shape)))


def _starts(option: PowerSection) -> bool:
    return option.start is not None or technology(option.use).start_year is not None


def _decided_on(study: Study) -> bool:
    """Say whether a date of decision says when an option can come."""
    return any(p.use != GRID and not _starts(p) for p in study.power)
