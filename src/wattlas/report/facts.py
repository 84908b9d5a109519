"""The fact tables as documents, CSV and plain data, with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from wattlas import facts
from wattlas.errors import InputError, UnknownNameError, unknown_name
from wattlas.estimation.model_paths import names_file
from wattlas.estimation.model_shape import shape_of_file, shape_of_key
from wattlas.estimation.own_chips import find_chip
from wattlas.records import Fact, Source
from wattlas.report import model_shape
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.paint.comma import table_csv
from wattlas.report.table import (
    Cell,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    named,
    word,
)
from wattlas.report.words import facts as words
from wattlas.report.words.language import ENGLISH, Language
from wattlas.report.words.parts_page import SECTIONS

LONGEST_VALUE = 20
VECTORS = ("hours", "hours_of_months", "grids")
"""Features that are shown beside figures: a tariff is nothing without its hours."""
SHOWN_COLUMNS = ("key", "name", "name_en", "name_zh", "developer", "released", "source")
KINDS: Mapping[str, Literal["number", "unit"]] = {
    "low": "number",
    "value": "number",
    "high": "number",
    "rows": "number",
    "unit": "unit",
}
"""How columns are told that are no words."""
WRAPPED = ("what it holds", "note", "title", "name", "name_en", "source", "unit")


@dataclass(frozen=True)
class View:
    """Rows of facts as one table, and as plain data.

    `columns` are those that people see; in CSV stands every one that a row has.
    """

    rows: list[dict[str, Any]]
    record: dict[str, Any]
    columns: tuple[str, ...]
    heading: Piece = ""
    sources: list[Source] = field(default_factory=list)

    def table(self, names: Iterable[str]) -> Table:
        """Return the rows as a table with these columns."""
        columns = tuple(
            Column(
                name,
                Word(name),
                kind=KINDS.get(name, "word"),
                wraps=name in WRAPPED,
            )
            for name in names
        )
        rows = tuple(
            Row(tuple(_cell(row.get(c.key), c.key) for c in columns))
            for row in self.rows
        )
        return Table("facts", "", columns, rows)

    def csv(self) -> str:
        """Return the rows as CSV with one header line."""
        return table_csv(self.table(dict.fromkeys(n for row in self.rows for n in row)))

    def document(self, say: Language = ENGLISH) -> Document:
        """Return the heading, the rows as a table, and the sources.

        In a language that lacks a note of the rows, it says so.
        """
        lines: list[Piece] = [source_line(source) for source in self.sources]
        if say.code != ENGLISH.code and any(
            say.translated(n) == n for n in self.notes()
        ):
            lines.append(word(words.NOTES_IN_ENGLISH))
        prose: list[Block] = [Prose((line,)) for line in lines]
        built = {"glance": [self.table(self.columns), *prose]}
        return Document(self.heading, sections_of(SECTIONS, built))

    def notes(self) -> list[str]:
        """Return the sentences that stand beside the figures of the rows."""
        of_rows = (row.get("note") for row in self.rows if "note" in self.columns)
        return [str(note) for note in of_rows if note]


def view(
    name: str | None,
    key: str | None = None,
    find: str | None = None,
    accept_unread: bool = False,
) -> View:
    """Return the list of tables, a table or what it holds of a text, or one key.

    Raises
    ------
    InputError
        If a key or a text is looked for without a table, or a text beside a key.
    """
    if find is not None and (name is None or key is not None):
        raise InputError(
            "--find looks through the rows of one table: name a table and no key."
        )
    if name is None and key is not None:
        raise InputError("key is looked up in one table: give table too.")
    if name is None:
        return tables()
    if key is None:
        return table(name, find or "")
    if is_model_file(name, key):
        return model_file(key, accept_unread)
    return entry(name, key)


def is_model_file(name: str | None, key: str | None) -> bool:
    """Say whether a key of a table is the file of a model's configuration."""
    return name == "models" and names_file(key or "")


def tables() -> View:
    """Return the list of tables."""
    rows = [
        {"table": name, "rows": len(facts.keys(name)), "what it holds": text}
        for name, text in facts.TABLES.items()
    ]
    count = len(facts.sources())
    rows.append({"table": "sources", "rows": count, "what it holds": words.SOURCES})
    columns = ("table", "rows", "what it holds")
    return View(rows, {"tables": rows}, columns, Word(words.HOW))


def table(name: str, find: str = "") -> View:
    """Return the keys of a table, or those whose row holds a text."""
    if name == "sources":
        return _source_table(find)
    _check_table(name)
    rows = [{"key": key, **facts.row(name, key)} for key in facts.keys(name)]
    kept = [row for row in rows if _holds(name, row, find)]
    if find and not kept:
        raise _nothing_found(name, find)
    shown = tuple(c for c in SHOWN_COLUMNS if any(r.get(c) for r in kept))
    heading = _heading(name, Word(facts.TABLES[name]), len(kept), len(rows))
    full = [row | _figures(name, row["key"]) for row in kept]
    return View(full, {"table": name, "rows": full}, shown, heading)


