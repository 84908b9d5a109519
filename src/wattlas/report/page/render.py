"""A page as one HTML file: no script, no network, nothing beside it."""

from __future__ import annotations

from importlib import resources

from wattlas.errors import missing_extra
from wattlas.report.page.blocks import Page


def render(page: Page) -> str:
    """Return a page as HTML.

    Raises
    ------
    MissingExtraError
        If the extra for reports is not installed.
    """
    try:
        import jinja2
    except ImportError as error:
        raise missing_extra("A page", "report") from error
    folder = resources.files("wattlas.report.page")
    environment = jinja2.Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    template = (folder / "page.html.j2").read_text(encoding="utf-8")
    style = (folder / "page.css").read_text(encoding="utf-8")
    return environment.from_string(template).render(page=page, style=style)
