"""A command as its reader types it, of what was asked: it makes the page again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wattlas.parameters.declaration import Declared, declared


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


def words_of(kind: type, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of options as `command` takes them: by flag, values as text.

    >>> from wattlas.parameters.outlook import OutlookOptions
    >>> words_of(OutlookOptions, {"method": ("stock", "compute"), "seed": 0})
    {'method': 'stock,compute', 'seed': '0'}
    """
    items = declared(kind)
    return {
        flags_of(items[name])[0].lstrip("-"): _text(items[name], value)
        for name, value in fields.items()
        if not items[name].parameter.positional
    }


def _text(item: Declared, value: Any) -> Any:
    if isinstance(value, Mapping):
        return pairs_of(value)
    if item.parameter.commas:
        several = value if isinstance(value, list | tuple) else [value]
        return ",".join(
            f"{one:g}" if isinstance(one, float) else one for one in several
        )
    # A number as text: nought is asked for too.
    return (
        str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    )


def pairs_of(entries: Mapping[str, Any]) -> list[str]:
    """Return the entries of a mapping as they are typed.

    >>> pairs_of({"chips": 12, "smr": "15..20"})
    ['chips=12', 'smr=15..20']
    """
    return [f"{name}={one}" for name, one in entries.items()]


def _word(value: object) -> str:
    return value.name or str(value) if isinstance(value, Path) else str(value)


def flags_of(item: Declared) -> tuple[str, ...]:
    """Return how a field is written on the command line.

    >>> from wattlas.parameters import PlaceOptions, TrainOptions
    >>> flags_of(declared(PlaceOptions)["grid_water"])
    ('--grid-water',)
    >>> flags_of(declared(TrainOptions)["overrides"])
    ('--set',)
    """
    return item.parameter.flags or (f"--{item.name.replace('_', '-')}",)
