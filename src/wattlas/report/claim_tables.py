"""Tables of checked claims: what each says, how it was read and recomputed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wattlas.claims import VERDICTS, Verdict
from wattlas.claims.record import Line, Part, Stated, Term
from wattlas.claims.verdict import ABSTAINED, ARITHMETIC
from wattlas.report.claim_names import thing_name
from wattlas.report.claim_numbers import term_number, term_piece
from wattlas.report.claim_terms import line_label, line_name, note_sentence
from wattlas.report.table import PAGE, Column, Piece, Row, Table, Word, joined, word
from wattlas.report.words import check_page as own
from wattlas.report.words import claims as words

ASSUMED = "assumed"
MOST_SENTENCES = 3


def lines_table(lines: Iterable[Line], title: Piece = "") -> Table:
    """Return a recomputation line by line, with formulas and sources."""
    columns = (
        Column("line", kind="word"),
        Column("result", spread=True),
        Column("source", Word("source"), kind="word"),
    )
    rows = tuple(
        Row((line_label(line), term_number(line.result), joined(line.sources, " ")))
        for line in lines
    )
    return Table("recomputation", title, columns, rows)


def claims_table(claims: Sequence[Verdict]) -> Table:
    """Return one row for each claim: verdict, confidence, what is right."""
    columns = (
        Column("id", Word(own.ID_HEAD), kind="word", wraps=False),
        Column("verdict", Word("verdict"), kind="word"),
        Column("confidence", Word(own.SURE_HEAD), kind="word", wraps=False),
        Column("claim", Word(own.CLAIM_HEAD), kind="word"),
        Column("right", Word(own.RIGHT_HEAD), kind="word"),
    )
    rows = tuple(
        Row(
            (
                claim.id or str(number),
                Word(words.VERDICTS[claim.verdict]),
                Word(words.LEVELS[claim.confidence]),
                " ".join(claim.statement.split()),
                gist(claim),
            )
        )
        for number, claim in enumerate(claims, start=1)
    )
    return Table("claims", "", columns, rows)


def read_table(claim: Verdict) -> Table:
    """Return each quantity and thing of a claim, and what it was taken for."""
    columns = (
        Column("text", Word(own.IN_THE_TEXT), kind="word"),
        Column("read", Word(own.TAKEN_FOR), kind="word"),
    )
    rows = [Row((q.text, _reading(q))) for q in claim.quantities]
    rows += [Row((t.text, thing_name(t))) for t in claim.things if t.text]
    return Table("read", Word(own.READ), columns, tuple(rows))


def _reading(quantity: Stated) -> Piece:
    """Return the dimension of a quantity, and every way to read an ambiguous one."""
    ways = [
        joined(
            (
                Word(words.READINGS[r.meaning]),
                term_piece(Term(r.value, quantity.unit)),
            ),
            " ",
        )
        for r in quantity.readings
    ]
    if len(ways) > 1:
        return joined(ways, words.OR)
    return Word(words.DIMENSIONS[quantity.dimension])


def assumed_table(claims: Iterable[Verdict]) -> Table:
    """Return the known figures that could not be confirmed, each once."""
    columns = (Column("line", kind="word"), Column("value", spread=True))
    lines: list[tuple[Piece, Line]] = []
    for claim in claims:
        for part in claim.parts:
            for line in part.lines:
                name = line_name(line)
                is_new = name not in [shown for shown, _ in lines]
                if ASSUMED in line.sources and not line.formula and is_new:
                    lines.append((name, line))
    rows = tuple(Row((name, term_number(line.result))) for name, line in lines)
    return Table("assumed", "", columns, rows, surfaces=PAGE)


def meanings_table() -> Table:
    """Return what each verdict means."""
    columns = (
        Column("verdict", Word("verdict"), kind="word"),
        Column("meaning", Word(own.MEANS), kind="word"),
    )
    rows = tuple(
        Row((Word(words.VERDICTS[v]), Word(words.MEANINGS[v]))) for v in VERDICTS
    )
    title = Word(own.LEGEND)
    return Table("meanings", title, columns, rows, folded=True, surfaces=PAGE)


OWN_STATEMENT = "own-statement"
"""The note that says who says it, and not what is right."""


def gist(claim: Verdict) -> Piece:
    """Return what is right, in a sentence or two: the corrections, else the notes."""
    said: list[Piece] = []
    for part in _of_the_world(claim):
        told = [n for n in part.notes if n.code != OWN_STATEMENT]
        said += [note_sentence(n) for n in told[:1]]
        said += [note_sentence(part.corrected)] if part.corrected else []
    if not said:
        known = [x for p in claim.parts for x in _fitting(p)]
        said = [
            word(words.GIST, name=line_name(x), value=term_piece(x.result))
            for x in known[:1]
        ] or [_recomputed(x) for p in claim.parts for x in p.lines if x.formula][:1]
    return joined(_once(said[:MOST_SENTENCES]), " ")


def _of_the_world(claim: Verdict) -> Sequence[Part]:
    """Return the parts of a claim; arithmetic alone only where no other was judged."""
    judged = [p for p in claim.parts if p.verdict not in ABSTAINED]
    if all(p.relation == ARITHMETIC for p in judged):
        return claim.parts
    return [p for p in claim.parts if p.relation != ARITHMETIC]


def _fitting(part: Part) -> list[Line]:
    """Return the known figures of a part, of the first the one that it fits."""
    lines = [x for x in part.lines if x.name == "known"]
    fits = [x for x in lines if part.known and x.result.value == part.known.value]
    return [x for x in fits if _is_like(x, lines[0])][:1] or lines


def _is_like(one: Line, other: Line) -> bool:
    names = ("subject", "quantity")
    return all(one.values.get(n) == other.values.get(n) for n in names)


def _recomputed(line: Line) -> Piece:
    """Return a line of arithmetic as a sentence: its formula, and what that gives."""
    if line.name == "closure":
        return line_label(line)
    return word(words.GIST, name=line_label(line), value=term_piece(line.result))


def corrected_sentences(claim: Verdict) -> list[Piece]:
    """Return what would be right of each part, each sentence once."""
    return _once([note_sentence(p.corrected) for p in claim.parts if p.corrected])


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for i, piece in enumerate(pieces) if piece not in pieces[:i]]
