"""The page of checked claims as Markdown, from files of claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from wattlas import facts
from wattlas.claims import VERDICTS, Verdict, VerdictFile
from wattlas.claims.record import Line, Part
from wattlas.claims.schema import RELATIONS
from wattlas.report.accuracy_page import table
from wattlas.report.claim_numbers import number_cells
from wattlas.report.claim_terms import (
    formula_text,
    line_name,
    note_text,
    relation_text,
)
from wattlas.report.claims import gist
from wattlas.report.words import claims as words
from wattlas.report.words import claims_page as page_words

HEADS = ("", "low", "mid", "high", "unit", "source")


def page(article: VerdictFile, later: VerdictFile) -> str:
    """Return the page from the claims of an article and later ones."""
    parts = [
        page_words.HEAD,
        page_words.VERDICTS,
        _legend(article, later),
        page_words.ARTICLE,
        _glance(article.claims),
        page_words.LESSONS,
        page_words.CLAIM_BY_CLAIM,
        *(part for claim in article.claims for part in _claim(claim)),
        page_words.LATER,
        _glance(later.claims),
        page_words.AGAIN,
        _schema(),
        page_words.LIMITS,
        "## Sources",
        _sources([*article.claims, *later.claims]),
    ]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _schema() -> str:
    """Return the kinds of relation with their fields, from the schema itself."""
    lines = ["| kind | what it says | fields (**needed**) |", "|---|---|---|"]
    for kind in RELATIONS:
        fields = [n for n in kind.model_fields if n != "kind"]
        needed = [n for n in fields if kind.model_fields[n].is_required()]
        rest = [n for n in fields if n not in needed]
        said = " ".join((kind.__doc__ or "").split())
        names = ", ".join([*(f"**{n}**" for n in needed), *rest])
        lines.append(f"| `{kind.model_fields['kind'].default}` | {said} | {names} |")
    return "\n".join(lines)


def _legend(article: VerdictFile, later: VerdictFile) -> str:
    tallies = [Counter(c.verdict for c in f.claims) for f in (article, later)]
    rows = [
        [words.VERDICTS[v], words.MEANINGS[v], *(str(t[v] or "–") for t in tallies)]
        for v in VERDICTS
    ]
    lines = ["| verdict | it means | article | later |", "|---|---|---:|---:|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _glance(claims: Iterable[Verdict]) -> str:
    lines = ["| | claim | verdict | what is right |", "|---|---|---|---|"]
    for c in claims:
        verdict = f"**{words.VERDICTS[c.verdict]}**"
        cells = (c.id, c.statement.strip(), verdict, gist(c))
        lines.append("| " + " | ".join(_cell(x) for x in cells) + " |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _claim(claim: Verdict) -> Iterable[str]:
    """Yield the section of one claim: statement, origin, parts, note."""
    yield f"### {claim.id}: {words.VERDICTS[claim.verdict]}"
    yield f"> {' '.join(claim.statement.split())}"
    yield _origin(claim)
    for i, part in enumerate(claim.parts, start=1):
        number = f"{i}. " if len(claim.parts) > 1 else ""
        yield from _part(part, number)
    if claim.about.get("note"):
        yield f"*Note.* {' '.join(str(claim.about['note']).split())}"


def _origin(claim: Verdict) -> str:
    about = claim.about
    said = f"Said by: {about['said_by']}." if about.get("said_by") else ""
    figures = f"As written: {about['figures_zh']}." if about.get("figures_zh") else ""
    return f"{figures} {said} Confidence: {claim.confidence}.".strip()


def _part(part: Part, number: str) -> Iterable[str]:
    yield f"**{number}{relation_text(part)}: {words.VERDICTS[part.verdict]}.**"
    if part.lines:
        yield lines_table(part.lines)
    said = [note_text(n) for n in part.notes]
    if part.corrected:
        said.append(f"**Right would be:** {note_text(part.corrected)}")
    if said:
        yield "\n\n".join(said)


def lines_table(lines: Sequence[Line]) -> str:
    """Return the recomputation as a Markdown table."""
    rows = []
    for line in lines:
        formula = formula_text(line)
        name = f"{line_name(line)}: {formula}" if formula else line_name(line)
        rows.append([_cell(name), *number_cells(line.result), ", ".join(line.sources)])
    return table(HEADS, rows)


def _sources(claims: Iterable[Verdict]) -> str:
    keys = dict.fromkeys(s for c in claims for s in c.sources)
    lines = []
    for key in sorted(keys):
        source = facts.source(key)
        names = ", ".join(x for x in (source.title, source.publisher, source.year) if x)
        link = f" <{source.url}>" if source.url else ""
        lines.append(f"- `{key}`: {names}.{link}")
    return "\n".join(lines)
