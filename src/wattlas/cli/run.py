"""`wattlas run`: a study file, end to end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wattlas.cli.command import verb
from wattlas.errors import InputError
from wattlas.parameters.output import StudyOutput
from wattlas.parameters.planning import StudyOptions
from wattlas.parameters.plans import AnswersAsked

if TYPE_CHECKING:
    from wattlas.workflow import StudyResult


@verb(StudyOptions, StudyOutput)
def run(options: StudyOptions, form: StudyOutput) -> None:
    """Run a study: cases and places side by side, and a page.

    wattlas run examples/bloom.yaml
    """
    from wattlas.cli.folder import StudyFolder
    from wattlas.cli.standard_input import IS_STANDARD_INPUT, NAME
    from wattlas.parameters import given_of

    if form.markdown and (form.json or form.explain):
        other = "json" if form.json else "explain"
        raise InputError(
            "--markdown does not go with --{other}: leave one out.",
            other=other,
        )
    alone = form.json or form.markdown
    is_piped = str(options.study) == IS_STANDARD_INPUT
    name = NAME if is_piped else options.study.stem
    usual = None if alone else Path(f"{name}.out")
    folder = StudyFolder.checked("run", options, form, form.output or usual)
    from wattlas import workflow

    answers = given_of(options, AnswersAsked)
    study = folder.study if is_piped else options.study
    result = workflow.run(study, **answers)
    _print(result, form)
    folder.write_study(result)


def _print(result: StudyResult, form: StudyOutput) -> None:
    from wattlas.cli import output as out
    from wattlas.report import card
    from wattlas.report.study import study_document

    if form.json:
        out.print_json(result.to_dict())
    elif form.markdown:
        import sys

        sys.stdout.write(card.markdown(result, out.chosen_language()))
    else:
        out.print_shown([study_document(result, explain=form.explain)])
