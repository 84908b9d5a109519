"""Checked claims as text: the verdict, each part with its recomputation, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wattlas.claims import VERDICTS, Checked, CheckedFile
from wattlas.claims.record import Line, Part, Term
from wattlas.report.claim_terms import (
    line_name,
    line_text,
    note_text,
    number_cells,
    relation_text,
    term_text,
)
from wattlas.report.terminal import plain_table
from wattlas.report.words import claims as words


def blocks(claim: Checked) -> Iterable[RenderableType]:
    """Yield the blocks of one checked claim."""
    yield heading(claim)
    for i, part in enumerate(claim.parts, start=1):
        number = f"{i}. " if len(claim.parts) > 1 else ""
        yield from part_blocks(part, number)
    if claim.not_understood:
        texts = ", ".join(repr(t) for t in claim.not_understood)
        yield Text(words.NOT_UNDERSTOOD.format(texts=texts))
    yield Text("\n".join(_footer(claim)))


def record(claim: Checked) -> dict[str, Any]:
    """Return the record with its sentences: what is right, and what is said."""
    data = claim.to_dict()
    for plain, part in zip(data["parts"], claim.parts, strict=True):
        plain["read_as"] = relation_text(part)
        plain["said"] = [note_text(n) for n in part.notes]
        plain["corrected_statement"] = (
            note_text(part.corrected) if part.corrected else None
        )
    said = [p["corrected_statement"] for p in data["parts"] if p["corrected_statement"]]
    return data | {"corrected_statement": " ".join(said) or None}


def file_record(file: CheckedFile) -> dict[str, Any]:
    """Return the record of a file with its sentences."""
    return file.to_dict() | {"claims": [record(claim) for claim in file.claims]}


def heading(claim: Checked) -> Text:
    """Return the statement and the verdict on it."""
    text = Text(verdict_text(claim), style="bold")
    text.append(f"  (confidence {claim.confidence})\n", style="dim")
    text.append(claim.statement, style="not bold")
    return text


def verdict_text(claim: Checked) -> str:
    """Return the verdict in words, in Chinese too if the statement is."""
    chinese = any("\u4e00" <= c <= "\u9fff" for c in claim.statement)
    also = f" · {words.VERDICTS_ZH[claim.verdict]}" if chinese else ""
    return f"{words.VERDICTS[claim.verdict]}{also}"


def part_blocks(part: Part, number: str = "") -> Iterable[RenderableType]:
    """Yield what was read, the recomputation, the notes and what is right."""
    title = Text(f"{number}{relation_text(part)}: ")
    title.append(words.VERDICTS[part.verdict], style="bold")
    yield Group(title, lines_table(part.lines)) if part.lines else title
    said = [note_text(n) for n in part.notes]
    if part.corrected:
        said.append(f"Right would be: {note_text(part.corrected)}")
    if said:
        yield Padding(Text("\n".join(said)), (0, 0, 0, len(number)), expand=False)


def lines_table(lines: Iterable[Line]) -> Table:
    """Return the recomputation line by line: formula, low, mid, high, unit, source."""
    table = plain_table("", "low", "mid", "high", "unit", "source")
    for line in lines:
        keys = " ".join(f"\\[{s}]" for s in line.sources)
        table.add_row(Text(f"  {line_text(line)}"), *number_cells(line.result), keys)
    return table


def _footer(claim: Checked) -> Iterable[str]:
    read = [f"{t['text']} = {t['name']}" for t in claim.things if t["text"]]
    quantities = [f"{q['text']} ({_reading(q)})" for q in claim.quantities]
    if read or quantities:
        yield f"Read: {'; '.join([*quantities, *read])}."
    if claim.sources:
        yield f"Sources (wattlas facts sources KEY): {' '.join(claim.sources)}"


def _reading(quantity: Mapping[str, Any]) -> str:
    """Return the dimension of a quantity, and every way to read an ambiguous one."""
    ways = [
        f"{r['meaning']} {term_text(Term(r['value'], quantity['unit']))}"
        for r in quantity["readings"]
    ]
    return " or ".join(ways) if len(ways) > 1 else str(quantity["dimension"])


def file_blocks(file: CheckedFile) -> Iterable[RenderableType]:
    """Yield a table of a file's claims, a tally of verdicts, and what is left."""
    yield Text(file.title, style="bold")
    yield claims_table(file)
    counts = Counter(c.verdict for c in file.claims)
    tally = [f"{words.VERDICTS[v]} {counts[v]}" for v in VERDICTS if counts[v]]
    yield Text(f"{len(file.claims)} claims: {', '.join(tally)}." if tally else
               "No sentence with a quantity about AI or energy was found.")  # fmt: skip
    if file.left:
        yield Text(words.LEFT.format(left=file.left, count=file.sentences))


def claims_table(file: CheckedFile) -> Table:
    """Return one row for each claim: verdict, confidence, what is right."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for head in words.HEADS:
        long = head in words.HEADS[3:]
        ratio = (3 if head == "claim" else 4) if long else None
        table.add_column(
            head, no_wrap=head in ("id", "sure"), ratio=ratio, overflow="fold"
        )
    for i, claim in enumerate(file.claims, start=1):
        table.add_row(
            claim.id or str(i),
            words.VERDICTS[claim.verdict],
            claim.confidence,
            Text(claim.statement),
            Text(gist(claim)),
        )
    return table


def gist(claim: Checked) -> str:
    """Return what is right, in a sentence or two: the corrections, else the notes."""
    said = []
    for part in claim.parts:
        said += [note_text(n) for n in part.notes[:1]]
        said += [note_text(part.corrected)] if part.corrected else []
    if not said:
        known = [x for p in claim.parts for x in p.lines if x.name == "known"]
        said = [f"{line_name(x)}: {term_text(x.result)}." for x in known[:1]]
    return " ".join(dict.fromkeys(said[:3]))
