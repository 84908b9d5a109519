"""The folder of a run: what was begun with, what is done, what is left."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any, Literal

from wattlas.errors import InputError, Message, needs_extra, reason_of
from wattlas.estimation.request_files.inputs import InputFile, Part
from wattlas.estimation.request_files.survey import Survey
from wattlas.plain import Plain

if TYPE_CHECKING:
    import pyarrow

BEGUN = "begun.json"
ROWS, SUMS, USER_SUMS, TOTALS = "rows", "sums", "user_sums", "totals"
GROUPS = "groups.parquet"
RECORD = "requests.json"
OURS = (BEGUN, ROWS, SUMS, USER_SUMS, TOTALS, GROUPS, RECORD)
FILES = "files"
"""What the names of the files of a part are under, in the notes of its sums."""
UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class Begun(Plain):
    """What a run was begun with: the same again is the same run."""

    kind: Literal["request-run-begun"]
    version: str
    options: Mapping[str, Any]
    files: tuple[InputFile, ...]
    survey: Survey | None


@dataclass(frozen=True)
class OutputFolder:
    """A folder that a run fills: parts of rows, their sums, totals at the end.

    A part is done when its sums are there, which name its other files, of rows and of
    sums by user; all are written beside their names, and then put there at once.
    """

    path: Path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the folder for this process.

        Raises
        ------
        InputError
            If it cannot be made or written to, or another process fills it.
        """
        import fcntl

        try:
            self.path.mkdir(parents=True, exist_ok=True)
            place = os.open(self.path, os.O_RDONLY)
        except OSError as error:
            raise InputError(
                "Cannot write {path}: {strerror}.",
                path=self.path,
                strerror=reason_of(error),
            ) from error
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(place)
            raise InputError(
                "Another process fills {path}. Wait for it, or name another folder.",
                path=self.path,
            ) from error
        try:
            yield
        finally:
            os.close(place)

    def known(self, new: Begun, *, force: bool = False) -> Begun | None:
        """Return what the folder was begun with: nothing where it is to be begun.

        Raises
        ------
        InputError
            If something else stands in it, or it was begun with something else.
        """
        known = self._begun()
        if known is None:
            self._check_empty()
        elif not force:
            self._check_same(known, new)
            return known
        return None

    def begin(self, begun: Begun) -> None:
        """Take what an earlier run left away, and note what this one is begun with."""
        for name in OURS:
            path = self.path / name
            if path.is_dir():
                rmtree(path)
            else:
                path.unlink(missing_ok=True)
        self.write_json(BEGUN, begun.to_dict())

    def write_json(self, name: str, record: Mapping[str, Any]) -> None:
        """Write a record, whole or not at all."""
        with self.file(name) as path:
            path.write_text(
                json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8"
            )

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Give a path to write to; what was written is put under its name at once.

        Raises
        ------
        InputError
            If it cannot be written: no room on the disk, no right to.
        """
        path = self.path / name
        beside = path.with_name(f"{path.name}{UNFINISHED}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            yield beside
            beside.replace(path)
        except OSError as error:
            raise InputError(
                "Cannot write {path}: {strerror}. What is done is kept: run it again.",
                path=path,
                strerror=reason_of(error),
            ) from error
        finally:
            beside.unlink(missing_ok=True)

    def finish(self, part: Part, sums: pyarrow.Table, files: Sequence[str]) -> None:
        """Write the sums of a part, with the names of its other files."""
        with needs_extra("A Parquet file", "tables"):
            from pyarrow import parquet
        named = sums.replace_schema_metadata({FILES: json.dumps(list(files))})
        with self.file(f"{SUMS}/{part.name}") as path:
            parquet.write_table(named, path)

    def is_done(self, part: Part) -> bool:
        """Say whether the rows and the sums of a part are there."""
        with needs_extra("A Parquet file", "tables"):
            from pyarrow import parquet
        sums = self.path / SUMS / part.name
        if not sums.is_file():
            return False
        files = json.loads(parquet.read_schema(sums).metadata[FILES.encode()])
        return all((self.path / name).is_file() for name in files)

    def _begun(self) -> Begun | None:
        try:
            text = (self.path / BEGUN).read_text(encoding="utf-8")
            return Begun.from_dict(json.loads(text))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise InputError(
                "{path} was not written by this version of Wattlas. Name another "
                "folder.",
                path=self.path / BEGUN,
            ) from error

    def _check_empty(self) -> None:
        other = next(iter(sorted(self.path.iterdir())), None)
        if other is not None:
            raise InputError(
                "{path} holds {name}, which is not of a run of Wattlas. Name a new "
                "folder, or an empty one.",
                path=self.path,
                name=other.name,
            )

    def _check_same(self, known: Begun, new: Begun) -> None:
        for said in self._changes(known, new):
            raise InputError(
                "{said} Name a new folder, or give --force to begin it anew.", said=said
            )

    def _changes(self, known: Begun, new: Begun) -> Iterator[Message]:
        """Yield what differs from what a run was begun with."""
        old = {file.name: file for file in known.files}
        for file in new.files:
            if file.name not in old:
                added = "{path} was begun without {name}."
                yield Message(added, path=self.path, name=file.path)
            elif old[file.name] != file:
                changed = "{path} was begun with {name} as it was before a change."
                yield Message(changed, path=self.path, name=file.path)
        for name in sorted(old.keys() - {file.name for file in new.files}):
            gone = "{path} was begun with {name}, which is not there now."
            yield Message(gone, path=self.path, name=old[name].path)
        for name in sorted(known.options.keys() | new.options.keys()):
            if known.options.get(name) != new.options.get(name):
                other = "{path} was begun with another {name}."
                yield Message(other, path=self.path, name=name.replace("_", "-"))
        if known.version != new.version:
            older = "{path} was begun by version {version}."
            yield Message(older, path=self.path, version=known.version)


def inside(folder: Path, files: Sequence[InputFile]) -> InputFile | None:
    """Return a file that lies in a folder, None where none does."""
    own = folder.absolute()
    return next((f for f in files if Path(f.path).is_relative_to(own)), None)
