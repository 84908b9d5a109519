"""Checked claims as a page: the verdict first, then each part recomputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from wattlas.claims import VERDICTS, Verdict, VerdictFile
from wattlas.claims.record import Line, Part, Term
from wattlas.report.charts.theme import sentences, unchecked
from wattlas.report.charts.verdicts import stated_term, verdict_chart
from wattlas.report.claim_numbers import number_cells
from wattlas.report.claim_terms import line_name, line_text, note_text, relation_text
from wattlas.report.claims import (
    gist,
    not_understood,
    part_notes,
    part_title,
    quantities_read,
    tally,
    things_read,
)
from wattlas.report.page.blocks import Block, Card, Figure, Fold, Grid, Page, Prose
from wattlas.report.page.parts import (
    NUMBERS,
    Head,
    Made,
    cited,
    heads,
    page_of,
    sources_grid,
)
from wattlas.report.words import check_page as words
from wattlas.report.words import claims as claim_words
from wattlas.report.words import page as page_words
from wattlas.report.words.language import Language

LONGEST_TITLE = 120
MOST_CARDS = 4
ASSUMED = "assumed"


def claim_page(claim: Verdict, made: Made, say: Language) -> Page:
    """Return the page of one checked claim in a language."""
    left = [Prose((not_understood(claim, say),))] if claim.not_understood else []
    built: dict[str, Sequence[Block]] = {
        "parts": [*_chart((claim,), "", say), *_parts(claim, say), *left],
        "read": list(_read(claim, say)),
        "assumed": list(_assumed((claim,), say)),
        "method": list(_method(claim.sources, say)),
        "cite": list(cited(_short(claim.statement), made, say)),
    }
    return page_of(_head(claim, say), built, made, say)


def file_page(file: VerdictFile, made: Made, say: Language) -> Page:
    """Return the page of a file of claims, or of an article, in a language."""
    left = say(claim_words.LEFT, left=file.left, count=file.sentences)
    sources = [key for claim in file.claims for key in claim.sources]
    built: dict[str, Sequence[Block]] = {
        "glance": [claims_grid(file.claims, say)] if file.claims else [],
        "verdicts": _chart(file.claims, file.title, say),
        "claims": [
            _fold(claim, str(number), say)
            for number, claim in enumerate(file.claims, start=1)
        ],
        "assumed": list(_assumed(file.claims, say)),
        "method": list(_method(sources, say)),
        "cite": list(cited(file.title, made, say)),
    }
    answer = tally(file, say)
    note = left if file.left else ""
    head = Head(file.title, note, answer, tuple(_groups(file, say)))
    return page_of(head, built, made, say)


def part_blocks(part: Part, number: str, say: Language) -> list[Block]:
    """Return what was read, the recomputation, and what is to be said of a part."""
    names = heads(say, "", "low", "mid", "high", "unit", "source")
    rows = tuple(
        (line_text(line, say), *number_cells(line.result, say), " ".join(line.sources))
        for line in part.lines
    )
    title = f"{number}{part_title(part, say)}"
    said = tuple(part_notes(part, say))
    shown = Grid(title, names, rows, NUMBERS) if rows else Prose((title,))
    return [shown, *([Prose(said)] if said else [])]


def claims_grid(claims: Sequence[Verdict], say: Language) -> Grid:
    """Return one row for each claim: verdict, confidence, what is right."""
    rows = tuple(
        (
            claim.id or str(number),
            say(claim_words.VERDICTS[claim.verdict]),
            say(claim_words.LEVELS[claim.confidence]),
            claim.statement,
            gist(claim, say),
        )
        for number, claim in enumerate(claims, start=1)
    )
    return Grid("", heads(say, *claim_words.HEADS), rows, whole=frozenset({0, 2}))


def _head(claim: Verdict, say: Language) -> Head:
    short = _short(claim.statement)
    verdict = say(
        words.ANSWER,
        verdict=say(claim_words.VERDICTS[claim.verdict]).capitalize(),
        confidence=say(words.CONFIDENCES[claim.confidence]),
    )
    return Head(
        title=short,
        note=_origin(claim, say) if short == claim.statement else claim.statement,
        answer=sentences(verdict, _right(claim, say)),
        cards=tuple(_cards(claim, say))[:MOST_CARDS],
    )


def _right(claim: Verdict, say: Language) -> str:
    """Return what would be right; where nothing is wrong, what is known."""
    corrected = [note_text(p.corrected, say) for p in claim.parts if p.corrected]
    return sentences(*dict.fromkeys(corrected)) or gist(claim, say)


def _short(statement: str) -> str:
    """Return a statement that fits a heading."""
    plain = " ".join(statement.split())
    whole = len(plain) <= LONGEST_TITLE
    return plain if whole else plain[:LONGEST_TITLE].rstrip() + " …"


def _origin(claim: Verdict, say: Language) -> str:
    by = claim.about.get("said_by")
    return say(words.SAID_BY, who=by) if by else ""


def _cards(claim: Verdict, say: Language) -> Iterator[Card]:
    """Yield what is stated and known of each part; else what was worked out."""
    for part in claim.parts:
        stated = stated_term(part)
        if stated is not None and part.known is not None:
            name = relation_text(part, say) if len(claim.parts) > 1 else ""
            yield _card(say(words.STATED), stated, name, say)
            yield _card(say(words.KNOWN), part.known, "", say)
        else:
            for line in part.lines[:2]:
                yield _card(line_name(line, say), line.result, "", say)


def _card(label: str, term: Term, name: str, say: Language) -> Card:
    low, mid, high, unit = number_cells(term, say)
    bounds = say(page_words.RANGE, low=low, high=high) if low and low != high else ""
    return Card(label, mid, unit, bounds or name)


def _groups(file: VerdictFile, say: Language) -> Iterator[Card]:
    """Yield how many claims are right, partly so, wrong, and not to be judged."""
    counts = Counter(claim.verdict for claim in file.claims)
    for label, verdicts in words.GROUPS.items():
        count = sum(counts[v] for v in verdicts)
        shown = (say(claim_words.VERDICTS[v]) for v in verdicts if counts[v])
        named = say(claim_words.LIST).join(shown) if len(verdicts) > 1 else ""
        yield Card(say(label), str(count), "", named)


def _chart(claims: Sequence[Verdict], title: str, say: Language) -> list[Block]:
    with unchecked():
        drawing = verdict_chart(claims, title, say)
    return [] if drawing is None else [Figure.of(drawing)]


def _parts(claim: Verdict, say: Language) -> Iterator[Block]:
    for i, part in enumerate(claim.parts, start=1):
        yield from part_blocks(part, f"{i}. " if len(claim.parts) > 1 else "", say)


def _fold(claim: Verdict, number: str, say: Language) -> Fold:
    key, verdict = claim.id or number, say(claim_words.VERDICTS[claim.verdict])
    title = say(
        words.CLAIM, key=key, verdict=verdict, statement=_short(claim.statement)
    )
    said = [s for s in (_origin(claim, say), str(claim.about.get("note", ""))) if s]
    blocks = [Prose((claim.statement,)), *_parts(claim, say)]
    return Fold(title, (*blocks, *([Prose(tuple(said))] if said else [])))


def _read(claim: Verdict, say: Language) -> Iterator[Block]:
    rows = (*quantities_read(claim, say), *things_read(claim, say))
    if rows:
        yield Prose((say(words.READ),))
        yield Grid("", heads(say, words.IN_THE_TEXT, words.TAKEN_FOR), rows)


def _assumed(claims: Iterable[Verdict], say: Language) -> Iterator[Block]:
    """Yield the known figures that could not be confirmed."""
    lines: dict[str, Line] = {}
    for claim in claims:
        for part in claim.parts:
            for line in part.lines:
                if ASSUMED in line.sources and not line.formula:
                    lines.setdefault(line_name(line, say), line)
    yield Prose((say(words.ASSUMED if lines else words.NOTHING_ASSUMED),))
    if lines:
        rows = tuple(
            (name, *number_cells(line.result, say)) for name, line in lines.items()
        )
        names = heads(say, "", "low", "mid", "high", "unit")
        yield Grid("", names, rows, NUMBERS)


def _method(sources: Iterable[str], say: Language) -> Iterator[Block]:
    yield Prose(tuple(say(text) for text in words.METHOD))
    rows = tuple(
        (say(claim_words.VERDICTS[v]), say(claim_words.MEANINGS[v])) for v in VERDICTS
    )
    yield Grid(say(words.LEGEND), heads(say, "verdict", words.MEANS), rows, folded=True)
    yield sources_grid(sources, say)
