"""The folder that a study or a plan leaves: record, hours, page, charts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.cli import output as out
from wattlas.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from wattlas.planning import Plan, PlanCases
    from wattlas.report.words.language import Language
    from wattlas.study import Study
    from wattlas.workflow import StudyResult

ENDINGS = ("svg", "png")


@dataclass(frozen=True)
class StudyFiles:
    """How files are written: the language, the ending of charts, if any, the command.

    `command` is what a reader of the page types to do it again.
    """

    language: Language
    charts: str | None
    command: str

    @classmethod
    def checked(cls, lang: str, charts: str | None, command: str) -> StudyFiles:
        """Return how files are written; raise before any work where they cannot be."""
        from wattlas.report.words.language import language

        if charts is not None and charts not in ENDINGS:
            raise InputError(f"--charts must be svg or png, got {charts!r}.")
        return cls(language(lang), charts, command)


@dataclass(frozen=True)
class Origin:
    """The file that a study was read from, and the study."""

    file: Path
    study: Study

    @classmethod
    def of(cls, file: Path) -> Origin:
        """Return a file with its study."""
        from wattlas.study import Study

        return cls(file, Study.from_file(file))


def write_study(
    result: StudyResult, study: Path, folder: Path, files: StudyFiles
) -> None:
    """Write a study's record and page, and its charts where they are asked for."""
    _write_record(result.to_dict(), folder / "result.json")
    _write_rest(result, Origin.of(study), folder, files)


def write_plan(plan: Plan, study: Path, folder: Path, files: StudyFiles) -> None:
    """Write a plan's record, its page, and its charts where they are asked for."""
    _write_planned(plan, Origin.of(study), folder, files)


def write_cases(cases: PlanCases, study: Path, folder: Path, files: StudyFiles) -> None:
    """Write each case's plan as `write_plan` does, in a folder of its own."""
    for case, variant in Origin.of(study).study.variants().items():
        origin = Origin(study, variant)
        _write_planned(cases.plans[case], origin, folder / _safe(case), files)


def _safe(case: str) -> str:
    """Return the name of a case as that of a folder."""
    return "-".join(case.replace("/", " ").split()).lstrip(".") or "case"


def _write_planned(plan: Plan, origin: Origin, folder: Path, files: StudyFiles) -> None:
    from wattlas.workflow import StudyResult

    _write_record(plan.to_dict(), folder / "plan.json")
    alone = StudyResult(plan.title, origin.study.note, "study", (), plan)
    _write_rest(alone, origin, folder, files)


def _write_record(record: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, json.dumps(record, indent=2, ensure_ascii=False) + "\n")


def _write_rest(
    result: StudyResult, origin: Origin, folder: Path, files: StudyFiles
) -> None:
    """Write all but the record; without the extra for reports, name that."""
    if result.plan is not None:
        _write_plan_series(result.plan, folder)
    for case, plan in result.plans.items():
        _write_plan_series(plan, folder / _safe(case))
    try:
        write_page(result, origin, folder, files)
        if files.charts:
            _write_charts(result, origin.study, folder, files)
    except MissingExtraError as error:
        out.say(str(error))


def _write_plan_series(plan: Plan, folder: Path) -> None:
    from wattlas.planning.series import write_series

    for path in write_series(plan, folder):
        out.say(f"Wrote {path}.")


def write_page(
    result: StudyResult, origin: Origin, folder: Path, files: StudyFiles
) -> None:
    """Write the page of a study, or of a plan alone."""
    from wattlas.report.page import render, study_page
    from wattlas.report.page.parts import Made

    text = origin.file.read_text(encoding="utf-8")
    extras = "plan,report" if result.plan or result.plans else "report"
    made = Made(files.command, date.today(), text, extras=extras)
    page = study_page(result, made, files.language, origin.study)
    _write(folder / "report.html", render(page))


def _write_charts(
    result: StudyResult, study: Study, folder: Path, files: StudyFiles
) -> None:
    from wattlas.report.page.study import study_drawings

    for name, drawing in study_drawings(result, files.language, study).items():
        path = folder / f"{name}.{files.charts}"
        drawing.save(path)
        out.say(f"Wrote {path}.")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    out.say(f"Wrote {path}.")
