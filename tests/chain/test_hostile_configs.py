"""Whatever stands in a config.json is read or refused in a sentence."""

from __future__ import annotations

import json
import math
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from wattlas.chain.counts import total_parameters
from wattlas.chain.huggingface import read_config
from wattlas.errors import InputError

CONFIGS = sorted((Path(__file__).parent / "configs").glob("*.json"))
ODD: tuple[Any, ...] = (
    *(-1, 0, 0.5, 10**30, math.inf, math.nan),
    *(True, "full", [], ["x"], [-3], {"x": 1}),
)
ENOUGH = 3
"""In so many configurations a field is tried; one that is everywhere is read alike."""


def fields(config: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the paths of all fields, also those of parts."""
    parts = [(k, v) for k, v in config.items() if isinstance(v, dict)]
    inner = [(k, *path) for k, v in parts for path in fields(v)]
    return [*((name,) for name in config), *inner]


def changed(config: dict[str, Any], path: tuple[str, ...], value: Any) -> Any:
    first, *rest = path
    new = changed(config[first], tuple(rest), value) if rest else value
    return config | {first: new}


def cases() -> list[tuple[Path, list[tuple[str, ...]]]]:
    """Return the fields of each configuration that are to be tried in it."""
    seen: Counter[tuple[str, ...]] = Counter()
    chosen = []
    for path in CONFIGS:
        found = fields(json.loads(path.read_text(encoding="utf-8")))
        chosen.append((path, [f for f in found if seen[f] < ENOUGH]))
        seen.update(found)
    return chosen


@pytest.mark.parametrize(
    ("path", "tried"), cases(), ids=[path.stem for path in CONFIGS]
)
def test_an_odd_value_is_read_or_refused(
    path: Path, tried: list[tuple[str, ...]]
) -> None:
    """Law: every field, with every odd value: a finite count, or one sentence."""
    config = json.loads(path.read_text(encoding="utf-8"))
    for field in tried:
        for value in ODD:
            odd = changed(config, field, value)
            with suppress(InputError):
                found = total_parameters(read_config(odd).architecture)
                assert math.isfinite(found), (field, value)
                assert found >= 0, (field, value)
