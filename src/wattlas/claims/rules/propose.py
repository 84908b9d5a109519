"""Try every rule on a sentence; each takes quantities that no rule before it took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wattlas.claims.reading import Reading
from wattlas.claims.rules.campuses import campuses
from wattlas.claims.rules.changes import changes
from wattlas.claims.rules.deals import deals
from wattlas.claims.rules.equivalents import equivalents
from wattlas.claims.rules.figures import OWNERS, figures
from wattlas.claims.rules.found import Found
from wattlas.claims.rules.growths import crossings, growths
from wattlas.claims.rules.overheads import overheads
from wattlas.claims.rules.prices import prices
from wattlas.claims.rules.products import products
from wattlas.claims.rules.rates import rates
from wattlas.claims.rules.ratios import ratios
from wattlas.claims.rules.shares import shares
from wattlas.claims.rules.trends import trends
from wattlas.claims.schema import Relation
from wattlas.quantity import Mention

Rule = Callable[[Reading, list[Mention]], list[Found]]
RULES: tuple[Rule, ...] = (
    deals,
    rates,
    overheads,
    prices,
    campuses,
    ratios,
    products,
    equivalents,
    crossings,
    changes,
    growths,
    shares,
    trends,
    figures,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The relations that a sentence is read as, and quantities that none has."""

    found: tuple[Found, ...]
    left: tuple[Mention, ...]

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations alone."""
        return tuple(f.relation for f in self.found)


def propose(reading: Reading) -> Proposal:
    """Return the relations of a sentence, and the quantities that are left.

    >>> from wattlas.claims.reading import read
    >>> [r.kind for r in propose(read("433 MWh powers 40 American homes")).relations]
    ['equivalent']
    """
    free = list(reading.mentions)
    relations: list[Found] = []
    compared: list[Mention] = []
    for rule in RULES:
        for found in rule(reading, free):
            relations.append(found)
            if rule in (equivalents, ratios, growths):
                compared += [m for m in found.used if m.dimension in _OF_THINGS]
            free = [m for m in free if m not in found.used]
    # What a model took may be stated, and then be compared: both are judged.
    owners = figures(reading, list(dict.fromkeys(compared)), OWNERS)
    relations = [*owners, *relations]
    left = [m for m in free if m.dimension != "date"]
    return Proposal(tuple(relations), tuple(left))


_OF_THINGS = ("energy", "volume", "carbon")
