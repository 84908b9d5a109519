"""A study that is sent: as fields or as YAML, without the name of a file."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, StudyError
from wattlas.plain import shortened
from wattlas.service.sent_files import SentFiles
from wattlas.study import Study
from wattlas.study.loader import document_of
from wattlas.study.schema import files_in

NAME = "study"


def study_sent(name: str, value: Any, folder: Path) -> Study:
    """Return the study that is sent as an object or as YAML text.

    Models and machines of one's own in it are written to the folder.

    Raises
    ------
    InputError
        If it is neither, names a file, or is wrong.
    """
    if not isinstance(value, dict) and (
        not isinstance(value, str) or not value.strip()
    ):
        raise InputError(
            "{name} must be a study, its fields or YAML as text, got {shown}.",
            name=name,
            shown=shortened(value),
        )
    data = deepcopy(value) if isinstance(value, dict) else document_of(value, NAME).data
    _refuse_files(data)
    has_contents = SentFiles(folder).in_study(data)
    if isinstance(value, dict) or has_contents:
        return Study.from_dict(data)
    return Study.from_text(value, NAME)


def _refuse_files(data: Any) -> None:
    for field, file in files_in(data):
        raise StudyError(
            "{field} names the file {file}, which is not read here. Give figures in "
            "its place, or run the study on your own machine.",
            field=field,
            file=file,
        )
