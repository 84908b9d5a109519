"""A study that is sent: as fields or as YAML, without the name of a file."""

from __future__ import annotations

from typing import Any

from wattlas.errors import InputError, StudyError
from wattlas.plain import shortened
from wattlas.study import Study
from wattlas.study.loader import document_of
from wattlas.study.schema import files_in

NAME = "study"


def study_sent(name: str, value: Any) -> Study:
    """Return the study that is sent as an object or as YAML text.

    Raises
    ------
    InputError
        If it is neither, names a file, or is wrong.
    """
    if isinstance(value, dict):
        _refuse_files(value)
        return Study.from_dict(value)
    if not isinstance(value, str) or not value.strip():
        raise InputError(
            "{name} must be a study, its fields or YAML as text, got {shown}.",
            name=name,
            shown=shortened(value),
        )
    _refuse_aliases(value)
    _refuse_files(document_of(value, NAME).data)
    return Study.from_text(value, NAME)


def _refuse_files(data: Any) -> None:
    for field, file in files_in(data):
        raise StudyError(
            "{field} names the file {file}, which is not read here. Give figures in "
            "its place, or run the study on your own machine.",
            field=field,
            file=file,
        )


def _refuse_aliases(text: str) -> None:
    """Refuse YAML that repeats a part by reference: a little of it makes very much."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.tokens import AliasToken

    try:
        repeats = any(isinstance(token, AliasToken) for token in YAML().scan(text))
    except (YAMLError, RecursionError):
        return
    if repeats:
        raise StudyError(
            "A study that is sent repeats no part by reference (*name): write it out."
        )
