"""The files that a check leaves: a page, a record, or a chart of verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wattlas.cli import output as out
from wattlas.cli.command import fields_typed
from wattlas.cli.files import RECORD_ENDING, Files
from wattlas.parameters.checking import CheckOptions
from wattlas.parameters.command_line import command, words_of
from wattlas.parameters.output import CheckOutput

if TYPE_CHECKING:
    from wattlas.claims import Verdict, VerdictFile
    from wattlas.report.parts import Made
    from wattlas.report.words.language import Language

SUFFIXES = (".yaml", ".yml", ".json", ".txt", ".md", ".html", ".htm",
            ".pdf", ".docx")  # fmt: skip
REVIEW_ENDING = ".jsonld"
"""Ending of a file of ClaimReview, which aggregators of fact-checks read."""
CLAIMS = (".yaml", ".yml", ".json")
"""Endings of files that are ours to print on a page: claims, not articles."""


def is_file(claim: str) -> bool:
    """Say whether a claim is the name of a file: it ends like one, without spaces."""
    named = claim.lower().endswith(SUFFIXES)
    return named and (" " not in claim or Path(claim).is_file())


@dataclass(frozen=True)
class CheckFiles:
    """What a check leaves behind: a page, a record or a chart, or nothing."""

    path: Path | None
    options: CheckOptions
    guard: Files

    @classmethod
    def checked(cls, options: CheckOptions, form: CheckOutput) -> CheckFiles:
        """Return what is left behind; raise before any work where it cannot be."""
        given = options.typed or Path(options.claim or "")
        named = options.typed is not None or is_file(options.claim or "")
        inputs = (given,) if named else ()
        files = cls(form.output, options, Files(inputs, form.force))
        if form.output is not None:
            if form.output.suffix not in (RECORD_ENDING, REVIEW_ENDING):
                from wattlas.report.charts.theme import check_ending

                check_ending(form.output, out.PAGE_ENDING)
            files.guard.check(form.output)
        out.chosen_language()
        return files

    def language_of(self, claims: Sequence[Verdict]) -> Language:
        """Return the language that is asked for, else that of the claims."""
        from wattlas.report.claims import language_of

        if not out.language_is_chosen():
            out.set_language(language_of(claims))
        return out.chosen_language()

    def write(self, checked: Verdict | VerdictFile, language: Language) -> None:
        """Write the page or the chart, if one is wanted."""
        if self.path is None or self.path.suffix == RECORD_ENDING:
            return
        if self.path.suffix == REVIEW_ENDING:
            self._write_reviews(checked, self.path, language)
        elif self.path.suffix == out.PAGE_ENDING:
            self._write_page(checked, self.path, language)
        else:
            self._draw(checked, self.path, language)

    def _write_page(
        self, checked: Verdict | VerdictFile, path: Path, language: Language
    ) -> None:
        from wattlas.claims import VerdictFile
        from wattlas.report.claims import claim_document, file_document
        from wattlas.report.paint.html import document_html

        if isinstance(checked, VerdictFile):
            document = file_document(checked)
        else:
            document = claim_document(checked)
        made = self._made(path, language)
        self.guard.write_text(path, document_html(document, made, language))

    def _write_reviews(
        self, checked: Verdict | VerdictFile, path: Path, language: Language
    ) -> None:
        """Write a ClaimReview of each claim that was judged; say what has none."""
        import json

        from wattlas.claims import VerdictFile
        from wattlas.report.claim_review import claim_reviews
        from wattlas.report.table import word
        from wattlas.report.words import claims as words

        claims = checked.claims if isinstance(checked, VerdictFile) else (checked,)
        reviews = claim_reviews(claims, date.today(), language)
        text = json.dumps(reviews, ensure_ascii=False, indent=2)
        self.guard.write_text(path, f"{text}\n")
        if left := len(claims) - len(reviews):
            count = str(len(claims))
            out.say(word(words.NOT_REVIEWED, left=str(left), count=count))

    def _made(self, path: Path, language: Language) -> Made:
        """Return the command that makes the page again, and the file it was made of."""
        from wattlas.report.parts import Made

        file = next(iter(self.guard.inputs), None)
        typed = {k: v for k, v in fields_typed(self.options).items() if k != "typed"}
        asked = words_of(CheckOptions, typed)
        claim = file or self.options.claim or ""
        return Made(
            command=command("check", claim, **asked, language=language.code, o=path),
            day=date.today(),
            text=file.read_bytes().decode("utf-8", "replace") if file else "",
            shown=file is not None and file.suffix.lower() in CLAIMS,
        )

    def _draw(
        self, checked: Verdict | VerdictFile, path: Path, language: Language
    ) -> None:
        """Write the chart of verdicts; say so where no claim has a figure to draw."""
        from wattlas.claims import VerdictFile
        from wattlas.report.charts.verdicts import verdict_chart
        from wattlas.report.words import claims as words

        if isinstance(checked, VerdictFile):
            drawing = verdict_chart(checked.claims, checked.title, language)
        else:
            drawing = verdict_chart((checked,), "", language)
        if drawing is None:
            out.say(language(words.NO_CHART))
            return
        self.guard.write(path, drawing.save)
