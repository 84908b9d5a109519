"""The words of the ledger."""

from __future__ import annotations

from wattlas.report.words.metering import DEVICE_HEAD as DEVICE_HEAD
from wattlas.report.words.metering import ENERGY_HEAD as ENERGY_HEAD
from wattlas.report.words.metering import METHOD_HEAD as METHOD_HEAD
from wattlas.report.words.metering import METHODS as METHODS
from wattlas.report.words.metering import SHARE_HEAD as SHARE_HEAD
from wattlas.report.words.metering import WORK_HEAD as WORK_HEAD

BEGAN_HEAD, RANK_HEAD, TIME_HEAD = "began (UTC)", "rank", "time"
SEEN_HEAD, RUNS_HEAD, WINDOW_HEAD = "seen", "runs", "window"
RATIO_HEAD, INSIDE_HEAD, IMPLIED_HEAD = "measured/predicted", "inside", "implied"
PREDICTED_ROW, MEASURED_ROW = "predicted", "measured"
YES, NO = "yes", "no"
BY, METERED = "energy by {group}", "metered"
ONE_RUN = "{count} run, {began} to {ended} UTC"
RUNS = "{count} runs, {began} to {ended} UTC"

SHARES = {"other": "other processes", "idle": "idle"}

PROBLEMS = {
    "torn": "{file}: the last line is torn: the process was killed while it wrote; at "
    "most one tick is lost.",
    "broken": "{file}: line {line} is broken and was left out.",
    "unreadable": "{file}: holds no run: its first line cannot be read.",
}

STATES = {
    "open": "no end: killed, or still running",
    "exit": "exit {code}",
    "from": "from {origin}",
}

ONCE = (
    "What several processes saw of one device at one time counts once (by device and "
    "time)."
)
EXCLUDED = (
    "Money, carbon and water are of everything that was metered while these runs ran, "
    "idle and other processes included."
)
EMPTY = "The ledger {folder} holds no runs. wattlas measure writes them."

VERDICTS = {
    "inside": "The measurement lies inside the predicted range.",
    "below": "The measurement lies below the predicted range.",
    "above": "The measurement lies above the predicted range.",
}
IMPLIED = "One input alone would explain the difference if it were as implied"
NO_CAUSE = "No input alone explains the difference within what is possible."
"""Sentences of a comparison of a prediction with a measurement."""
PREDICTED = "Predicted and measured energy"
PREDICTED_PART = (
    "Predicted and measured energy ({share} of the predicted work was measured)"
)
