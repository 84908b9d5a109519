"""Names of models that are no keys, and what they were read as, to be shown."""

from __future__ import annotations

from collections.abc import Iterable

from wattlas import facts
from wattlas.estimation.api_names import (
    ApiName,
    format_in,
    read_api_name,
    usual_format,
)
from wattlas.estimation.model_refusals import family


def names_read(names: Iterable[str]) -> dict[str, str]:
    """Return the names of models that are no keys, each with what it stands for.

    >>> names_read(["llama-3.1-8b", "llama3.1:8b-instruct-q8_0", "gpt-35-turbo"])
    {'llama3.1:8b-instruct-q8_0': 'llama-3.1-8b-int8', 'gpt-35-turbo': 'gpt-3.5-turbo'}
    """
    found = {}
    for name in names:
        read = None if family(name) else _listed(name) or read_api_name(name)
        if read is None:
            continue
        own = facts.row(read.table, read.key).get("weight_precision") or "bf16"
        said = read.weight_precision or usual_format(name, own)
        said = said if said != own else ""
        found[name] = "-".join(filter(None, (read.key, said)))
    return {name: key for name, key in found.items() if name != key}


def _listed(name: str) -> ApiName | None:
    """Return what a name that stands in the tables stands for, or None."""
    for table in ("undisclosed", "models"):
        key = facts.find(table, name)
        if key is not None:
            return ApiName(table, key, *format_in(name))
    return None
