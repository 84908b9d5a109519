"""The terms in which a plan's money is told: rates, years, taxes, paths of prices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from wattlas import facts
from wattlas.errors import InputError, Message
from wattlas.parameters.declaration import Parameter
from wattlas.parameters.plans import Escalated, FinanceSection, PlanSection
from wattlas.planning.ask.money import Purse, amount
from wattlas.planning.finance.worth import real_rate

DEPRECIATION = {
    "macrs-5": (0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576),
    "macrs-7": (0.1429, 0.2449, 0.1749, 0.1249, 0.0893, 0.0892, 0.0893, 0.0446),
}
"""Shares of capital that are written off by year under US law, as REopt has them."""
STRAIGHT = "straight-line"
CREDIT = Parameter(
    help="A credit for a kWh.",
    quantity="production_credit_per_kwh",
)
STEEPEST = 0.5
"""Rise or fall of a price in a year, beyond which per cents were meant."""


@dataclass(frozen=True)
class Terms:
    """How a plan's money is told.

    Flows are in the money of the year that prices are of where `inflation` is 0, else
    in that of each year, the first of which comes `since_money_years` later.
    `credits` are shares of capital that come back in the first year, by option,
    `production_credits` money for a kWh that comes back in the first `credit_years` of
    running; `depreciation` the share of capital that is written off in each year, none
    for evenly over an option's life; `escalation` the real rise a year of the prices
    of the grid, of fuel and of fixed costs.
    """

    real_discount_rate: float
    inflation: float
    horizon_years: int
    since_money_years: int = 0
    tax_rate: float = 0.0
    credits: Mapping[str, float] = field(default_factory=dict)
    depreciation: tuple[float, ...] = ()
    escalation: Mapping[str, float] = field(default_factory=dict)
    production_credits: Mapping[str, float] = field(default_factory=dict)
    credit_years: int = 0

    @property
    def basis(self) -> str:
        """Whether flows are in money of one year or of each year."""
        return "nominal" if self.inflation else "real"

    @property
    def first_money(self) -> float:
        """What money of the first year is of that which prices are of. [1]"""
        return float((1.0 + self.inflation) ** self.since_money_years)

    @property
    def discount_rate(self) -> float:
        """The rate of the basis. [1/year]"""
        return (1.0 + self.real_discount_rate) * (1.0 + self.inflation) - 1.0


def terms_of(plan: PlanSection, options: Collection[str]) -> Terms:
    """Return the terms of a plan whose power options are named.

    Raises
    ------
    InputError
        If two discount rates are given, a credit is for no option of the plan, a rise
        is no share a year, or capital is written off against no taxes.
    """
    section = plan.finance or FinanceSection()
    inflation = 0.0
    if section.basis == "nominal":
        inflation = _number(section, "inflation", "inflation")
    elif section.inflation is not None:
        raise InputError(
            "finance: inflation is for basis: nominal; in real money there is none."
        )
    if section.depreciation != STRAIGHT and section.tax_rate is None:
        raise InputError(
            "finance: depreciation {depreciation} is deducted from taxes, and there "
            "is no tax_rate: give one, or leave depreciation out.",
            depreciation=section.depreciation,
        )
    horizon = section.horizon_years
    if horizon is None:
        horizon = int(facts.number("constants", "planning", "horizon_years").value)
    return Terms(
        real_discount_rate=real_discount_rate(plan),
        inflation=inflation,
        horizon_years=horizon,
        tax_rate=0.0
        if section.tax_rate is None
        else amount(section, "tax_rate", "finance"),
        credits=_credits(section.credits, options),
        credit_years=section.credit_years,
        depreciation=DEPRECIATION.get(section.depreciation, ()),
        escalation=_rises(section.escalation),
    )


def real_discount_rate(plan: PlanSection) -> float:
    """Return the real discount rate of a plan, that of its finance before others. [1]

    Raises
    ------
    InputError
        If it stands twice.
    """
    section = plan.finance
    if section is None or section.discount_rate is None:
        return _number(plan, "discount_rate", "discount_rate")
    if plan.discount_rate is not None:
        raise InputError(
            "plan: discount_rate stands there and under finance: give one of them."
        )
    given = amount(section, "discount_rate", "finance")
    if section.basis == "real":
        return given
    return real_rate(given, _number(section, "inflation", "inflation"))


def _number(section: PlanSection | FinanceSection, field: str, fact: str) -> float:
    if getattr(section, field) is not None:
        return amount(section, field)
    return facts.number("constants", "planning", fact).value


def _credits(
    given: Mapping[str, float], options: Collection[str]
) -> Mapping[str, float]:
    _refuse_other_options("credits", given, options)
    for option, share in given.items():
        if not 0.0 <= share < 1.0:
            raise InputError(
                "finance: credits of {option} must be 0 to 1 (a share of capital), "
                "got {share:g}.",
                option=option,
                share=share,
            )
    return {facts.resolve("technologies", o): share for o, share in given.items()}


def since_prices(terms: Terms, year: int, money_year: str) -> Terms:
    """Return terms whose flows begin the year before a plan's, of prices of a year.

    >>> terms = Terms(real_discount_rate=0.05, inflation=0.02, horizon_years=20)
    >>> since_prices(terms, 2030, "2025").since_money_years
    4
    """
    if not money_year.isdecimal():
        return terms
    return replace(terms, since_money_years=year - 1 - int(money_year))


def with_production_credits(
    terms: Terms, plan: PlanSection, options: Collection[str], purse: Purse
) -> Terms:
    """Return terms with what a kWh of each option is credited. [the purse's money]

    Raises
    ------
    InputError
        If one is for no option of the plan, or is no money for energy.
    """
    given = plan.finance.production_credits if plan.finance else {}
    _refuse_other_options("production_credits", given, options)
    found = {
        facts.resolve("technologies", option): purse.entry(
            "finance: production_credits of " + option, value, CREDIT
        )
        for option, value in given.items()
    }
    return replace(terms, production_credits=found)


def _refuse_other_options(
    field: str, given: Iterable[str], options: Collection[str]
) -> None:
    known = {facts.resolve("technologies", option) for option in options}
    for option in given:
        if facts.resolve("technologies", option) not in known:
            raise InputError(
                "finance: {field} are for {option}, which is no option of the plan: "
                "{value}.",
                field=field,
                option=option,
                value=", ".join(sorted(known)) or Message("it has none"),
            )


def _rises(given: Mapping[Escalated, float]) -> Mapping[str, float]:
    for kind, rise in given.items():
        if not -STEEPEST <= rise <= STEEPEST:
            raise InputError(
                "finance: escalation of {kind} must be {value:g} to {steepest:g} (a "
                "share a year: 0.02 is 2 %), got {rise:g}.",
                kind=kind,
                value=-STEEPEST,
                steepest=STEEPEST,
                rise=rise,
            )
    return {str(kind): rise for kind, rise in given.items()}
