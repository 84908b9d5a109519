"""What a study file may say. A study says only what differs from the defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

from wattlas.errors import Several, StudyError
from wattlas.parameters import declared, given_of
from wattlas.parameters.deployments import DeploySection
from wattlas.parameters.loads import LoadSection, ServeSection, TrainSection
from wattlas.parameters.series import SeriesSection, as_series
from wattlas.parameters.sites import SiteSection
from wattlas.parameters.studies import StudyFields
from wattlas.study.limits import problems_of
from wattlas.study.loader import (
    Document,
    document_of,
    located,
    read_document,
    validated,
)

_SECTIONS = (
    SiteSection,
    TrainSection,
    ServeSection,
    DeploySection,
    LoadSection,
    StudyFields,
)
_PATHS = frozenset(
    name
    for section in _SECTIONS
    for name, item in declared(section).items()
    if item.parameter.path
)
"""Fields that may name a file, and then are relative to the study file."""
_ENDINGS = (
    *(".json", ".csv", ".epw", ".txt", ".yaml", ".yml", ".gguf"),
    ".safetensors",
)
_FOLDERS = ("./", "../", "~/")
"""What the path of a model's folder begins with."""
_FILES = frozenset(
    name
    for name, item in declared(SiteSection).items()
    if item.parameter.before is as_series
) | {name for name, item in declared(SeriesSection).items() if item.parameter.path}
"""Fields whose text is always the path of a file."""


@dataclass(frozen=True, kw_only=True)
class Study(StudyFields):
    """A study: a model, its training and service, places, power, plan, variants."""

    @classmethod
    def from_file(cls, path: str | Path) -> Study:
        """Read and check a study file; paths in it are relative to the file.

        Raises
        ------
        StudyError
            With file and line, for each thing that is wrong.
        """
        document = read_document(Path(path))
        _resolve_paths(document.data, Path(path).parent)
        return _checked(document)

    @classmethod
    def from_text(cls, text: str, name: str = "study") -> Study:
        """Read and check a study that is given as YAML; paths are as they stand.

        Raises
        ------
        StudyError
            With name and line, for each thing that is wrong.
        """
        return _checked(document_of(text, name))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Study:
        """Check a study that is given as plain data."""
        document = Document(data, "study", {})
        return _checked(document)

    def variants(self, document: Document | None = None) -> dict[str, Study]:
        """Return the study of each case, by name; without cases the study itself."""
        if not self.cases:
            return {"": self}
        base = plain_of(self)
        base.pop("cases")
        at = document or Document({}, "study", {})
        return {
            case: _checked(
                Document(_merged(base, changes), at.name, at.lines, ("cases", case))
            )
            for case, changes in self.cases.items()
        }


def plain_of(options: Any) -> dict[str, Any]:
    """Return what options give, sections within too, as plain data.

    >>> plain_of(SiteSection(use="oslo", pue=1.2))
    {'use': 'oslo', 'pue': 1.2}
    """
    return {name: _plain(value) for name, value in given_of(options).items()}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return plain_of(value)
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _checked(document: Document) -> Study:
    """Return the study of a document; raise StudyError with all that is wrong."""
    study = validated(Study, document)
    wrong = [located(document, loc, said) for loc, said in problems_of(study)]
    if wrong:
        raise StudyError("{sentences}", sentences=Several(wrong, "\n"))
    study.variants(document)
    return study


def files_in(data: Any) -> Iterator[tuple[str, str]]:
    """Yield each field of a study's plain data that names a file, and the name.

    >>> list(files_in({"sites": [{"use": "oslo", "weather": "oslo.epw"}]}))
    [('weather', 'oslo.epw')]
    """
    return ((str(of), node[name]) for node, name, of in _paths(data))


def _resolve_paths(data: Any, folder: Path) -> None:
    """Make paths of files relative to the study file that names them, in place."""
    for node, name, _ in _paths(data):
        value = node[name]
        path = folder / Path(value).expanduser()
        # A folder is told from a name by how it is written.
        node[name] = str(path.absolute() if value.startswith(_FOLDERS) else path)


def _paths(node: Any, field: Any = "") -> Iterator[tuple[Any, Any, Any]]:
    """Yield each mapping or list of plain data with a place in it that is a path.

    With it goes the name of the field: of a list that is `field`.
    """
    for name, value in node.items() if isinstance(node, dict) else enumerate(node):
        of = name if isinstance(node, dict) else field
        if isinstance(value, dict | list):
            yield from _paths(value, of)
        elif _is_path(of, value):
            yield node, name, of


def _is_path(name: str | int, value: Any) -> bool:
    if not isinstance(value, str) or name not in _PATHS | _FILES:
        return False
    if name in _FILES or value.startswith(_FOLDERS):
        return True
    return value.partition("#")[0].lower().endswith(_ENDINGS)


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return a study with a case's changes: sections are merged, the rest replaced."""
    merged = dict(base)
    for name, value in (changes or {}).items():
        old = merged.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[name] = _merged(old, value)
        else:
            merged[name] = value
    return merged
