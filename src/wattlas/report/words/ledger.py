"""The words of the ledger, in English."""

from __future__ import annotations

SHARES = {"other": "other processes", "idle": "idle"}

PROBLEMS = {
    "torn": "{file}: the last line is torn: the process was killed while it wrote; at "
    "most one tick is lost.",
    "broken": "{file}: line {line} is broken and was left out.",
    "unreadable": "{file}: holds no run: its first line cannot be read.",
}

STATES = {
    "open": "no end: killed, or still running",
    "exit": "exit {0}",
    "from": "from {0}",
}

ONCE = (
    "What several processes saw of one device at one time counts once (by device and "
    "time)."
)
EXCLUDED = (
    "Money, carbon and water are of everything that was metered while these runs ran, "
    "idle and other processes included."
)
EMPTY = "The ledger {0} holds no runs. wattlas measure writes them."

VERDICTS = {
    "inside": "The measurement lies inside the predicted range.",
    "below": "The measurement lies below the predicted range.",
    "above": "The measurement lies above the predicted range.",
}
IMPLIED = "One input alone would explain the difference if it were:"
NO_CAUSE = "No input alone explains the difference within what is possible."
"""Sentences of a comparison of a prediction with a measurement."""
PREDICTED = "Predicted and measured energy"
SCALED = " ({0} of the predicted work was measured)"
