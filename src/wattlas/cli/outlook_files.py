"""The files that an outlook leaves: pages, charts, data, records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.cli import output as out
from wattlas.cli.again import command, words_of
from wattlas.cli.command import fields_typed
from wattlas.cli.files import RECORD_ENDING, Files
from wattlas.parameters.output import CurveOutput

if TYPE_CHECKING:
    from wattlas.projection import Crossings, Outlook
    from wattlas.report.page.blocks import Page
    from wattlas.report.page.parts import Made
    from wattlas.report.words.language import Language


CURVE_ENDINGS = (out.PAGE_ENDING, ".svg", ".png", RECORD_ENDING)
"""Endings of what the curve of crossing years is written as."""


@dataclass(frozen=True)
class OutlookFiles:
    """Which files an outlook leaves, in which language, made by which options."""

    files: tuple[Path, ...]
    language: Language
    verb: tuple[str, ...]
    asked: Mapping[str, Any]
    guard: Files

    @classmethod
    def checked(
        cls,
        words: tuple[str, ...],
        options: tuple[Any, ...],
        form: CurveOutput,
        endings: Sequence[str] = (),
    ) -> OutlookFiles:
        """Return what is left behind; raise before any work where it cannot be.

        `words` name the verb; `endings` are those that are written, where not all of
        an outlook are.
        """
        from wattlas.projection.dataset import ENDINGS

        paths, guard = tuple(form.output or ()), Files.of(form, *options)
        for path in paths:
            guard.check(path, endings or (*CURVE_ENDINGS, *ENDINGS))
        asked: dict[str, Any] = {}
        for item in options:
            asked |= words_of(type(item), fields_typed(item))
        return cls(paths, out.chosen_language(), words, asked, guard)

    @property
    def has_page(self) -> bool:
        """Whether a page is among the files."""
        return any(file.suffix == out.PAGE_ENDING for file in self.files)

    def write(
        self,
        outlooks: Sequence[Outlook],
        default: Outlook | None,
        record: dict[str, Any],
    ) -> None:
        """Write each file: page and record of all cases; data and charts one a case."""
        for file in self.files:
            if file.suffix == RECORD_ENDING:
                self.guard.write_record(file, record)
                continue
            if file.suffix == out.PAGE_ENDING:
                self._write_page(self._page(outlooks, default, self._made(file)), file)
                continue
            for number, item in enumerate(outlooks, start=1):
                path = file if len(outlooks) == 1 else _numbered(file, number)
                self._write_case(item, path, file.name.partition(".")[0])

    def write_curve(self, found: Crossings) -> None:
        """Write each file of crossing years: a page, or the curve as a chart."""
        from wattlas.report.charts import outlook as charts
        from wattlas.report.page.crossing import crossing_page
        from wattlas.report.words import outlook as words

        for file in self.files:
            if file.suffix == out.PAGE_ENDING:
                page = crossing_page(found, self._made(file), self.language)
                self._write_page(page, file)
            elif file.suffix == RECORD_ENDING:
                self.guard.write_record(file, found.to_dict())
            elif (drawing := charts.crossing_chart(found, self.language)) is None:
                out.say(self.language(words.NO_CURVE))
            else:
                self.guard.write(file, drawing.save)

    def _made(self, file: Path) -> Made:
        from wattlas.report.page.parts import Made

        asked = {**self.asked, "language": self.language.code, "o": file}
        scenario = next(iter(self.guard.inputs), None)
        text = scenario.read_text(encoding="utf-8") if scenario else ""
        return Made(command(*self.verb, **asked), date.today(), text)

    def _page(
        self, outlooks: Sequence[Outlook], default: Outlook | None, made: Made
    ) -> Page:
        from wattlas import projection
        from wattlas.report.page.outlook import Beside, cases_page, outlook_page

        errors = projection.backtest(seed=outlooks[0].seed)
        if len(outlooks) > 1:
            return cases_page(outlooks, Beside(errors), made, self.language)
        beside = Beside(errors, default, _curve(outlooks[0]))
        return outlook_page(outlooks[0], beside, made, self.language)

    def _write_page(self, page: Page, file: Path) -> None:
        from wattlas.report.page import render

        self.guard.write_text(file, render(page))

    def _write_case(self, found: Outlook, path: Path, name: str) -> None:
        from wattlas.projection import dataset
        from wattlas.report.charts import outlook as charts

        if path.suffix in charts.CHART_ENDINGS:
            draw = charts.tornado_chart if "tornado" in name else charts.fan_chart
            self.guard.write(path, draw(found, self.language).save)
        else:
            self.guard.write(path, lambda file: dataset.write(found, file))


def _numbered(file: Path, number: int) -> Path:
    stem, dot, ending = file.name.partition(".")
    return file.with_name(f"{stem}-{number}{dot}{ending}")


def _curve(found: Outlook) -> Crossings | None:
    """Return the crossing years of the world by a study's own inputs."""
    from wattlas import projection

    if found.region != "world":
        return None
    given = {
        i.name: i.mid if i.exact else f"{i.low!r}..{i.high!r}"
        for i in found.given.values()
    }
    return projection.crossing(overrides=given, draws=found.draws, seed=found.seed)
