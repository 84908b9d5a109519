"""A study as one self-contained page: blocks, their rendering, what goes where."""

from wattlas.report.page.blocks import Card, Code, Figure, Grid, Page, Prose, Section
from wattlas.report.page.render import render

__all__ = [
    "Card",
    "Code",
    "Figure",
    "Grid",
    "Page",
    "Prose",
    "Section",
    "render",
]
