"""A page, or the part of it that a new input changes, as HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from wattlas import __version__
from wattlas.claims.record import VerdictFile
from wattlas.errors import needs_extra
from wattlas.estimation.equivalents import equivalents_of
from wattlas.plain import Plain
from wattlas.planning import Plan
from wattlas.records import Estimate
from wattlas.report.blocks import Block, Card, Document, Figure
from wattlas.report.paint.html import templates
from wattlas.report.paint.text import printable, said
from wattlas.report.plan_tables import size_cards
from wattlas.report.saved import saved_document
from wattlas.report.table import Word
from wattlas.report.words.claims import VERDICTS
from wattlas.report.words.language import LANGUAGES, Language
from wattlas.report.words.service import ENTRIES, LEADS, SCREEN, STATES
from wattlas.report.words.service import PAGES as TITLES
from wattlas.service.problems import Problem
from wattlas.service.web import headline
from wattlas.service.web.controls import groups_of, tables_of
from wattlas.service.web.examples import EXAMPLES
from wattlas.service.web.page import Page
from wattlas.service.web.pages import PAGES

JUDGED = {
    "right": ("right", "right_within_range", "right_scope_differs"),
    "wrong": ("contradicted", "inconsistent_with_itself"),
}
"""The verdicts that are shown as right and as wrong; others are open."""


@dataclass(frozen=True)
class Link:
    """A file to take away: the word for it, its address, and its name."""

    word: str
    address: str
    file: str


@dataclass(frozen=True)
class Shown:
    """What a page shows: its key, what it was asked, and the answer or the refusal.

    `hours` is where a browser gets those of a plan; one that is `quick` has no charts.
    """

    key: str
    query: tuple[tuple[str, str], ...]
    answer: Any = None
    problem: Problem | None = None
    links: tuple[Link, ...] = ()
    hours: str = ""
    quick: bool = False

    @property
    def page(self) -> Page:
        """The page."""
        return PAGES[self.key]


@dataclass(frozen=True)
class Mark:
    """A piece of an article; one that was checked has its verdict and that in words."""

    text: str
    verdict: str = ""
    said: Word | None = None

    @property
    def judged(self) -> str:
        """Whether it was found right, wrong, or neither."""
        return next(
            (name for name, its in JUDGED.items() if self.verdict in its), "open"
        )


@dataclass(frozen=True)
class Result:
    """A result for the template: its sentence, numbers, causes and tables."""

    document: Document
    answer: Any
    bars: list[headline.Bar] = field(default_factory=list)
    causes: list[headline.Cause] = field(default_factory=list)
    defaults: str = "{}"
    marks: tuple[Mark, ...] = ()
    options: tuple[Card, ...] = ()


BEHIND = {
    entry: tuple(key for key, page in PAGES.items() if page.entry == entry)
    for entry in ENTRIES
}
"""The pages behind each entry of the menu that has several; it leads to the first."""


def result_html(shown: Shown, say: Language) -> str:
    """Return the result of a page, or its refusal, as a part of HTML."""
    return _rendered("result.html.j2", shown, say)


def screen_html(shown: Shown, say: Language) -> str:
    """Return a whole page: its form, filled in, and its result."""
    values = dict(shown.query)
    groups = groups_of(shown.page, values, say)
    return _rendered(
        "screen.html.j2",
        shown,
        say,
        groups=groups,
        tables=list(tables_of(groups)),
        values=values,
        charts=shown.page.draws_charts,
        examples=EXAMPLES,
    )


def part_html(name: str, say: Language, **more: Any) -> str:
    """Return a part of a page that rests on no question."""
    template = _templates(say).get_template(name)
    return str(template.render(words=SCREEN, **more))


def _rendered(name: str, shown: Shown, say: Language, **more: Any) -> str:
    template = _templates(say).get_template(name)
    asked = urlencode([(n, v) for n, v in shown.query if v])
    other = next(code for code in LANGUAGES if code != say.code)
    return str(
        template.render(
            key=shown.key,
            titles=TITLES,
            menu=_menu(),
            chooser=BEHIND.get(shown.page.entry, ()),
            leads=LEADS,
            words=SCREEN,
            states=STATES,
            result=_result(shown, say),
            problem=said(shown.problem.detail, say) if shown.problem else "",
            field=shown.problem.field if shown.problem else "",
            query=asked,
            language={"zh": "zh-Hans"}.get(say.code, say.code),
            code=say.code,
            other=other,
            version=__version__,
            links=shown.links,
            hours=shown.hours,
            **more,
        )
    )


def _menu() -> Iterator[tuple[str, str]]:
    """Yield the entries of the menu: the page that each leads to, and its name."""
    for key, page in PAGES.items():
        if not page.entry:
            yield key, TITLES[key]
        elif key == BEHIND[page.entry][0]:
            yield key, ENTRIES[page.entry]


def _result(shown: Shown, say: Language) -> Result | None:
    answer = shown.answer
    if not isinstance(answer, Plain):
        return None
    if isinstance(answer, Estimate):
        known = tuple(equivalents_of(answer.results))
        answer = replace(answer, equivalents=known)
    document = saved_document(answer)
    if shown.quick or not shown.page.draws_charts:
        sections = map(_without_charts, document.sections)
        document = replace(document, sections=tuple(s for s in sections if s.blocks))
    if not isinstance(answer, Estimate):
        options = tuple(size_cards(answer)) if isinstance(answer, Plan) else ()
        return Result(document, document.answer, marks=_marks(shown), options=options)
    fields = {
        quantity: name
        for name, item in shown.page.fields.items()
        for quantity in item.parameter.inputs
    }
    return Result(
        document,
        document.answer,
        headline.bars_of(answer),
        list(headline.causes_of(answer, fields)),
        json.dumps(headline.defaults_of(answer, fields)),
    )


def _marks(shown: Shown) -> tuple[Mark, ...]:
    """Return an article in pieces, each sentence that was checked with its verdict."""
    if not isinstance(shown.answer, VerdictFile):
        return ()
    text, at, found = dict(shown.query)["claim"], 0, list[Mark]()
    for claim in shown.answer.claims:
        begin = text.find(claim.statement, at)
        if begin < 0:
            continue
        found.append(Mark(text[at:begin]))
        found.append(
            Mark(claim.statement, claim.verdict, Word(VERDICTS[claim.verdict]))
        )
        at = begin + len(claim.statement)
    return (*found, Mark(text[at:]))


def _without_charts(section: Any) -> Any:
    """Return a section without its charts: they take longer than an estimate."""
    kept: tuple[Block, ...] = tuple(
        b for b in section.blocks if not isinstance(b, Figure)
    )
    return replace(section, blocks=kept)


@cache
def _templates(say: Language) -> Any:
    with needs_extra("A page", "report"):
        from jinja2 import ChoiceLoader, PackageLoader

    found = templates(say)
    own = found.overlay(
        loader=ChoiceLoader(
            [PackageLoader("wattlas.service.web", "paint"), found.loader]
        )
    )
    own.filters = {**own.filters, "t": say.translated, "printable": printable}
    own.globals = {**own.globals, "tell": say}
    return own
