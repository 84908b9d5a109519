"""The files that a check leaves: a page, or a chart of verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.cli.again import command
from wattlas.cli.output import PAGE_ENDING

if TYPE_CHECKING:
    from wattlas.claims import Checked, CheckedFile
    from wattlas.report.parts import Made
    from wattlas.report.words.language import Language

CLAIMS = (".yaml", ".yml")
"""Endings of files that are ours to print on a page: claims, not articles."""


@dataclass(frozen=True)
class CheckFiles:
    """What a check leaves behind: a page or a chart, in a language, or nothing.

    `claim` is a sentence or the file it was read from, `asked` the options that a
    reader of the page needs to make it again.
    """

    path: Path | None
    language: Language
    claim: str | Path
    asked: dict[str, Any]

    def write(self, found: Checked | CheckedFile) -> None:
        """Write the page or the chart, if one is wanted."""
        if self.path is None:
            return
        if self.path.suffix == PAGE_ENDING:
            self._write_page(found, self.path)
        else:
            self._draw(found, self.path)

    def _write_page(self, found: Checked | CheckedFile, path: Path) -> None:
        from wattlas.claims import CheckedFile
        from wattlas.cli import output as out
        from wattlas.report.claims import claim_document, file_document
        from wattlas.report.paint.html import document_html

        if isinstance(found, CheckedFile):
            document = file_document(found)
        else:
            document = claim_document(found)
        out.write_text(path, document_html(document, self._made(path), self.language))

    def _made(self, path: Path) -> Made:
        """Return the command that makes the page again, and the file it was made of."""
        from wattlas.report.parts import Made

        code = self.language.code
        file = self.claim if isinstance(self.claim, Path) else None
        return Made(
            command=command("check", self.claim, **self.asked, language=code, o=path),
            day=date.today(),
            text=file.read_text(encoding="utf-8") if file else "",
            shown=file is not None and file.suffix.lower() in CLAIMS,
        )

    def _draw(self, found: Checked | CheckedFile, path: Path) -> None:
        """Write the chart of verdicts; say so where no claim has a figure to draw."""
        from wattlas.claims import CheckedFile
        from wattlas.cli import output as out
        from wattlas.report.charts.verdicts import verdict_chart
        from wattlas.report.words import claims as words

        if isinstance(found, CheckedFile):
            drawing = verdict_chart(found.claims, found.title, self.language)
        else:
            drawing = verdict_chart((found,), "", self.language)
        if drawing is None:
            out.say(self.language(words.NO_CHART))
            return
        drawing.save(path)
        out.say(f"Wrote {path}.")
