"""Checked claims as documents: the verdict first, then each part recomputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from wattlas.claims import VERDICTS, Verdict, VerdictFile
from wattlas.claims.record import Part, Term
from wattlas.report.blocks import (
    Block,
    Card,
    Document,
    Figure,
    Fold,
    Heading,
    Prose,
    sections_of,
)
from wattlas.report.charts.verdicts import stated_term, verdict_chart
from wattlas.report.claim_numbers import term_number
from wattlas.report.claim_tables import (
    assumed_table,
    claims_table,
    corrected_sentences,
    gist,
    lines_table,
    meanings_table,
    read_table,
)
from wattlas.report.claim_terms import line_name, note_sentence, relation_of
from wattlas.report.parts import figure_card, source_blocks
from wattlas.report.table import PAGE, Number, Piece, Word, joined, word
from wattlas.report.words import check_page as own
from wattlas.report.words import claims as words
from wattlas.report.words.parts_page import SECTIONS

LONGEST_TITLE = 120
MOST_CARDS = 4


def language_of(claims: Iterable[Verdict]) -> str:
    """Return the code of the language that most of some statements are in."""
    chinese = [_is_chinese(claim.statement) for claim in claims]
    return "zh" if 2 * sum(chinese) > len(chinese) else "en"


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def claim_document(claim: Verdict) -> Document:
    """Return one checked claim as a document."""
    built: dict[str, Sequence[Block]] = {
        "parts": [*verdict_figures((claim,)), *parts_blocks(claim)],
        "read": [read_table(claim)],
        "assumed": list(_assumed((claim,))),
        "method": [*_method(), *source_blocks(claim.sources)],
    }
    whole = " ".join(claim.statement.split())
    short = _short(claim)
    return Document(
        short,
        sections_of(SECTIONS, built),
        note="" if short == whole else whole,
        answer=_answer(claim),
        subject=_origin(claim),
        cards=tuple(_cards(claim))[:MOST_CARDS],
    )


def file_document(file: VerdictFile) -> Document:
    """Return a file of claims, or an article, as a document."""
    file = _wrong_first(file)
    left = word(words.LEFT, left=str(file.left), count=str(file.sentences))
    sources = [key for claim in file.claims for key in claim.sources]
    shown: list[Block] = [claims_table(file.claims)]
    shown += [Prose((left,))] if file.left else []
    built: dict[str, Sequence[Block]] = {
        "glance": shown,
        "verdicts": verdict_figures(file.claims, file.title),
        "claims": [_fold(c, number) for number, c in enumerate(file.claims, start=1)],
        "assumed": list(_assumed(file.claims)),
        "method": [*_method(), *source_blocks(sources)],
    }
    return Document(
        file.title,
        sections_of(SECTIONS, built),
        answer=_tally(file),
        cards=tuple(_groups(file)),
    )


ORDER = ("wrong", "partly right", "open", "right")
"""Groups of verdicts in the order in which an article's page has them."""


def _wrong_first(file: VerdictFile) -> VerdictFile:
    """Return an article with what is wrong first, then what could not be checked.

    A file of claims keeps its order and its names.
    """
    if not file.sentences:
        return file
    place = {v: n for n, group in enumerate(ORDER) for v in own.GROUPS[group]}
    claims = sorted(file.claims, key=lambda claim: place[claim.verdict])
    return replace(file, claims=tuple(claims))


def verdict_figures(claims: Sequence[Verdict], title: str = "") -> list[Block]:
    """Return the chart of what is stated against what is known."""
    return [Figure("verdicts", partial(verdict_chart, claims, title))]


def parts_blocks(claim: Verdict) -> Iterator[Block]:
    """Yield each part as it was read and recomputed, and what was not understood."""
    for number, part in enumerate(claim.parts, start=1):
        yield from _part(part, f"{number}." if len(claim.parts) > 1 else "")
    if claim.not_understood:
        texts = ", ".join(repr(t) for t in claim.not_understood)
        yield Prose((word(words.NOT_UNDERSTOOD, texts=texts),))


