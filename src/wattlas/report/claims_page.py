"""The page of checked claims as Markdown, from files of claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wattlas.claims import VERDICTS, Verdict, VerdictFile
from wattlas.claims.schema import RELATIONS
from wattlas.report.blocks import Block, Heading
from wattlas.report.claim_tables import claims_table
from wattlas.report.claims import parts_blocks
from wattlas.report.paint.markdown import blocks_markdown
from wattlas.report.parts import source_blocks
from wattlas.report.table import ABSENT, Cell, Column, Number, Row, Table, Word, word
from wattlas.report.words import check_page as own
from wattlas.report.words import claims as words
from wattlas.report.words import claims_page as page_words
from wattlas.report.words.language import ENGLISH


def page(article: VerdictFile, later: VerdictFile) -> str:
    """Return the page from the claims of an article and later ones."""
    claims = (*article.claims, *later.claims)
    parts = [
        page_words.HEAD,
        page_words.VERDICTS,
        _painted(legend_table(article, later)),
        page_words.ARTICLE,
        _painted(claims_table(article.claims)),
        page_words.LESSONS,
        page_words.CLAIM_BY_CLAIM,
        *(part for claim in article.claims for part in _claim(claim)),
        page_words.LATER,
        _painted(claims_table(later.claims)),
        page_words.AGAIN,
        _painted(relations_table()),
        page_words.LIMITS,
        _painted(*source_blocks(key for claim in claims for key in claim.sources)),
    ]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _painted(*blocks: Block) -> str:
    return blocks_markdown(blocks, ENGLISH)


def relations_table() -> Table:
    """Return the kinds of relation with their fields, from the schema itself."""
    columns = (
        Column("kind", page_words.KIND_HEAD, kind="word"),
        Column("meaning", page_words.MEANING_HEAD, kind="word"),
        Column("needed", page_words.NEEDED_HEAD, kind="word"),
        Column("optional", page_words.OPTIONAL_HEAD, kind="word"),
    )
    rows = []
    for kind in RELATIONS:
        fields = {n: f for n, f in kind.model_fields.items() if n != "kind"}
        needed = ", ".join(n for n, f in fields.items() if f.is_required())
        rest = ", ".join(n for n, f in fields.items() if not f.is_required())
        said = " ".join((kind.__doc__ or "").split())
        rows.append(Row((str(kind.model_fields["kind"].default), said, needed, rest)))
    return Table("relations", "", columns, tuple(rows))


def legend_table(article: VerdictFile, later: VerdictFile) -> Table:
    """Return what each verdict means, and how many claims have it."""
    columns = (
        Column("verdict", Word("verdict"), kind="word"),
        Column("meaning", Word(own.MEANS), kind="word"),
        Column("article", page_words.ARTICLE_HEAD),
        Column("later", page_words.LATER_HEAD),
    )
    tallies = [Counter(c.verdict for c in f.claims) for f in (article, later)]
    rows = []
    for v in VERDICTS:
        counts: list[Cell] = [
            Number(t[v], form="count") if t[v] else ABSENT for t in tallies
        ]
        rows.append(Row((Word(words.VERDICTS[v]), Word(words.MEANINGS[v]), *counts)))
    return Table("legend", "", columns, tuple(rows))


def _claim(claim: Verdict) -> Iterator[str]:
    """Yield the section of one claim: statement, origin, parts, note."""
    verdict = Word(words.VERDICTS[claim.verdict])
    title = word(own.HEADED, key=claim.id, verdict=verdict)
    yield _painted(Heading(title))
    yield f"> {' '.join(claim.statement.split())}"
    yield _origin(claim)
    yield _painted(*parts_blocks(claim)).replace("### ", "#### ")
    if claim.about.get("note"):
        yield f"*Note.* {' '.join(str(claim.about['note']).split())}"


def _origin(claim: Verdict) -> str:
    about = claim.about
    said = f"Said by: {about['said_by']}." if about.get("said_by") else ""
    figures = f"As written: {about['figures_zh']}." if about.get("figures_zh") else ""
    return f"{figures} {said} Confidence: {claim.confidence}.".strip()
