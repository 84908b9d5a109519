"""`wattlas check`: is it true? A sentence, a file of claims or an article."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from wattlas.cli.check_files import is_file
from wattlas.cli.command import verb
from wattlas.errors import Message
from wattlas.parameters.checking import CheckOptions
from wattlas.parameters.output import CheckOutput

if TYPE_CHECKING:
    from wattlas.claims import Verdict
    from wattlas.cli.check_files import CheckFiles

CLAIMS_BEGIN = re.compile(r"^claims:", re.MULTILINE)


@verb(CheckOptions, CheckOutput)
def check(options: CheckOptions, form: CheckOutput) -> None:
    """Recompute a claim about AI's electricity: is it true?

    wattlas check "Training GPT-3 took 1,287 MWh"
    """
    from wattlas.cli.check_files import CheckFiles

    claim = _claim(options)
    files = CheckFiles.checked(options, form)
    if options.typed is not None:
        return _check_file(options.typed, options, form, files)
    text = _standard_input(claim)
    if text is not None and len(text.splitlines()) > 1:
        from wattlas.cli.standard_input import file_of

        ending = ".yaml" if CLAIMS_BEGIN.search(text) else ".txt"
        with file_of(text.encode(), ending) as path:
            _check_file(path, options, form, files)
    elif text is None and is_file(claim):
        _check_file(Path(claim), options, form, files)
    else:
        _check_sentence(text or claim, options, form, files)
    return None


def _claim(options: CheckOptions) -> str:
    """Return the claim that is given; refuse none, and two."""
    from wattlas.errors import InputError

    if (options.claim is None) == (options.typed is None):
        raise InputError(
            "Give one thing to check: a sentence in quotes, a file, - for standard "
            "input, or --typed FILE.json."
        )
    return options.claim or ""


def _standard_input(claim: str) -> str | None:
    from wattlas.cli import standard_input

    if claim != standard_input.IS_STANDARD_INPUT:
        return None
    return standard_input.text_of_standard_input().strip()


def _check_sentence(
    sentence: str, options: CheckOptions, form: CheckOutput, files: CheckFiles
) -> None:
    from wattlas import claims
    from wattlas.cli.command import fields_typed
    from wattlas.errors import InputError

    typed = {**fields_typed(options), **fields_typed(form)}
    for name in ("only", "limit", "full"):
        if name in typed:
            raise InputError(
                "--{name} is of a file or an article, and this is one sentence. Leave "
                "it out.",
                name=name,
            )
    _show(claims.check(sentence), form, files)


def _check_file(
    path: Path, options: CheckOptions, form: CheckOutput, files: CheckFiles
) -> None:
    from wattlas import claims
    from wattlas.cli.showing import show
    from wattlas.report.checking import told_file
    from wattlas.report.claims import claim_document, file_document

    file = claims.check_file(path, options.limit)
    if options.only is not None:
        return _show(_one(file.claims, options.only), form, files)
    language = files.language_of(file.claims)
    shown = [file_document(file)]
    if form.full:
        shown = [claim_document(item) for item in file.claims]
    record = told_file(file, language).to_dict()
    show(form, files.guard, record, lambda: shown)
    files.write(file, language)
    return None


def _show(checked: Verdict, form: CheckOutput, files: CheckFiles) -> None:
    from wattlas.cli.showing import show
    from wattlas.report.checking import told
    from wattlas.report.claims import claim_document

    language = files.language_of([checked])
    record = told(checked, language).to_dict()
    show(form, files.guard, record, lambda: [claim_document(checked)])
    files.write(checked, language)


def _one(claims: tuple[Verdict, ...], wanted: str) -> Verdict:
    from wattlas.errors import UnknownNameError, nearest_names

    for number, claim in enumerate(claims, start=1):
        if wanted.lower() in (claim.id.lower(), str(number)):
            return claim
    ids = [c.id or str(i) for i, c in enumerate(claims, start=1)]
    near = nearest_names(wanted, ids)
    hint = (
        Message(
            " Did you mean {near!r}?",
            near=near[0],
        )
        if near
        else ""
    )
    raise UnknownNameError(
        "No claim {wanted!r} in the file.{hint}",
        wanted=wanted,
        hint=hint,
    )
