"""What every chart shares: colours, fonts, its title, and the sources under it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wattlas import facts
from wattlas.errors import InputError, needs_extra
from wattlas.report.charts.lines import columns, wrapped
from wattlas.report.charts.narrow import fitted
from wattlas.report.words.language import Language

COLOURS = {
    "training": "#0072B2",
    "development": "#56B4E9",
    "idle": "#E69F00",
    "serving": "#009E73",
}
"""Stages in colours that colour-blind readers tell apart (Okabe and Ito 2008)."""

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#999999"
INK, MUTED, GRID, PAPER = "#1f2328", "#59636e", "#d9dde1", "#ffffff"
"""Colours that a page replaces by its own, in the light and in the dark."""
PAGE_COLOURS = {INK: "--ink", MUTED: "--muted", GRID: "--grid", PAPER: "--paper"}

FONT = (
    "DejaVu Sans, Liberation Sans, Arial, Noto Sans CJK SC, PingFang SC, "
    "Microsoft YaHei, sans-serif"
)
CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": PAPER,
    "axis": {
        "grid": True,
        "gridColor": GRID,
        "domain": False,
        "ticks": False,
        "labelColor": INK,
        "titleColor": INK,
        "labelLimit": 0,
    },
    "title": {"color": INK},
    "header": {"labelColor": INK, "titleColor": INK},
    "view": {"stroke": None},
    "legend": {
        "orient": "bottom",
        "title": None,
        "direction": "horizontal",
        "labelColor": INK,
        "titleColor": INK,
        "labelLimit": 0,
    },
}
"""The look of all charts. Labels have no limit: to cut one it is measured twice."""
CAPTION_WIDTH = 100
PADDING_PX, OVERHANG_PX = 5, 24
"""Browsers draw Chinese letters wider than the converter measures them."""
PAGE_SCALE, WIDEST_PX = 1.25, 900.0
"""On a page, whose own letters are larger, a chart grows, up to the page's width."""
LETTERS_PX = 11
"""Letters of a chart on a page: none is smaller."""
_LETTERS = dict.fromkeys(("labelFontSize", "titleFontSize"), LETTERS_PX)
PAGE_CONFIG: dict[str, Any] = {
    **CONFIG,
    **{part: CONFIG[part] | _LETTERS for part in ("axis", "header", "legend")},
    "text": {"fontSize": LETTERS_PX},
}
PHONE_CONFIG = PAGE_CONFIG | {"legend": PAGE_CONFIG["legend"] | {"columns": 2}}
"""Names of a legend two by two, where all of them in a row have no room."""
CHART_ENDINGS = (".svg", ".png")
SIZE = re.compile(r'<svg ([^>]*?)width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True)
class Drawing:
    """A chart with its words: title, caption with sources, and a text alternative.

    `rows` are the data that it shows. In a notebook it draws itself; a page takes
    `svg` and `narrow_svg`, a file `save`. `narrow` is the body for a phone, where it is
    more than the same in less width.
    """

    body: Any
    title: str
    caption: str
    alt: str
    rows: tuple[dict[str, Any], ...] = ()
    narrow: Any = None

    def chart(self) -> Any:
        """Return the whole chart: title above, caption below."""
        return configured(self.body, self.title, self.caption)

    def svg(self) -> str:
        """Return the body as SVG for a page, in the page's own colours."""
        text, width = self._drawn(_spec(self.body), PAGE_CONFIG)
        return _sized(text, min(PAGE_SCALE, max(1.0, WIDEST_PX / width)))

    def narrow_svg(self) -> str:
        """Return the chart as SVG for a phone, drawn anew with letters as large."""

        def render(spec: dict[str, Any]) -> tuple[str, float]:
            return self._drawn(spec, PHONE_CONFIG)

        if self.narrow is not None:
            return _sized(render(_spec(self.narrow))[0], 1.0)
        return _sized(fitted(_spec(self.body), render)[0], 1.0)

    def _drawn(self, spec: dict[str, Any], config: dict[str, Any]) -> tuple[str, float]:
        """Return a chart as SVG without the page's colours yet, and its width. [px]"""
        with needs_extra("A chart on a page", "report"):
            import vl_convert
        spec = spec | {"config": config}
        if columns(self.caption) > len(self.caption):
            beside = dict.fromkeys(("left", "right"), OVERHANG_PX)
            spec["padding"] = dict.fromkeys(("top", "bottom"), PADDING_PX) | beside
        text = str(vl_convert.vegalite_to_svg(spec))
        size = SIZE.search(text)
        return text, float(size[2]) if size else WIDEST_PX

    def save(self, path: Path) -> None:
        """Write the whole chart as SVG or PNG, by the ending of the path."""
        with needs_extra("Saving a chart", "report"):
            import vl_convert  # noqa: F401
        scale = 2.0 if path.suffix == ".png" else 1.0
        self.chart().save(str(path), scale_factor=scale)

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> Any:
        return self.chart()._repr_mimebundle_()


def _spec(body: Any) -> dict[str, Any]:
    with unchecked():
        found: dict[str, Any] = body.to_dict(validate=False)
    return found


def _sized(text: str, scale: float) -> str:
    """Return SVG at a scale, in the colours of the page around it."""
    for colour, name in PAGE_COLOURS.items():
        text = text.replace(f'"{colour}"', f'"var({name})"')

    def size(found: re.Match[str]) -> str:
        width, height = (scale * float(found[n]) for n in (2, 3))
        return (
            f'<svg aria-hidden="true" width="{width:.0f}" height="{height:.0f}" '
            f"{found[1]}"
        )

    return SIZE.sub(size, text, count=1)


@contextmanager
def unchecked() -> Iterator[None]:
    """Build charts without checking each part against the schema: half the time."""
    with needs_extra("A chart", "report"):
        from altair.utils import schemapi
    with schemapi.debug_mode(False):
        yield


@cache
def altair() -> Any:
    """Return the charting library; raise MissingExtraError where it is absent."""
    with needs_extra("A chart", "report"):
        import altair
    return altair


def inline(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return rows as the data of a chart.

    As text, for Altair copies every cell of a list at every step of a chart.
    """
    alt = altair()
    return alt.InlineData(
        values=json.dumps(rows, ensure_ascii=False), format=alt.DataFormat(type="json")
    )


def configured(chart: Any, title: str, caption: str) -> Any:
    """Return a chart with its title above and its caption with sources below."""
    alt = altair()
    foot = alt.Title(
        wrapped(caption, CAPTION_WIDTH),
        orient="bottom",
        anchor="start",
        fontSize=10,
        fontWeight="normal",
        offset=14,
    )
    body = chart.properties(title=alt.Title(title, anchor="start", fontSize=15))
    return themed(alt.vconcat(body, title=foot))


def source_names(keys: Iterable[str], say: Language) -> str:
    """Return what readers call sources, each once: publisher and year, or assumed."""
    names = (say(key) if key == "assumed" else _source_name(key) for key in keys)
    return ", ".join(dict.fromkeys(names))


def _source_name(key: str) -> str:
    source = facts.source(key)
    return f"{source.publisher} {source.year}".strip()


def check_ending(path: Path, *others: str) -> None:
    """Refuse a file whose ending is neither that of a chart nor one of some others.

    Raises
    ------
    InputError
        If it has another ending; the sentence names those that are written.
    """
    if path.suffix in (*CHART_ENDINGS, *others):
        return
    if others:
        raise InputError(
            "{path}: a page is written as .html, a chart as .svg or .png.", path=path
        )
    raise InputError("{path}: a chart is written as .svg or .png.", path=path)


def themed(chart: Any) -> Any:
    """Return a chart in the colours and fonts of all charts."""
    return chart.configure(**CONFIG)
