"""A document as one HTML file; blocks as a fragment for a notebook's cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from importlib import resources
from typing import Any

from wattlas import __version__
from wattlas.errors import needs_extra
from wattlas.report.blocks import BLOCKS, Block, Document, Figure, Fold
from wattlas.report.charts.figures import drawn
from wattlas.report.format import significant
from wattlas.report.paint.grid import Head, grid
from wattlas.report.paint.text import figure_text, spoken, text_of, unit_text
from wattlas.report.parts import Made, cite_section
from wattlas.report.table import Number, Piece, Table, Word, word
from wattlas.report.what_if import panel_of, script, script_hash
from wattlas.report.words import page as words
from wattlas.report.words.language import Language
from wattlas.report.words.what_if import TITLE, WHAT_IF
from wattlas.workflow.what_if import WhatIf


def document_html(
    document: Document, made: Made, say: Language, moved: WhatIf | None = None
) -> str:
    """Return a document as one HTML file: no network, nothing beside it.

    Its last section says how it was made, and how to cite it. Its only script is that
    of the panel on which inputs are moved, where there is one.

    Raises
    ------
    MissingExtraError
        If the extra for reports is not installed.
    """
    folder = resources.files("wattlas.report.paint")
    sections = [
        replace(section, blocks=tuple(blocks))
        for section in (*document.sections, cite_section(document, made))
        if (blocks := list(shown_blocks(section.blocks, say)))
    ]
    code = script()
    return str(
        templates(say)
        .get_template("page.html.j2")
        .render(
            panel=None if moved is None else panel_of(moved, say),
            title=Word(TITLE),
            words=WHAT_IF,
            script=code,
            hash=script_hash(code),
            page=document,
            language={"zh": "zh-Hans"}.get(say.code, say.code),
            sections=sections,
            contents=word(words.CONTENTS),
            footer=word(words.MADE_BY, version=__version__, date=made.day.isoformat()),
            style=(folder / "page.css").read_text(encoding="utf-8"),
        )
    )


def blocks_html(title: Piece, blocks: Iterable[Block], say: Language) -> str:
    """Return blocks as HTML for a notebook's cell."""
    template = templates(say).get_template("fragment.html.j2")
    return str(template.render(title=title, blocks=list(blocks)))


def shown_blocks(blocks: Iterable[Block], say: Language) -> Iterator[Block]:
    """Yield the blocks that a page shows: with a chart, with a row."""
    for block in blocks:
        is_empty = (
            (isinstance(block, Table) and not block.rows)
            or (isinstance(block, Figure) and drawn(block, say) is None)
            or (isinstance(block, Fold) and not list(shown_blocks(block.blocks, say)))
        )
        if "page" in block.surfaces and not is_empty:
            yield block


def _class(head: Head) -> str:
    return "number" if head.numeric else "" if head.wraps else "whole"


@cache
def templates(say: Language) -> Any:
    """Return what fills pages in, with the filters that say a piece in a language."""
    with needs_extra("A page", "report"):
        import jinja2
    environment: Any = jinja2.Environment(
        loader=jinja2.PackageLoader("wattlas.report", "paint"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "said": partial(text_of, say=say),
        "grid": partial(grid, say=say, surface="page"),
        "drawn": partial(drawn, say=say),
        "shown": lambda blocks: list(shown_blocks(blocks, say)),
        "class": _class,
        "t": say.translated,
        "digits": significant,
        "figure": partial(_figure, say=say),
        "unit": partial(_unit, say=say),
    }
    for kind in BLOCKS:
        environment.tests[kind.__name__.lower()] = partial(_is, kind)
    return environment


def _figure(value: Piece, say: Language) -> str:
    """Return the figure of a card, which stands large."""
    shown = spoken(value, say)
    if isinstance(shown, Number):
        return figure_text(shown.value, shown, say)
    return text_of(shown, say)


def _unit(value: Piece, say: Language) -> str:
    shown = spoken(value, say)
    return unit_text(shown.unit, say) if isinstance(shown, Number) else ""


def _is(kind: type, block: object) -> bool:
    return isinstance(block, kind)
