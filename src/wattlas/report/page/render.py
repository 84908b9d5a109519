"""Blocks as HTML: a page in one file, or a fragment for a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from wattlas.errors import needs_extra
from wattlas.report.page.blocks import Block, Page


def render(page: Page) -> str:
    """Return a page as one HTML file: no script, no network, nothing beside it.

    Raises
    ------
    MissingExtraError
        If the extra for reports is not installed.
    """
    folder = resources.files("wattlas.report.page")
    style = (folder / "page.css").read_text(encoding="utf-8")
    template = _templates().get_template("page.html.j2")
    return str(template.render(page=page, style=style))


def fragment(title: str, blocks: Sequence[Block]) -> str:
    """Return blocks as HTML for a notebook's cell."""
    template = _templates().get_template("fragment.html.j2")
    return str(template.render(title=title, blocks=blocks))


@cache
def _templates() -> Any:
    with needs_extra("A page", "report"):
        import jinja2
    return jinja2.Environment(
        loader=jinja2.PackageLoader("wattlas.report", "page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
