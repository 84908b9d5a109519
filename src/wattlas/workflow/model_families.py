"""Which models are of one family: their names differ in size alone."""

from __future__ import annotations

import re
from functools import cache

from wattlas import facts
from wattlas.chain import counts
from wattlas.estimation.inferred import infer_model
from wattlas.estimation.lookup import find_model

FAMILIES = ("models", "networks", "undisclosed")
"""Tables whose models have families."""
SIZE = re.compile(
    r"\d+(\.\d+)?(x\d+(\.\d+)?)?[bm]\d*|a\d+(\.\d+)?b|[nsmlxbh]|l\d+|\d{2,3}|"
    r"nano|tiny|mini|small|base|medium|large|xl|xxl|turbo|micro|distil|lite|air|flash|pro"
)
"""A word of a name that says a size: a count, a depth, a letter, or a word for it."""
LETTER = re.compile(r"(?<=\d)[nsmlx]$")
"""The letter of a size at the end of a word, as of yolo11n."""
VERSION = re.compile(r"v\d+(\.\d+)?")
"""A version: networks of one family have several."""


def smaller_of_family(table: str, key: str) -> list[str]:
    """Return the smaller models of a model's family, the largest of them first.

    `table` is models, networks, or undisclosed: those are told by their prices.

    Examples
    --------
    >>> smaller_of_family("models", "llama-3.1-405b")
    ['llama-3.1-70b', 'llama-3.1-8b']
    >>> smaller_of_family("networks", "whisper-medium")
    ['whisper-small', 'whisper-base', 'whisper-tiny']
    """
    own, of = _size(table, key), family(table, key)
    others = (k for k in facts.keys(table) if k != key and family(table, k) == of)
    sizes = {other: _size(table, other) for other in others}
    smaller = [other for other, size in sizes.items() if 0 < size < own]
    return sorted(smaller, key=lambda other: (-sizes[other], other))


def family(table: str, key: str) -> tuple[str, ...]:
    """Return what a model's name says but its size; of a network, not the version.

    >>> family("models", "qwen3-30b-a3b"), family("networks", "yolo11n")
    (('qwen3',), ('image', 'yolo11'))
    """
    words = key.split("-")
    if table != "networks":
        return tuple(w for w in words if not SIZE.fullmatch(w))
    kept = (w for w in words if not (SIZE.fullmatch(w) or VERSION.fullmatch(w)))
    reads = facts.row(table, key)["reads"]
    return (reads, *(LETTER.sub("", word) for word in kept))


@cache
def _size(table: str, key: str) -> float:
    """Return the weights of a model, the work of a network, or a model's price."""
    if table == "models":
        return counts.total_parameters(find_model(key).architecture)
    if table == "undisclosed":
        found = infer_model(key, None)
        return 0.0 if found is None else found.price.output
    row = facts.row(table, key)
    return float(row["item_gflop"] or row["parameters_million"] or 0.0)
