"""What every chart shares: colours, fonts, its title, and the sources under it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wattlas import facts
from wattlas.errors import InputError, needs_extra
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
LEAST_SCALE, NARROWEST_PX = 0.65, 480
"""A page shrinks no chart below this share of its size, where that is wider."""
PAGE_SCALE = 1.25
"""Letters of a chart are 10 px high: on a page, whose own have 16, they grow."""
CHART_ENDINGS = (".svg", ".png")
_PIECE = re.compile(
    r"[\u2e80-\u9fff\uff00-\uffef][\u3000-\u303f\uff00-\uffef]*\s*"
    r"|[^\s\u2e80-\u9fff\uff00-\uffef]+[\u3000-\u303f\uff00-\uffef]*\s*"
)
"""Where a line may break: after a word, or after a Chinese letter and its stop."""
_SIZE = re.compile(r'<svg ([^>]*?)width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True)
class Drawing:
    """A chart with its words: title, caption with sources, and a text alternative.

    `rows` are the data that it shows. In a notebook it draws itself; a page takes
    `svg`, a file `save`.
    """

    body: Any
    title: str
    caption: str
    alt: str
    rows: tuple[dict[str, Any], ...] = ()

    def chart(self) -> Any:
        """Return the whole chart: title above, caption below."""
        return configured(self.body, self.title, self.caption)

    def svg(self) -> str:
        """Return the body as SVG for a page: no fixed size, the page's own colours."""
        with needs_extra("A chart on a page", "report"):
            import vl_convert
        with unchecked():
            spec = self.body.to_dict(validate=False) | {"config": CONFIG}
        if columns(self.caption) > len(self.caption):
            beside = dict.fromkeys(("left", "right"), OVERHANG_PX)
            spec["padding"] = dict.fromkeys(("top", "bottom"), PADDING_PX) | beside
        text = str(vl_convert.vegalite_to_svg(spec))
        for colour, name in PAGE_COLOURS.items():
            text = text.replace(f'"{colour}"', f'"var({name})"')
        size = _SIZE.search(text)
        head = "" if size is None else f'style="{_widths(float(size[2]))}" '
        return _SIZE.sub(rf'<svg {head}aria-hidden="true" \1', text, count=1)

    def save(self, path: Path) -> None:
        """Write the whole chart as SVG or PNG, by the ending of the path."""
        with needs_extra("Saving a chart", "report"):
            import vl_convert  # noqa: F401
        scale = 2.0 if path.suffix == ".png" else 1.0
        self.chart().save(str(path), scale_factor=scale)

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> Any:
        return self.chart()._repr_mimebundle_()


def _widths(width_px: float) -> str:
    """Return how wide and how narrow a page may show a chart, for its letters' sake."""
    narrowest = f"min-width:{LEAST_SCALE * width_px:.0f}px;"
    wide = LEAST_SCALE * width_px > NARROWEST_PX
    return f"{narrowest if wide else ''}max-width:{PAGE_SCALE * width_px:.0f}px"


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


def sentences(*said: str) -> str:
    """Return sentences as one text; after a Chinese full stop there is no space.

    >>> sentences("One.", "", "Two."), sentences("一。", "二。")
    ('One. Two.', '一。二。')
    """
    return " ".join(s for s in said if s).replace("。 ", "。")


def wrapped(text: str, width: int) -> list[str]:
    """Return lines of at most a width in Latin letters; Chinese ones count twice.

    >>> wrapped("one two three", 7)
    ['one two', 'three']
    >>> wrapped("一周的供电", 6)
    ['一周的', '供电']
    """
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line and columns(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def columns(text: str) -> int:
    """Return the width of a text in Latin letters; Chinese ones are twice as wide.

    >>> columns("GWh"), columns("供电")
    (3, 4)
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def themed(chart: Any) -> Any:
    """Return a chart in the colours and fonts of all charts."""
    return chart.configure(**CONFIG)
