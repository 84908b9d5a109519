"""The folder that a study leaves: record, page, charts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wattlas.cli import output as out
from wattlas.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from wattlas.planning import Plan
    from wattlas.report.words.language import Language
    from wattlas.study import Study
    from wattlas.workflow import StudyResult

ENDINGS = ("svg", "png")


@dataclass(frozen=True)
class Wanted:
    """The language of the page, and the ending of chart files, if any."""

    language: Language
    charts: str | None

    @classmethod
    def checked(cls, lang: str, charts: str | None) -> Wanted:
        """Return what is wanted; raise before any work where it cannot be had."""
        from wattlas.report.words.language import language

        if charts is not None and charts not in ENDINGS:
            raise InputError(f"--charts must be svg or png, got {charts!r}.")
        return cls(language(lang), charts)


def write_study(result: StudyResult, study: Path, folder: Path, wanted: Wanted) -> None:
    """Write a study's record and page, and its charts where they are wanted.

    Without the extra for reports the record is written, and the extra named.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = json.dumps(result.to_dict(), indent=2, ensure_ascii=False)
    _write(folder / "result.json", record + "\n")
    if result.plan is not None:
        write_plan_series(result.plan, folder)
    read = _study(study)
    try:
        _write_page(result, study, read, folder, wanted)
        if wanted.charts:
            _write_charts(result, read, folder, wanted)
    except MissingExtraError as error:
        out.say(str(error))


def _study(file: Path) -> Study:
    from wattlas.study import Study

    return Study.from_file(file)


def write_plan_series(plan: Plan, folder: Path) -> None:
    """Write the hourly series of a plan."""
    from wattlas.planning.series import write_series

    for path in write_series(plan, folder):
        out.say(f"Wrote {path}.")


def _write_page(
    result: StudyResult, file: Path, study: Study, folder: Path, wanted: Wanted
) -> None:
    from wattlas.report.page import render, study_page
    from wattlas.report.page.study import Origin

    origin = Origin(file.read_text(encoding="utf-8"), date.today(), study)
    page = study_page(result, origin, wanted.language)
    _write(folder / "report.html", render(page))


def _write_charts(
    result: StudyResult, study: Study, folder: Path, wanted: Wanted
) -> None:
    from wattlas.report.page.study import study_drawings

    for name, drawing in study_drawings(result, wanted.language, study).items():
        path = folder / f"{name}.{wanted.charts}"
        drawing.save(path)
        out.say(f"Wrote {path}.")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    out.say(f"Wrote {path}.")
