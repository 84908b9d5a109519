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

LINE = "{file}, line {line}"
LINES = "{file}, {count} lines, the first of them line {line}"
SERIES_HEAD, MEAN_HEAD = "by the hour", "mean over the energy"
TOTAL_HEAD, STEPS_HEAD = "of the facility", "steps"
SERIES = {
    "location-carbon": "carbon, location-based",
    "market-carbon": "carbon, market-based",
    "price": "price",
}
"""Series that are joined with what was metered."""
PROBLEMS = {
    "not-a-file": "Set aside {place}: no file but a pipe, a folder or a device.",
    "dead-link": "Set aside {place}: a link that leads nowhere.",
    "unreadable": "Set aside {place}: it cannot be read{detail}.",
    "no-run": "Set aside {place}: no line says who ran what.",
    "newer": "Set aside {place}: written by a newer Wattlas{detail}. Upgrade: pip "
    "install --upgrade wattlas.",
    "bad-header": "Set aside {place}: it does not say rightly who ran what{detail}.",
    "torn": "Left out {place}: torn, since the process was killed or the disk was "
    "full.",
    "broken": "Left out {place}: no JSON object.",
    "overlong": "Left out {place}: longer than any line is.",
    "bad-value": "Left out {place}: a value that cannot be{detail}.",
    "backwards": "Left out {place}: it ends before it begins.",
    "too-much": "Left out {place}: more than a rack draws{detail}.",
    "other-devices": "Left out {place}: figures of other devices than the run "
    "has{detail}.",
    "lone-parquet": "Set aside {place}: rolled-up readings of which no file of runs "
    "says whose they are. Restore compacted/*.runs from a copy, or delete it.",
    "no-readings": "Set aside {place}: it does not say where the readings of a run "
    "are{detail}.",
    "contradicts": "Set aside {place}: it says otherwise than another file of the "
    "run{detail}.",
    "gone-parquet": "Set aside {place}: a file of its readings is not there{detail}. "
    "Restore it from a copy.",
    "hurt-parquet": "Set aside {place}: a file of its readings is not as it was "
    "written{detail}. Restore it from a copy.",
    "overlap": "Counted once {place}: a time that other lines of the run have too.",
}
"""What is wrong in the files of a ledger, and what was done about it."""

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
COMPACTED = (
    "Rolled {runs} runs up: {before} kB of lines are {after} kB of Parquet. Left as "
    "they are: {left} files (open, hurt, or parts of one run)."
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
