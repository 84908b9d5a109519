"""How the memory of this process is handed back, where a run takes and frees much."""

from __future__ import annotations

import ctypes
import sys

TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD = -1, -2, -3
"""What the C library of Linux calls these settings."""
KEPT_BYTES = 1 << 28
"""Memory that is kept for what comes next."""
LARGEST_KEPT_BYTES = 1 << 25
"""The largest array that is kept, which is the most that the library allows."""


def keep_freed_memory() -> None:
    """Let freed arrays stay with the process, for the next of their size.

    To take each anew from the system costs a fifth of the time of a run. It holds
    until the process ends, and only on Linux with the C library of GNU.
    """
    if sys.platform != "linux":
        return
    setting = getattr(ctypes.CDLL(None), "mallopt", None)
    if setting is not None:
        setting(MMAP_THRESHOLD, LARGEST_KEPT_BYTES)
        setting(TRIM_THRESHOLD, KEPT_BYTES)
        setting(TOP_PAD, LARGEST_KEPT_BYTES)
