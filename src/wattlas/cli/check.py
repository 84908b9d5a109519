"""`wattlas check`: is it true? A sentence, a file of claims or an article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wattlas.cli.output import PAGE_ENDING

if TYPE_CHECKING:
    from wattlas.claims import Checked
    from wattlas.cli.check_files import CheckFiles
    from wattlas.report.words.language import Language

LIMIT = 300
SUFFIXES = (".yaml", ".yml", ".txt", ".md", ".html", ".htm")


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
    ] = LIMIT,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="A page: .html, or a chart of verdicts: .svg .png."
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the record, unrounded, as JSON.")
    ] = False,
    language: Annotated[
        str | None,
        typer.Option("--language", help="en or zh; else the language of the claim."),
    ] = None,
) -> None:
    """Recompute a claim about AI's electricity: is it true?

    wattlas check "Training GPT-3 took 1,287 MWh"
    """
    from wattlas import claims
    from wattlas.cli import output as out
    from wattlas.report import claims as report

    out.set_language(language)
    _check_before(output)
    asked = {"only": only, "limit": limit if limit != LIMIT else None}
    leaves = partial(_files, output, claim, asked)
    if not is_file(claim):
        return _show(claims.check(claim), json, leaves)
    file = claims.check_file(claim, limit)
    if only is not None:
        return _show(_one(file.claims, only), json, leaves)
    files = leaves(file.claims)
    if json:
        out.print_json(report.file_record(file, files.language))
    elif full:
        for item in file.claims:
            out.print_document(report.claim_document(item))
    else:
        out.print_document(report.file_document(file))
    files.write(file)


def _files(
    output: Path | None,
    claim: str,
    asked: dict[str, Any],
    claims: Sequence[Checked],
) -> CheckFiles:
    """Return what is left behind, in the language that is asked for or the claims'."""
    from wattlas.cli.check_files import CheckFiles

    source = Path(claim) if is_file(claim) else claim
    return CheckFiles(output, _language(claims), source, asked)


def _check_before(output: Path | None) -> None:
    """Refuse a file or a language that cannot be had, before any work."""
    from wattlas.cli import output as out
    from wattlas.report.charts.theme import check_ending

    if output is not None:
        check_ending(output, PAGE_ENDING)
    out.chosen_language()


def _language(claims: Sequence[Checked]) -> Language:
    """Return the language that is asked for, else that of the claims."""
    from wattlas.cli import output as out
    from wattlas.report.claims import language_of

    if not out.language_is_chosen():
        out.set_language(language_of(claims))
    return out.chosen_language()


def is_file(claim: str) -> bool:
    """Say whether a claim is the name of a file: it ends like one, without spaces."""
    named = claim.lower().endswith(SUFFIXES)
    return named and (" " not in claim or Path(claim).is_file())


def _show(
    found: Checked, json: bool, leaves: Callable[[Sequence[Checked]], CheckFiles]
) -> None:
    from wattlas.cli import output as out
    from wattlas.report import claims as report

    files = leaves([found])
    if json:
        out.print_json(report.record(found, files.language))
    else:
        out.print_document(report.claim_document(found))
    files.write(found)


def _one(claims: tuple[Checked, ...], wanted: str) -> Checked:
    from wattlas.errors import UnknownNameError, nearest_names

    for number, claim in enumerate(claims, start=1):
        if wanted.lower() in (claim.id.lower(), str(number)):
            return claim
    ids = [c.id or str(i) for i, c in enumerate(claims, start=1)]
    near = nearest_names(wanted, ids)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise UnknownNameError(f"No claim {wanted!r} in the file.{hint}")
