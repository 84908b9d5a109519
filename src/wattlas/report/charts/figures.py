"""Every chart of a document, by the name of its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from wattlas.report.blocks import Block, Document, Figure, Fold
from wattlas.report.charts.theme import Drawing, unchecked
from wattlas.report.words.language import Language

KEPT = 32
"""Charts that are kept: a page asks for each twice."""


def document_drawings(document: Document, say: Language) -> dict[str, Drawing]:
    """Return the charts that a document shows in a language."""
    figures = (f for s in document.sections for f in _figures(s.blocks))
    drawings = {figure.key: drawn(figure, say) for figure in figures}
    return {key: drawing for key, drawing in drawings.items() if drawing is not None}


@lru_cache(maxsize=KEPT)
def drawn(figure: Figure, say: Language) -> Drawing | None:
    """Return the chart of a figure; None where there is nothing to draw."""
    with unchecked():
        return figure.draw(say)


def _figures(blocks: Iterable[Block]) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Fold):
            yield from _figures(block.blocks)
