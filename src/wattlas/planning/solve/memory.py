"""Give memory that large programs no longer use back to the system."""

from __future__ import annotations

import ctypes
import gc
from functools import cache
from typing import Any

LARGE_ROWS = 1_000_000
"""Rows of a program from which on it is worth the tenth of a second that it takes."""


def release(rows: int) -> None:
    """Give back what is free, where a program has many rows.

    Arrays below 32 MB come from the heap of the C library, which keeps what lies
    between others: after the build of 24 sites and a year 0.8 GB of 1.8. Nothing is
    done where the library has no `malloc_trim`, which is of glibc.
    """
    if rows < LARGE_ROWS:
        return
    gc.collect()
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
