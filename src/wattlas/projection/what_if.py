"""What if: some inputs are other than assumed, each alone and all together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from wattlas.draws import finite_arithmetic
from wattlas.errors import ContradictionError, InputError
from wattlas.parameters import Given, keywords, quantity
from wattlas.parameters.outlook_questions import WhatIfOptions
from wattlas.plain import Plain, coded
from wattlas.projection.assumptions import (
    CONNECTS,
    Assumptions,
    assumptions,
    named_input,
)
from wattlas.projection.changes import (
    SERVED,
    Change,
    alone_and_together,
    of_served,
)
from wattlas.projection.own_limits import has_own
from wattlas.projection.places import is_place
from wattlas.projection.question import frame_of, sources_of
from wattlas.projection.run import find_region
from wattlas.records import Source

WORDS = {
    "chips": "shipped_chips.2025",
    "power": "chip_power_w.2025",
    "life": "life_years.chips",
    "load": "load.chips",
    "pue": "pue.ai",
    "users": "users.2025",
    "connections": "connection_gw.2025",
    "rebound": "rebound.elasticity",
    "smr": "units_per_year.smr",
    "reactor": "units_per_year.reactor",
    "fusion": "units_per_year.fusion",
    "gas": "units_per_year.gas",
    "solar": "added_gw.solar",
    "wind": "added_gw.wind",
    "coal": "added_gw.coal",
    "hydro": "added_gw.hydro",
}
"""Short words for inputs that people ask for; any other goes by its own name."""


@dataclass(frozen=True)
class WhatIf(Plain):
    """What changes of inputs do to the energy that is served in a year."""

    KINDS: ClassVar[tuple[str, ...]] = ("outlook-what-if",)
    ROWS: ClassVar[str] = "changes"

    region: str = field(metadata=coded("regions"))
    year: int
    scope: str = field(metadata=coded("outlook-scopes"))
    changes: tuple[Change, ...]
    sources: tuple[Source, ...]

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield that nothing is changed."""
        if not self.changes:
            yield "changes", "must hold a change"


@keywords(WhatIfOptions)
@finite_arithmetic()
def what_if(options: WhatIfOptions) -> WhatIf:
    """What if some inputs were other than assumed: energy served in a year. [TWh]

    By short words (``chips`` in millions shipped in 2025, ``smr`` in units a year from
    their start year on) or by the name of any input; each alone and all together, by
    the same draws.

    Raises
    ------
    InputError
        If nothing is changed, a change has no effect, or a value is not possible.

    Examples
    --------
    >>> found = what_if(changes={"chips": 18}, by=2030, draws=64)
    >>> found.changes[0].ratio > 1
    True
    """
    year = quantity("outlook.ranged_year").counted("by", options.by)
    region = find_region(options.region)
    key = region if is_place(region) else ""
    before = assumptions(options.overrides, options.without, key)
    given = _named(options.changes, before, _words(region, before))
    after = assumptions({**(options.overrides or {}), **given}, options.without, key)
    frame = frame_of(region, year, options.draws, options.seed)
    asked = (SERVED[options.scope], of_served(year))
    sets = {name: [after[name]] for name in given}
    rows = tuple(alone_and_together(sets, before, frame, asked))
    used = tuple(before[name] for name in given)
    return WhatIf(region, year, options.scope, rows, sources_of(used))


def _words(region: str, before: Assumptions) -> dict[str, str]:
    """Return the short words, connections being the place's own where it has them."""
    own = (
        {"connections": f"{CONNECTS}.{region}"} if has_own(region, before.items) else {}
    )
    return WORDS | own


def _named(
    changes: Mapping[str, Given], before: Assumptions, short: Mapping[str, str]
) -> dict[str, Given]:
    """Return the changes by the names of inputs."""
    if not changes:
        raise InputError("Give at least one change, such as chips=12 or smr=20.")
    named: dict[str, Given] = {}
    words: dict[str, str] = {}
    for word, value in changes.items():
        if value is None:
            raise InputError("{word} must be a number, got None.", word=word)
        name = named_input(before.items, short.get(word.strip().lower(), word))
        if name in named:
            raise ContradictionError(
                "{name} is given twice: as {first} and as {second}.",
                name=name,
                first=words[name],
                second=word,
            )
        if before[name].given:
            raise ContradictionError(
                "{name} is given twice, once as {word}.", name=name, word=word
            )
        named[name], words[name] = value, word
    return named
