"""What the years of a path move: prices and capital costs, of a plan's year too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas import facts
from wattlas.errors import InputError
from wattlas.parameters.path import PathSection
from wattlas.planning.ask.applies import GRID
from wattlas.planning.needs import year_of
from wattlas.study import Study

LONGEST = 40
"""Years of a path at most."""
STEEPEST = 0.5
"""Rise or fall of a price in a year, beyond which per cents were meant."""


@dataclass(frozen=True)
class Moving:
    """What the years of a path move: prices and capital costs, over the first's."""

    first: int
    last: int
    prices: Mapping[str, float | Mapping[int, float]]
    costs: Mapping[str, float]

    def price(self, kind: str, year: int) -> float:
        """Return the factor on a kind of price in a year. [1]

        >>> round(Moving(2027, 2036, {"grid": 0.01}, {}).price("grid", 2029), 4)
        1.0201
        """
        given = self.prices.get(kind, 0.0)
        if isinstance(given, Mapping):
            known = [f for y, f in sorted(given.items()) if y <= year]
            return known[-1] if known else 1.0
        return (1.0 + given) ** (year - self.first)

    def of_figure(self, name: str, option: str, year: int) -> float:
        """Return the factor on a figure of an option in a year. [1]"""
        if name.startswith("capital_cost"):
            return (1.0 + self.costs.get(option, 0.0)) ** (year - self.first)
        kinds = {"fuel_cost_per_kwh": "fuel", "price_per_kwh": "contracts"}
        return self.price(kinds[name], year) if name in kinds else 1.0


def moving_of(study: Study) -> Moving | None:
    """Return what the path of a study moves; None where it has none.

    Raises
    ------
    InputError
        If its years are out of order or too many, the plan's is none of them, a rise is
        no share a year or stands twice, or a cost is of no option of the plan.
    """
    section = study.plan.path if study.plan else None
    if section is None:
        return None
    first, last, year = section.first, section.last, year_of(study)
    if not first <= year <= last or last - first >= LONGEST:
        raise InputError(
            "plan.path goes from {first} to {last}: it must hold the plan's year "
            "{year}, and at most {longest} years.",
            first=first,
            last=last,
            year=year,
            longest=LONGEST,
        )
    moves = study.train or study.serve or study.deploy
    if moves or any(part.place for part in study.load):
        raise InputError(
            "plan.path is of loads that stand at a site: leave train, serve, deploy "
            "and place out, or the path."
        )
    filed = [site.use for site in study.sites if site.tariff_file is not None]
    if filed:
        raise InputError(
            "plan.path: {site} has a tariff_file, and a path is made on weeks that "
            "have no whole months: give price and demand_charge instead.",
            site=filed[0],
        )
    _refuse_factors(section)
    _refuse_two_rises(section, study)
    prices = {str(kind): given for kind, given in section.prices.items()}
    return Moving(first, last, prices, _costs(section, study))


def _refuse_factors(section: PathSection) -> None:
    given = list(section.prices.values())
    series = [f for g in given if isinstance(g, Mapping) for f in g.values()]
    if any(not f > 0 for f in series):
        raise InputError(
            "plan.path: factors on prices must be above 0, got {factors}.",
            factors=", ".join(f"{f:g}" for f in series),
        )
    rises = [g for g in given if not isinstance(g, Mapping)]
    for rise in (*rises, *section.costs.values()):
        if not -STEEPEST <= rise <= STEEPEST:
            raise InputError(
                "plan.path: a rise must be {low:g} to {high:g} (a share a year: 0.02 "
                "is 2 %), got {rise:g}.",
                low=-STEEPEST,
                high=STEEPEST,
                rise=rise,
            )


def _refuse_two_rises(section: PathSection, study: Study) -> None:
    """Refuse a price whose rise the path and the money over years say in two ways."""
    money = study.plan.finance if study.plan else None
    escalation = money.escalation if money else {}
    for kind in (k for k in escalation if k in section.prices):
        raise InputError(
            "plan: the rise of {kind} stands in path.prices and in "
            "finance.escalation: give one of them.",
            kind=kind,
        )


def _costs(section: PathSection, study: Study) -> Mapping[str, float]:
    """Return the rises of capital costs by the key of an option of the plan."""
    named = (p.use for p in study.power if p.use != GRID)
    known = {facts.resolve("technologies", use) for use in named}
    found = {facts.resolve("technologies", o): r for o, r in section.costs.items()}
    for option in found.keys() - known:
        raise InputError(
            "plan.path: costs are of {option}, which is no option of the plan.",
            option=option,
        )
    return found