def entry(name: str, key: str) -> View:
    """Return every figure of one key, with its sources."""
    if name == "sources":
        return _one_source(key)
    _check_table(name)
    key = find_chip(key) if name == "hardware" else facts.resolve(name, key)
    wide = facts.row(name, key)
    numbers = list(facts.numbers(name, key).values())
    rows = [_fact_row(f) for f in numbers]
    rows += [_text_row(k, v) for k, v in wide.items() if _is_shown(k, v, rows)]
    parts = [v for k, v in wide.items() if k == "source" or k.endswith("_source")]
    used = dict.fromkeys([*(f.source for f in numbers), *parts])
    sources = [facts.source(k) for k in used if k]
    computed = shape_of_key(key) if name == "models" else {}
    rows += model_shape.rows(computed)
    record = {
        "table": name,
        "key": key,
        "names": wide,
        "aliases": facts.aliases(name, key),
        "facts": [asdict(f) for f in numbers],
        "sources": [asdict(s) for s in sources],
    } | ({"computed": computed} if computed else {})
    own = wide.get("name") or (named(wide) if wide.get("name_en") else None)
    heading = joined((key, own or Word(facts.TABLES[name])), ": ")
    columns = ("quantity", "low", "value", "high", "unit", "year", "source", "note")
    shown = tuple(c for c in columns if any(r.get(c) for r in rows))
    return View(rows, record, shown, heading, sources)


def model_file(path: str, accept_unread: bool) -> View:
    """Return what a file or a folder says of its model."""
    record = shape_of_file(Path(path), accept_unread)
    rows = model_shape.rows(record)
    shown = tuple(
        c for c in ("quantity", "value", "unit", "note") if any(c in r for r in rows)
    )
    return View(rows, record, shown, path)


def source_line(source: Source) -> str:
    """Return one line that names a source."""
    parts = (source.title, source.publisher, source.year, source.url, source.licence)
    return f"[{source.key}] " + ", ".join(p for p in parts if p)


def _check_table(name: str) -> None:
    if name not in facts.TABLES:
        known = [*facts.TABLES, "sources"]
        raise UnknownNameError(unknown_name("table", name, known, "wattlas facts"))


def _heading(name: str, holds: Word, shown: int, count: int) -> Piece:
    counts = {"shown": str(shown), "count": str(count)}
    return word(words.TABLE, name=name, holds=holds, **counts)


def _nothing_found(name: str, find: str) -> InputError:
    return InputError(
        "No row of {name} holds {find!r}. List all: wattlas facts {name}.",
        name=name,
        find=find,
    )


def _source_table(find: str) -> View:
    rows = [asdict(s) for s in facts.sources().values()]
    kept = [r for r in rows if find.lower() in " ".join(r.values()).lower()]
    if not kept:
        raise _nothing_found("sources", find)
    columns = ("key", "title", "publisher", "year", "licence")
    heading = _heading("sources", Word(words.SOURCES), len(kept), len(rows))
    return View(kept, {"table": "sources", "rows": kept}, columns, heading)


def _one_source(key: str) -> View:
    known = facts.sources()
    if key not in known:
        listing = "wattlas facts sources"
        raise UnknownNameError(unknown_name("source", key, known, listing))
    row = asdict(known[key])
    rows = [{"quantity": k, "value": v} for k, v in row.items() if v]
    return View(rows, row, ("quantity", "value"), key)


def _holds(name: str, row: dict[str, Any], find: str) -> bool:
    words = [*row.values(), *facts.aliases(name, row["key"])] if find else []
    return not find or any(find.lower() in str(w).lower() for w in words)


def _figures(name: str, key: str) -> dict[str, float]:
    return {q: f.value for q, f in facts.numbers(name, key).items()}


def _is_shown(column: str, value: str, numbers: list[dict[str, Any]]) -> bool:
    """Say whether a text is shown: all where there are no figures, else vectors."""
    if not value or column == "key":
        return False
    return not numbers or column in VECTORS


def _text_row(column: str, value: str) -> dict[str, Any]:
    """Return a text; a long one is a note, without a full stop as all are."""
    if len(value) > LONGEST_VALUE:
        return {"quantity": column, "note": value.rstrip(".")}
    return {"quantity": column, "value": value}


def _fact_row(fact: Fact) -> dict[str, Any]:
    row = asdict(fact)
    row["unit"] = "" if fact.unit == "1" else fact.unit
    if fact.low == fact.high:
        row["low"] = row["high"] = ""
    return row


def _cell(value: Any, column: str) -> Cell:
    if isinstance(value, float):
        return Number(value, digits=4)
    if isinstance(value, int):
        return Number(value, form="count")
    if column in ("what it holds", "note") and value:
        return Word(value)
    return None if value is None else str(value)
