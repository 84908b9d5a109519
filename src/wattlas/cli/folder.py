"""The folder that a study or a plan leaves: record, hours, page, charts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.cli import output as out
from wattlas.cli.command import fields_typed
from wattlas.cli.files import RECORD_ENDING, Files, paths_in
from wattlas.cli.standard_input import (
    IS_STANDARD_INPUT,
    NAME,
    text_of_standard_input,
)
from wattlas.errors import InputError, Message, MissingExtraError
from wattlas.parameters.command_line import command, words_of
from wattlas.parameters.output import PlanOutput, RecordOutput, StudyOutput
from wattlas.parameters.planning import StudyOptions

if TYPE_CHECKING:
    from wattlas.planning import Plan, PlanCases
    from wattlas.report.blocks import Document
    from wattlas.report.words.language import Language
    from wattlas.study import Study
    from wattlas.workflow import StudyResult
    from wattlas.workflow.what_if import WhatIf

PLAN_CHARTS = "svg"
STUDY_RECORD, PLAN_RECORD = "result.json", "plan.json"
PAGE = "report.html"
HOURS = ("hours.csv", "hours.parquet", "connection.csv")
ALONE = (RECORD_ENDING, out.PAGE_ENDING)
"""Endings of a file that is written alone, in place of a folder."""


@dataclass(frozen=True)
class StudyFolder:
    """Where the files of a study go, in which language, by which command.

    `text` is the study as it was written. `folder` is a folder, a record (.json) or a
    page (.html) alone, or None where nothing is written; `charts` the ending of charts,
    if any; `command` what a reader of the page types to do it again.
    """

    text: str
    study: Study
    folder: Path | None
    guard: Files
    language: Language
    charts: str | None
    command: str

    @classmethod
    def checked(
        cls, verb: str, options: StudyOptions, form: RecordOutput, folder: Path | None
    ) -> StudyFolder:
        """Read the study, and return where its files go; raise before any work."""
        text, study = _study_of(options.study)
        guard = Files((options.study, *paths_in(study)), form.force)
        if folder is not None and folder.suffix in ALONE:
            guard.check(folder)
            _refuse_beside(folder, form)
        elif folder is not None:
            for one in (folder, *_folders(folder, study.cases or ()).values()):
                guard.check_folder(one, (STUDY_RECORD, PLAN_RECORD, PAGE, *HOURS))
        if isinstance(form, PlanOutput) and form.export_pypsa is not None:
            guard.check(form.export_pypsa)
        of_study = form if isinstance(form, StudyOutput) else None
        charts = of_study.charts if of_study else PLAN_CHARTS
        asked = words_of(type(options), fields_typed(options))
        shown = {"language": form.language, "charts": of_study and of_study.charts}
        again = command(verb, options.study, **asked, **shown, o=form.output)
        say = out.chosen_language()
        return cls(text, study, folder, guard, say, charts, again)

    def write_study(self, result: StudyResult) -> None:
        """Write a study's record and page, and its charts where they are asked for."""
        self.write_record(result.to_dict(), STUDY_RECORD)
        if self._is_page:
            self._write_page_alone(result)
        self._write_rest(result)

    def write_plan(self, plan: Plan) -> None:
        """Write a plan's record, its page and its charts."""
        from wattlas.report.study import plan_alone

        self.write_record(plan.to_dict(), PLAN_RECORD)
        if self._is_page:
            self._write_page_alone(plan_alone(plan))
        elif self._is_folder:
            self._write_rest(plan_alone(plan))

    def write_cases(self, cases: PlanCases) -> None:
        """Write the record and page of all cases, and each plan to its own folder."""
        from wattlas.report.plan_cases import cases_document

        self.write_record(cases.to_dict(), PLAN_RECORD)
        if self.folder is None or self.folder.suffix == RECORD_ENDING:
            return
        if self._is_folder:
            for case, folder in _folders(self.folder, cases.plans).items():
                replace(self, folder=folder).write_plan(cases.plans[case])
        path = self.folder / PAGE if self._is_folder else self.folder
        try:
            self._write_page(cases_document(cases), path, is_planned=True)
        except MissingExtraError as error:
            out.say(error.message)

    def write_record(self, record: dict[str, Any], name: str) -> None:
        """Write a record: to the folder by its name, or where the record is to go."""
        if self.folder is None or self._is_page:
            return
        if self._is_folder:
            self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name if self._is_folder else self.folder
        self.guard.write_record(path, record)

    @property
    def _is_folder(self) -> bool:
        return self.folder is not None and self.folder.suffix not in ALONE

    @property
    def _is_page(self) -> bool:
        return self.folder is not None and self.folder.suffix == out.PAGE_ENDING

    def _write_page_alone(self, result: StudyResult) -> None:
        """Write a page alone: it has the panel on which inputs are moved."""
        from wattlas.report.answer import chosen
        from wattlas.report.study import study_document
        from wattlas.workflow.what_if import what_if

        if self.folder is None:
            return
        placed = result.placements
        moved = what_if(self.study, result, chosen(result)) if placed else None
        is_planned = result.plan is not None or bool(result.plans)
        self._write_page(
            study_document(result), self.folder, is_planned=is_planned, moved=moved
        )

    def _write_rest(self, result: StudyResult) -> None:
        """Write all but the record; without the extra for reports, name that."""
        if not self._is_folder or self.folder is None:
            return
        if result.plan is not None:
            self._write_hours(result.plan, self.folder)
        for case, folder in _folders(self.folder, result.plans).items():
            self._write_hours(result.plans[case], folder)
        from wattlas.report.study import study_document

        document = study_document(result)
        try:
            is_planned = result.plan is not None or bool(result.plans)
            self._write_page(document, self.folder / PAGE, is_planned=is_planned)
            if self.charts:
                self._write_charts(document, self.folder)
        except MissingExtraError as error:
            out.say(error.message)

    def _write_hours(self, plan: Plan, folder: Path) -> None:
        from wattlas.planning.series import write_series

        self.guard.check_folder(folder, HOURS)
        for path in write_series(plan, folder):
            out.say(Message("Wrote {path}.", path=path))

    def _write_page(
        self,
        document: Document,
        path: Path,
        *,
        is_planned: bool,
        moved: WhatIf | None = None,
    ) -> None:
        from wattlas.report.paint.html import document_html
        from wattlas.report.parts import Made

        extras = "plan,report" if is_planned else "report"
        made = Made(self.command, date.today(), self.text, extras=extras)
        page = document_html(document, made, self.language, moved)
        self.guard.write_text(path, page)

    def _write_charts(self, document: Document, folder: Path) -> None:
        from wattlas.report.charts.figures import document_drawings

        for name, drawing in document_drawings(document, self.language).items():
            self.guard.write(folder / f"{name}.{self.charts}", drawing.save)


def _refuse_beside(path: Path, form: RecordOutput) -> None:
    """Refuse files that would go beside the one that is written alone."""
    if isinstance(form, StudyOutput) and form.charts:
        raise InputError(
            "{path} is one file, and --charts writes several: name a folder.", path=path
        )


def _study_of(path: Path) -> tuple[str, Study]:
    """Return the text of a study, of a file or on standard input, and the study."""
    from wattlas.study import Study

    if str(path) == IS_STANDARD_INPUT:
        text = text_of_standard_input()
        return text, Study.from_text(text, NAME)
    study = Study.from_file(path)
    return path.read_text(encoding="utf-8"), study


def _folders(folder: Path, cases: Iterable[str]) -> dict[str, Path]:
    """Return a folder in a folder for each case, by its name; none is of two."""
    folders: dict[str, Path] = {}
    for case in cases:
        name = "-".join(case.replace("/", " ").split()).lstrip(".") or "case"
        taken = {path.name.casefold() for path in folders.values()}
        numbered = (f"{name}-{number}" for number in count(2))
        unique = next(n for n in chain([name], numbered) if n.casefold() not in taken)
        folders[case] = folder / unique
    return folders
