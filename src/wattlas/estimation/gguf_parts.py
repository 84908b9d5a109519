"""Models in several GGUF files: NAME-00001-of-00003.gguf and those beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from wattlas.errors import InputError, Several

_PART = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})(?P<end>\.\w+)")


def parts_of(path: Path) -> list[Path]:
    """Return the files of the model that a file is a part of, in their order.

    Raises
    ------
    InputError
        If some of them are not beside it.
    """
    named = _PART.fullmatch(path.name)
    if named is None:
        return [path]
    count = int(named["count"])
    parts = [
        path.with_name(f"{named['stem']}-{n:05}-of-{count:05}{named['end']}")
        for n in range(1, count + 1)
    ]
    missing = [part.name for part in parts if not part.exists()]
    if missing and path.exists():
        raise InputError(
            "{path} is one part of {count}, and beside it are not: {missing}. Download "
            "them, or give the model's config.json.",
            path=path,
            count=count,
            missing=Several(missing),
        )
    return parts


def first_parts(paths: Iterable[Path]) -> list[Path]:
    """Return files without the later parts of models in several.

    >>> first_parts([Path("a-00001-of-00002.gguf"), Path("a-00002-of-00002.gguf")])
    [PosixPath('a-00001-of-00002.gguf')]
    """
    return [
        p for p in paths if not (n := _PART.fullmatch(p.name)) or int(n["number"]) == 1
    ]
