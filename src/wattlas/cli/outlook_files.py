"""The files that an outlook leaves: pages, charts, data, records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.cli import output as out
from wattlas.cli.command import fields_typed
from wattlas.cli.files import RECORD_ENDING, Files
from wattlas.parameters.command_line import command, words_of
from wattlas.parameters.output import AnswerOutput, CurveOutput

if TYPE_CHECKING:
    from wattlas.projection import Crossings, Outlook
    from wattlas.report.blocks import Document
    from wattlas.report.parts import Made
    from wattlas.report.words.language import Language


ANSWER_ENDINGS = (out.PAGE_ENDING, RECORD_ENDING)
"""Endings of what the answer to a question is written as."""
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

    @classmethod
    def of_answer(
        cls, words: tuple[str, ...], options: Any, form: AnswerOutput
    ) -> OutlookFiles:
        """Return the files of the answer to a question: a page, a record."""
        return cls.checked(words, (options,), form, endings=ANSWER_ENDINGS)

    def write(self, outlooks: Sequence[Outlook], record: dict[str, Any]) -> None:
        """Write each file: page and record of all cases; data and charts one a case."""
        from wattlas.report.outlook import cases_document, outlook_document

        several = len(outlooks) > 1
        for file in self.files:
            if file.suffix == RECORD_ENDING:
                self.guard.write_record(file, record)
                continue
            if file.suffix == out.PAGE_ENDING:
                document = (
                    cases_document(outlooks)
                    if several
                    else outlook_document(outlooks[0])
                )
                self._write_page(document, file)
                continue
            for number, item in enumerate(outlooks, start=1):
                path = _numbered(file, number) if several else file
                self._write_case(item, path, file.name.partition(".")[0])

    def write_answer(self, document: Document, record: dict[str, Any]) -> None:
        """Write each file: the page of an answer, or its record."""
        for file in self.files:
            if file.suffix == RECORD_ENDING:
                self.guard.write_record(file, record)
            else:
                self._write_page(document, file)

    def write_curve(self, crossings: Crossings) -> None:
        """Write each file of crossing years: a page, or the curve as a chart."""
        from wattlas.report.charts import outlook as charts
        from wattlas.report.crossing import crossing_document
        from wattlas.report.words import outlook as words

        for file in self.files:
            if file.suffix == out.PAGE_ENDING:
                self._write_page(crossing_document(crossings), file)
            elif file.suffix == RECORD_ENDING:
                self.guard.write_record(file, crossings.to_dict())
            elif (drawing := charts.crossing_chart(crossings, self.language)) is None:
                out.say(self.language(words.NO_CURVE))
            else:
                self.guard.write(file, drawing.save)

    def _made(self, file: Path) -> Made:
        from wattlas.report.parts import Made

        asked = {**self.asked, "language": self.language.code, "o": file}
        scenario = next(iter(self.guard.inputs), None)
        text = scenario.read_text(encoding="utf-8") if scenario else ""
        return Made(command(*self.verb, **asked), date.today(), text)

    def _write_page(self, document: Document, file: Path) -> None:
        from wattlas.report.paint.html import document_html

        text = document_html(document, self._made(file), self.language)
        self.guard.write_text(file, text)

    def _write_case(self, outlook: Outlook, path: Path, name: str) -> None:
        from wattlas.projection import dataset
        from wattlas.report.charts import outlook as charts

        if path.suffix in charts.CHART_ENDINGS:
            draw = charts.tornado_chart if "tornado" in name else charts.fan_chart
            self.guard.write(path, draw(outlook, self.language).save)
        else:
            self.guard.write(path, lambda file: dataset.write(outlook, file))


def _numbered(file: Path, number: int) -> Path:
    stem, dot, ending = file.name.partition(".")
    return file.with_name(f"{stem}-{number}{dot}{ending}")
