"""What names many files, and what a folder for what they take."""

from __future__ import annotations

from glob import has_magic
from pathlib import Path
from typing import Any


def names_many(table: Any) -> bool:
    """Say whether what names a log is a folder, or a pattern of files.

    >>> names_many("logs/*.parquet"), names_many("log.parquet")
    (True, False)
    """
    if not isinstance(table, str | Path):
        return False
    return Path(table).is_dir() or (has_magic(str(table)) and not Path(table).exists())


def names_folder(path: Path) -> bool:
    """Say whether an output is a folder: it is there, or has no ending.

    >>> names_folder(Path("out")), names_folder(Path("rows.parquet"))
    (True, False)
    """
    return path.is_dir() or not path.suffix
