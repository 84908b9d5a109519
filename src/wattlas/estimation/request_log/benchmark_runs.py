"""Results of benchmarks of engines (vLLM, SGLang): lists of lengths, one a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wattlas.errors import InputError

LENGTHS = {"input_lens": "prompt_tokens", "output_lens": "output_tokens"}
"""Their names for tokens of each request, with ours."""
TOTALS = {"total_input_tokens": "prompt_tokens", "total_output_tokens": "output_tokens"}
MODEL, ERRORS = "model_id", "errors"


def requests_of(run: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Return the requests of a benchmark's result, or None where it is none.

    Raises
    ------
    InputError
        If its lists differ in their lengths, or do not add up to its totals.

    >>> run = {"model_id": "m", "input_lens": [9, 8], "output_lens": [4, 0],
    ...        "errors": ["", "timeout"]}
    >>> requests_of(run)[1]
    {'model': 'm', 'prompt_tokens': 8, 'output_tokens': 0, 'error': 'timeout'}
    """
    if not all(isinstance(run.get(name), list) for name in LENGTHS):
        return None
    lists = {own: run[name] for name, own in LENGTHS.items()}
    if isinstance(run.get(ERRORS), list):
        lists["error"] = [error or None for error in run[ERRORS]]
    _check_lengths(lists)
    named = {"model": run[MODEL]} if run.get(MODEL) else {}
    rows = [
        named | dict(zip(lists, cells, strict=True))
        for cells in zip(*lists.values(), strict=True)
    ]
    _check_totals(run, rows)
    return rows


def _check_lengths(lists: Mapping[str, list[Any]]) -> None:
    lengths = {name: len(cells) for name, cells in lists.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise InputError(
            "Columns must have the same number of rows, got {told}.", told=told
        )


def _check_totals(run: Mapping[str, Any], rows: list[dict[str, Any]]) -> None:
    """Refuse totals that those of the requests which were answered do not make."""
    for name, own in TOTALS.items():
        cells = [row[own] for row in rows if not row.get("error")]
        total = run.get(name)
        known = all(type(cell) in (int, float) for cell in (total, *cells))
        if known and total != sum(cells):
            raise InputError(
                "{name} is {total:g}, and its requests make {sum:g}. Fetch the whole "
                "result, or give its requests one by one.",
                name=name,
                total=total,
                sum=sum(cells),
            )
