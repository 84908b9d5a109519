"""What is not known of a workload, and what would make it known."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas import facts
from wattlas.errors import Message, UnknownNameError, nearest_names, unknown_name

OTHERWISE: Mapping[str, str] = {
    "models": "Give the model's config.json or GGUF file; or measure it where it runs: "
    "wattlas measure -- python train.py, or for an engine wattlas measure serve --vllm "
    "http://127.0.0.1:8000/metrics.",
    "networks": "Give a network of a like size; or measure it where it runs: wattlas "
    "measure --samples 1000 -- python classify.py.",
    "generators": "Give a model of a like size; or measure it where it runs: wattlas "
    "measure --samples 100 -- python generate.py.",
    "hardware": "Describe it in a file: wattlas facts hardware --template; or measure "
    "on it: wattlas measure -- python serve.py.",
}
"""By table: what to give in the place of a name that it does not have."""

BESIDE: Mapping[str, str] = {"models": "undisclosed"}
"""By table: the one in which names of the same kind stand too."""
LISTED = "wattlas facts undisclosed"


def known_key(table: str, name: str) -> str:
    """Return the key that a name stands for in a table.

    Raises
    ------
    UnknownNameError
        If none has the name: with the nearest, or with what would stand in its place.

    Examples
    --------
    >>> known_key("hardware", "zx-81")
    Traceback (most recent call last):
    wattlas.errors.UnknownNameError: No chip named 'zx-81'. List all: wattlas facts ...
    """
    try:
        return facts.resolve(table, name)
    except UnknownNameError as error:
        if nearest_names(name, facts.keys(table)):
            raise
        if near := nearest_names(name, facts.keys(BESIDE.get(table, table))):
            raise UnknownNameError(unknown_name("model", name, near, LISTED)) from error
        raise UnknownNameError(
            "{error} {otherwise}", error=error, otherwise=Message(OTHERWISE[table])
        ) from error
