"""What a page is: the question that it asks, and how its form begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wattlas.parameters.declaration import Declared, Parameter
from wattlas.service.questions import QUESTIONS, Question

SITES = Declared(
    "sites",
    str | None,
    None,
    Parameter(
        help="Sites, countries or grid regions, with commas.",
        table="sites",
        commas=True,
    ),
)
"""The places that a comparison is of: a study has them as a list."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: the verb that it asks, the fields that stand first, and its beginning.

    `start` is what is asked where the address says nothing. With `as_study` the fields
    are those of a study's section of that name, compared over places. `left_out` are
    fields that a page does not show, `sliders` inputs by name that it adds. Pages of
    one `entry` stand behind one entry of the menu, with a list of their own.
    """

    verb: str
    first: tuple[str, ...] = ()
    start: Mapping[str, str] = field(default_factory=dict)
    as_study: str = ""
    left_out: tuple[str, ...] = ()
    sliders: tuple[str, ...] = ()
    draws_charts: bool = False
    entry: str = ""

    @property
    def question(self) -> Question:
        """The question that it asks."""
        return QUESTIONS[self.verb]

    @property
    def fields(self) -> Mapping[str, Declared]:
        """The parameters of its form, those that stand first before the others."""
        known = {
            name: item
            for name, item in self.question.fields.items()
            if name not in self.left_out
        }
        if self.as_study:
            known |= {"sites": SITES}
        first = {name: known[name] for name in self.first}
        return first | known
