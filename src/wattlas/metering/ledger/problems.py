"""What is wrong in the files of a ledger: each thing once, with its place and count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wattlas.errors import InputError, Several
from wattlas.plain import Plain

NOT_A_FILE, DEAD_LINK, UNREADABLE = "not-a-file", "dead-link", "unreadable"
NO_RUN, NEWER, BAD_HEADER = "no-run", "newer", "bad-header"
LONE_PARQUET, NO_READINGS, CONTRADICTS = "lone-parquet", "no-readings", "contradicts"
FILE_CODES = (
    *(NOT_A_FILE, DEAD_LINK, UNREADABLE, NO_RUN, NEWER, BAD_HEADER),
    *(LONE_PARQUET, NO_READINGS, CONTRADICTS),
)
"""What sets a whole file aside: a pipe, folder or device in its place; a link to
nothing; what the system refuses; no first line; a newer Wattlas; a bad first line;
Parquet that no file of runs names; rolled-up runs without their readings; another file
of the run that says otherwise."""
TORN, BROKEN, OVERLONG = "torn", "broken", "overlong"
BAD_VALUE, BACKWARDS, TOO_MUCH = "bad-value", "backwards", "too-much"
OTHER_DEVICES, OVERLAP = "other-devices", "overlap"
GONE_PARQUET, HURT_PARQUET = "gone-parquet", "hurt-parquet"
LINE_CODES = (
    *(TORN, BROKEN, OVERLONG, BAD_VALUE, BACKWARDS, TOO_MUCH, OTHER_DEVICES),
    *(OVERLAP, GONE_PARQUET, HURT_PARQUET),
)
"""What sets a line aside: torn at the end; no JSON; longer than any line is; a value
that is no such figure; an end before its begin; more than a rack draws; figures that
are not one a device; a time that another line of the run has counted; Parquet that is
not there, and such that is not as it was written."""


@dataclass(frozen=True)
class FileProblem(Plain):
    """What is wrong in a file of a ledger.

    `code` is one of `FILE_CODES` or `LINE_CODES`; `line` the first line where it is
    wrong (0 for the whole file), `count` how many lines are, `detail` the value or the
    field.
    """

    file: str
    code: str
    line: int = 0
    count: int = 1
    detail: str = ""


class UnusableFileError(InputError):
    """A file of a ledger that is set aside as a whole."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(f"{problem.file}: {problem.code} {problem.detail}".strip())
        self.problem = problem


class HurtFilesError(InputError):
    """Files that looked whole cannot be read: what was asked of them has no answer."""

    def __init__(self, problems: tuple[FileProblem, ...]) -> None:
        super().__init__(
            "{files} cannot be read: restore what it was from a copy, or delete it.",
            files=Several([problem.file for problem in problems]),
        )
        self.problems = problems


class LineError(ValueError):
    """A line that is set aside: a code of `LINE_CODES`, and the value or field."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class Problems:
    """Counts what is wrong in the lines of a file: each code once, by its first line.

    >>> found = Problems(Path("a.jsonl"))
    >>> found.add(7, "broken"), found.add(9, "broken")
    (None, None)
    >>> [(p.line, p.count) for p in found]
    [(7, 2)]
    """

    def __init__(self, path: Path) -> None:
        self._file = path.name
        self._found: dict[str, tuple[int, int, str]] = {}
        self._latest: tuple[int, str] | None = None

    def add(self, line: int, code: str, detail: str = "") -> None:
        """Count a line, once for all that is wrong in it in one way."""
        if (line, code) == self._latest:
            return
        self._latest = line, code
        first, count, told = self._found.get(code, (line, 0, detail))
        self._found[code] = (first, count + 1, told)

    def __iter__(self) -> Iterator[FileProblem]:
        for code, (line, count, detail) in self._found.items():
            yield FileProblem(self._file, code, line, count, detail)
