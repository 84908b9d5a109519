"""The folder that a study or a plan leaves: record, hours, page, charts."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
class Wanted:
    """The language of the page, the ending of chart files, if any, and the command.

    `command` is what a reader of the page types to do it again.
    """

    language: Language
    charts: str | None
    command: str

    @classmethod
    def checked(cls, lang: str, charts: str | None, command: str) -> Wanted:
        """Return what is wanted; raise before any work where it cannot be had."""
        from wattlas.report.words.language import language

        if charts is not None and charts not in ENDINGS:
            raise InputError(f"--charts must be svg or png, got {charts!r}.")
        return cls(language(lang), charts, command)


def command(verb: str, options: Mapping[str, Any]) -> str:
    """Return how a verb is typed with the options that are set.

    >>> command("plan", {"pareto": 8, "break_evens": True, "ranges": False})
    'wattlas plan study.yaml --pareto 8 --break-evens'
    """
    flags = [f"--{k.replace('_', '-')}" for k in options]
    said = [
        flag if value is True else f"{flag} {value}"
        for flag, value in zip(flags, options.values(), strict=True)
        if value
    ]
    return " ".join(["wattlas", verb, "study.yaml", *said])


def write_study(result: StudyResult, study: Path, folder: Path, wanted: Wanted) -> None:
    """Write a study's record and page, and its charts where they are wanted."""
    _write_record(result.to_dict(), folder / "result.json")
    _write_rest(result, study, folder, wanted)


def write_plan(plan: Plan, study: Path, folder: Path, wanted: Wanted) -> None:
    """Write a plan's record, its page, and its charts where they are wanted."""
    from wattlas.workflow import StudyResult

    _write_record(plan.to_dict(), folder / "plan.json")
    alone = StudyResult(plan.title, _study(study).note, "study", (), plan)
    _write_rest(alone, study, folder, wanted)


def _write_record(record: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, json.dumps(record, indent=2, ensure_ascii=False) + "\n")


def _write_rest(result: StudyResult, file: Path, folder: Path, wanted: Wanted) -> None:
    """Write all but the record; without the extra for reports, name that."""
    if result.plan is not None:
        _write_plan_series(result.plan, folder)
    study = _study(file)
    try:
        write_page(result, file, folder, wanted)
        if wanted.charts:
            _write_charts(result, study, folder, wanted)
    except MissingExtraError as error:
        out.say(str(error))


def _study(file: Path) -> Study:
    from wattlas.study import Study

    return Study.from_file(file)


def _write_plan_series(plan: Plan, folder: Path) -> None:
    from wattlas.planning.series import write_series

    for path in write_series(plan, folder):
        out.say(f"Wrote {path}.")


def write_page(result: StudyResult, file: Path, folder: Path, wanted: Wanted) -> None:
    """Write the page of a study, or of a plan alone."""
    from wattlas.report.page import render, study_page
    from wattlas.report.page.study import Origin

    text = file.read_text(encoding="utf-8")
    origin = Origin(text, date.today(), _study(file), wanted.command)
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
