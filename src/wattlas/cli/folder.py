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
    from wattlas.planning import Plan
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
    def checked(cls, charts: str | None, command: str) -> StudyFiles:
        """Return how files are written; raise before any work where they cannot be."""
        if charts is not None and charts not in ENDINGS:
            raise InputError(f"--charts must be svg or png, got {charts!r}.")
        return cls(out.chosen_language(), charts, command)


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
    from wattlas.report.study import plan_alone

    origin = Origin.of(study)
    _write_record(plan.to_dict(), folder / "plan.json")
    _write_rest(plan_alone(plan, origin.study), origin, folder, files)


def _write_record(record: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, json.dumps(record, indent=2, ensure_ascii=False) + "\n")


def _write_rest(
    result: StudyResult, origin: Origin, folder: Path, files: StudyFiles
) -> None:
    """Write all but the record; without the extra for reports, name that."""
    if result.plan is not None:
        _write_plan_series(result.plan, folder)
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
    from wattlas.report.paint.html import document_html
    from wattlas.report.parts import Made
    from wattlas.report.study import study_document

    text = origin.file.read_text(encoding="utf-8")
    extras = "report" if result.plan is None else "plan,report"
    made = Made(files.command, date.today(), text, extras=extras)
    document = study_document(result, origin.study)
    _write(folder / "report.html", document_html(document, made, files.language))


def _write_charts(
    result: StudyResult, study: Study, folder: Path, files: StudyFiles
) -> None:
    from wattlas.report.charts.figures import document_drawings
    from wattlas.report.study import study_document

    document = study_document(result, study)
    for name, drawing in document_drawings(document, files.language).items():
        path = folder / f"{name}.{files.charts}"
        drawing.save(path)
        out.say(f"Wrote {path}.")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    out.say(f"Wrote {path}.")
