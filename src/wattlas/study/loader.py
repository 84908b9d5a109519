"""Read a YAML 1.2 file and say with line and field what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from wattlas.errors import Message, Several, StudyError, reason_of
from wattlas.plain.files import file_text
from wattlas.study.problems import Loc, said
from wattlas.study.yaml_bounds import check_yaml_bounds

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Schema = TypeVar("Schema")


@dataclass(frozen=True)
class Document:
    """Plain data with the lines on which its fields stand."""

    data: dict[str, Any]
    name: str
    lines: Mapping[Loc, int]
    root: Loc = ()

    def line(self, loc: Loc) -> int | None:
        """Return the line of a field, or that of the nearest field above it."""
        # A field of a case may come from the case or from the study's base.
        for path in (self.root + loc, loc):
            if path in self.lines:
                return self.lines[path]
        for end in range(len(loc) - 1, -1, -1):
            for path in (self.root + loc[:end], loc[:end]):
                if path in self.lines:
                    return self.lines[path]
        return None


def read_document(path: Path, kind: str = "a study") -> Document:
    """Read a YAML file of a kind; raise StudyError if it is no YAML mapping."""
    try:
        text = file_text(path)
    except OSError as error:
        raise StudyError(
            "{path}: cannot be read: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    except UnicodeDecodeError as error:
        raise StudyError(
            "{path}: is no UTF-8 text.",
            path=path,
        ) from error
    return document_of(text, str(path), kind)


def document_of(text: str, path: str, kind: str = "a study") -> Document:
    """Read YAML text of a kind, from a path or what stands for one.

    Raises
    ------
    StudyError
        If it is no YAML mapping, or more than is read.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        check_yaml_bounds(text, path, kind)
        loaded = YAML(typ="rt").load(text)
    except StudyError:
        raise
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (
            Message(
                ", line {line}",
                line=mark.line + 1,
            )
            if mark
            else ""
        )
        problem = str(error.problem or error.context).splitlines()[0]
        raise StudyError(
            "{path}{line}: is not valid YAML: {problem}.",
            path=path,
            line=line,
            problem=problem,
        ) from error
    except YAMLError as error:
        # A character that no text has is found before any line is.
        raise StudyError(
            "{path}{line}: is not valid YAML: {problem}.",
            path=path,
            line="",
            problem=str(error).splitlines()[0],
        ) from error
    except ValueError as error:
        raise StudyError(
            "{path}: has a number of too many digits, or a date that is none.",
            path=path,
        ) from error
    if not isinstance(loaded, dict):
        raise StudyError(
            "{path}: {kind} is a mapping such as 'title: ...'.",
            path=path,
            kind=Message(kind),
        )
    return Document(_plain(loaded), path, dict(_lines(loaded, ())))


def validated(
    schema: type[Schema], document: Document, kind: str = "a study"
) -> Schema:
    """Return data checked against a schema; raise StudyError with every mistake."""
    from pydantic import ValidationError

    try:
        kind_of: Any = schema
        checked: Schema = _adapter(kind_of).validate_python(document.data)
        return checked
    except ValidationError as error:
        sentences = dict.fromkeys(
            _sentence(schema, document, dict(problem), kind)
            for problem in error.errors()
        )
        raise StudyError("{sentences}", sentences=Several(sentences, "\n")) from error


@cache
def _adapter(schema: Any) -> TypeAdapter[Any]:
    """Return what checks data against a schema; making it takes longer than checks."""
    from pydantic import TypeAdapter

    return TypeAdapter(schema)


def located(document: Document, loc: Loc, sentence: Message) -> Message:
    """Return a sentence behind the file and line of the field that it is of."""
    line = document.line(loc)
    where = (
        Message(
            "{name}, line {line}",
            name=document.name,
            line=line,
        )
        if line
        else document.name
    )
    case = (
        Message(
            "case {root}: ",
            root=document.root[-1],
        )
        if document.root
        else ""
    )
    return Message(
        "{where}: {case}{sentence}", where=where, case=case, sentence=sentence
    )


def _sentence(
    schema: type, document: Document, problem: dict[str, Any], kind: str
) -> Message:
    loc = _field_path(problem["loc"])
    return located(document, loc, said(schema, loc, problem, kind))


def _field_path(loc: Loc) -> Loc:
    """Return a location without the names of union members that pydantic adds."""
    return tuple(
        p
        for p in loc
        if not (isinstance(p, str) and (p.endswith("Section") or "[" in p))
        and p not in ("str", "float", "int")
    )


def _lines(node: Any, path: Loc) -> Iterator[tuple[Loc, int]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if node.lc.data and key in node.lc.data:  # type: ignore[attr-defined]
                yield (*path, str(key)), node.lc.key(key)[0] + 1  # type: ignore[attr-defined]
            yield from _lines(value, (*path, str(key)))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            if node.lc.data and i in node.lc.data:  # type: ignore[attr-defined]
                yield (*path, i), node.lc.item(i)[0] + 1  # type: ignore[attr-defined]
            yield from _lines(value, (*path, i))


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, int):
        return int(node)
    if isinstance(node, float):
        return float(node)
    return str(node)
