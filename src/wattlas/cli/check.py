"""`wattlas check`: is it true? A sentence, a file of claims or an article."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wattlas.cli.output import PAGE_ENDING

if TYPE_CHECKING:
    from wattlas.claims import Checked, CheckedFile
    from wattlas.report.page.parts import Made
    from wattlas.report.words.language import Language

CLAIMS = (".yaml", ".yml")
SUFFIXES = (*CLAIMS, ".txt", ".md", ".html", ".htm")


def check(
    claim: Annotated[
        str, typer.Argument(help="A sentence in quotes, a .yaml of claims, or a .txt.")
    ],
    only: Annotated[
        str | None, typer.Option("--only", help="One claim of a file, by its id.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Show every claim of a file in full.")
    ] = False,
    limit: Annotated[
        int, typer.Option(help="The most sentences of an article to check.")
    ] = 300,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="A page: .html, or a chart of verdicts: .svg .png."
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the record, unrounded, as JSON.")
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option("--lang", help="en or zh; else the language of the claim."),
    ] = None,
) -> None:
    """Recompute a claim about AI's electricity: is it true?

    wattlas check "Training GPT-3 took 1,287 MWh"
    """
    from wattlas import claims
    from wattlas.cli import output as out
    from wattlas.report import claims as report

    _check_before(output, lang)
    if not is_file(claim):
        one = claims.check(claim)
        return _show(one, json, Leaving(output, _language(lang, [one]), claim))
    file = claims.check_file(claim, limit)
    leaving = Leaving(output, _language(lang, file.claims), claim)
    if only is not None:
        return _show(_one(file.claims, only), json, replace(leaving, only=only))
    if json:
        out.print_json(report.file_record(file, leaving.language))
    elif full:
        for item in file.claims:
            out.print_blocks(report.blocks(item, leaving.language))
    else:
        out.print_blocks(report.file_blocks(file, leaving.language))
    leaving.write(file)


@dataclass(frozen=True)
class Leaving:
    """What a check leaves behind: a page or a chart, in a language, or nothing."""

    path: Path | None
    language: Language
    claim: str
    only: str = ""

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
        from wattlas.report.page import claims, render

        made = self._made(path)
        if isinstance(found, CheckedFile):
            page = claims.file_page(found, made, self.language)
        else:
            page = claims.claim_page(found, made, self.language)
        out.write_text(path, render(page))

    def _made(self, path: Path) -> Made:
        """Return the command that makes the page again, and the file it was made of."""
        from wattlas.report.page.parts import Made

        words = ["wattlas", "check", self.claim]
        words += ["--only", self.only] if self.only else []
        words += ["--lang", self.language.code, "-o", path.name]
        file = Path(self.claim) if is_file(self.claim) else None
        return Made(
            command=shlex.join(words),
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


def _check_before(output: Path | None, lang: str | None) -> None:
    """Refuse a file or a language that cannot be had, before any work."""
    from wattlas.report.charts.theme import check_ending
    from wattlas.report.words.language import language

    if output is not None:
        check_ending(output, PAGE_ENDING)
    if lang is not None:
        language(lang)


def _language(lang: str | None, claims: Sequence[Checked]) -> Language:
    """Return the language that is asked for, else that of the claims.

    Without the extra that reads catalogues the answer is English, and the extra named.
    """
    from wattlas.cli import output as out
    from wattlas.errors import MissingExtraError
    from wattlas.report.claims import language_of
    from wattlas.report.words.language import ENGLISH, language

    try:
        return language(lang or language_of(claims))
    except MissingExtraError as error:
        if lang is not None:
            raise
        out.say(str(error))
        return ENGLISH


def is_file(claim: str) -> bool:
    """Say whether a claim is the name of a file: it ends like one, without spaces."""
    named = claim.lower().endswith(SUFFIXES)
    return named and (" " not in claim or Path(claim).is_file())


def _show(found: Checked, json: bool, leaving: Leaving) -> None:
    from wattlas.cli import output as out
    from wattlas.report import claims as report

    if json:
        out.print_json(report.record(found, leaving.language))
    else:
        out.print_blocks(report.blocks(found, leaving.language))
    leaving.write(found)


def _one(claims: tuple[Checked, ...], wanted: str) -> Checked:
    from wattlas.errors import UnknownNameError, nearest_names

    for number, claim in enumerate(claims, start=1):
        if wanted.lower() in (claim.id.lower(), str(number)):
            return claim
    ids = [c.id or str(i) for i, c in enumerate(claims, start=1)]
    near = nearest_names(wanted, ids)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise UnknownNameError(f"No claim {wanted!r} in the file.{hint}")
