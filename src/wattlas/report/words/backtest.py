"""The words of the back-test of an outlook, in English."""

from __future__ import annotations

BACKTEST_TITLE = "How wrong it would have been"
BACKTEST = (
    "Each method, run on what was published when it starts, against what came. Kept: "
    "growth goes on as it was; slowing: it halves as the outlook assumes. Ratio: "
    "predicted over observed; inside: in the 5-95 % range."
)
BACKTEST_QUANTITIES = {
    "data_centres": "all data centres, world",
    "largest_run": "largest training run",
    "messages": "messages to ChatGPT a day",
    "generation": "generation, world",
}
NOT_RUNNABLE = {
    "too-few-runs": "{method} from {starts}: not runnable: fewer than 8 large "
    "runs were out.",
    "no-users-counted": "{method} from {starts}: not runnable: users are counted "
    "since 2023.",
}
STUDIES = (
    "Published forecasts of all data centres at the last year that is known, moved "
    "along their own growth. Growth: the same without the error of the base year."
)
GROUPS = {
    "stock-kept": "stock, growth kept",
    "stock-slowing": "stock, slowing",
    "compute-kept": "compute, growth kept",
    "compute-slowing": "compute, slowing",
    "adoption-kept": "adoption, growth kept",
    "generation-kept": "generation",
    "studies-early": "studies before 2019",
    "studies-late": "studies since 2019",
}
LESSON = (
    "Lesson: of data centres kept growth overshot from 2010 and 2015, flat growth "
    "missed accelerators from 2018 and 2020. Of compute neither held: its growth fell "
    "from ten to five times a year, far less than the slowing that we assume from now "
    "on. No method kept its range everywhere: read ours as too narrow."
)
METHOD_NAMES = {
    "stock": "stock",
    "compute": "compute",
    "adoption": "adoption",
    "generation": "generation",
}
RUNS_TITLE = "{method}: {quantity}"
INSIDE_OF = "{inside} of {ranges}"
STUDY_HEAD, FROM_HEAD, OTHER_HEAD = "study", "from", "other year"
REVISED_HEAD, CHANGE_HEAD, OF_YEAR_HEAD = "revised in", "change", "for"
GROWTH_HEAD, PUBLISHED_HEAD, PREDICTED_HEAD = "growth", "published", "predicted"
OBSERVED_HEAD, RATIO_HEAD, INSIDE_HEAD = "observed", "ratio", "inside"
GROUP_HEAD, CASES_HEAD = "group", "cases"
MEDIAN_RATIO_HEAD, MEDIAN_ERROR_HEAD = "median ratio", "median error"
YES, NO = "yes", "no"
KEPT, SLOWING = "kept", "slowing"
