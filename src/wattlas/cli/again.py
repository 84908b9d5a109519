"""The command that makes a page again, as its reader types it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any


def command(*words: str | Path, **options: Any) -> str:
    """Return a command of words and of the options that are set.

    Of a file its name alone stands: the reader keeps it where the command is typed.

    >>> command("plan", Path("/my/hall.yaml"), pareto=8, break_evens=True, proof=False)
    'wattlas plan hall.yaml --pareto 8 --break-evens'
    >>> command("outlook", set=["growth.training=4", "pue.now=1.2"])
    'wattlas outlook --set growth.training=4 --set pue.now=1.2'
    """
    typed = ["wattlas", *map(_word, words)]
    for name, value in options.items():
        flag = f"--{name.replace('_', '-')}" if len(name) > 1 else f"-{name}"
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is True:
                typed.append(flag)
            elif one:
                typed += [flag, _word(one)]
    return shlex.join(typed)


def _word(value: object) -> str:
    return value.name or str(value) if isinstance(value, Path) else str(value)
