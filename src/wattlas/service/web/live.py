"""What runs draw now, the mean of the last minute, and drew today; by project."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wattlas import reconcile
from wattlas.errors import WattlasError
from wattlas.metering import Ledger
from wattlas.metering.ledger.cells import US_PER_S
from wattlas.reconcile.bill_record import Bill
from wattlas.reconcile.selection import TODAY, Selection
from wattlas.records import Range
from wattlas.report.blocks import Card
from wattlas.report.parts import figure_card
from wattlas.report.table import Number, Word, ranged
from wattlas.report.words.language import language
from wattlas.report.words.ledger import METERED, SHARES
from wattlas.service.answers import Say
from wattlas.service.forms import HTML
from wattlas.service.problems import problem_of
from wattlas.service.questions import QUESTIONS
from wattlas.service.tasks import Reply, refusal
from wattlas.service.web.screens import part_html
from wattlas.units import kwh_from_joules

LAST, LAST_S = "1m", 60.0
"""The time of which the mean is shown, as a span and in seconds."""


@dataclass(frozen=True)
class LiveTask:
    """The watts of now and the energy of today in a zone, as cards."""

    language: str = "en"
    zone: str = "UTC"

    def reply(self, _: Say) -> Reply:
        """Return the cards as a part of HTML; none where nothing was metered."""
        told, ledger, now_s = language(self.language), Ledger(), time.time()
        try:
            now = bill_since(LAST, self.zone, ledger, now_s)
            today = bill_since(TODAY, self.zone, ledger, now_s)
        except WattlasError as error:
            problem = problem_of(error, QUESTIONS["ledger sum"], {})
            return refusal(problem, self.language)
        html = part_html(
            "live.html.j2",
            told,
            zone=self.zone,
            now=list(_cards(now, _watts)),
            today=list(_cards(today, _energy)),
        )
        return Reply(200, HTML, html.encode())


def bill_since(since: str, zone: str, ledger: Ledger, now_s: float) -> Bill | None:
    """Return what the ledger metered since then; None where nothing was."""
    selection = Selection(since=since, zone=zone)
    when = selection.when(now_s)
    runs = selection.of(ledger.read(when.window[0] / US_PER_S).runs, now_s)
    if not runs:
        return None
    found = reconcile.bill(runs, group_by="project", when=when)
    return found if found.metered_j is not None else None


def _cards(bill: Bill | None, shown: Callable[[Range], Number]) -> Iterator[Card]:
    """Yield a card of all, then one of each project, of others and of nobody."""
    if bill is None or bill.metered_j is None:
        return
    yield figure_card(Word(METERED), shown(bill.metered_j))
    for share in bill.shares:
        name = share.name if share.kind == "own" else Word(SHARES[share.kind])
        yield figure_card(name, shown(share.energy_j))


def _watts(energy_j: Range) -> Number:
    return ranged(energy_j.scaled(1 / LAST_S), "W")


def _energy(energy_j: Range) -> Number:
    return ranged(energy_j.scaled(float(kwh_from_joules(1.0))), "kWh")
