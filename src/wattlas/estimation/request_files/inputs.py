"""The Parquet files of a log: found, their columns compared, parted for the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from os.path import commonpath
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, Message, Several, needs_extra, reason_of
from wattlas.estimation.request_files.names import names_many
from wattlas.estimation.request_log.names import WORDS, own_name
from wattlas.plain import Plain
from wattlas.plain.files import check_regular

ENDING = ".parquet"
PART_ROWS = 4_194_304
"""Rows of a part at most, where a file has row groups: what a failure does not keep."""
BATCH_ROWS = 262_144
"""Rows in memory at once, for each thread."""
HEAD_ROWS = 1024
"""Rows that tell what the columns hold."""
READ_BYTES = 1 << 20
"""Read from a file at once: a column of a row group is not held whole."""
REPEATS = 8
"""Rows of a text from which codes cost less: a day's file takes all of a batch."""
SHOWN_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class InputFile(Plain):
    """A file of the log: its name below what all share, and what tells a change."""

    name: str
    path: str
    size_bytes: int
    changed_ns: int
    group_rows: tuple[int, ...]

    @property
    def rows(self) -> int:
        """The number of rows."""
        return sum(self.group_rows)

    def parts(self) -> Iterator[Part]:
        """Yield parts of whole row groups, each of PART_ROWS rows where it can be."""
        first, held, number, groups = 0, 0, 0, list[int]()
        for group, rows in enumerate(self.group_rows):
            if held and held + rows > PART_ROWS:
                yield Part(self, number, tuple(groups), first)
                first, held, number, groups = first + held, 0, number + 1, []
            groups.append(group)
            held += rows
        if held:
            yield Part(self, number, tuple(groups), first)

    def check_same(self) -> None:
        """Refuse a file that is not as it was when the work began.

        Raises
        ------
        InputError
            If it is gone, or its size or time differs.
        """
        try:
            found = Path(self.path).stat()
        except OSError as error:
            raise InputError(
                "Cannot read {path}: {strerror}.",
                path=self.path,
                strerror=reason_of(error),
            ) from error
        if (found.st_size, found.st_mtime_ns) != (self.size_bytes, self.changed_ns):
            raise InputError(
                "{path} was changed while it was read. Let it be written to its end, "
                "and name a new folder.",
                path=self.path,
            )


@dataclass(frozen=True, slots=True)
class Part:
    """Some row groups of a file: the unit that is done, or not."""

    file: InputFile
    number: int
    groups: tuple[int, ...]
    first_row: int

    @property
    def name(self) -> str:
        """Its name in the output, below the folder of rows."""
        return f"{self.file.name.removesuffix(ENDING)}-{self.number:05d}{ENDING}"

    @property
    def schema(self) -> Any:
        """The columns of the file and their types."""
        return opened(self.file.path).schema_arrow

    def words(self, *names: str | None) -> list[str]:
        """Return columns of texts that are few: of words, and of others that are named.

        A text of a named one has REPEATS rows or more of the first batch, in the mean.
        """
        with needs_extra("A Parquet file", "tables"):
            from pyarrow import types
        return [
            field.name
            for field in self.schema
            if types.is_string(field.type)
            and (
                own_name(field.name) in WORDS
                or (field.name in names and self._repeats(field.name))
            )
        ]

    def _repeats(self, name: str) -> bool:
        with needs_extra("A Parquet file", "tables"):
            from pyarrow import compute
        cells = next(iter(self.tables([name])))[name]
        found: int = compute.count_distinct(cells).as_py()
        return found * REPEATS <= len(cells)

    @property
    def head(self) -> Any:
        """Its first rows, as an Arrow table."""
        return next(iter(self.tables(size=HEAD_ROWS)))

    def tables(
        self,
        columns: Sequence[str] | None = None,
        words: Iterable[str] = (),
        size: int = BATCH_ROWS,
    ) -> Iterator[Any]:
        """Yield Arrow tables of some columns, piece by piece; `words` come as codes.

        Raises
        ------
        InputError
            If the file was changed, or is cut off within.
        """
        with needs_extra("A Parquet file", "tables"):
            from pyarrow import ArrowException, Table
        names = None if columns is None else list(columns)
        self.file.check_same()
        try:
            file = opened(self.file.path, words)
            for batch in file.iter_batches(
                size, row_groups=list(self.groups), columns=names, use_threads=False
            ):
                table = Table.from_batches([batch])
                yield table if names is None else table.select(names)
        except (ArrowException, OSError) as error:
            self.file.check_same()
            raise InputError(
                "{path} cannot be read to its end. Fetch it again, or leave it out.",
                path=self.file.path,
            ) from error


