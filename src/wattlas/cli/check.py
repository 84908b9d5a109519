"""`wattlas check`: is it true? A sentence, a file of claims or an article."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from wattlas.claims import Checked

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
    ] = 300,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A chart of the verdicts: .svg or .png."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the record, unrounded, as JSON.")
    ] = False,
) -> None:
    """Recompute a claim about AI's electricity and say whether it is true.

    wattlas check "Training GPT-3 took 1,287 MWh"
    """
    from wattlas import claims
    from wattlas.cli import output as out
    from wattlas.report import claims as report

    if output is not None:
        _check_ending(output)
    if not is_file(claim):
        _show(claims.check(claim), json, output)
        return
    file = claims.check_file(claim, limit)
    if only is not None:
        _show(_one(file.claims, only), json, output)
        return
    if json:
        out.print_json(report.file_record(file))
    elif full:
        for one in file.claims:
            out.print_blocks(report.blocks(one))
    else:
        out.print_blocks(report.file_blocks(file))
    if output is not None:
        _draw(file.claims, output, file.title)


def is_file(claim: str) -> bool:
    """Say whether a claim is the name of a file: it ends like one, without spaces."""
    named = claim.lower().endswith(SUFFIXES)
    return named and (" " not in claim or Path(claim).is_file())


def _show(found: Checked, json: bool, output: Path | None) -> None:
    from wattlas.cli import output as out
    from wattlas.report import claims as report

    if json:
        out.print_json(report.record(found))
    else:
        out.print_blocks(report.blocks(found))
    if output is not None:
        _draw((found,), output)


def _check_ending(path: Path) -> None:
    from wattlas.report.charts.theme import check_ending

    check_ending(path)


def _draw(claims: Sequence[Checked], path: Path, title: str = "") -> None:
    """Write the chart of verdicts; say so where no claim has a figure to draw."""
    from wattlas.cli import output as out
    from wattlas.report.charts.verdicts import verdict_chart
    from wattlas.report.words import claims as words

    drawing = verdict_chart(claims, title)
    if drawing is None:
        out.say(words.NO_CHART)
        return
    drawing.save(path)
    out.say(f"Wrote {path}.")


def _one(claims: tuple[Checked, ...], wanted: str) -> Checked:
    from wattlas.errors import UnknownNameError, nearest_names

    for number, claim in enumerate(claims, start=1):
        if wanted.lower() in (claim.id.lower(), str(number)):
            return claim
    ids = [c.id or str(i) for i, c in enumerate(claims, start=1)]
    near = nearest_names(wanted, ids)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise UnknownNameError(f"No claim {wanted!r} in the file.{hint}")
