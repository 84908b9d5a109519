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
    "on. No method kept its range everywhere: ranges of the outlook are widened by "
    "what projections of counted years missed."
)
COUNTED = (
    "Counted electricity of data centres (the world, large regions, countries with "
    "meters, companies), foreseen from each year since 2015 by its growth until then. "
    "Method: the range of the method alone; widened: with the error of growth, which "
    "the ranges of the outlook have. With each series left out in turn the widened "
    "range holds 44 of 50 about 2 years ahead and 24 of 27 about 5. Nothing is claimed "
    "for 10."
)
COVERAGE = "How often a counted year lies in the range"
NOWCAST = "The last count, foreseen from the one before"
AHEAD_HEAD, SERIES_HEAD, POINTS_HEAD = "years ahead", "series", "points"
OWN_HEAD, WIDENED_HEAD, COUNTED_HEAD = "method", "widened", "counted"
SERIES = {
    "asia-pacific": "Asia Pacific",
    "google": "Google",
    "microsoft": "Microsoft",
}
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
