"""The files that a verb writes: what must not be lost is never overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

from wattlas.cli import output as out
from wattlas.errors import InputError, Message, Several, reason_of
from wattlas.parameters.declaration import declared
from wattlas.parameters.output import FileOptions

RECORD_ENDING, MARKDOWN_ENDING = ".json", ".md"
MARKED = (out.PAGE_ENDING, ".htm", MARKDOWN_ENDING, RECORD_ENDING)
"""Endings of what people also write by hand: overwritten where it has our mark."""
PAGE_MARK = '<meta name="generator" content="Wattlas'
MARKDOWN_MARK = "<!-- Written by Wattlas -->"
HEAD_BYTES = 4096
TABLE_ENDING = ".csv"
TABLES = (
    {"time_utc", "site", "option", "quantity"},
    {"site", "connection_kw", "curtailed_hours"},
    {"facility_energy_kwh_low", "facility_energy_kwh_high"},
    {"region", "method", "quantity", "percentile"},
    {"model", "scenario", "region", "variable"},
    {"run", "host", "project", "device"},
    {"timestamp", "project_name", "run_id", "emissions"},
)
"""Columns of the tables that verbs write: each is known by some of them."""


@dataclass(frozen=True)
class Files:
    """What a verb reads, which its output must not overwrite, unless it is forced."""

    inputs: tuple[Path, ...] = ()
    force: bool = False

    @classmethod
    def of(cls, form: FileOptions, *options: Any) -> Files:
        """Return the guard of a verb's output: its options name what it reads."""
        inputs = (path for item in options for path in paths_in(item))
        return cls(tuple(inputs), form.force)

    def check(self, path: Path, endings: Sequence[str] = ()) -> Path:
        """Return a path that may be written; refuse it before any work otherwise.

        Raises
        ------
        InputError
            If it is a folder, lies in none, has another ending, or would overwrite an
            input, or a page, text or record of someone else.
        """
        if endings and not path.name.endswith(tuple(endings)):
            first = [Several(endings[:-1])] if len(endings) > 1 else []
            raise InputError(
                "{path}: it is written as {ways}.",
                path=path,
                ways=Several([*first, endings[-1]], " or "),
            )
        if path.is_dir():
            raise InputError(
                "{path} is a folder: name a file.",
                path=path,
            )
        if not path.parent.is_dir():
            raise InputError(
                "{path}: there is no folder {parent}.",
                path=path,
                parent=path.parent,
            )
        if path.is_file() and not self.force:
            self._refuse_loss(path)
        return path

    def check_folder(self, folder: Path, names: Sequence[str]) -> Path:
        """Return a folder whose files of these names may be written."""
        if folder.exists() and not folder.is_dir():
            raise InputError(
                "{folder} is a file: name a folder.",
                folder=folder,
            )
        for name in names if folder.is_dir() else ():
            self.check(folder / name)
        return folder

    def _refuse_loss(self, path: Path) -> None:
        if any(other.exists() and path.samefile(other) for other in self.inputs):
            raise InputError(
                "{path} is an input: name another file, or give --force to lose it.",
                path=path,
            )
        ours = is_our_table if path.suffix.lower() == TABLE_ENDING else is_ours
        if path.suffix.lower() in (*MARKED, TABLE_ENDING) and not ours(path):
            raise InputError(
                "{path} is there and was not written by Wattlas: name another file, "
                "or give --force to overwrite it.",
                path=path,
            )

    def write(
        self,
        path: Path,
        save: Callable[[Path], object],
        what: Callable[[], Message] | Message | None = None,
    ) -> None:
        """Write a file by a function of its path, and say so, and what is in it."""
        self.check(path)
        try:
            save(path)
        except OSError as error:
            reason = reason_of(error)
            raise InputError(
                "{path} cannot be written: {reason}.",
                path=path,
                reason=reason,
            ) from error
        what = what() if callable(what) else what
        if what is None:
            out.say(Message("Wrote {path}.", path=path))
        else:
            out.say(Message("Wrote {path}: {what}.", path=path, what=what))

    def write_text(self, path: Path, text: str) -> None:
        """Write a text to a file, and say so."""
        self.write(path, lambda file: file.write_text(text, encoding="utf-8"))

    def write_record(self, path: Path, record: dict[str, Any]) -> None:
        """Write a record as JSON, unrounded, and say so."""
        self.write_text(path, out.json_text(record))


def paths_in(options: Any) -> Iterator[Path]:
    """Yield the files that options name, those of nested sections too."""
    if isinstance(options, dict | list | tuple):
        for value in options.values() if isinstance(options, dict) else options:
            yield from paths_in(value)
    elif is_dataclass(options) and not isinstance(options, type | FileOptions):
        for name, item in declared(type(options)).items():
            value = getattr(options, name)
            if item.parameter.path and value:
                texts = value if isinstance(value, list) else [value]
                yield from (Path(text) for text in texts)
            else:
                yield from paths_in(value)


def is_our_table(path: Path) -> bool:
    """Say whether a CSV file has the columns of a table of ours, or is empty."""
    with path.open("rb") as file:
        head = file.readline(HEAD_BYTES).decode("utf-8", errors="replace")
    columns = {name.strip().strip('"') for name in head.split(",")}
    return not head or any(names <= columns for names in TABLES)


def is_ours(path: Path) -> bool:
    """Say whether a page, text or record has the mark of Wattlas, or is empty."""
    if path.suffix.lower() != RECORD_ENDING:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        marks = (PAGE_MARK, MARKDOWN_MARK)
        return not head or any(mark.encode() in head for mark in marks)
    try:
        record = json.loads(path.read_bytes() or b'{"schema": 0, "kind": ""}')
    except ValueError:
        return False
    return isinstance(record, dict) and {"schema", "kind"} <= record.keys()
