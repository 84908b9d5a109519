"""For programs that use codecarbon: the same names, metered by Wattlas.

``from wattlas.compat import EmissionsTracker`` takes the place of codecarbon's import.
What differs stands in docs/codecarbon.md.
"""

from __future__ import annotations

from wattlas.compat.tracker import (
    EmissionsTracker,
    OfflineEmissionsTracker,
    track_emissions,
)

__all__ = ["EmissionsTracker", "OfflineEmissionsTracker", "track_emissions"]
