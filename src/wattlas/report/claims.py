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
from wattlas.report.charts.theme import sentences
from wattlas.report.claim_names import thing_name
from wattlas.report.claim_numbers import number_cells, term_text
from wattlas.report.claim_terms import line_name, line_text, note_text, relation_text
from wattlas.report.paint.word_table import WordTable
from wattlas.report.terminal import in_language, plain_table
from wattlas.report.words import claims as words
from wattlas.report.words.language import ENGLISH, Language


def language_of(claims: Iterable[Checked]) -> str:
    """Return the code of the language that most of some statements are in."""
    found = [_is_chinese(claim.statement) for claim in claims]
    return "zh" if 2 * sum(found) > len(found) else "en"


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def blocks(claim: Checked, say: Language = ENGLISH) -> Iterable[RenderableType]:
    """Yield the blocks of one checked claim."""
    yield heading(claim, say)
    for i, part in enumerate(claim.parts, start=1):
        number = f"{i}. " if len(claim.parts) > 1 else ""
        yield from part_blocks(part, number, say)
    if claim.not_understood:
        yield Text(not_understood(claim, say))
    yield Text("\n".join(_footer(claim, say)))


def not_understood(claim: Checked, say: Language) -> str:
    """Return the sentence on what of a claim was left out of its verdict."""
    texts = ", ".join(repr(t) for t in claim.not_understood)
    return say(words.NOT_UNDERSTOOD, texts=texts)


def record(claim: Checked, say: Language = ENGLISH) -> dict[str, Any]:
    """Return the record with its sentences: what is right, and what is said."""
    data = claim.to_dict()
    for plain, part in zip(data["parts"], claim.parts, strict=True):
        plain["read_as"] = relation_text(part, say)
        plain["said"] = [note_text(n, say) for n in part.notes]
        plain["corrected_statement"] = (
            note_text(part.corrected, say) if part.corrected else None
        )
    said = [p["corrected_statement"] for p in data["parts"] if p["corrected_statement"]]
    whole = sentences(*said) or None
    return data | {"language": say.code, "corrected_statement": whole}


def file_record(file: CheckedFile, say: Language = ENGLISH) -> dict[str, Any]:
    """Return the record of a file with its sentences."""
    return file.to_dict() | {"claims": [record(claim, say) for claim in file.claims]}


def heading(claim: Checked, say: Language = ENGLISH) -> Text:
    """Return the statement and the verdict on it."""
    text = Text(say(words.VERDICTS[claim.verdict]), style="bold")
    sure = say(words.CONFIDENCE, level=say(words.LEVELS[claim.confidence]))
    text.append(f"{sure}\n", style="dim")
    text.append(claim.statement, style="not bold")
    return text


def part_blocks(
    part: Part, number: str = "", say: Language = ENGLISH
) -> Iterable[RenderableType]:
    """Yield what was read, the recomputation, the notes and what is right."""
    title = Text(f"{number}{part_title(part, say)}", style="bold")
    yield Group(title, lines_table(part.lines, say)) if part.lines else title
    said = part_notes(part, say)
    if said:
        yield Padding(Text("\n".join(said)), (0, 0, 0, len(number)), expand=False)


def part_title(part: Part, say: Language) -> str:
    """Return what a part was read as, and the verdict on it."""
    verdict = say(words.VERDICTS[part.verdict])
    return say(words.PART, relation=relation_text(part, say), verdict=verdict)


def part_notes(part: Part, say: Language) -> list[str]:
    """Return what is to be said of a part: its notes, and what is right."""
    said = [note_text(n, say) for n in part.notes]
    if part.corrected:
        said.append(say(words.RIGHT_WOULD_BE, what=note_text(part.corrected, say)))
    return said


def lines_table(lines: Iterable[Line], say: Language = ENGLISH) -> Table:
    """Return the recomputation line by line: formula, low, mid, high, unit, source."""
    table = plain_table("", "low", "mid", "high", "unit", "source")
    for line in lines:
        keys = " ".join(f"\\[{s}]" for s in line.sources)
        cells = number_cells(line.result, say)
        name = Padding(Text(line_text(line, say)), (0, 0, 0, 2))
        table.add_row(name, *cells, keys)
    return in_language(table, say)


def _footer(claim: Checked, say: Language) -> Iterable[str]:
    read = [
        say(words.READ_QUANTITY, text=text, way=way)
        for text, way in quantities_read(claim, say)
    ]
    read += [
        say(words.READ_THING, text=text, name=name)
        for text, name in things_read(claim, say)
    ]
    if read:
        yield say(words.READ, things=say(words.LIST).join(read))
    if claim.sources:
        yield say(words.SOURCES, keys=" ".join(claim.sources))


def quantities_read(claim: Checked, say: Language) -> Iterable[tuple[str, str]]:
    """Yield each quantity of a claim, and what it was read as."""
    for quantity in claim.quantities:
        yield str(quantity["text"]), _reading(quantity, say)


def things_read(claim: Checked, say: Language) -> Iterable[tuple[str, str]]:
    """Yield each thing that a claim names, and what it was taken for."""
    for thing in claim.things:
        if thing["text"]:
            yield thing["text"], thing_name(thing, say)


def _reading(quantity: Mapping[str, Any], say: Language) -> str:
    """Return the dimension of a quantity, and every way to read an ambiguous one."""
    ways = [
        f"{say(words.READINGS[r['meaning']])} "
        f"{term_text(Term(r['value'], quantity['unit']), say)}"
        for r in quantity["readings"]
    ]
    if len(ways) > 1:
        return say(words.OR).join(ways)
    return say(words.DIMENSIONS[quantity["dimension"]])


def file_blocks(file: CheckedFile, say: Language = ENGLISH) -> Iterable[RenderableType]:
    """Yield a table of a file's claims, a tally of verdicts, and what is left."""
    yield Text(file.title, style="bold")
    yield claims_table(file, say)
    yield Text(tally(file, say))
    if file.left:
        yield Text(say(words.LEFT, left=file.left, count=file.sentences))


def tally(file: CheckedFile, say: Language) -> str:
    """Return how many claims of a file have which verdict, in a sentence."""
    if not file.claims:
        return say(words.NO_SENTENCE)
    counts = Counter(c.verdict for c in file.claims)
    found = [f"{say(words.VERDICTS[v])} {counts[v]}" for v in VERDICTS if counts[v]]
    return say(
        words.TALLY, count=len(file.claims), verdicts=say(words.LIST).join(found)
    )


def claims_table(file: CheckedFile, say: Language = ENGLISH) -> Table:
    """Return one row for each claim: verdict, confidence, what is right."""
    table = WordTable()
    for head in words.HEADS:
        table.add_column(head, no_wrap=head in ("id", "sure"), overflow="fold")
    for i, claim in enumerate(file.claims, start=1):
        table.add_row(
            claim.id or str(i),
            say(words.VERDICTS[claim.verdict]),
            say(words.LEVELS[claim.confidence]),
            Text(claim.statement),
            Text(gist(claim, say)),
        )
    return in_language(table, say)


def gist(claim: Checked, say: Language = ENGLISH) -> str:
    """Return what is right, in a sentence or two: the corrections, else the notes."""
    said = []
    for part in claim.parts:
        said += [note_text(n, say) for n in part.notes[:1]]
        said += [note_text(part.corrected, say)] if part.corrected else []
    if not said:
        known = [x for p in claim.parts for x in p.lines if x.name == "known"]
        said = [
            say(words.GIST, name=line_name(x, say), value=term_text(x.result, say))
            for x in known[:1]
        ]
    return sentences(*dict.fromkeys(said[:3]))