def opened(path: str, words: Iterable[str] = ()) -> Any:
    """Return a Parquet file that is read piece by piece."""
    with needs_extra("A Parquet file", "tables"):
        from pyarrow import parquet
    return parquet.ParquetFile(
        path, buffer_size=READ_BYTES, pre_buffer=False, read_dictionary=list(words)
    )


def find_inputs(table: str | Path) -> tuple[InputFile, ...]:
    """Return the Parquet files that a pattern, a folder or a path names, in order.

    Raises
    ------
    InputError
        If there is none, one is no Parquet file, or one has other columns.
    """
    paths = _paths(table)
    root = Path(commonpath([path.parent.absolute() for path in paths]))
    schemas = {}
    files = []
    for path in paths:
        file, schema = _read_footer(path, root)
        files.append(file)
        if file.rows:
            schemas[path] = schema
    if not schemas:
        raise InputError("{table}: the files have no rows.", table=table)
    _check_columns(schemas)
    return tuple(files)


def _paths(table: str | Path) -> list[Path]:
    path = Path(table)
    if path.is_dir():
        found = [p for p in path.rglob(f"*{ENDING}") if p.is_file()]
    elif names_many(table):
        anchor = Path(path.anchor)
        found = [p for p in anchor.glob(str(path.relative_to(anchor))) if p.is_file()]
    else:
        found = [path]
    others = sorted(p for p in found if p.suffix.lower() != ENDING)
    if others:
        raise InputError(
            "{path} is no Parquet file: a folder takes what Parquet files hold. Turn "
            "it into Parquet, or write to a file, such as -o rows.csv.",
            path=others[0],
        )
    if not found:
        raise InputError(
            "{table}: there is no Parquet file. Put a pattern in quotes, such as "
            "'logs/*.parquet'.",
            table=table,
        )
    return sorted(found)


def _read_footer(path: Path, root: Path) -> tuple[InputFile, Any]:
    with needs_extra("A Parquet file", "tables"):
        from pyarrow import ArrowException
    try:
        check_regular(path)
        status = path.stat()
        file = opened(str(path))
    except OSError as error:
        raise InputError(
            "Cannot read {path}: {strerror}.", path=path, strerror=reason_of(error)
        ) from error
    except ArrowException as error:
        raise InputError(
            "{name} is no Parquet file, or is cut off.", name=path
        ) from error
    read = file.metadata
    groups = tuple(read.row_group(n).num_rows for n in range(read.num_row_groups))
    name = path.absolute().relative_to(root).as_posix()
    absolute = str(path.absolute())
    found = InputFile(name, absolute, status.st_size, status.st_mtime_ns, groups)
    return found, file.schema_arrow


def _check_columns(schemas: dict[Path, Any]) -> None:
    first = next(iter(schemas))
    wanted = schemas[first].names
    if len(set(wanted)) < len(wanted):
        raise InputError("Two columns of the log have the same name. Rename one.")
    for path, schema in schemas.items():
        lacks = [name for name in wanted if name not in schema.names]
        adds = [name for name in schema.names if name not in wanted]
        if not lacks and not adds:
            continue
        raise InputError(
            "{path} has not the columns of {first}: {differences}. Give them apart.",
            path=path,
            first=first,
            differences=Several(_differences(lacks, adds)),
        )


def _differences(lacks: list[str], adds: list[str]) -> Iterator[Message]:
    for template, names in (("it lacks {names}", lacks), ("it has {names}", adds)):
        if names:
            yield Message(template, names=Several(names[:SHOWN_COLUMNS]))
