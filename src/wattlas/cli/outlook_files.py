"""The files that an outlook leaves: pages, charts, data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from wattlas.cli import output as out
from wattlas.cli.again import command
from wattlas.errors import InputError

if TYPE_CHECKING:
    from wattlas.projection import Crossings, Outlook
    from wattlas.report.blocks import Document
    from wattlas.report.parts import Made
    from wattlas.report.words.language import Language


CURVE_ENDINGS = (".html", ".svg", ".png")
"""Endings of what the curve of crossing years is written as."""
NOT_OF_A_PAGE = ("output", "json", "explain", "language")
"""Options that a page is not made by, or that its command says by itself."""


@dataclass(frozen=True)
class OutlookFiles:
    """Which files an outlook leaves, in which language, made by which options."""

    files: tuple[Path, ...]
    language: Language
    verb: tuple[str, ...]
    asked: Mapping[str, Any]
    scenario: Path | None = None

    @classmethod
    def checked(
        cls,
        files: Sequence[Path] | None,
        context: typer.Context,
        scenario: Path | None = None,
        endings: Sequence[str] = (),
    ) -> OutlookFiles:
        """Return what is left behind; raise before any work where it cannot be.

        `endings` are those that are written, where not all of an outlook are.
        """
        from wattlas.projection.dataset import ENDINGS

        allowed = tuple(endings or (*CURVE_ENDINGS, *ENDINGS))
        for file in files or ():
            if not file.name.endswith(allowed):
                raise InputError(
                    f"{file}: it is written as {', '.join(allowed[:-1])} or "
                    f"{allowed[-1]}."
                )
        say = out.chosen_language()
        verb = tuple(context.command_path.split()[1:])
        return cls(tuple(files or ()), say, verb, _asked(context), scenario)

    @property
    def has_page(self) -> bool:
        """Whether a page is among the files."""
        return any(file.suffix == out.PAGE_ENDING for file in self.files)

    def write(self, found: Sequence[Outlook], default: Outlook | None) -> None:
        """Write each file: one page of all cases; of data and charts one a case."""
        for file in self.files:
            if file.suffix == out.PAGE_ENDING:
                self._write_page(self._document(found, default), file)
                continue
            for number, item in enumerate(found, start=1):
                path = file if len(found) == 1 else _numbered(file, number)
                self._write_case(item, path, file.name.partition(".")[0])

    def write_curve(self, found: Crossings) -> None:
        """Write each file of crossing years: a page, or the curve as a chart."""
        from wattlas.report.charts import outlook as charts
        from wattlas.report.crossing import crossing_document
        from wattlas.report.words import outlook as words

        for file in self.files:
            if file.suffix == out.PAGE_ENDING:
                self._write_page(crossing_document(found), file)
            elif (drawing := charts.crossing_chart(found, self.language)) is None:
                out.say(self.language(words.NO_CURVE))
            else:
                drawing.save(file)
                out.say(f"Wrote {file}.")

    def _made(self, file: Path) -> Made:
        from wattlas.report.parts import Made

        asked = {**self.asked, "language": self.language.code, "o": file}
        text = self.scenario.read_text(encoding="utf-8") if self.scenario else ""
        return Made(command(*self.verb, **asked), date.today(), text)

    def _document(self, found: Sequence[Outlook], default: Outlook | None) -> Document:
        from wattlas import projection
        from wattlas.report.outlook import Beside, cases_document, outlook_document

        errors = projection.backtest(seed=found[0].seed)
        if len(found) > 1:
            return cases_document(found, Beside(errors))
        return outlook_document(found[0], Beside(errors, default, _curve(found[0])))

    def _write_page(self, document: Document, file: Path) -> None:
        from wattlas.report.paint.html import document_html

        text = document_html(document, self._made(file), self.language)
        out.write_text(file, text)

    def _write_case(self, found: Outlook, path: Path, name: str) -> None:
        from wattlas.projection import dataset
        from wattlas.report.charts import outlook as charts

        if path.suffix in charts.CHART_ENDINGS:
            draw = charts.tornado_chart if "tornado" in name else charts.fan_chart
            draw(found, self.language).save(path)
        else:
            dataset.write(found, path)
        out.say(f"Wrote {path}.")


def _asked(context: typer.Context) -> dict[str, Any]:
    """Return the options that were typed, by name, without what is written."""
    named = {"settings": "set"}
    return {
        named.get(name, name): _typed(value)
        for name, value in context.params.items()
        if name not in NOT_OF_A_PAGE
        and str(context.get_parameter_source(name)).endswith("COMMANDLINE")
    }


def _typed(value: Any) -> Any:
    """Return a number as text: nought is asked for too."""
    return str(value) if isinstance(value, int) else value


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
