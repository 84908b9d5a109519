"""The words of the pages of an outlook and of crossing years, in English."""

from __future__ import annotations

CARDS = {
    "now": "AI draws in {year}",
    "ai_demand_twh": "AI demand in {year}",
    "ai_served_twh": "AI served in {year}",
    "ai_carbon_mtco2e": "carbon of AI served, {year}",
}
DEMAND = "Demand of AI by each method"
QUANTITIES = {
    "supply": "Demand against supply, all methods together",
    "footprint": "Carbon and water of AI served, all methods together",
}
REGIONS = "AI served by region"
ADDED = "What is added to the world's generation a year"
BINDS = "What binds, share of draws"
SWINGS = "What each input alone moves, {year}"
BASE = "AI in 2025 by each way to count it, TWh"
CHANGES = "Against the default study"
METHOD_HEAD, REGION_HEAD, CASE_HEAD = "method", "region", "case"
QUANTITY_HEAD = "quantity"
OPTION_HEAD, COUNT_HEAD = "option", "count"
ENDS, THEN, AND_THEN, SHARE = "from-to", "at from", "at to", "share"
BEFORE, NOW = "{year} before", "{year} now"
CONNECTIONS = "connections are tighter than new generation"

ASSUMED = (
    "Every input has a 90 % range and a source or, marked assumed, a reason: wattlas "
    "outlook inputs lists them. Change one with --set NAME=VALUE."
)
GIVEN, GIVEN_OF = "User inputs", "User inputs, {case}"
DEFAULTS = "Defaults"

METHOD = (
    "Three methods estimate the demand of AI: the stock of chips times power and use, "
    "computing over efficiency, users times tokens times energy. All start from the "
    "stock of chips of 2025; growth slows as assumed. Demand meets what "
    "grid connections and new plants can serve, region by region and year by year.",
    "Ranges are the 5th and 95th percentile over {draws} draws of all inputs (seed "
    "{seed}); before them stands the median. All energy is that of whole buildings.",
)
BACKTESTED = (
    "Its error: the same methods were run on what was known in 2010, 2015, 2018 and "
    "2020, and published forecasts were held against what came. A ratio is predicted "
    "over observed; inside counts how often what came lay in the 5-95 % range. What "
    "projections of counted years missed widens every range of the outlook "
    "(error.growth): wattlas outlook backtest."
)
BACKTEST = "Back-tests in short"

SCENARIOS = "AI served after 2035, by scenario"
SCENARIO_HEAD = "scenario"
CASES_ANSWER = (
    "In {year} AI is served between {least} ({least_case}) and {most} "
    "({most_case}), by the medians of {count} cases."
)
CASES = "Case by case, all methods together"

CROSSES = {
    True: "At {growth} a year {scope} would take {share} of the world's electricity in "
    "{year}",
    False: "At {growth} a year {scope} would never take {share} of the world's "
    "electricity",
}
FASTER_CROSSES = {
    True: "at {growth} a year it would in {year}",
    False: "at {growth} a year neither",
}
"""Whether a share is ever reached: at the slowest growth, and at a faster one."""
CROSSING_ONE, CROSSING_TWO = "{slow}.", "{slow}; {fast}."
CANNOT = "It cannot: {limit}."
FIRST_LIMIT = "at {fast} a year the first binding constraint is {name}, in {year}"
NOTHING_STOPS = "no supply grows so for ever"
CROSSING_CARD = "{share} of all, at {growth} a year"
SHARES = "When each share of the world's generation is reached"
LIMITS = "The year from which each constraint binds"
GROWTH_HEAD, STOPPED_HEAD = "growth", "first binding constraint"
CROSSING_ASSUMED = (
    "One growth is kept for ever, which nothing does. The base is the energy of 2025; "
    "the world's generation grows as it has."
)
STOPPED = "{limit}, {year}"
BASE_ROW, PACE_ROW = "energy of 2025", "growth of generation a year"
CROSSING_METHOD = (
    "The year is that in which base times growth to the power of years equals a share "
    "of generation that grows too; the limits are grid connections, chips, gas "
    "turbines and new plants, each given whole to this one load. Ranges are the 5th "
    "and 95th percentile of the draws.",
    "Its error cannot be measured: it is arithmetic on an assumption. Growth alone "
    "moves the year by decades, so one date without its growth says nothing.",
)