def _part(part: Part, number: str) -> Iterator[Block]:
    """Yield what was read, the recomputation, and what is to be said of a part."""
    verdict = Word(words.VERDICTS[part.verdict])
    read = word(words.PART, relation=relation_of(part), verdict=verdict)
    title = joined((number, read), " ")
    yield lines_table(part.lines, title) if part.lines else Heading(title)
    said: list[Piece] = [note_sentence(n) for n in part.notes]
    if part.corrected:
        said.append(word(words.RIGHT_WOULD_BE, what=note_sentence(part.corrected)))
    if said:
        yield Prose(tuple(said))


def _answer(claim: Verdict) -> Piece:
    """Return the verdict and what would be right; where nothing is wrong, the known."""
    verdict = word(
        own.ANSWER_OF if claim.judged < claim.numbers else own.ANSWER,
        verdict=Word(words.VERDICTS[claim.verdict]),
        confidence=Word(own.CONFIDENCES[claim.confidence]),
        judged=str(claim.judged),
        numbers=str(claim.numbers),
    )
    right = corrected_sentences(claim) or [gist(claim)]
    return joined((verdict, *right), " ")


def _tally(file: VerdictFile) -> Word:
    """Return how many claims of a file have which verdict, in a sentence."""
    if not file.claims:
        return Word(words.NO_SENTENCE)
    counts = Counter(c.verdict for c in file.claims)
    shown = [
        joined((Word(words.VERDICTS[v]), str(counts[v])), " ")
        for v in (_in_order() if file.sentences else VERDICTS)
        if counts[v]
    ]
    count = str(len(file.claims))
    return word(words.TALLY, count=count, verdicts=joined(shown, words.LIST))


def _in_order() -> list[str]:
    """Return every verdict, those of what is wrong first."""
    return [v for group in ORDER for v in own.GROUPS[group]]


def _short(claim: Verdict) -> str:
    """Return a statement that fits a heading."""
    plain = " ".join(claim.statement.split())
    whole = len(plain) <= LONGEST_TITLE
    return plain if whole else plain[:LONGEST_TITLE].rstrip() + " …"


def _origin(claim: Verdict) -> Piece:
    by, whole = claim.about.get("said_by"), claim.about.get("read_with")
    if whole:
        return word(own.READ_WITH, text=str(whole))
    return word(own.SAID_BY, who=str(by)) if by else ""


def _cards(claim: Verdict) -> Iterator[Card]:
    """Yield what is stated and known of each part; else what was worked out."""
    for part in claim.parts:
        stated = stated_term(part)
        if stated is not None and part.known is not None:
            name = relation_of(part) if len(claim.parts) > 1 else ""
            yield _card(Word(own.STATED), stated, name)
            yield _card(Word(own.KNOWN), part.known)
        else:
            for line in part.lines[:2]:
                yield _card(line_name(line), line.result)


def _card(label: Piece, term: Term, under: Piece = "") -> Card:
    return figure_card(label, term_number(term), under)


def _groups(file: VerdictFile) -> Iterator[Card]:
    """Yield how many claims are right, partly so, wrong, and not to be judged."""
    counts = Counter(claim.verdict for claim in file.claims)
    for label in ORDER if file.sentences else own.GROUPS:
        verdicts = own.GROUPS[label]
        shown = [Word(words.VERDICTS[v]) for v in verdicts if counts[v]]
        under = joined(shown, words.LIST) if len(verdicts) > 1 else ""
        count = Number(sum(counts[v] for v in verdicts), form="count")
        yield Card(Word(label), count, under)


def _fold(claim: Verdict, number: int) -> Fold:
    title = word(
        own.CLAIM,
        key=claim.id or str(number),
        verdict=Word(words.VERDICTS[claim.verdict]),
        statement=_short(claim),
    )
    note = " ".join(str(claim.about.get("note", "")).split())
    said = tuple(s for s in (_origin(claim), note) if s)
    statement = Prose((" ".join(claim.statement.split()),))
    after = [Prose(said)] if said else []
    return Fold(title, (statement, *parts_blocks(claim), *after), PAGE)


def _assumed(claims: Iterable[Verdict]) -> Iterator[Block]:
    """Yield the known figures that could not be confirmed."""
    table = assumed_table(claims)
    text = own.ASSUMED if table.rows else own.NOTHING_ASSUMED
    yield Prose((Word(text),), surfaces=PAGE)
    yield table


def _method() -> Iterator[Block]:
    yield Prose(tuple(Word(text) for text in own.METHOD), surfaces=PAGE)
    yield meanings_table()
